/*
 * compile/compile_baseline.c
 *	  BaselineModel: distributions and counts as the kernel takes them; the test of
 *	  independence, which looks at no row, is made here.
 */
#include <math.h>
#include <string.h>

#include "base/gamma.h"
#include "compile/compile_int.h"

/* A field's values: a list where rows may have one. */
static MlsImgSequence
sequence_of(const MlsField *field)
{
	return (MlsImgSequence) {
		field->has_history ? field->history : field->column, field->has_history ? field->treatment : MLS_NONE
	};
}

/* ---- the test of independence ---- */

/* The place of a text among those seen, which it joins. */
static uint32_t
place_of(const char **seen, uint32_t *n, const char *text)
{
	for (uint32_t i = 0; i < *n; i++)
	{
		if (strcmp(seen[i], text) == 0)
			return i;
	}
	seen[*n] = text;
	return (*n)++;
}

/*
 * The probability of a smaller chi-square than that of a table of two fields: sum
 * of (observed - expected)^2 / expected, expected = row * column / all, with (rows
 * - 1)(columns - 1) degrees of freedom.  NaN where a row or a column is empty.
 * A cell that the table leaves out is empty.
 */
static double
test_independence(MlsCompile *c, const MlsBaselineModel *baseline)
{
	uint32_t	n = baseline->n_counts;
	const char **rows = MLS_NEW_N(c->load, const char *, n);
	const char **columns = MLS_NEW_N(c->load, const char *, n);
	double	   *row_sums = MLS_NEW_N(c->load, double, n);
	double	   *column_sums = MLS_NEW_N(c->load, double, n);
	uint32_t	n_rows = 0;
	uint32_t	n_columns = 0;
	double		all = 0;
	double		chi_square = 0;
	double		scale = 1;

	for (uint32_t i = 0; i < n; i++)
	{
		const MlsFieldValueCount *cell = &baseline->counts[i];

		mls_tick(c->load);
		row_sums[place_of(rows, &n_rows, cell->outer)] += cell->count;
		column_sums[place_of(columns, &n_columns, cell->value)] += cell->count;
		all += cell->count;
	}
	if (n_rows < 2 || n_columns < 2 || (uint64_t) n_rows * n_columns != n)
	{
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, baseline->line, "TestDistributions"), NULL,
					"the table has %u counts, not one for each pair of %u and %u values", n, n_rows, n_columns);
		return NAN;
	}
	if (baseline->is_normalized)
		scale = baseline->sample / all;
	for (uint32_t i = 0; i < n; i++)
	{
		const MlsFieldValueCount *cell = &baseline->counts[i];
		double		expected = scale * row_sums[place_of(rows, &n_rows, cell->outer)] *
			column_sums[place_of(columns, &n_columns, cell->value)] / all;
		double		difference = scale * cell->count - expected;

		if (!(expected > 0))
			return NAN;
		chi_square += difference * difference / expected;
	}
	return mls_chi_square_cdf(chi_square, (n_rows - 1.0) * (n_columns - 1.0));
}

/* ---- the others ---- */

static void
put_distribution(double *numbers, const MlsContinuousDistribution *distribution)
{
	bool		is_uniform = distribution->kind == MLS_DISTRIBUTION_UNIFORM;

	numbers[0] = distribution->kind;
	numbers[1] = is_uniform ? distribution->lower : distribution->mean;
	numbers[2] = is_uniform ? distribution->upper : distribution->variance;
}

static void
compile_counts(MlsCompile *c, const MlsBaselineModel *baseline, MlsDataType type, MlsImgBaseline *record)
{
	uint32_t	n = baseline->n_counts;
	double	   *counts = MLS_NEW_N(c->load, double, n);
	uint32_t   *values = MLS_NEW_N(c->load, uint32_t, n);
	MlsMap		seen = {0};

	for (uint32_t i = 0; i < n; i++)
	{
		const MlsFieldValueCount *count = &baseline->counts[i];

		mls_tick(c->load);
		if (mls_map_put(c->load, &seen, count->value, (void *) count) != count)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, count->line, "FieldValueCount"), NULL,
						"the value \"%s\" is there twice", count->value);
		values[i] = mls_constant(c, count->value, type);
		counts[i] = count->count;
		record->total += count->count;
		record->squares += count->count * count->count;
	}
	record->values = mls_index_list(c, values, n);
	record->numbers = mls_number_list(c, counts, n);
}

static void
compile_baseline(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsBaselineModel *baseline = model->u.baseline;
	const MlsField *field = mls_field(c, scope, baseline->field, baseline->line);
	double		numbers[2 * MLS_DISTRIBUTION_NUMBERS];
	MlsImgBaseline record = {
		.statistic = (uint8_t) baseline->testStatistic,
		.scheme = (uint8_t) baseline->normalizationScheme,
		.is_normalized = baseline->is_normalized,
		.window = baseline->windowSize,
		.field = sequence_of(field),
		.weight = {MLS_NONE, MLS_NONE},
		.reset = baseline->resetValue,
		.sample = baseline->sample,
		.result = NAN
	};
	uint32_t	body;

	mls_refuse_float(c, model, "BaselineModel");
	if (baseline->weightField)
		record.weight = sequence_of(mls_field(c, scope, baseline->weightField, baseline->line));
	switch (baseline->testStatistic)
	{
		case MLS_TEST_Z_VALUE:
			numbers[0] = baseline->baseline.mean;
			numbers[1] = sqrt(baseline->baseline.variance);
			record.field = (MlsImgSequence) {field->column, MLS_NONE};
			record.numbers = mls_number_list(c, numbers, 2);
			break;
		case MLS_TEST_CUSUM:
			put_distribution(numbers, &baseline->baseline);
			put_distribution(numbers + MLS_DISTRIBUTION_NUMBERS, &baseline->alternate);
			record.numbers = mls_number_list(c, numbers, 2 * MLS_DISTRIBUTION_NUMBERS);
			break;
		case MLS_TEST_CHI_SQUARE_DISTRIBUTION:
		case MLS_TEST_SCALAR_PRODUCT:
			compile_counts(c, baseline, field->data_type, &record);
			break;
		case MLS_TEST_CHI_SQUARE_INDEPENDENCE:
			record.field = (MlsImgSequence) {field->column, MLS_NONE};
			record.result = test_independence(c, baseline);
			break;
	}
	body = MLS_APPEND(c, BASELINE);
	*MLS_BUILT(c, BASELINE, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_BASELINE, body);
}

const MlsModelCompiler mls_compiler_baseline = {.compile = compile_baseline};
