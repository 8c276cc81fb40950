/*
 * eval/eval.h
 *	  Scoring a block of rows with an image.
 *
 *	 MlsEval *eval = mls_eval_new(image, capacity, host);
 *	 mls_eval_begin(eval, n);					-- every input of every row is missing
 *	 mls_set_double(eval, input, row, 3.5);		-- for each input that is read
 *	 mls_eval_run(eval);
 *	 mls_eval_status(eval, row), mls_eval_cell(eval, column, row)
 *
 * A block has 1 to capacity rows.  Rows do not influence each other: a row
 * gives the same bits alone and in any block.  Nothing here throws; memory is
 * taken from the host in mls_eval_new and, for texts that the model does not
 * know, while rows are set and scored.  An image may be used by any number of
 * evaluations at once; it must stay in place while they live.
 */
#ifndef MLS_EVAL_EVAL_H
#define MLS_EVAL_EVAL_H

#include "base/host.h"
#include "image/image.h"

typedef struct MlsEval MlsEval;

/* NULL without memory.  The image must have passed mls_image_check. */
extern MlsEval *mls_eval_new(const MlsImage *image, uint32_t capacity, const MlsHost *host);
extern void mls_eval_free(MlsEval *eval);

/* Bytes that an evaluation of this capacity takes. */
extern size_t mls_eval_size(const MlsImage *image, uint32_t capacity);

/*
 * Rows that are best scored together: as many as make the model's way through
 * the caches worth while, while their own cells stay in them.
 */
extern uint32_t mls_eval_block(const MlsImage *image);

/* Starts a block of n rows (1 <= n <= capacity); forgets the one before. */
extern void mls_eval_begin(MlsEval *eval, uint32_t n);

/* Before mls_eval_run: fewer rows have come; the block is its first n rows (at least 1). */
extern void mls_eval_shorten(MlsEval *eval, uint32_t n);

/*
 * The value of an input, as the caller's own type has it: the library reads it
 * as the type that the document declares, by the rules of PMML (text as a
 * number, a number as the category written "1" or "1.0", a boolean as true,
 * t or 1).  input is an index into the image's INPUT section, of an input that
 * is read.  What is not set is missing.
 */
extern void mls_set_double(MlsEval *eval, uint32_t input, uint32_t row, double value);
extern void mls_set_float(MlsEval *eval, uint32_t input, uint32_t row, float value);
extern void mls_set_integer(MlsEval *eval, uint32_t input, uint32_t row, int64_t value);
extern void mls_set_boolean(MlsEval *eval, uint32_t input, uint32_t row, bool value);

/* Dates and times as base/calendar.h counts them, within its range. */
extern void mls_set_date(MlsEval *eval, uint32_t input, uint32_t row, int64_t days);
extern void mls_set_time(MlsEval *eval, uint32_t input, uint32_t row, int64_t micros);
extern void mls_set_datetime(MlsEval *eval, uint32_t input, uint32_t row, int64_t micros);

/* UTF-8, not NUL-terminated; copied if need be. */
extern void mls_set_text(MlsEval *eval, uint32_t input, uint32_t row, const char *bytes, size_t length);

/*
 * Where a caller may put numbers itself, without a call for each value: an input
 * of type double or float that no rule of the document judges.  It is the place of
 * row 0, that of row r lies r further on (mls_place_at); good as long as the
 * evaluation lives.
 */
typedef struct MlsPlace
{
	double	   *value;
	uint8_t    *tag;
	bool		is_float;
} MlsPlace;

/* The place of an input that is read; false if it has none. */
extern bool mls_eval_place(MlsEval *eval, uint32_t input, MlsPlace *place);

static inline MlsPlace
mls_place_at(const MlsPlace *place, uint32_t row)
{
	return (MlsPlace) {place->value + row, place->tag + row, place->is_float};
}

/* The same as mls_set_double there. */
static inline void
mls_place_double(const MlsPlace *place, double value)
{
	value += 0.0;				/* -0 becomes 0 */
	if (value == value)			/* NaN is missing */
	{
		*place->value = place->is_float ? (double) (float) value : value;
		*place->tag = place->is_float ? MLS_TAG_FLOAT : MLS_TAG_DOUBLE;
	}
}

/*
 * The same for several numbers of several rows: n rows from row first on, of which
 * there are MLS_PLACE_ROWS at most, lie mls_place_pitch(n_places) numbers apart,
 * each with a number for each place; what lies between is read, and means nothing.
 */
#define MLS_PLACE_ROWS		16
#define MLS_PLACE_GROUP		4

static inline size_t
mls_place_pitch(uint32_t n_places)
{
	return ((size_t) n_places + MLS_PLACE_GROUP - 1) / MLS_PLACE_GROUP * MLS_PLACE_GROUP;
}

extern void mls_place_rows(const MlsPlace *places, uint32_t n_places, uint32_t first,
						   const double *numbers, uint32_t n);

/* Scores the block. */
extern void mls_eval_run(MlsEval *eval);

/* code is MLS_REASON_NONE for a row that has a result (which may be missing); else why there is none. */
extern MlsReason mls_eval_status(const MlsEval *eval, uint32_t row);

/* A cell of a column after mls_eval_run; texts live until the next mls_eval_begin. */
extern MlsCell mls_eval_cell(const MlsEval *eval, uint32_t column, uint32_t row);

/* The ISO 8601 text of a DATE, TIME or DATETIME (room: MLS_CALENDAR_TEXT of base/calendar.h); gives its length. */
extern size_t mls_format_moment(char *text, MlsCell cell);

/* A column of numbers after mls_eval_run, without a call for each; good until the next mls_eval_begin. */
typedef struct MlsNumbers
{
	const MlsDatum *data;
	const uint8_t *tags;
	const MlsReason *status;	/* of each row */
} MlsNumbers;

extern MlsNumbers mls_eval_numbers(const MlsEval *eval, uint32_t column);

/* The number of a row that has a result, if it is a real one. */
static inline bool
mls_number_at(const MlsNumbers *numbers, uint32_t row, double *number)
{
	*number = numbers->data[row].d;
	return numbers->status[row].code == MLS_REASON_NONE &&
		(numbers->tags[row] == MLS_TAG_DOUBLE || numbers->tags[row] == MLS_TAG_FLOAT);
}

/* What became of an input of a row, for explanations. */
typedef enum MlsInputState
{
	MLS_INPUT_VALID,
	MLS_INPUT_MISSING,
	MLS_INPUT_INVALID,
	MLS_INPUT_OUTLIER
} MlsInputState;

typedef struct MlsExplanation
{
	MlsInputState state;		/* of the value that arrived */
	MlsCell		used;			/* what the model works with: MISSING, INVALID (no result) or a value */
	const char *reason;			/* why the value is in this state, "" if it is valid; English, static text, as below */
	const char *rule;			/* the rule of the document that applied */
} MlsExplanation;

/* An input (index into INPUT) of a row as it was set, before or after mls_eval_run. */
extern MlsCell mls_eval_arrived(const MlsEval *eval, uint32_t input, uint32_t row);

/* Judges an input of a row as it was set; does not need mls_eval_run. */
extern MlsExplanation mls_explain_input(MlsEval *eval, uint32_t input, uint32_t row);

#endif
