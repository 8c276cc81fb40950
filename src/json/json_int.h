/*
 * json/json_int.h
 *	  What the readers of JSON share: the parsed document, and access to it that
 *	  checks types and says where something is wrong.
 *
 * A document is a tree of cJSON items, but for long arrays of numbers, which stay in
 * the document (json_array.c): elements are come by with the functions below.  A
 * place in it, MlsAt, is an item with the way that leads there, so that a problem
 * can name it as
 * "learner.gradient_booster.model.trees[3].split_indices[5]"; places live on the
 * stack, the child pointing at its parent, and cost nothing until one is named.
 *
 * What a getter returns is usable whatever the document said: on a wrong type it
 * notes a problem and gives false or NULL, and the reader goes on to find the
 * other problems.  Getters of arrays give as many elements as were asked for.
 */
#ifndef MLS_JSON_INT_H
#define MLS_JSON_INT_H

#include <cjson/cJSON.h>

#include "base/map.h"
#include "base/vec.h"
#include "json/json.h"

/* Arrays and objects inside each other; what most formats need is 8. */
#define MLS_JSON_MAX_DEPTH	64

/* The same for a format whose nodes are inside each other; nothing may recurse over its document. */
#define MLS_JSON_TREE_DEPTH	(MLS_MAX_LEVELS + MLS_JSON_MAX_DEPTH)

/* Levels of a tree; more than any training makes, and what the rest of the load can take. */
#define MLS_MAX_LEVELS	5000

/* How deep cJSON is let go. */
#define MLS_JSON_TEXT_DEPTH	48

typedef struct MlsAt
{
	const struct MlsAt *parent;
	const char *key;			/* of an object's member; NULL: an array's element, or the root */
	uint32_t	index;			/* of an array's element */
	const cJSON *item;			/* NULL: the document has none */
} MlsAt;

/*
 * A long array of numbers, which is not in the tree: see json_scan.c, json_array.c.
 * The binary forms are UBJSON's, big-endian.
 */
typedef enum MlsArrayForm
{
	MLS_ARRAY_TEXT,				/* as JSON writes elements: numbers, truth values, nulls, up to "]" */
	MLS_ARRAY_INT8,
	MLS_ARRAY_UINT8,
	MLS_ARRAY_INT16,
	MLS_ARRAY_INT32,
	MLS_ARRAY_INT64,
	MLS_ARRAY_FLOAT32,			/* what is not finite is a null */
	MLS_ARRAY_FLOAT64
} MlsArrayForm;

typedef struct MlsJsonArray
{
	MlsArrayForm form;
	uint32_t	n;
	const char *data;			/* the first element, in the document */
} MlsJsonArray;

/* An array's elements, one after the other. */
typedef struct MlsElements
{
	const cJSON *next;			/* of an array that is in the tree; else ... */
	const MlsJsonArray *array;
	const char *p;
	uint32_t	left;
	cJSON		element;
} MlsElements;

/* Why a text is not a document, and where. */
typedef struct MlsJsonFault
{
	MlsCode		code;			/* MLS_OK: there is none */
	const char *position;		/* NULL: the document as a whole */
	const char *message;
} MlsJsonFault;

/* A piece of the document that is something else in the text that cJSON is given. */
typedef enum MlsJsonEditKind
{
	MLS_JSON_EDIT_NULL,			/* null */
	MLS_JSON_EDIT_ARRAY,		/* the mark of an array that is taken out */
	MLS_JSON_EDIT_TEXT			/* the mark of a text of its own */
} MlsJsonEditKind;

typedef struct MlsJsonEdit
{
	const char *from;			/* in the document */
	size_t		length;
	uint32_t	text;			/* in which text */
	uint32_t	number;			/* of the array or text */
	MlsJsonEditKind kind;
} MlsJsonEdit;

typedef struct MlsJsonEdits
{
	MlsVec		edits;			/* MlsJsonEdit, in order */
	MlsVec		arrays;			/* MlsJsonArray */
	uint32_t	n_texts;
} MlsJsonEdits;

typedef struct MlsJsonText
{
	const char *bytes;			/* the document itself if there is no edit */
	size_t		length;
	const char *document;		/* where it begins there */
	const MlsJsonEdit *edits;
	uint32_t	n_edits;
} MlsJsonText;

/* What is given to cJSON for a document: first the outermost text. */
typedef struct MlsJsonTexts
{
	MlsJsonText *texts;
	uint32_t	n;
	MlsJsonArray *arrays;		/* taken out; a mark's number is an index */
	uint32_t	n_arrays;
} MlsJsonTexts;

/* ---- json_doc.c ---- */

/* Parses a document, which must be one JSON object, nested no deeper than that; leaves if it is none. */
extern MlsAt mls_json_parse(MlsLoad *load, const char *bytes, size_t length, uint32_t most_depth);

/* Parses JSON that a text of a document holds; NULL if it is no JSON. */
extern const cJSON *mls_json_parse_inner(MlsLoad *load, const char *text);

/* ---- ubjson.c ---- */

/* The same for a document in UBJSON; leaves. */
extern MlsAt mls_ubjson_parse(MlsLoad *load, const char *bytes, size_t length);

/* Whether an object begins as one of UBJSON does. */
extern bool mls_is_ubjson(const char *bytes, size_t length);

/* ---- json_scan.c ---- */

/* Looks at all bytes of a document: what to edit.  False with the fault if it is not sound.  Leaves. */
extern bool mls_json_find_edits(MlsLoad *load, const char *bytes, size_t length, uint32_t most_depth,
								MlsJsonEdits *edits, MlsJsonFault *fault);

/* Whether the bytes are UTF-8. */
extern bool mls_json_is_utf8(const char *bytes, size_t length);

/* ---- json_text.c ---- */

/* Makes the texts for cJSON; false with the fault if the document is not sound.  Leaves. */
extern bool mls_json_scan(MlsLoad *load, const char *bytes, size_t length, uint32_t most_depth,
						  MlsJsonTexts *texts, MlsJsonFault *fault);

/* Whether an item is the mark of an array or text that was taken out, and of which. */
extern bool mls_json_is_mark(const cJSON *item, MlsJsonEditKind *kind, uint32_t *number);

/* Where in the document a byte of the text comes from. */
extern const char *mls_json_place(const MlsJsonText *text, size_t offset);

static inline const char *
mls_json_skip_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

/* ---- json_array.c ---- */

/* Makes an item an array that is not in the tree; the structure must live as long as the item. */
extern void mls_json_make_array(cJSON *item, MlsJsonArray *array);

/* How many elements an array has. */
extern uint32_t mls_json_length(const MlsAt *at);

/*
 * The elements of an array, or members of an object, one after the other; NULL
 * after the last.  What mls_json_next() gives may be overwritten by the next.
 */
extern MlsElements mls_json_elements(const MlsAt *at);
extern const cJSON *mls_json_next(MlsElements *elements);

/*
 * All elements of an array of one of UBJSON's types: integers of up to 32 bits from
 * least to most, or floats that are finite; false: they must be looked at one by one.
 */
extern bool mls_json_binary_integers(const MlsAt *at, int32_t least, int32_t most, int32_t *values);
extern bool mls_json_binary_floats(const MlsAt *at, float *values);

/*
 * The first element or member, from which ->next leads on; NULL if there is none,
 * or no item.  Puts an array into the tree first if it is not there, so it is
 * not for what may be long; leaves.
 */
extern const cJSON *mls_json_first(MlsLoad *load, const cJSON *item);
#define MLS_JSON_EACH(element, load, item) \
	for (element = mls_json_first((load), (item)); element != NULL; element = element->next)

/* These see nothing of an array that is not in the tree: use the above. */
#undef cJSON_ArrayForEach
#pragma GCC poison cJSON_ArrayForEach cJSON_GetArraySize cJSON_GetArrayItem

/* ---- json_util.c ---- */

/* Notes a problem with the place's path. */
extern void mls_json_problem(MlsLoad *load, MlsCode code, const MlsAt *at, const char *format,...)
			__attribute__((format(printf, 4, 5)));
extern void mls_json_problem_hint(MlsLoad *load, MlsCode code, const MlsAt *at, const char *hint,
								  const char *format,...)
			__attribute__((format(printf, 5, 6)));

/* "an object", "text", ...: what an item is, for messages. */
extern const char *mls_json_kind(const cJSON *item);

/* The member of an object (at->item may be NULL), whose item is NULL when there is none. */
extern MlsAt mls_json_member(const MlsAt *at, const char *key);

/* An element of an array; item is the element. */
extern MlsAt mls_json_element(const MlsAt *at, uint32_t index, const cJSON *item);

/*
 * Notes every member of an object that is not in the list (which ends with
 * NULL): MLS_UNSUPPORTED where a newer release may mean something by it,
 * MLS_INVALID where the format is ours.  Also notes keys that occur twice.  The
 * list has at most 64.
 */
extern void mls_json_only(MlsLoad *load, MlsCode code, const MlsAt *at, const char *const *known);

/* Whether a place holds what is wanted; notes what it holds instead.  With "required" also that it holds nothing. */
extern bool mls_json_is_object(MlsLoad *load, const MlsAt *at, bool required);
extern bool mls_json_is_array(MlsLoad *load, const MlsAt *at, bool required);

/* The text at a place, in the document's memory; NULL if there is none (noted as above). */
extern const char *mls_json_text(MlsLoad *load, const MlsAt *at, bool required);

/*
 * A text that must be one of several (words ends with NULL): its place among them, or -1, noted as above.
 */
extern int	mls_json_word(MlsLoad *load, const MlsAt *at, bool required, const char *const *words);

/* A finite number; false if there is none (noted as above). */
extern bool mls_json_number(MlsLoad *load, const MlsAt *at, bool required, double *value);

/* An integer from least to most. */
extern bool mls_json_integer(MlsLoad *load, const MlsAt *at, bool required, int64_t least, int64_t most,
							 int64_t *value);

/* The same written as text: "8". */
extern bool mls_json_integer_text(MlsLoad *load, const MlsAt *at, bool required, int64_t least, int64_t most,
								  int64_t *value);

/*
 * The n elements of an array as integers from least to most (true is 1, false is
 * 0), or as floats or doubles, which must be finite or, with or_null, may be null,
 * which gives NaN, and of doubles the text "-Infinity".  NULL, noted, if it is no
 * such array or has another length.
 */
extern int32_t *mls_json_integers(MlsLoad *load, const MlsAt *at, uint32_t n, int32_t least, int32_t most);
extern float *mls_json_floats(MlsLoad *load, const MlsAt *at, size_t n, bool or_null);
extern double *mls_json_doubles(MlsLoad *load, const MlsAt *at, size_t n, bool or_null);

/* Finite doubles into an array; false, noted, where there are no n of them. */
extern bool mls_json_doubles_to(MlsLoad *load, const MlsAt *at, size_t n, double *values);

/* The same, in room that the next call with it uses again. */
extern int32_t *mls_json_integers_in(MlsLoad *load, const MlsAt *at, uint32_t n, int32_t least, int32_t most, MlsVec *room);
extern float *mls_json_floats_in(MlsLoad *load, const MlsAt *at, size_t n, bool or_null, MlsVec *room);
extern double *mls_json_doubles_in(MlsLoad *load, const MlsAt *at, size_t n, bool or_null, MlsVec *room);

/*
 * The float that a number of the document stands for.  cJSON gives the double
 * nearest to the text, and the float nearest to that is not always the float
 * nearest to the text: see json_util.c.
 */
extern float mls_json_float(double value);

/* ---- json_ir.c ---- */

/* Sorts the codes of categories as predicates want them (ir/predicate.h): ascending. */
extern void mls_json_sort_codes(uint32_t *codes, uint32_t n);

/*
 * A document of the format with one scorable model, otherwise empty, whose
 * predict_json gives prediction and probabilities.  Leaves.
 */
extern MlsDocument *mls_json_document(MlsLoad *load, MlsFormat format);

/* An active field of a MiningSchema without any treatment of its own. */
extern void mls_init_mining_field(MlsMiningField *field, const char *name);

/* Sees to it that "ml_score" of a document in a format of our own is 1; leaves. */
extern void mls_json_first_version(MlsLoad *load, const MlsAt *root);

#endif
