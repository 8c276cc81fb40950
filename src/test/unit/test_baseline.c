/*
 * test/unit/test_baseline.c
 *	  Unit tests of baseline models: what is refused, and the incomplete gamma function.
 *
 * Statistics are held against worked examples in model_fixtures/.
 */
#include <math.h>

#include "base/gamma.h"
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"x\"/><MiningField name=\"s\"/></MiningSchema>"
#define GAUSSIAN "<GaussianDistribution mean=\"1\" variance=\"4\"/>"
#define ANY "<AnyDistribution mean=\"1\" variance=\"4\"/>"
#define MODEL_OF(function, parts) "<BaselineModel functionName=\"" function "\">" SCHEMA parts "</BaselineModel>"
#define TEST_OF(attributes, parts) MODEL_OF("regression", "<TestDistributions field=\"x\" " attributes ">" parts "</TestDistributions>")
#define TABLE(parts) "<Baseline><CountTable>" parts "</CountTable></Baseline>"
#define COUNT "<FieldValueCount field=\"s\" value=\"a\" count=\"1\"/>"

TEST(what_baselines_cannot_be_is_refused)
{
	static const struct
	{
		const char *text;
		MlsCode		code;
		const char *problem;
	}			refused[] =
	{
		{MODEL_OF("regression", ""), MLS_INVALID, "the TestDistributions is missing"},
		{MODEL_OF("classification", ""), MLS_INVALID, "functionName=\"classification\" does not fit this model"},
		{"<RegressionModel functionName=\"baseline\">" SCHEMA "<RegressionTable intercept=\"1\"/></RegressionModel>", MLS_INVALID,
		"functionName=\"baseline\" does not fit this model"},
		{TEST_OF("", ""), MLS_INVALID, "attribute testStatistic is missing"},
		{TEST_OF("testStatistic=\"GLR\"", ""), MLS_UNSUPPORTED, "testStatistic=\"GLR\" is not supported"},
		{TEST_OF("testStatistic=\"zValue\"", ""), MLS_INVALID, "the Baseline is missing"},
		{TEST_OF("testStatistic=\"zValue\"", "<Baseline/>"), MLS_INVALID, "the distribution is missing"},
		{TEST_OF("testStatistic=\"zValue\"", "<Baseline><PoissonDistribution mean=\"1\"/></Baseline>"), MLS_UNSUPPORTED,
		"a zValue of a distribution without a variance is not supported"},
		{TEST_OF("testStatistic=\"zValue\"", "<Baseline>" GAUSSIAN ANY "</Baseline>"), MLS_INVALID, "there is more than one distribution"},
		{TEST_OF("testStatistic=\"zValue\"", "<Baseline><Odd/></Baseline>"), MLS_UNSUPPORTED, "Odd: this element is not known here"},
		{TEST_OF("testStatistic=\"zValue\"", "<Odd/><Baseline>" GAUSSIAN "</Baseline>"), MLS_UNSUPPORTED, "Odd: this element is not known here"},
		{TEST_OF("testStatistic=\"CUSUM\"", "<Baseline>" GAUSSIAN "</Baseline>"), MLS_INVALID, "the Alternate is missing"},
		{TEST_OF("testStatistic=\"CUSUM\"", "<Baseline>" GAUSSIAN "</Baseline><Alternate>" ANY "</Alternate>"), MLS_UNSUPPORTED,
		"a CUSUM of a distribution without a density is not supported"},
		{TEST_OF("testStatistic=\"CUSUM\" windowSize=\"-1\"", ""), MLS_INVALID, "windowSize is not a whole number from 0 on"},
		{TEST_OF("testStatistic=\"scalarProduct\" normalizationScheme=\"odd\"", ""), MLS_UNSUPPORTED, "normalizationScheme=\"odd\" is not supported"},
		{TEST_OF("testStatistic=\"scalarProduct\"", "<Baseline>" GAUSSIAN "</Baseline>"), MLS_UNSUPPORTED,
		"this testStatistic is supported for a table of counts"},
		{TEST_OF("testStatistic=\"scalarProduct\"", TABLE("")), MLS_INVALID, "there are no counts"},
		{TEST_OF("testStatistic=\"scalarProduct\"", TABLE(COUNT COUNT)), MLS_INVALID, "the value \"a\" is there twice"},
		{TEST_OF("testStatistic=\"scalarProduct\"", TABLE("<FieldValueCount field=\"s\" value=\"a\" count=\"-1\"/>")), MLS_INVALID,
		"count is below 0 or infinite"},
		{TEST_OF("testStatistic=\"scalarProduct\"", TABLE(COUNT "<FieldValueCount field=\"x\" value=\"b\" count=\"1\"/>")), MLS_INVALID,
		"the counts before are those of field \"s\""},
		{TEST_OF("testStatistic=\"scalarProduct\"", TABLE("<FieldValue field=\"x\" value=\"1\">" COUNT "</FieldValue>")), MLS_UNSUPPORTED,
		"a table of two fields is not supported for this testStatistic"},
		{TEST_OF("testStatistic=\"chiSquareDistribution\"", "<Baseline><NormalizedCountTable>" COUNT "</NormalizedCountTable></Baseline>"), MLS_INVALID,
		"sample is missing"},
		{TEST_OF("testStatistic=\"chiSquareDistribution\"", "<Baseline><CountTable sample=\"0\">" COUNT "</CountTable></Baseline>"), MLS_INVALID,
		"sample is not above 0"},
		{TEST_OF("testStatistic=\"chiSquareIndependence\"", TABLE(COUNT)), MLS_UNSUPPORTED,
		"a table of one field is not supported for this testStatistic"},
		{TEST_OF("testStatistic=\"chiSquareIndependence\"", TABLE("<FieldValue field=\"x\" value=\"1\"><FieldValue field=\"y\" value=\"1\">" COUNT
																 "</FieldValue></FieldValue>")), MLS_UNSUPPORTED,
		"a table of three fields is not supported for this testStatistic"},
		{TEST_OF("testStatistic=\"chiSquareIndependence\"", TABLE("<FieldValue field=\"x\" value=\"1\">" COUNT "</FieldValue>")), MLS_INVALID,
		"the table has 1 counts, not one for each pair of 1 and 1 values"}
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		scoring_refused(refused[i].text, refused[i].code, refused[i].problem);
}

/* Tables of the chi-square distribution, and closed forms. */
TEST(the_incomplete_gamma_function)
{
	static const struct
	{
		double		x;
		double		degrees;
		double		probability;
	}			known[] =
	{
		{3.841458820694124, 1, 0.95}, {5.991464547107979, 2, 0.95}, {18.307038053275146, 10, 0.95},
		{124.34211340400407, 100, 0.95}, {77.92946516501726, 100, 0.05}, {1.3862943611198906, 2, 0.5}
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		CHECK(fabs(mls_chi_square_cdf(known[i].x, known[i].degrees) - known[i].probability) < 1e-13);
	for (double x = 0.001; x < 700; x *= 1.3)
	{
		CHECK(fabs(mls_gamma_p(1, x) - -expm1(-x)) <= 1e-14);
		CHECK(fabs(mls_gamma_p(0.5, x) - erf(sqrt(x))) <= 1e-14);
		CHECK(fabs(mls_gamma_p(2, x) - (-expm1(-x) - x * exp(-x))) <= 1e-14);
	}
	CHECK(mls_gamma_p(1, 0) == 0 && mls_gamma_p(1, -1) == 0 && mls_gamma_p(1, INFINITY) == 1);
	CHECK(isnan(mls_gamma_p(0, 1)) && isnan(mls_gamma_p(-1, 1)) && isnan(mls_gamma_p(1, NAN)) && isnan(mls_gamma_p(NAN, 1)));
	CHECK(fabs(mls_gamma_p(1e6, 1e6) - 0.50013298084) < 1e-9);
}
