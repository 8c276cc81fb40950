/*
 * pmml/pmml_baseline.c
 *	  BaselineModel: its one TestDistributions.
 */
#include <math.h>

#include "pmml/pmml_distribution.h"

static bool
is_table(const MlsXml *element)
{
	return mls_xml_is(element, "CountTable") || mls_xml_is(element, "NormalizedCountTable");
}

static bool
counts_values(const MlsBaselineModel *baseline)
{
	return baseline->testStatistic == MLS_TEST_CHI_SQUARE_DISTRIBUTION ||
		baseline->testStatistic == MLS_TEST_SCALAR_PRODUCT ||
		baseline->testStatistic == MLS_TEST_CHI_SQUARE_INDEPENDENCE;
}

/* ---- distributions ---- */

/* The distribution that a statistic needs. */
static void
read_distribution(MlsPmml *pmml, const MlsXml *element, const MlsBaselineModel *baseline,
				  MlsContinuousDistribution *distribution)
{
	bool		is_there = false;

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_pmml_distribution(pmml, child, distribution))
		{
			if (!is_table(child))
				mls_pmml_unknown(pmml, child);
			continue;
		}
		if (is_there)
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is more than one distribution");
		is_there = true;
		if (baseline->testStatistic == MLS_TEST_CUSUM && distribution->kind == MLS_DISTRIBUTION_ANY)
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, child, "a CUSUM of a distribution without a density is not supported");
		else if (baseline->testStatistic == MLS_TEST_Z_VALUE && distribution->kind != MLS_DISTRIBUTION_GAUSSIAN &&
				 distribution->kind != MLS_DISTRIBUTION_ANY)
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, child, "a zValue of a distribution without a variance is not supported");
	}
	if (!is_there)
		mls_pmml_problem(pmml, MLS_INVALID, element, "the distribution is missing");
}

/* ---- tables ---- */

/* The FieldValueCounts in an element. */
static void
read_counts(MlsPmml *pmml, const MlsXml *element, const char *outer, const char **field, MlsBaselineModel *baseline)
{
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsFieldValueCount *count = &baseline->counts[baseline->n_counts];

		mls_tick(pmml->load);
		if (!mls_xml_is(child, "FieldValueCount"))
		{
			if (!mls_xml_is(child, "FieldValue"))
				mls_pmml_unknown(pmml, child);
			else if (outer || baseline->testStatistic != MLS_TEST_CHI_SQUARE_INDEPENDENCE)
				mls_pmml_problem(pmml, MLS_UNSUPPORTED, child, "a table of %s fields is not supported for this testStatistic",
								 outer ? "three" : "two");
			continue;
		}
		*count = (MlsFieldValueCount) {outer, mls_pmml_required(pmml, child, "value"), 0, child->line};
		count->count = mls_pmml_required_number(pmml, child, "count", 0);
		if (!(count->count >= 0 && isfinite(count->count)))
			mls_pmml_problem(pmml, MLS_INVALID, child, "count is below 0 or infinite");
		if (!*field)
			*field = mls_pmml_required(pmml, child, "field");
		else if (strcmp(*field, mls_pmml_required(pmml, child, "field")) != 0)
			mls_pmml_problem(pmml, MLS_INVALID, child, "the counts before are those of field \"%s\"",
							 mls_quote(pmml->load, *field));
		baseline->n_counts++;
	}
}

static uint32_t
count_cells(const MlsXml *element)
{
	uint32_t	n = mls_xml_count(element, "FieldValueCount");

	for (const MlsXml *child = element->first; child; child = child->next)
		n += mls_xml_is(child, "FieldValue") ? mls_xml_count(child, "FieldValueCount") : 0;
	return n;
}

static void
read_table(MlsPmml *pmml, const MlsXml *table, MlsBaselineModel *baseline)
{
	const char *field = NULL;

	baseline->counts = MLS_NEW_N(pmml->load, MlsFieldValueCount, count_cells(table));
	baseline->is_normalized = mls_xml_is(table, "NormalizedCountTable");
	baseline->sample = mls_pmml_number(pmml, table, "sample", NAN);
	if (!isnan(baseline->sample) && !(baseline->sample > 0 && isfinite(baseline->sample)))
		mls_pmml_problem(pmml, MLS_INVALID, table, "sample is not above 0");
	else if (baseline->is_normalized && isnan(baseline->sample) && baseline->testStatistic != MLS_TEST_SCALAR_PRODUCT)
		mls_pmml_problem(pmml, MLS_INVALID, table, "sample is missing, without which normalized counts tell nothing");
	if (baseline->testStatistic == MLS_TEST_CHI_SQUARE_INDEPENDENCE)
	{
		for (const MlsXml *child = table->first; child; child = child->next)
		{
			if (mls_xml_is(child, "FieldValueCount"))
				mls_pmml_problem(pmml, MLS_UNSUPPORTED, child, "a table of one field is not supported for this testStatistic");
			else if (mls_xml_is(child, "FieldValue"))
			{
				mls_pmml_required(pmml, child, "field");
				read_counts(pmml, child, mls_pmml_required(pmml, child, "value"), &field, baseline);
			}
			else
				mls_pmml_unknown(pmml, child);
		}
	}
	else
		read_counts(pmml, table, NULL, &field, baseline);
	if (baseline->n_counts == 0)
		mls_pmml_problem(pmml, MLS_INVALID, table, "there are no counts");
}

static void
read_baseline(MlsPmml *pmml, const MlsXml *element, MlsBaselineModel *baseline)
{
	const MlsXml *table = NULL;

	if (!counts_values(baseline))
	{
		read_distribution(pmml, element, baseline, &baseline->baseline);
		return;
	}
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsContinuousDistribution passed;

		if (is_table(child) && !table)
			table = child;
		else if (is_table(child))
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is more than one table of counts");
		else if (!mls_pmml_distribution(pmml, child, &passed))
			mls_pmml_unknown(pmml, child);
	}
	if (table)
		read_table(pmml, table, baseline);
	else
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "this testStatistic is supported for a table of counts");
}

/* ---- the whole ---- */

static uint32_t
read_window(MlsPmml *pmml, const MlsXml *element)
{
	double		size = mls_pmml_number(pmml, element, "windowSize", 0);

	if (size >= 0 && size <= INT32_MAX && size == (double) (uint32_t) size)
		return (uint32_t) size;
	mls_pmml_problem(pmml, MLS_INVALID, element, "windowSize is not a whole number from 0 on");
	return 0;
}

static void
read_test(MlsPmml *pmml, const MlsXml *element, MlsBaselineModel *baseline)
{
	static const MlsPmmlWord statistics[] = {
		{"zValue", MLS_TEST_Z_VALUE},
		{"chiSquareIndependence", MLS_TEST_CHI_SQUARE_INDEPENDENCE},
		{"chiSquareDistribution", MLS_TEST_CHI_SQUARE_DISTRIBUTION},
		{"CUSUM", MLS_TEST_CUSUM},
		{"scalarProduct", MLS_TEST_SCALAR_PRODUCT},
		{NULL, 0}
	};
	static const MlsPmmlWord schemes[] = {
		{"Independent", MLS_NORMALIZATION_INDEPENDENT},
		{"SizeWeighted", MLS_NORMALIZATION_SIZE_WEIGHTED},
		{NULL, 0}
	};
	const MlsXml *expected = mls_pmml_only(pmml, element, "Baseline");
	const MlsXml *alternate = mls_pmml_only(pmml, element, "Alternate");
	bool		of_row;

	baseline->line = element->line;
	baseline->testStatistic = (MlsTestStatistic) mls_pmml_word(pmml, element, "testStatistic", statistics, -1);
	of_row = baseline->testStatistic == MLS_TEST_Z_VALUE || baseline->testStatistic == MLS_TEST_CHI_SQUARE_INDEPENDENCE;
	baseline->field = of_row ? mls_pmml_field(pmml, element, "field") : mls_pmml_history_field(pmml, element, "field");
	baseline->resetValue = mls_pmml_number(pmml, element, "resetValue", 0);
	baseline->windowSize = read_window(pmml, element);
	baseline->normalizationScheme = (MlsNormalizationScheme)
		mls_pmml_word(pmml, element, "normalizationScheme", schemes, MLS_NORMALIZATION_NONE);
	if (mls_xml_get(element, "weightField") && counts_values(baseline) && !of_row)
		baseline->weightField = mls_pmml_history_field(pmml, element, "weightField");
	if (expected)
		read_baseline(pmml, expected, baseline);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the Baseline is missing");
	if (baseline->testStatistic == MLS_TEST_CUSUM)
	{
		if (alternate)
			read_distribution(pmml, alternate, baseline, &baseline->alternate);
		else
			mls_pmml_problem(pmml, MLS_INVALID, element, "the Alternate is missing");
	}
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "Baseline") && !mls_xml_is(child, "Alternate"))
			mls_pmml_unknown(pmml, child);
	}
}

void
mls_pmml_baseline(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	const MlsXml *test = mls_pmml_only(pmml, element, "TestDistributions");

	model->u.baseline = MLS_NEW(pmml->load, MlsBaselineModel);
	if (test)
		read_test(pmml, test, model->u.baseline);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the TestDistributions is missing");
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "TestDistributions"))
			mls_pmml_other_child(pmml, element, child);
	}
}
