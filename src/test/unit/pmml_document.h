/*
 * test/unit/pmml_document.h
 *	  For tests of the PMML reader: documents, read and looked at.
 */
#ifndef MLS_TEST_PMML_DOCUMENT_H
#define MLS_TEST_PMML_DOCUMENT_H

#include "pmml/pmml.h"

typedef struct PmmlDocument
{
	MlsLoad		load;
	MlsCode		code;
	MlsDocument *document;		/* NULL if it was refused */
	MlsModel   *model;			/* the one that is scored */
	char	   *problems;		/* "place: message", one a line, each with a line feed */
	char	   *notices;		/* the same */
} PmmlDocument;

/* Reads bytes as load_model does; pmml_close() is to be called in any case. */
extern void pmml_open_bytes(PmmlDocument *pmml, const char *bytes, size_t length,
							const MlsLoadOptions *options, const MlsHost *host, size_t limit);
extern void pmml_close(PmmlDocument *pmml);

/* The same for a text, with malloc and without a limit. */
extern void pmml_open(PmmlDocument *pmml, const char *text);

/*
 * The same for a document with a DataDictionary (x, x2, x3: double; f: float;
 * i: integer; c: string; d: date; y: double, cls: string with values yes and
 * no) in line 1, and from line 2 on "rest".
 */
extern void pmml_open_rest(PmmlDocument *pmml, const char *rest);

/*
 * The same for a regression TreeModel on x and c for y, of a single leaf 1,
 * in which one part is replaced from line 2 on.
 */
extern void pmml_open_tree(PmmlDocument *pmml, const char *node);
extern void pmml_open_derived(PmmlDocument *pmml, const char *expression);

/* A text made as printf does; it lives until the test's process ends. */
extern char *pmml_text(const char *format,...) __attribute__((format(printf, 1, 2)));

/* n copies of a text, one behind the other; it lives as long. */
extern char *pmml_repeat(const char *text, int n);

#endif
