/*
 * test/unit/test_linear.c
 *	  Unit tests of regressions over blocks of rows: each row has the bits that it
 *	  has alone, whatever the rows beside it are.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "eval/vectors.h"
#include "scoring.h"
#include "test.h"

#define ROWS 83

/* Sums that cancel and overflow, in an order that matters; terms of every kind between the linear ones. */
#define TABLE(category, sign) \
	"<RegressionTable intercept=\"-0.25\"" category ">" \
	"<NumericPredictor name=\"x\" coefficient=\"" sign "1e17\"/><NumericPredictor name=\"z\" coefficient=\"0.1\"/>" \
	"<NumericPredictor name=\"x\" coefficient=\"-1e17\"/><NumericPredictor name=\"f\" coefficient=\"3\"/>" \
	"<NumericPredictor name=\"z\" exponent=\"2\" coefficient=\"-0.7\"/><NumericPredictor name=\"i\" coefficient=\"1\"/>" \
	"<NumericPredictor name=\"z\" coefficient=\"-0.0\"/>" \
	"<CategoricalPredictor name=\"c\" value=\"a\" coefficient=\"0.3\"/><CategoricalPredictor name=\"c\" value=\"b\" coefficient=\"-0.0\"/>" \
	"<PredictorTerm coefficient=\"0.01\"><FieldRef field=\"x\"/><FieldRef field=\"f\"/></PredictorTerm></RegressionTable>"

#define SCHEMA(target) \
	"<MiningSchema><MiningField name=\"" target "\" usageType=\"target\"/><MiningField name=\"x\"/><MiningField name=\"z\"/>" \
	"<MiningField name=\"f\"/><MiningField name=\"i\"/><MiningField name=\"c\"/></MiningSchema>"

/* Values for a row, some of them missing, by what the row is: of all rows, of some, of none. */
static void
set_row(const Scoring *s, MlsEval *eval, uint32_t place, uint32_t i, uint32_t missing)
{
	static const double numbers[] = {1.5, -0.0, 1e300, -2.25, INFINITY, 3e-310, 7.0, -1e-5};
	static const char *const categories[] = {"a", "b", "c"};

	if (missing == 0 || i % missing != 0)
		mls_set_double(eval, scoring_input(s, "x"), place, numbers[i % 8]);
	if (missing == 0 || i % (missing + 2) != 1)
		mls_set_double(eval, scoring_input(s, "z"), place, numbers[i * 3 % 7] * 0.37);
	mls_set_double(eval, scoring_input(s, "f"), place, numbers[i * 5 % 8]);
	mls_set_integer(eval, scoring_input(s, "i"), place, (int64_t) i - 20);
	if (missing == 0 || i % 11 != 0)
		mls_set_text(eval, scoring_input(s, "c"), place, categories[i % 3], 1);
}

static void
check_document(const char *document, uint32_t missing)
{
	Scoring		s;
	const MlsVectors *vectors;

	scoring_open(&s, scoring_pmml(document), NULL);
	REQUIRE(s.eval != NULL);
	for (uint32_t v = 0; (vectors = mls_vectors_at(v)) != NULL; v++)
	{
		MlsEval    *block = mls_eval_new(s.loaded.image, ROWS, &mls_malloc_host);

		REQUIRE(block != NULL);
		mls_use_vectors(vectors);
		mls_eval_begin(block, ROWS);
		for (uint32_t i = 0; i < ROWS; i++)
			set_row(&s, block, i, i, missing);
		mls_eval_run(block);
		for (uint32_t i = 0; i < ROWS; i++)
		{
			mls_eval_begin(s.eval, 1);
			set_row(&s, s.eval, 0, i, missing);
			mls_eval_run(s.eval);
			CHECK_INT(mls_eval_status(block, i).code, mls_eval_status(s.eval, 0).code);
			if (mls_eval_status(block, i).code != MLS_REASON_NONE)
				continue;
			for (uint32_t column = 0; column < s.loaded.image->n_columns; column++)
			{
				MlsCell		together = mls_eval_cell(block, column, i);
				MlsCell		alone = mls_eval_cell(s.eval, column, 0);

				CHECK_INT(together.tag, alone.tag);
				if (together.tag == MLS_TAG_DOUBLE && alone.tag == MLS_TAG_DOUBLE)
					CHECK_DOUBLE(together.datum.d, alone.datum.d);
				else if (together.tag == MLS_TAG_STRING && alone.tag == MLS_TAG_STRING)
					CHECK_STRING(together.datum.s->bytes, alone.datum.s->bytes);
			}
		}
		mls_eval_free(block);
	}
	mls_use_vectors(NULL);
	scoring_close(&s);
}

TEST(a_regression_gives_rows_of_a_block_the_bits_that_each_has_alone)
{
	static const char *const links[] = {"none", "logit", "softmax", "cloglog", "probit"};

	for (uint32_t missing = 0; missing <= 5; missing += 5)
	{
		check_document("<RegressionModel functionName=\"regression\">" SCHEMA("y") TABLE("", "") "</RegressionModel>", missing);
		check_document("<RegressionModel functionName=\"regression\" normalizationMethod=\"exp\">" SCHEMA("y") TABLE("", "") "</RegressionModel>", missing);
		for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		{
			char		document[6000];

			snprintf(document, sizeof(document), "<RegressionModel functionName=\"classification\" normalizationMethod=\"%s\">" SCHEMA("k")
					 TABLE(" targetCategory=\"yes\"", "") TABLE(" targetCategory=\"no\"", "-") "</RegressionModel>", links[i]);
			check_document(document, missing);
		}
	}
}
