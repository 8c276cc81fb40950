/*
 * eval/list.h
 *	  Lists as they arrive with a row: JSON arrays in text.
 *
 * A cell with anything but such a text is a list of one, a missing cell no list
 * at all.  The elements are texts, numbers, truths and nulls; an array within
 * the array, or text that is no JSON, makes the list bad.
 */
#ifndef MLS_EVAL_LIST_H
#define MLS_EVAL_LIST_H

#include "eval/eval_int.h"

typedef enum MlsListElementKind
{
	MLS_ELEMENT_NULL,
	MLS_ELEMENT_TEXT,			/* without quotes and escapes */
	MLS_ELEMENT_WORD,			/* a number or a truth, as written */
	MLS_ELEMENT_CELL			/* of a list of one */
} MlsListElementKind;

typedef struct MlsListElement
{
	MlsListElementKind kind;
	const char *bytes;			/* of TEXT and WORD; good until the next element is asked for */
	size_t		length;
} MlsListElement;

typedef struct MlsList
{
	MlsEval    *eval;
	MlsCell		cell;			/* as it arrived */
	bool		is_array;
	bool		is_started;		/* an element has been asked for */
	bool		is_bad;			/* it cannot be read to its end */
	bool		no_memory;		/* why it is bad */
	const char *p;				/* behind the element given last; NULL at the end */
	const char *end;
	char	   *room;			/* for a text without its escapes; made when first needed */
} MlsList;

/* Whether a cell is a text that starts as an array does. */
extern bool mls_is_array(MlsCell cell);

/* Starts reading a cell that is neither missing nor invalid. */
extern void mls_list_open(MlsList *list, MlsEval *eval, MlsCell cell);

/*
 * Where the list's next element starts, after one has been given: bytes behind
 * the bracket.  Reading may go on there later (the first element is at 0).
 */
extern uint32_t mls_list_behind_comma(const MlsList *list);
extern void mls_list_go(MlsList *list, uint32_t offset);

/* The next element; false at the end, or where the list turns out to be bad. */
extern bool mls_list_next(MlsList *list, MlsListElement *element);

/* An element as a cell: numbers are integers or doubles.  Texts are copied. */
extern MlsCell mls_element_cell(const MlsList *list, const MlsListElement *element);

#endif
