/*
 * eval/steps_table.c
 *	  Steps that look a value up: NormContinuous, Discretize, MapValues.
 */
#include "eval/codes.h"
#include "eval/steps.h"

/* ---- NormContinuous ---- */

/*
 * Through the points orig, norm, orig, norm ...: n1 + (x - o1) / (o2 - o1) * (n2
 * - n1), in this order (the standard's formula, rounded as consumers round it).
 */
static MlsCell
normalize(const MlsImgStep *step, const double *points, double x)
{
	uint32_t	n = step->n_records;
	uint32_t	low = 0,
				high = n - 1;	/* the segment is that from point low to low + 1 */

	if (isnan(x))
		return MLS_CELL_DOUBLE(x);
	if (x < points[0] || x > points[2 * (n - 1)])
	{
		switch ((MlsOutliers) step->function)
		{
			case MLS_OUTLIERS_AS_MISSING_VALUES:
				return MLS_CELL_MISSING;
			case MLS_OUTLIERS_AS_EXTREME_VALUES:
				return MLS_CELL_DOUBLE(x < points[0] ? points[1] : points[2 * n - 1]);
			case MLS_OUTLIERS_AS_IS:
				break;
		}
	}
	while (high - low > 1)
	{
		uint32_t	middle = low + (high - low) / 2;

		if (x < points[2 * middle])
			high = middle;
		else
			low = middle;
	}

	const double *p = points + 2 * low;

	return MLS_CELL_DOUBLE(p[1] + (x - p[0]) / (p[2] - p[0]) * (p[3] - p[1]));
}

void
mls_step_norm_continuous(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	const double *points = MLS_RECORDS(eval->image, NUMBER) + step->record;

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = mls_argument(eval, step, 0, row);
		double		x;

		if (mls_cell_number(cell, &x))
			cell = normalize(step, points, x);
		else if (MLS_IS_NO_NUMBER(cell.tag))
			cell = mls_invalid_cell(MLS_REASON_NOT_A_NUMBER, MLS_NONE);
		mls_finish(eval, step, row, mls_or_constant(eval, cell, step->map_missing_to));
	}
}

/* ---- Discretize ---- */

bool
mls_in_interval(const MlsImgInterval *interval, double value)
{
	bool		left_closed = interval->closure == MLS_CLOSED_OPEN || interval->closure == MLS_CLOSED_CLOSED;
	bool		right_closed = interval->closure == MLS_OPEN_CLOSED || interval->closure == MLS_CLOSED_CLOSED;

	return (left_closed ? value >= interval->left : value > interval->left || (isinf(interval->left) && value == interval->left)) &&
		(right_closed ? value <= interval->right : value < interval->right || (isinf(interval->right) && value == interval->right));
}

/* The first interval that holds the value, or NULL. */
static const MlsImgInterval *
find_bin(const MlsImgInterval *bins, uint32_t n, bool sorted, double value)
{
	uint32_t	first = 0;

	/* of sorted ones only the last that starts at or below the value, or the one before, can */
	if (sorted)
	{
		uint32_t	low = 0,
					high = n;

		while (low < high)
		{
			uint32_t	middle = low + (high - low) / 2;

			if (value < bins[middle].left)
				high = middle;
			else
				low = middle + 1;
		}
		first = low > 2 ? low - 2 : 0;
		n = low;
	}
	for (uint32_t i = first; i < n; i++)
		if (mls_in_interval(&bins[i], value))
			return &bins[i];
	return NULL;
}

static MlsCell
discretize(MlsEval *eval, const MlsImgStep *step, uint32_t row)
{
	MlsCell		cell = mls_argument(eval, step, 0, row);
	double		value;

	if (cell.tag == MLS_TAG_INVALID)
		return cell;
	if (cell.tag == MLS_TAG_MISSING)
		return mls_or_constant(eval, cell, step->map_missing_to);
	if (!mls_cell_number(cell, &value))
		return mls_invalid_cell(MLS_REASON_NOT_A_NUMBER, MLS_NONE);

	const MlsImgInterval *bin = find_bin(MLS_RECORDS(eval->image, INTERVAL) + step->record, step->n_records,
										 (step->flags & MLS_STEP_SORTED) != 0, value);

	return mls_or_constant(eval, MLS_CELL_MISSING, bin != NULL ? bin->constant : step->default_value);
}

void
mls_step_discretize(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		mls_finish(eval, step, row, discretize(eval, step, row));
	}
}

/* ---- MapValues ---- */

typedef struct Table
{
	const MlsImage *image;
	const MlsImgMap *map;
	const uint32_t *orders;
	const uint32_t *rows;
	const MlsCell *keys;		/* the values that are looked for */
	MlsCodes	texts;			/* of the only key, if it is one of texts; else none */
} Table;

static const MlsImgConstant *
key_of_row(const Table *table, uint32_t row, uint32_t key)
{
	uint32_t	constant = table->rows[(size_t) row * (table->map->n_keys + 1) + key];

	return &MLS_RECORDS(table->image, CONSTANT)[constant];
}

static bool
row_equals(const Table *table, uint32_t row)
{
	for (uint32_t key = 0; key < table->map->n_keys; key++)
		if (!mls_equals(table->image, table->keys[key], key_of_row(table, row, key)))
			return false;
	return true;
}

/* Whether the keys come behind a row of a sorted table; NaN comes behind all. */
static bool
is_behind(const Table *table, uint32_t row)
{
	for (uint32_t key = 0; key < table->map->n_keys; key++)
	{
		int			order = mls_compare_in_order(table->image, table->keys[key], key_of_row(table, row, key));

		if (order != 0)
			return order > 0;
	}
	return false;
}

/* The first row whose keys equal the values, or MLS_NONE. */
static uint32_t
find_row(const Table *table)
{
	uint32_t	low = 0,
				high = table->map->n_rows;

	if (table->texts.n > 0 && table->keys[0].tag == MLS_TAG_STRING)
		return mls_find_code(&table->texts, table->keys[0].datum.s->code);
	for (uint32_t key = 0; key < table->map->n_keys; key++)
	{
		if (!mls_is_ordered_for((MlsSetOrder) table->orders[key], table->keys[key].tag))
		{
			for (uint32_t row = 0; row < table->map->n_rows; row++)
				if (row_equals(table, row))
					return row;
			return MLS_NONE;
		}
	}
	while (low < high)
	{
		uint32_t	middle = low + (high - low) / 2;

		if (is_behind(table, middle))
			low = middle + 1;
		else
			high = middle;
	}
	return low < table->map->n_rows && row_equals(table, low) ? low : MLS_NONE;
}

static MlsCell
map_values(MlsEval *eval, const MlsImgStep *step, const Table *table, MlsCell *keys, uint32_t row)
{
	uint32_t	n = step->arguments.n;
	bool		any_missing = false;

	for (uint32_t i = 0; i < n; i++)
	{
		keys[i] = mls_argument(eval, step, i, row);
		if (keys[i].tag == MLS_TAG_INVALID)
			return keys[i];
		any_missing |= keys[i].tag == MLS_TAG_MISSING;
	}
	if (any_missing)
		return mls_or_constant(eval, MLS_CELL_MISSING, step->map_missing_to);

	uint32_t	found = find_row(table);
	uint32_t	result = found == MLS_NONE ? MLS_NONE : table->rows[(size_t) found * (n + 1) + n];

	return mls_or_constant(eval, MLS_CELL_MISSING, result != MLS_NONE ? result : step->default_value);
}

void
mls_step_map_values(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	size_t		mark = mls_scratch_mark(eval);
	MlsCell    *keys = (MlsCell *) mls_scratch(eval, step->arguments.n * sizeof(*keys));
	const MlsImgMap *map = &MLS_RECORDS(eval->image, MAP)[step->record];
	const uint32_t *index = MLS_RECORDS(eval->image, INDEX);
	Table		table = {eval->image, map, index + map->orders, index + map->rows, keys, {.n = 0}};

	if (map->n_keys == 1 && table.orders[0] == MLS_ORDER_TEXT)
		table.texts = (MlsCodes) {MLS_RECORDS(eval->image, CONSTANT), table.rows, 2, map->n_rows};
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		mls_finish(eval, step, row, map_values(eval, step, &table, keys, row));
	}
	mls_scratch_release(eval, mark);
}
