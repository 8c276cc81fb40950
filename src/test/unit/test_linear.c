/*
 * test/unit/test_linear.c
 *	  Unit tests of regressions over blocks of rows: each row has the bits that it
 *	  has alone, whatever the rows beside it are; and those of its terms' sum.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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

/* A CPU that has what a variant needs gets it: nothing that says "only there" has lost its meaning. */
TEST(a_cpu_has_the_variants_of_loops_that_it_supports)
{
	uint32_t	n = 1;

#if defined(__x86_64__) && defined(__GNUC__)
	n += __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
	n += __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi");
#endif
	for (uint32_t v = 0; v < n; v++)
	{
		const MlsVectors *vectors = mls_vectors_at(v);

		REQUIRE(vectors != NULL);
		CHECK(vectors->products && vectors->distances && vectors->sum_columns && vectors->apply_two &&
			  vectors->squares_of_row && vectors->squares_of_rows && vectors->roots && vectors->place_rows);
	}
	CHECK(mls_vectors_at(n) == NULL);
	CHECK(mls_vectors() == mls_vectors_at(n - 1));
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

/* ---- categories ---- */

#define CATEGORIES	200
#define CATEGORY_ROWS	(CATEGORIES + 8)

/* A term on the text s, or on the number i. */
typedef struct Category
{
	char		field;
	char		value[12];
	double		coefficient;
} Category;

/* What a row has: no text, one that no term has, one that only another field has, or a term's. */
static const char *
text_of_row(uint32_t row)
{
	static char text[12];

	if (row % 13 == 5)
		return NULL;
	if (row >= CATEGORIES)
		return row % 2 == 0 ? "elsewhere" : "yes";
	snprintf(text, sizeof(text), "v%u", row);
	return text;
}

static void
set_category_row(const Scoring *s, MlsEval *eval, uint32_t place, uint32_t row)
{
	const char *text = text_of_row(row);

	mls_set_double(eval, scoring_input(s, "x"), place, row * 0.3);
	mls_set_integer(eval, scoring_input(s, "i"), place, row % 3);
	if (text)
		mls_set_text(eval, scoring_input(s, "s"), place, text, strlen(text));
}

/* A row's score by the definition: each term by itself, in the order of the document. */
static double
score_of_row(const Category *categories, uint32_t n, uint32_t row)
{
	const char *text = text_of_row(row);
	double		sum = 0;

	sum += 0.1 * (row * 0.3);
	sum += 0.5 * (row % 3);
	for (uint32_t k = 0; k < n; k++)
	{
		bool		equal = categories[k].field == 'i' ? atof(categories[k].value) == row % 3 :
			text && strcmp(categories[k].value, text) == 0;

		if (equal)
			sum += categories[k].coefficient;
	}
	return sum + -0.7;
}

/* Checks the rows one by one and together; "listed" of the categories are found together with the first of them. */
static void
check_categories(const Category *categories, uint32_t n, uint32_t listed)
{
	static char document[120 * (CATEGORIES + 20)];
	size_t		length;
	Scoring		s;
	MlsEval    *block;
	uint32_t	number;

	length = snprintf(document, sizeof(document), "<RegressionModel functionName=\"regression\"><MiningSchema>"
					  "<MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/><MiningField name=\"s\"/>"
					  "<MiningField name=\"i\"/><MiningField name=\"k\"/></MiningSchema><RegressionTable intercept=\"-0.7\">"
					  "<NumericPredictor name=\"x\" coefficient=\"0.1\"/><NumericPredictor name=\"i\" coefficient=\"0.5\"/>");
	for (uint32_t k = 0; k < n; k++)
		length += snprintf(document + length, sizeof(document) - length,
						   "<CategoricalPredictor name=\"%c\" value=\"%s\" coefficient=\"%.17g\"/>",
						   categories[k].field, categories[k].value, categories[k].coefficient);
	snprintf(document + length, sizeof(document) - length, "</RegressionTable></RegressionModel>");

	scoring_open(&s, scoring_pmml(document), NULL);
	REQUIRE(s.eval != NULL);
	CHECK_INT(mls_terms_together(&MLS_RECORDS(s.loaded.image, REGRESSION_TERM)[2]), listed);
	number = MLS_RECORDS(s.loaded.image, RESULT)[0].number;
	block = mls_eval_new(s.loaded.image, CATEGORY_ROWS, &mls_malloc_host);
	REQUIRE(block != NULL);
	mls_eval_begin(block, CATEGORY_ROWS);
	for (uint32_t row = 0; row < CATEGORY_ROWS; row++)
		set_category_row(&s, block, row, row);
	mls_eval_run(block);
	for (uint32_t row = 0; row < CATEGORY_ROWS; row++)
	{
		double		expected = score_of_row(categories, n, row);

		mls_eval_begin(s.eval, 1);
		set_category_row(&s, s.eval, 0, row);
		mls_eval_run(s.eval);
		CHECK_DOUBLE(mls_eval_cell(block, number, row).datum.d, expected);
		CHECK_DOUBLE(mls_eval_cell(s.eval, number, 0).datum.d, expected);
	}
	mls_eval_free(block);
	scoring_close(&s);
}

/* Each value once, in steps: 1 for those that follow each other, else any number prime to their number. */
static void
make_categories(Category *categories, uint32_t step)
{
	for (uint32_t k = 0; k < CATEGORIES; k++)
	{
		categories[k] = (Category) {'s', "", k % 9 == 0 ? -1e17 : k % 7 == 0 ? -0.0 : k * 0.37};
		snprintf(categories[k].value, sizeof(categories[k].value), "v%u", k * step % CATEGORIES);
	}
}

TEST(a_value_finds_its_category_among_many)
{
	Category	categories[CATEGORIES];

	make_categories(categories, 1);
	check_categories(categories, CATEGORIES, CATEGORIES);
	make_categories(categories, 77);
	check_categories(categories, CATEGORIES, CATEGORIES);
	check_categories(categories, 2, 2);
	check_categories(categories, 1, 1);
	/* a text that another field has had before: codes that do not follow each other */
	strcpy(categories[100].value, "no");
	strcpy(categories[101].value, "a");
	check_categories(categories, CATEGORIES, CATEGORIES);
	strcpy(categories[102].value, "yes");
	check_categories(categories, CATEGORIES, CATEGORIES);
}

TEST(a_category_that_is_there_twice_is_added_twice_in_order)
{
	Category	categories[CATEGORIES];

	make_categories(categories, 77);
	categories[150] = categories[3];
	categories[150].coefficient = 1e17;
	categories[199] = categories[3];
	categories[199].coefficient = -1e17;
	check_categories(categories, CATEGORIES, 1);
	/* apart from each other: each part is one that has it once */
	categories[100] = (Category) {'i', "1", 1e17};
	categories[101] = (Category) {'i', "1.0", -1e17};
	categories[102] = (Category) {'i', "2", 3};
	categories[199] = (Category) {'s', "v501", 4};
	check_categories(categories, CATEGORIES, 100);
}
