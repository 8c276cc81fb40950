/*
 * eval/eval_baseline.c
 *	  BaselineModel: a statistic of the row's value, or of the values one after the
 *	  other that come with it.
 *
 * PMML 4.4, BaselineModel.  zValue: (x - mean) / standard deviation.  CUSUM: Z =
 * max(reset, Z + log f1(x) / f0(x)) for each value, from Z = 0 on, f0 the Baseline's
 * density and f1 the Alternate's.  The other statistics count values, each as
 * often as its weight says.  chiSquareDistribution: the probability of a smaller
 * chi-square, that of two samples' shares,
 *
 *	 sum of (e/E - o/O)^2 / (e/E^2 + o/O^2)
 *
 * e expected and o observed counts, E and O their sums (of shares of a sample of
 * S: e/E/S in place of e/E^2), over the values that occur at all, one degree of
 * freedom less than there are such values.  scalarProduct: the sum of e o, by itself, or divided
 * by the product of both vectors' lengths (Independent), or by the mean of their
 * squares (SizeWeighted).  Formulas of the statistics that count are those of
 * Augustus, which wrote such documents.
 */
#include "base/gamma.h"
#include "eval/distribution.h"
#include "eval/list.h"
#include "eval/steps.h"

typedef struct Run
{
	MlsEval    *eval;
	const MlsImgBaseline *baseline;
	const double *numbers;
	double	   *observed;		/* of each value of the table */
} Run;

/* ---- sequences ---- */

typedef struct Sequence
{
	MlsCell    *cells;
	uint32_t	n;
} Sequence;

/* The row has no result. */
static bool
fail(const Run *run, uint32_t row, MlsReasonCode code, uint32_t input)
{
	mls_fail_row(run->eval, row, (MlsReason) {code, input});
	return false;
}

/* A list's values, each after its treatment. */
static bool
read_list(const Run *run, MlsCell cell, const MlsImgTreatment *treatment, uint32_t row, Sequence *sequence)
{
	MlsList		list;
	MlsListElement element;
	uint32_t	n = 0;

	mls_list_open(&list, run->eval, cell);
	while (mls_list_next(&list, &element))
		n++;
	if (list.is_bad)
		return fail(run, row, list.no_memory ? MLS_REASON_NO_MEMORY : MLS_REASON_INVALID_INPUT, treatment->input);
	sequence->cells = mls_text_room(run->eval, ((size_t) n + 1) * sizeof(MlsCell));
	if (sequence->cells == NULL)
		return fail(run, row, MLS_REASON_NO_MEMORY, MLS_NONE);
	mls_list_open(&list, run->eval, cell);
	for (uint32_t i = 0; i < n && mls_list_next(&list, &element); i++)
	{
		MlsCell		value = mls_treat_cell(run->eval, treatment, mls_element_cell(&list, &element));

		if (value.tag == MLS_TAG_INVALID)
		{
			mls_fail_row(run->eval, row, value.datum.reason);
			return false;
		}
		sequence->cells[sequence->n++] = value;
	}
	return true;
}

/* A field's values; false if the row has failed. */
static bool
read_sequence(const Run *run, MlsImgSequence from, uint32_t row, MlsCell *one, Sequence *sequence)
{
	MlsCell		cell = mls_get(run->eval, from.column, row);
	const MlsImgTreatment *treatment = from.treatment == MLS_NONE ? NULL :
		&MLS_RECORDS(run->eval->image, TREATMENT)[from.treatment];

	*sequence = (Sequence) {one, 0};
	if (treatment != NULL && cell.tag != MLS_TAG_MISSING && cell.tag != MLS_TAG_INVALID)
		return read_list(run, cell, treatment, row, sequence);
	if (treatment != NULL)
		cell = mls_treat_cell(run->eval, treatment, cell);
	if (cell.tag == MLS_TAG_INVALID)
	{
		mls_fail_row(run->eval, row, cell.datum.reason);
		return false;
	}
	*one = cell;
	sequence->n = cell.tag != MLS_TAG_MISSING;
	return true;
}

/* A cell as a number; fails the row if it is none. */
static bool
number_of(const Run *run, MlsCell cell, uint32_t row, double *number)
{
	return mls_cell_number(cell, number) || fail(run, row, MLS_REASON_NOT_A_NUMBER, MLS_NONE);
}

/* Where the window starts. */
static uint32_t
first_of(const Run *run, const Sequence *sequence)
{
	uint32_t	window = run->baseline->window;

	return window > 0 && sequence->n > window ? sequence->n - window : 0;
}

/* ---- statistics; false: no result ---- */

static bool
z_value(const Run *run, uint32_t row, double *result)
{
	MlsCell		cell = mls_get(run->eval, run->baseline->field.column, row);
	double		x;

	if (cell.tag == MLS_TAG_INVALID)
		mls_fail_row(run->eval, row, cell.datum.reason);
	if (cell.tag == MLS_TAG_INVALID || cell.tag == MLS_TAG_MISSING || !number_of(run, cell, row, &x))
		return false;
	*result = (x - run->numbers[0]) / run->numbers[1];
	return true;
}

static bool
cusum(const Run *run, uint32_t row, double *result)
{
	MlsCell		one;
	Sequence	sequence;
	uint32_t	n = 0;
	double		z = 0;

	if (!read_sequence(run, run->baseline->field, row, &one, &sequence))
		return false;
	for (uint32_t i = first_of(run, &sequence); i < sequence.n; i++)
	{
		double		x;

		if (sequence.cells[i].tag == MLS_TAG_MISSING)
			continue;
		if (!number_of(run, sequence.cells[i], row, &x))
			return false;
		z += mls_log_density(run->numbers + MLS_DISTRIBUTION_NUMBERS, x) - mls_log_density(run->numbers, x);
		z = z < run->baseline->reset ? run->baseline->reset : z;
		n++;
	}
	*result = z;
	return n > 0 && !isnan(z);
}

/* Values that the table does not have. */
typedef struct Others
{
	MlsCell    *values;
	double	   *counts;
	uint32_t	n;
} Others;

static void
count_other(Others *others, MlsCell value, double weight)
{
	for (uint32_t i = 0; i < others->n; i++)
	{
		if (mls_compare_cells(others->values[i], value) == 0)
		{
			others->counts[i] += weight;
			return;
		}
	}
	others->values[others->n] = value;
	others->counts[others->n++] = weight;
}

/* The place of a value in the table, or MLS_NONE. */
static uint32_t
place_of(const Run *run, MlsCell value)
{
	const MlsImage *image = run->eval->image;
	const uint32_t *index = MLS_RECORDS(image, INDEX) + run->baseline->values.first;

	for (uint32_t i = 0; i < run->baseline->values.n; i++)
	{
		if (mls_equals(image, value, &MLS_RECORDS(image, CONSTANT)[index[i]]))
			return i;
	}
	return MLS_NONE;
}

/* Counts the row's values. */
static bool
observe(const Run *run, uint32_t row, Others *others)
{
	bool		is_weighted = run->baseline->weight.column != MLS_NONE;
	MlsCell		one;
	MlsCell		one_weight;
	Sequence	sequence;
	Sequence	weights;

	memset(run->observed, 0, run->baseline->values.n * sizeof(double));
	if (!read_sequence(run, run->baseline->field, row, &one, &sequence) ||
		(is_weighted && !read_sequence(run, run->baseline->weight, row, &one_weight, &weights)))
		return false;
	if (is_weighted && weights.n != sequence.n)
		return (weights.n == 0 || sequence.n == 0) ? false : fail(run, row, MLS_REASON_UNDEFINED, MLS_NONE);
	others->values = mls_text_room(run->eval, ((size_t) sequence.n + 1) * sizeof(MlsCell));
	others->counts = mls_text_room(run->eval, ((size_t) sequence.n + 1) * sizeof(double));
	if (others->values == NULL || others->counts == NULL)
		return fail(run, row, MLS_REASON_NO_MEMORY, MLS_NONE);
	for (uint32_t i = first_of(run, &sequence); i < sequence.n; i++)
	{
		double		weight = 1;
		uint32_t	place;

		if (sequence.cells[i].tag == MLS_TAG_MISSING || (is_weighted && weights.cells[i].tag == MLS_TAG_MISSING))
			continue;
		if (is_weighted && !number_of(run, weights.cells[i], row, &weight))
			return false;
		place = place_of(run, sequence.cells[i]);
		if (place != MLS_NONE)
			run->observed[place] += weight;
		else
			count_other(others, sequence.cells[i], weight);
	}
	return true;
}

static bool
chi_square_distribution(const Run *run, uint32_t row, double *result)
{
	const MlsImgBaseline *baseline = run->baseline;
	Others		others = {NULL, NULL, 0};
	double		total = 0;
	double		chi_square = 0;
	double		bins = 0;

	if (!observe(run, row, &others))
		return false;
	for (uint32_t i = 0; i < baseline->values.n; i++)
		total += run->observed[i];
	for (uint32_t i = 0; i < others.n; i++)
		total += others.counts[i];
	if (!(baseline->total > 0 && total > 0))
		return false;
	for (uint32_t i = 0; i < baseline->values.n + others.n; i++)
	{
		double		e = i < baseline->values.n ? run->numbers[i] : 0;
		double		o = i < baseline->values.n ? run->observed[i] : others.counts[i - baseline->values.n];
		double		difference = e / baseline->total - o / total;

		if (!(e > 0 || o > 0))
			continue;
		chi_square += difference * difference /
			((baseline->is_normalized ? e / baseline->total / baseline->sample : e / (baseline->total * baseline->total)) +
			 o / (total * total));
		bins++;
	}
	*result = mls_chi_square_cdf(chi_square, bins - 1);
	return bins > 1 && !isnan(*result);
}

static bool
scalar_product(const Run *run, uint32_t row, double *result)
{
	const MlsImgBaseline *baseline = run->baseline;
	Others		others = {NULL, NULL, 0};
	double		product = 0;
	double		squares = 0;

	if (!observe(run, row, &others))
		return false;
	for (uint32_t i = 0; i < baseline->values.n; i++)
	{
		product += run->numbers[i] * run->observed[i];
		squares += run->observed[i] * run->observed[i];
	}
	for (uint32_t i = 0; i < others.n; i++)
		squares += others.counts[i] * others.counts[i];
	if (!(baseline->squares > 0 && squares > 0))
		return false;
	switch ((MlsNormalizationScheme) baseline->scheme)
	{
		case MLS_NORMALIZATION_NONE:
			*result = product;
			break;
		case MLS_NORMALIZATION_INDEPENDENT:
			*result = product / sqrt(baseline->squares) / sqrt(squares);
			break;
		case MLS_NORMALIZATION_SIZE_WEIGHTED:
			*result = 2 * product / (baseline->squares + squares);
			break;
	}
	return true;
}

static bool
statistic(const Run *run, uint32_t row, double *result)
{
	switch ((MlsTestStatistic) run->baseline->statistic)
	{
		case MLS_TEST_Z_VALUE:
			return z_value(run, row, result);
		case MLS_TEST_CUSUM:
			return cusum(run, row, result);
		case MLS_TEST_CHI_SQUARE_DISTRIBUTION:
			return chi_square_distribution(run, row, result);
		case MLS_TEST_SCALAR_PRODUCT:
			return scalar_product(run, row, result);
		case MLS_TEST_CHI_SQUARE_INDEPENDENCE:
			*result = run->baseline->result;
			return !isnan(*result);
	}
	return false;
}

void
mls_eval_baseline(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgBaseline *baseline = &MLS_RECORDS(eval->image, BASELINE)[model->body];
	size_t		mark = mls_scratch_mark(eval);
	const Run	run = {
		.eval = eval,
		.baseline = baseline,
		.numbers = MLS_RECORDS(eval->image, NUMBER) + baseline->numbers.first,
		.observed = mls_scratch(eval, baseline->values.n * sizeof(double))
	};

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		double		result = 0;

		mls_no_prediction(eval, model, row);
		if (statistic(&run, row, &result))
			mls_put_double(eval, model->value, row, result);
	}
	mls_scratch_release(eval, mark);
}
