/*
 * pmml/pmml_util.h
 *	  Attributes of elements as values, and notes of what is wrong with them.
 *
 * Each function notes a problem where an attribute does not say what it should,
 * and then gives the value for an absent one.
 */
#ifndef MLS_PMML_PMML_UTIL_H
#define MLS_PMML_PMML_UTIL_H

#include "pmml/pmml_int.h"

/* Notes a problem at an element. */
extern void mls_pmml_problem(MlsPmml *pmml, MlsCode code, const MlsXml *element,
							 const char *format,...)
			__attribute__((format(printf, 4, 5)));

/* Notes that an element is not known where it stands, unless it is an extension. */
extern void mls_pmml_unknown(MlsPmml *pmml, const MlsXml *element);

/* The only child of that name; NULL if there is none.  More than one are a problem. */
extern const MlsXml *mls_pmml_only(MlsPmml *pmml, const MlsXml *element, const char *name);

/* An attribute that must be there; "" if it is not. */
extern const char *mls_pmml_required(MlsPmml *pmml, const MlsXml *element, const char *name);

/* An attribute that must be there and names a field that is read. */
extern const char *mls_pmml_field(MlsPmml *pmml, const MlsXml *element, const char *name);

/* The same of a field of which earlier values are read. */
extern const char *mls_pmml_history_field(MlsPmml *pmml, const MlsXml *element, const char *name);

/* The same as mls_pmml_field() under any of the names that versions and exporters gave it: name, field, fieldName. */
extern const char *mls_pmml_any_field(MlsPmml *pmml, const MlsXml *element);

extern double mls_pmml_number(MlsPmml *pmml, const MlsXml *element, const char *name, double absent);
/* A number that must be there. */
extern double mls_pmml_required_number(MlsPmml *pmml, const MlsXml *element, const char *name, double absent);

extern bool mls_pmml_truth(MlsPmml *pmml, const MlsXml *element, const char *name, bool absent);

/* An attribute that must be there and be a number; kept as text, for whoever knows its type. */
extern MlsLiteral mls_pmml_coefficient(MlsPmml *pmml, const MlsXml *element, const char *name);

/*
 * Is a text the word, but for blanks around it and the case of its letters?  No
 * two words of the standard are so alike.
 */
extern bool mls_pmml_is_nearly(const char *text, const char *word);

/*
 * One of the words that an attribute can be; a table ends with {NULL, 0}.
 * Blanks around a word, and upper and lower case, make no difference.
 */
typedef struct MlsPmmlWord
{
	const char *word;
	int			value;
} MlsPmmlWord;

/* absent < 0: the attribute must be there; the first word's value if it is not. */
extern int	mls_pmml_word(MlsPmml *pmml, const MlsXml *element, const char *name,
						  const MlsPmmlWord *words, int absent);

/* What an element's own name says, of a table of such names; -1 if it is none of them. */
extern int	mls_pmml_element_word(const MlsXml *element, const MlsPmmlWord *words);

extern MlsOpType mls_pmml_optype(MlsPmml *pmml, const MlsXml *element);

/* The dataType of an element: MLS_TYPE_NONE if absent. */
extern MlsDataType mls_pmml_data_type(MlsPmml *pmml, const MlsXml *element);

/* What a field without a dataType is: double if continuous, else string. */
extern MlsDataType mls_pmml_default_type(MlsDataType type, MlsOpType optype);

#endif
