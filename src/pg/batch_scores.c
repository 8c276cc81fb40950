/*
 * pg/batch_scores.c
 *	  The evaluation of a model in a batch node, and the values of rows in it.
 *
 * Numbers for inputs that no rule judges are put side by side, row after row, and
 * go to their columns some rows at a time (eval/place.c).  float8 columns that are
 * neighbours in stored rows are copied as they lie.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/memutils.h"

#include "pg/batch_scores.h"

/* A column whose values are put side by side. */
typedef struct Number
{
	MlsValueKind kind;
	int			attribute;		/* of the child, from 0 */
} Number;

/* Numbers that are float8 columns next to each other in stored rows. */
typedef struct Run
{
	int			first;			/* number */
	uint32		offset;
	uint32		bytes;
} Run;

/* Any other column. */
typedef struct Other
{
	const MlsColumn *column;
	int			attribute;		/* of the child, from 0; below 0: a constant */
	Datum		constant;
	bool		constant_is_null;
} Other;

/* In the context of the scorer, which may outlive the call's statement. */
struct MlsBatchScores
{
	MlsBatchCall *owner;		/* NULL: none, between two statements */
	MlsScorer  *scorer;
	MlsEval    *eval;
	uint32		capacity;
	size_t		bytes;			/* of the evaluation */
	MlsColumns	columns;
	const MlsRowLayout *layout;
	int			n_numbers;
	Number	   *numbers;
	MlsPlace   *places;			/* of the numbers */
	int			n_runs;			/* of stored rows: of numbers ... */
	Run		   *runs;
	int			n_singles;		/* ... and those that are in none */
	int		   *singles;
	double	   *side_by_side;	/* MLS_PLACE_ROWS rows of numbers */
	uint32		n_waiting;		/* rows there */
	int			n_others;
	Other	   *others;
	uint32		n;				/* rows taken */
	MemoryContextCallback callback; /* of the scorer's context */
};

/* Rows of the smallest evaluations, and of the next ones; bytes of one that is left for the next statement. */
#define SMALL		32
#define MEDIUM		512
#define MOST_LEFT	(128 * 1024)

/* ---- where values go ---- */

/* What gives a column of a call's row. */
static void
find_source(const MlsBatchCall *call, int attribute, Other *other)
{
	const Node *argument;

	other->attribute = attribute;
	if (call->form.kind == MLS_FORM_ROW)
		return;
	argument = list_nth(call->expression->args, call->form.input + attribute);
	if (IsA(argument, Var))
		other->attribute = ((const Var *) argument)->varattno - 1;
	else
	{
		other->attribute = -1;
		other->constant = ((const Const *) argument)->constvalue;
		other->constant_is_null = ((const Const *) argument)->constisnull;
	}
}

/* Sorts columns into numbers and other ones, and finds the places of both. */
static void
place_columns(const MlsBatchCall *call, MlsBatchScores *scores)
{
	scores->n_numbers = scores->n_others = 0;
	for (int i = 0; i < scores->columns.n_columns; i++)
	{
		MlsColumn  *column = &scores->columns.columns[i];
		Other		other = {.column = column};

		find_source(call, column->attribute, &other);
		if (column->place.value != NULL)
			mls_eval_place(scores->eval, column->input, &column->place);
		if (column->place.value != NULL && other.attribute >= 0)
		{
			scores->places[scores->n_numbers] = column->place;
			scores->numbers[scores->n_numbers++] = (Number) {column->kind, other.attribute};
		}
		else
			scores->others[scores->n_others++] = other;
	}
}

static void
find_runs(MlsBatchScores *scores)
{
	const uint32 *offsets = scores->layout != NULL ? scores->layout->offsets : NULL;

	scores->n_runs = scores->n_singles = 0;
	for (int i = 0; i < scores->n_numbers; i++)
	{
		const Number *number = &scores->numbers[i];
		Run		   *last = scores->n_runs > 0 ? &scores->runs[scores->n_runs - 1] : NULL;

		if (offsets == NULL || number->kind != MLS_VALUE_FLOAT8)
			scores->singles[scores->n_singles++] = i;
		else if (last != NULL && last->first + (int) (last->bytes / sizeof(double)) == i &&
				 last->offset + last->bytes == offsets[number->attribute])
			last->bytes += sizeof(double);
		else
			scores->runs[scores->n_runs++] = (Run) {i, offsets[number->attribute], sizeof(double)};
	}
}

static void
resize(MlsBatchScores *scores, uint32 n, uint32 most)
{
	MlsScorer  *scorer = scores->scorer;

	if (scores->eval != NULL)
		mls_eval_free(scores->eval);
	/* few sizes, not all that a growing block has */
	scores->capacity = Min(n <= SMALL ? SMALL : n <= MEDIUM ? MEDIUM : most, most);
	scores->bytes = mls_eval_size(scorer->image, scores->capacity);
	scores->eval = mls_eval_new(scorer->image, scores->capacity, &scorer->host);
	if (scores->eval == NULL)
	{
		scores->capacity = 0;
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("Model \"%s\" takes %zu bytes to score %u rows.", scorer->label,
						   mls_eval_size(scorer->image, most), most)));
	}
}

/* The scorer goes. */
static void
forget_scores(void *arg)
{
	MlsBatchScores *scores = arg;

	if (scores->owner != NULL)
		scores->owner->scores = NULL;
}

/* The statement ends; the scorer may stay, and then keeps what is small. */
static void
leave_scores(void *arg)
{
	MlsBatchScores *scores = ((MlsBatchCall *) arg)->scores;

	if (scores == NULL)
		return;
	scores->owner = NULL;
	if (scores->eval != NULL && (scores->capacity > SMALL || scores->bytes > MOST_LEFT))
	{
		mls_eval_free(scores->eval);
		scores->eval = NULL;
		scores->capacity = 0;
	}
}

static MlsBatchScores *
new_scores(MlsBatchCall *call, TupleDesc child, uint32 most)
{
	MlsScorer  *scorer = call->call.scorer;
	MemoryContext old = MemoryContextSwitchTo(scorer->context);
	MlsBatchScores *scores = palloc0(sizeof(MlsBatchScores));
	int			n;

	scores->scorer = scorer;
	resize(scores, 1, most);
	mls_columns_match(&scorer->binding,
					  call->form.kind == MLS_FORM_ROW ? child : call->call.columns->descriptor,
					  scores->eval, &scores->columns);
	n = Max(scores->columns.n_columns, 1);
	scores->numbers = palloc(n * sizeof(Number));
	scores->places = palloc(n * sizeof(MlsPlace));
	scores->runs = palloc(n * sizeof(Run));
	scores->singles = palloc(n * sizeof(int));
	scores->others = palloc(n * sizeof(Other));
	scores->side_by_side = palloc0(mls_place_pitch(n) * MLS_PLACE_ROWS * sizeof(double));
	MemoryContextSwitchTo(old);
	scores->callback.func = forget_scores;
	scores->callback.arg = scores;
	MemoryContextRegisterResetCallback(scorer->context, &scores->callback);
	return scores;
}

void
mls_scores_make(MlsBatchCall *call, TupleDesc child, const MlsRowLayout *layout, uint32 most)
{
	MlsScorer  *scorer = call->call.scorer;
	MlsBatchScores *scores;

	if (scorer->blocks == NULL)
		scorer->blocks = new_scores(call, child, most);
	scores = scorer->blocks;
	if (scores->eval == NULL)
		resize(scores, 1, most);
	scores->layout = layout;
	place_columns(call, scores);
	find_runs(scores);
	if (call->leave.func == NULL)
	{
		call->leave.func = leave_scores;
		call->leave.arg = call;
		MemoryContextRegisterResetCallback(call->block->context, &call->leave);
	}
	scores->owner = call;
	call->scores = scores;
}

void
mls_scores_begin(MlsBatchCall *call, uint32 n, uint32 most)
{
	MlsBatchScores *scores = call->scores;

	if (scores->capacity < n)
	{
		resize(scores, n, most);
		place_columns(call, scores);
	}
	mls_eval_begin(scores->eval, n);
	scores->n = scores->n_waiting = 0;
}

/* ---- rows ---- */

/* Brings the rows that lie side by side to their columns. */
static void
place_waiting(MlsBatchScores *scores)
{
	mls_place_rows(scores->places, scores->n_numbers, scores->n - scores->n_waiting,
				   scores->side_by_side, scores->n_waiting);
	scores->n_waiting = 0;
}

/* A number that is not NULL; where its place is a float, rounded once. */
static inline double
number_of(const Number *number, Datum value, bool is_float)
{
	switch (number->kind)
	{
		case MLS_VALUE_FLOAT8:
			return DatumGetFloat8(value);
		case MLS_VALUE_FLOAT4:
			return DatumGetFloat4(value);
		case MLS_VALUE_INT2:
			return DatumGetInt16(value);
		case MLS_VALUE_INT4:
			return DatumGetInt32(value);
		case MLS_VALUE_NUMERIC:
			return is_float ? mls_numeric_float(value) : mls_numeric_double(value);
		default:
			return (double) DatumGetInt64(value);
	}
}

static inline double
number_in_row(const MlsBatchScores *scores, const MlsBatchRow *row, int i)
{
	const Number *number = &scores->numbers[i];
	bool		isnull;
	Datum		value = mls_row_value(scores->layout, row, number->attribute, &isnull);

	return isnull ? NAN : number_of(number, value, scores->places[i].is_float);
}

void
mls_scores_take(MlsBatchScores *scores, const MlsBatchRow *row)
{
	double	   *numbers = scores->side_by_side + mls_place_pitch(scores->n_numbers) * scores->n_waiting;
	MlsSink		sink = {scores->eval, scores->n, NULL};

	if (row->stored != NULL)
	{
		for (int i = 0; i < scores->n_runs; i++)
			memcpy(numbers + scores->runs[i].first, row->stored + scores->runs[i].offset, scores->runs[i].bytes);
		for (int i = 0; i < scores->n_singles; i++)
			numbers[scores->singles[i]] = number_in_row(scores, row, scores->singles[i]);
	}
	else
	{
		for (int i = 0; i < scores->n_numbers; i++)
			numbers[i] = number_in_row(scores, row, i);
	}
	for (int i = 0; i < scores->n_others; i++)
	{
		const Other *other = &scores->others[i];
		Datum		value = other->constant;
		bool		isnull = other->constant_is_null;

		if (other->attribute >= 0)
			value = mls_row_value(scores->layout, row, other->attribute, &isnull);
		if (!isnull)
			mls_put_column(other->column, value, &sink);
	}
	scores->n++;
	if (++scores->n_waiting == MLS_PLACE_ROWS)
		place_waiting(scores);
}

void
mls_scores_run(MlsBatchScores *scores)
{
	place_waiting(scores);
	mls_eval_shorten(scores->eval, scores->n);
	mls_eval_run(scores->eval);
	CHECK_FOR_INTERRUPTS();		/* what was cancelled has given up */
}

MlsEval *
mls_scores_eval(const MlsBatchScores *scores)
{
	return scores->eval;
}

int
mls_scores_columns(const MlsBatchScores *scores)
{
	return scores->columns.n_columns;
}
