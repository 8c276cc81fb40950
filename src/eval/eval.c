/*
 * eval/eval.c
 *	  A block of rows from its inputs to its results.
 */
#include "base/hot.h"
#include "eval/eval_int.h"

/* How many rows a block has; see mls_eval_block(). */
#define LEAST_BLOCK			16
#define SMALL_BLOCK			256
#define MOST_BLOCK			16384
#define MODEL_BYTES_PER_ROW	2048
#define SMALL_BLOCK_BYTES	((uint64_t) 256 << 10)
#define MAX_BLOCK_BYTES		((uint64_t) 16 << 20)

/* Space for the arrays of an evaluation, one behind the other. */
typedef struct Layout
{
	uint64_t	tags;
	uint64_t	data;
	uint64_t	status;
	uint64_t	alive;
	uint64_t	scratch;
	uint64_t	size;
} Layout;

static uint64_t
aligned(uint64_t size)
{
	return (size + 7) & ~(uint64_t) 7;
}

/*
 * How far columns lie apart: an odd number of cache lines, so that the cells of
 * one row, which are often set together, do not all compete for the same few
 * places in the cache.
 */
static uint64_t
column_stride(uint32_t capacity)
{
	if (capacity == 1)
		return 1;
	return (((uint64_t) capacity + 7) / 8 | 1) * 8;
}

/* The image's check bounds columns and scratch, so that 64 bits hold all sums. */
static Layout
lay_out(const MlsImage *image, uint32_t capacity)
{
	uint64_t	cells = (uint64_t) image->n_columns * column_stride(capacity);
	Layout		layout;

	layout.data = aligned(sizeof(MlsEval));
	layout.status = layout.data + cells * sizeof(MlsDatum);
	layout.scratch = layout.status + (uint64_t) capacity * sizeof(MlsReason);
	layout.alive = layout.scratch + aligned(image->scratch_fixed + image->scratch_per_row * capacity);
	layout.tags = layout.alive + aligned((uint64_t) capacity * sizeof(uint32_t));
	layout.size = layout.tags + aligned(cells);
	return layout;
}

size_t
mls_eval_size(const MlsImage *image, uint32_t capacity)
{
	return (size_t) lay_out(image, capacity).size;
}

/*
 * A model that the nearer caches hold needs few rows.  One that they do not hold
 * is read anew from farther memory for each block, and its nodes are spread over
 * more rows the larger the block is.
 */
uint32_t
mls_eval_block(const MlsImage *image)
{
	uint64_t	row = mls_eval_size(image, 1024) / 1024;
	uint64_t	most = MAX_BLOCK_BYTES / (row + 1);
	uint64_t	rows = SMALL_BLOCK;

	if (image->size / MODEL_BYTES_PER_ROW > rows)
		rows = image->size / MODEL_BYTES_PER_ROW;
	else
		most = SMALL_BLOCK_BYTES / (row + 1);
	if (rows > most)
		rows = most;
	return (uint32_t) (rows < LEAST_BLOCK ? LEAST_BLOCK : rows > MOST_BLOCK ? MOST_BLOCK : rows);
}

MlsEval *
mls_eval_new(const MlsImage *image, uint32_t capacity, const MlsHost *host)
{
	Layout		layout = lay_out(image, capacity);
	char	   *room = (char *) host->alloc(host->context, (size_t) layout.size);
	MlsEval    *eval = (MlsEval *) room;

	if (eval == NULL)
		return NULL;
	memset(eval, 0, sizeof(*eval));
	eval->image = image;
	eval->host = *host;
	eval->capacity = capacity;
	eval->stride = (uint32_t) column_stride(capacity);
	eval->tags = (uint8_t *) (room + layout.tags);
	eval->data = (MlsDatum *) (room + layout.data);
	eval->status = (MlsReason *) (room + layout.status);
	eval->alive = (uint32_t *) (room + layout.alive);
	eval->scratch = room + layout.scratch;
	return eval;
}

void
mls_eval_free(MlsEval *eval)
{
	MlsHost		host = eval->host;

	mls_texts_free(eval);
	if (eval->patterns != NULL)
	{
		for (uint32_t i = 0; i < MLS_N_RECORDS(eval->image, PATTERN); i++)
			if (eval->patterns[i] != NULL)
				mls_regex_free(eval->patterns[i]);
		host.free(host.context, eval->patterns);
	}
	host.free(host.context, eval);
}

MLS_HOT void
mls_eval_begin(MlsEval *eval, uint32_t n)
{
	eval->n = n;
	if (eval->stride == 1)
		memset(eval->tags, MLS_TAG_MISSING, eval->image->n_columns);
	else
	{
		for (uint32_t column = 0; column < eval->image->n_columns; column++)
			memset(mls_tags(eval, column), MLS_TAG_MISSING, n);
	}
	memset(eval->status, 0, n * sizeof(*eval->status));
	mls_texts_reset(eval);
	eval->has_others = false;
	eval->refused = NULL;
}

void
mls_eval_shorten(MlsEval *eval, uint32_t n)
{
	eval->n = n;
}

/* ---- scoring ---- */

MLS_HOT void
mls_run_model(MlsEval *eval, uint32_t model, const MlsRows *rows)
{
	const MlsImgModel *m = &MLS_RECORDS(eval->image, MODEL)[model];

	if (rows->n == 0)
		return;
	mls_run_steps(eval, m->entry_steps, rows);
	switch ((MlsKernel) m->kernel)
	{
#define MLS_KERNEL(symbol, member) \
		case MLS_KERNEL_##symbol: \
			mls_eval_##member(eval, m, rows); \
			break;
#include "lists/kernels.h"
#undef MLS_KERNEL
		case MLS_N_KERNELS:
			break;
	}
	if (m->leaves != MLS_NONE)
		mls_run_model(eval, m->leaves, rows);
	mls_run_steps(eval, m->exit_steps, rows);
}

/* The rows that have no status yet. */
static MlsRows
rows_alive(MlsEval *eval)
{
	uint32_t	n = 0;

	for (uint32_t row = 0; row < eval->n; row++)
		if (eval->status[row].code == MLS_REASON_NONE)
			eval->alive[n++] = row;
	return (MlsRows) {n, n == eval->n ? NULL : eval->alive};
}

/* The caller reads each result: one that is invalid leaves its row without any. */
static MLS_HOT void
read_column(MlsEval *eval, uint32_t column, const MlsRows *rows)
{
	const uint8_t *tags = mls_tags(eval, column);

	if (tags[0] != MLS_TAG_INVALID && mls_all_tags(tags, eval->n, (MlsTag) tags[0]))
		return;
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		if (tags[row] == MLS_TAG_INVALID)
			mls_fail_row(eval, row, mls_data(eval, column)[row].reason);
	}
}

static void
read_results(MlsEval *eval, const MlsRows *rows)
{
	const MlsImgResult *results = MLS_RECORDS(eval->image, RESULT);
	const MlsImgOutput *outputs = MLS_RECORDS(eval->image, OUTPUT);

	for (uint32_t i = 0; i < MLS_N_RECORDS(eval->image, RESULT); i++)
		read_column(eval, results[i].value, rows);
	for (uint32_t i = 0; i < MLS_N_RECORDS(eval->image, OUTPUT); i++)
	{
		for (uint32_t k = 0; k < outputs[i].n_columns; k++)
			read_column(eval, outputs[i].column + k, rows);
	}
}

MLS_HOT void
mls_eval_run(MlsEval *eval)
{
	MlsRows		rows = {eval->n, NULL};

	eval->scratch_used = 0;
	if (eval->has_others)
		mls_treat_others(eval);
	mls_run_steps(eval, eval->image->input_steps, &rows);
	rows = rows_alive(eval);
	mls_run_model(eval, 0, &rows);
	read_results(eval, &rows);
}

/* ---- results ---- */

MlsReason
mls_eval_status(const MlsEval *eval, uint32_t row)
{
	return eval->status[row];
}

MLS_HOT MlsCell
mls_eval_cell(const MlsEval *eval, uint32_t column, uint32_t row)
{
	return mls_get(eval, column, row);
}

MlsNumbers
mls_eval_numbers(const MlsEval *eval, uint32_t column)
{
	return (MlsNumbers) {mls_data(eval, column), mls_tags(eval, column), eval->status};
}

/* ---- what kernels share ---- */

void
mls_no_prediction(MlsEval *eval, const MlsImgModel *model, uint32_t row)
{
	for (uint32_t i = 0; i < model->n_values; i++)
		mls_put_missing(eval, model->value + i, row);
	for (uint32_t i = 0; i < model->categories.n; i++)
	{
		if (model->probabilities != MLS_NONE)
			mls_put_missing(eval, model->probabilities + i, row);
		if (model->confidences != MLS_NONE)
			mls_put_missing(eval, model->confidences + i, row);
	}
	for (uint32_t i = 0; i < model->n_reasons; i++)
		mls_put_missing(eval, model->reasons + i, row);
	if (model->entity != MLS_NONE)
		mls_put_missing(eval, model->entity, row);
}

/* Of two categories that all have a probability; false if they do not. */
static bool
pick_of_two(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const uint32_t *categories = MLS_RECORDS(eval->image, INDEX) + model->categories.first;
	const uint8_t *tags = mls_tags(eval, model->probabilities);
	const MlsDatum *p = mls_data(eval, model->probabilities);
	const MlsDatum *q = mls_data(eval, model->probabilities + 1);
	MlsCell		first = mls_constant_cell(eval->image, categories[0]);
	MlsCell		second = mls_constant_cell(eval->image, categories[1]);
	bool		has_nan = false;

	if (rows->index || tags[0] == MLS_TAG_MISSING || !mls_all_tags(tags, rows->n, (MlsTag) tags[0]) ||
		!mls_all_tags(mls_tags(eval, model->probabilities + 1), rows->n, (MlsTag) tags[0]))
		return false;
	for (uint32_t row = 0; row < rows->n; row++)
	{
		has_nan |= isunordered(p[row].d, q[row].d);
		mls_put(eval, model->value, row, q[row].d > p[row].d ? second : first);
	}
	return !has_nan;
}

MLS_HOT void
mls_pick_winner(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const uint32_t *categories = MLS_RECORDS(eval->image, INDEX) + model->categories.first;

	if (model->categories.n == 2 && eval->stride > 1 && pick_of_two(eval, model, rows))
		return;
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		uint32_t	best = MLS_NONE;
		double		highest = 0;

		for (uint32_t k = 0; k < model->categories.n; k++)
		{
			MlsCell		p = mls_get(eval, model->probabilities + k, row);

			if (p.tag == MLS_TAG_MISSING || isnan(p.datum.d))
				continue;
			if (best == MLS_NONE || p.datum.d > highest)
			{
				best = k;
				highest = p.datum.d;
			}
		}
		if (best == MLS_NONE)
			mls_put_missing(eval, model->value, row);
		else
			mls_put(eval, model->value, row, mls_constant_cell(eval->image, categories[best]));
	}
}
