/*
 * eval/eval_int.h
 *	  What the parts of eval/ share: columns, selections of rows, kernels.
 *
 * A column is two arrays over the rows of the block, tags and payloads.  A
 * kernel is given a selection of rows and fills the result columns of its model
 * for those rows, all of them: a prediction that does not exist is MISSING (its
 * probabilities and confidences too), and so is that of a row which the kernel
 * declares invalid.  Rows outside of the selection are not touched.
 *
 * A cell that is INVALID is no trouble until it is read.  A kernel that reads
 * one calls mls_fail_row(); the row then has no result, whatever else happens to
 * it.  Kernels need not look at a row's status: what they make of such a row is
 * never shown.
 */
#ifndef MLS_EVAL_INT_H
#define MLS_EVAL_INT_H

#include <math.h>
#include <string.h>

#include "base/regex.h"
#include "eval/eval.h"

/* Space for the texts of one block. */
typedef struct MlsTexts
{
	struct MlsTextChunk *chunks;	/* newest first */
	size_t		used;			/* in the newest */
} MlsTexts;

struct MlsEval
{
	const MlsImage *image;
	MlsHost		host;
	uint32_t	capacity;
	uint32_t	stride;			/* columns lie this far apart; 1: one row, whose columns are neighbours */
	uint32_t	n;				/* rows of this block */
	uint8_t    *tags;			/* MlsTag: n_columns times stride */
	MlsDatum   *data;			/* likewise */
	MlsReason  *status;			/* of each row */
	uint32_t   *alive;			/* room for the rows without a status */
	char	   *scratch;
	size_t		scratch_used;
	MlsTexts	texts;
	MlsRegex  **patterns;		/* of each PATTERN, NULL where it has not been needed yet; NULL: none has */
	uint32_t	record;			/* of the APPLY step that is run: what its function reads beside its arguments */
	bool		has_others;		/* a plain input was given a value that is not of its type */
	struct MlsRefused *refused; /* values of plain inputs that failed their rows; newest first */
};

/*
 * Whether the host has cancelled: what may take long looks now and then, and leaves
 * its cell without a result, which nobody will see.
 */
static inline bool
mls_wants_no_more(const MlsEval *eval)
{
	return eval->host.cancelled(eval->host.context);
}

/* A value whose place in its column has been taken by the reason why it is none. */
typedef struct MlsRefused
{
	struct MlsRefused *next;
	uint32_t	input;
	uint32_t	row;
	MlsCell		cell;
} MlsRefused;

/* A selection of rows, ascending; index NULL: rows 0 to n - 1. */
typedef struct MlsRows
{
	uint32_t	n;
	const uint32_t *index;
} MlsRows;

static inline uint32_t
mls_row(const MlsRows *rows, uint32_t i)
{
	return rows->index ? rows->index[i] : i;
}

/* ---- cells ---- */

static inline uint8_t *
mls_tags(const MlsEval *eval, uint32_t column)
{
	return eval->tags + (size_t) column * eval->stride;
}

static inline MlsDatum *
mls_data(const MlsEval *eval, uint32_t column)
{
	return eval->data + (size_t) column * eval->stride;
}

static inline MlsCell
mls_get(const MlsEval *eval, uint32_t column, uint32_t row)
{
	size_t		i = (size_t) column * eval->stride + row;

	return (MlsCell) {(MlsTag) eval->tags[i], eval->data[i]};
}

static inline void
mls_put(MlsEval *eval, uint32_t column, uint32_t row, MlsCell cell)
{
	size_t		i = (size_t) column * eval->stride + row;

	eval->tags[i] = (uint8_t) cell.tag;
	eval->data[i] = cell.datum;
}

static inline void
mls_put_double(MlsEval *eval, uint32_t column, uint32_t row, double value)
{
	size_t		i = (size_t) column * eval->stride + row;

	eval->tags[i] = MLS_TAG_DOUBLE;
	eval->data[i].d = value;
}

static inline void
mls_put_missing(MlsEval *eval, uint32_t column, uint32_t row)
{
	eval->tags[(size_t) column * eval->stride + row] = MLS_TAG_MISSING;
}

/* Whether the first n cells of a column all have a tag. */
static inline bool
mls_all_tags(const uint8_t *tags, uint32_t n, MlsTag tag)
{
	typedef uint64_t Words __attribute__((vector_size(16), aligned(1), may_alias));
	const uint64_t all = UINT64_C(0x0101010101010101) * (uint64_t) tag;
	Words		different = {0};
	uint64_t	others;
	uint32_t	i = 0;

	for (; i + 2 * sizeof(Words) <= n; i += 2 * sizeof(Words))
	{
		const Words *words = (const Words *) (tags + i);

		different |= (words[0] ^ all) | (words[1] ^ all);
	}
	others = different[0] | different[1];
	for (; i < n; i++)
		others |= tags[i] ^ (uint64_t) tag;
	return others == 0;
}

#define MLS_CELL_MISSING		((MlsCell) {MLS_TAG_MISSING, {.i = 0}})
#define MLS_CELL_DOUBLE(v)		((MlsCell) {MLS_TAG_DOUBLE, {.d = (v)}})
#define MLS_CELL_FLOAT(v)		((MlsCell) {MLS_TAG_FLOAT, {.d = (v)}})
#define MLS_CELL_INTEGER(v)		((MlsCell) {MLS_TAG_INTEGER, {.i = (v)}})
#define MLS_CELL_BOOLEAN(v)		((MlsCell) {MLS_TAG_BOOLEAN, {.i = (v)}})
#define MLS_CELL_STRING(v)		((MlsCell) {MLS_TAG_STRING, {.s = (v)}})
#define MLS_CELL_DATE(v)		((MlsCell) {MLS_TAG_DATE, {.i = (v)}})
#define MLS_CELL_TIME(v)		((MlsCell) {MLS_TAG_TIME, {.i = (v)}})
#define MLS_CELL_DATETIME(v)	((MlsCell) {MLS_TAG_DATETIME, {.i = (v)}})

static inline MlsCell
mls_invalid_cell(MlsReasonCode code, uint32_t input)
{
	return (MlsCell) {MLS_TAG_INVALID, {.reason = {code, input}}};
}

/* The value of a constant by itself. */
extern MlsCell mls_constant_cell(const MlsImage *image, uint32_t constant);

/*
 * A cell as a number: true and *value for numbers, booleans (1, 0) and text that
 * reads as a number; false for other text, dates and times, missing and invalid cells.
 */
extern bool mls_cell_number(MlsCell cell, double *value);

/* Casts a value to a type; INVALID (NOT_A_NUMBER) if it can't be.  Missing and invalid cells stay. */
extern MlsCell mls_cast(MlsEval *eval, MlsCell cell, MlsDataType type);

/* eval/moment.c: the same for a type that is not PLAIN (base/data_type.h). */
extern MlsCell mls_cast_moment(MlsCell cell, MlsDataType type);

/* An integer that counts as the type does, as a date or time; INVALID (UNDEFINED) out of their range.  Other cells stay. */
extern MlsCell mls_moment_of_count(MlsCell cell, MlsDataType type);

/* Two dates or times: -1, 0, 1; 2: a time against a date.  A date is that day's midnight. */
extern int	mls_compare_moments(MlsCell a, MlsCell b);

/* The cell of a text made while scoring; INVALID (NO_MEMORY) without memory. */
extern MlsCell mls_text_cell(MlsEval *eval, const char *bytes, size_t length);

/* Bytes to build such a text in, aligned to 8, until the next block; NULL without memory. */
extern void *mls_text_room(MlsEval *eval, size_t size);

/*
 * A full array of *size items in such bytes, or NULL of none, grows: its items in a
 * new place, with a new *size.  NULL without memory.
 */
extern void *mls_text_grow(MlsEval *eval, const void *items, uint32_t *size, size_t item_size);

/* Forgets the texts of the block before; gives all their memory back. */
extern void mls_texts_reset(MlsEval *eval);
extern void mls_texts_free(MlsEval *eval);

/* Whether a value (not missing, not invalid) equals a constant, which takes the value's type. */
extern bool mls_equals(const MlsImage *image, MlsCell value, const MlsImgConstant *constant);

/*
 * A value (likewise) against a constant: -1 below, 0 equal, 1 above, 2 none of
 * these (NaN, or a constant that is no number against a number).  Strings by
 * code point.
 */
extern int	mls_compare(const MlsImage *image, MlsCell value, const MlsImgConstant *constant);

/* Two values (likewise), of which either may be text for a number; results as above. */
extern int	mls_compare_cells(MlsCell a, MlsCell b);

/* Whether constants sorted in this order can be searched for a value of this tag. */
extern bool mls_is_ordered_for(MlsSetOrder order, MlsTag tag);

/* mls_compare in the order that constants are sorted in, which for texts is that of their codes. */
extern int	mls_compare_in_order(const MlsImage *image, MlsCell value, const MlsImgConstant *constant);

/* Whether a value (likewise) equals a member of a SET. */
extern bool mls_set_has(const MlsImage *image, uint32_t set, MlsCell value);

/* A PATTERN, compiled when it is first needed; NULL without memory, or if it means nothing. */
extern MlsRegex *mls_pattern(MlsEval *eval, uint32_t pattern);

/* ---- rows ---- */

/* The row has no result.  The first reason stays. */
static inline void
mls_fail_row(MlsEval *eval, uint32_t row, MlsReason reason)
{
	if (eval->status[row].code == MLS_REASON_NONE)
		eval->status[row] = reason;
}

/* ---- scratch: a stack, which the image has sized (mls_image_scratch) ---- */

/* Bytes of scratch, aligned to 8, not cleared. */
static inline void *
mls_scratch(MlsEval *eval, size_t size)
{
	void	   *result = eval->scratch + eval->scratch_used;

	eval->scratch_used += (size + 7) & ~(size_t) 7;
	return result;
}

/*
 *	 size_t mark = mls_scratch_mark(eval);
 *	 ... mls_scratch() ...
 *	 mls_scratch_release(eval, mark);
 */
static inline size_t
mls_scratch_mark(const MlsEval *eval)
{
	return eval->scratch_used;
}

static inline void
mls_scratch_release(MlsEval *eval, size_t mark)
{
	eval->scratch_used = mark;
}

/* ---- running ---- */

/* Treats the values of plain inputs that are not of the field's type. */
extern void mls_treat_others(MlsEval *eval);

extern void mls_run_steps(MlsEval *eval, MlsSpan steps, const MlsRows *rows);

/* Entry steps, kernel, exit steps of a MODEL. */
extern void mls_run_model(MlsEval *eval, uint32_t model, const MlsRows *rows);

#define MLS_KERNEL(symbol, member) \
	extern void mls_eval_##member(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows);
#include "lists/kernels.h"
#undef MLS_KERNEL

#define MLS_STEP_OP(symbol, member, least, most) \
	extern void mls_step_##member(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows);
#include "lists/step_ops.h"
#undef MLS_STEP_OP

/*
 * The built-in functions: a row at a time.  Arguments are neither INVALID nor,
 * unless the function takes missing ones, MISSING.
 */
#define MLS_FUNCTION(symbol, name, least, most) \
	extern MlsCell mls_fn_##symbol(MlsEval *eval, const MlsCell *arguments, uint32_t n);
#include "lists/functions.h"
#undef MLS_FUNCTION

/*
 * The truth of a PREDICATE for a row; *surrogates (unless NULL) grows by one for
 * each surrogate predicate that decided by another part than its first.  Reading
 * an invalid cell fails the row and is unknown.
 */
extern MlsTruth mls_predicate(MlsEval *eval, uint32_t predicate, uint32_t row, uint32_t *surrogates);

/* ---- what kernels share ---- */

/*
 * Sets the prediction of a classification to the category with the largest
 * probability, the first on ties; NaN never wins.  Rows whose first probability
 * is missing get no prediction.
 */
extern void mls_pick_winner(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows);

/* No prediction for a row: value, probabilities, confidences and entity are missing. */
extern void mls_no_prediction(MlsEval *eval, const MlsImgModel *model, uint32_t row);

/* The nearest float, as a double. */
static inline double
mls_f32(double value)
{
	return (double) (float) value;
}

#endif
