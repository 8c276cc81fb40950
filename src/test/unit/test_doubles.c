/*
 * test/unit/test_doubles.c
 *	  Unit tests of steps and distances that go over several rows at once: a row of
 *	  a block has the bits that the definition gives it, whatever is beside it.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval/vectors.h"
#include "scoring.h"
#include "test.h"

#define ROWS	83
#define FIELDS	5

static const double numbers[] = {1.5, 0, 1e300, -2.25, INFINITY, 3e-310, 7, -1e-5, 1e17, -1e17, 0.1};

/* A field's value in a row; missing in every so manieth row and field. */
static double
value_of(uint32_t row, uint32_t field, uint32_t missing)
{
	if (missing != 0 && (row * 7 + field * 3) % missing == 0)
		return NAN;
	return numbers[(row * 5 + field * 4 + row * field) % 11];
}

static void
set_row(const Scoring *s, MlsEval *eval, uint32_t place, uint32_t row, uint32_t missing)
{
	for (uint32_t f = 0; f < FIELDS; f++)
	{
		char		name[4] = {'x', (char) ('0' + f), 0};
		double		value = value_of(row, f, missing);

		if (!isnan(value))
			mls_set_double(eval, scoring_input(s, name), place, value);
	}
}

/* The values of a row, and what is expected of them. */
typedef double (*Expected) (const double *x);

/* Checks what a document's derived field "d" is, in blocks of several sizes and alone, for each variant of the loops. */
static void
check_field(const char *is, Expected expected, uint32_t missing)
{
	static const uint32_t sizes[] = {ROWS, 67, 16, 5, 1};
	char		document[4000];
	const MlsVectors *vectors;
	Scoring		s;
	uint32_t	number;

	snprintf(document, sizeof(document), "{\"ml_score\": 1, \"inputs\": [{\"name\": \"x0\", \"type\": \"double\"}, {\"name\": \"x1\", \"type\": \"double\"}, "
			 "{\"name\": \"x2\", \"type\": \"double\"}, {\"name\": \"x3\", \"type\": \"double\"}, {\"name\": \"x4\", \"type\": \"double\"}], "
			 "\"derived\": [{\"name\": \"d\", \"is\": %s}, {\"name\": \"all\", \"is\": {\"linear\": [\"x0\", \"x1\", \"x2\", \"x3\", \"x4\"], \"coefficients\": [0, 0, 0, 0, 0]}}], "
			 "\"model\": {\"type\": \"regression\", \"fields\": [\"d\", \"all\"], \"coefficients\": [[1, 0]], \"intercepts\": [0]}, "
			 "\"outputs\": [{\"name\": \"out\", \"is\": \"d\"}]}", is);
	scoring_open(&s, document, NULL);
	REQUIRE(s.eval != NULL);
	REQUIRE(MLS_N_RECORDS(s.loaded.image, OUTPUT) == 1);
	number = MLS_RECORDS(s.loaded.image, OUTPUT)[0].column;
	for (uint32_t v = 0; (vectors = mls_vectors_at(v)) != NULL; v++)
	{
		mls_use_vectors(vectors);
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		{
			MlsEval    *block = mls_eval_new(s.loaded.image, sizes[i], &mls_malloc_host);

			REQUIRE(block != NULL);
			for (uint32_t first = 0; first < ROWS; first += sizes[i])
			{
				uint32_t	n = ROWS - first < sizes[i] ? ROWS - first : sizes[i];

				mls_eval_begin(block, n);
				for (uint32_t r = 0; r < n; r++)
					set_row(&s, block, r, first + r, missing);
				mls_eval_run(block);
				for (uint32_t r = 0; r < n; r++)
				{
					MlsCell		cell = mls_eval_cell(block, number, r);
					double		x[FIELDS];
					bool		complete = true;
					double		wanted;

					for (uint32_t f = 0; f < FIELDS; f++)
					{
						x[f] = value_of(first + r, f, missing);
						complete &= !isnan(x[f]);
					}
					wanted = expected(x);
					if (!complete)
						continue;	/* that a row lacks something is for the others */
					CHECK_INT(cell.tag, MLS_TAG_DOUBLE);
					CHECK(memcmp(&cell.datum.d, &wanted, sizeof(double)) == 0 || (isnan(cell.datum.d) && isnan(wanted)));
				}
			}
			mls_eval_free(block);
		}
	}
	mls_use_vectors(NULL);
	scoring_close(&s);
}

static double
linear(const double *x)
{
	static const double coefficients[] = {0.1, -3, 1e-17, 0.7, -0.2};
	double		sum = 0;

	for (int i = 0; i < FIELDS; i++)
		sum += coefficients[i] * x[i];
	return sum + 0.25;
}

static double
only_intercept(const double *x)
{
	return -2.5;
}

#define OF_TWO(name, formula) \
static double \
name(const double *x) \
{ \
	return (formula); \
}

OF_TWO(sum, x[0] + x[1])
OF_TWO(difference, x[0] - x[1])
OF_TWO(from_constant, 0.3 - x[1])
OF_TWO(product, x[0] * x[1])
OF_TWO(quotient, x[0] / x[1])
OF_TWO(by_constant, x[2] / 0.3)
OF_TWO(least, x[3] < x[2] ? x[3] : x[2])
OF_TWO(most, 0 > x[3] ? 0 : x[3])
OF_TWO(least_of_undefined, isnan(x[0] / x[1]) ? NAN : x[0] / x[1] < 1 ? x[0] / x[1] : 1)
OF_TWO(most_of_undefined, isnan(x[0] / x[1]) ? NAN : x[0] / x[1] > 1 ? x[0] / x[1] : 1)
OF_TWO(exponential, exp(x[3]))
OF_TWO(tangent, tanh(x[3]))
OF_TWO(logarithm, log(x[4]))
OF_TWO(sigmoid, 1 / (1 + exp(0 - x[3])))

/* Sums over the same columns in one expression, whose columns serve again as soon as they have been read. */
#define SUM(a, b, c, d)	(((a) * x[0] + (b) * x[1]) + (c) * x[2] + (d))

OF_TWO(of_three_sums, SUM(0.1, -3, 0.7, 0.25) * x[0] + (SUM(2, 0.3, -0.1, 0) - SUM(5, 0.7, 0.11, -1)))

static double
of_many_sums(const double *x)
{
	double		product = 1;

	for (int k = 1; k <= 7; k++)
		product *= SUM(0.1 * k, 0.3, 1.0 / k, -k);
	return product;
}

TEST(sums_over_the_same_columns_are_those_of_each)
{
	char		many[2000] = "[\"*\", [\"*\", [\"*\", [\"*\", [\"*\", [\"*\", [\"*\", 1";
	size_t		length = strlen(many);

	for (int k = 1; k <= 7; k++)
		length += (size_t) snprintf(many + length, sizeof(many) - length, ", {\"linear\": [\"x0\", \"x1\", \"x2\"], "
									"\"coefficients\": [%.17g, 0.3, %.17g], \"intercept\": %d}]", 0.1 * k, 1.0 / k, -k);
	for (uint32_t missing = 0; missing <= 6; missing += 3)
	{
		check_field("[\"+\", [\"*\", {\"linear\": [\"x0\", \"x1\", \"x2\"], \"coefficients\": [0.1, -3, 0.7], \"intercept\": 0.25}, \"x0\"], "
					"[\"-\", {\"linear\": [\"x0\", \"x1\", \"x2\"], \"coefficients\": [2, 0.3, -0.1]}, "
					"{\"linear\": [\"x0\", \"x1\", \"x2\"], \"coefficients\": [5, 0.7, 0.11], \"intercept\": -1}]]",
					of_three_sums, missing);
		check_field(many, of_many_sums, missing);
	}
}

TEST(a_sum_of_products_is_that_of_its_row)
{
	for (uint32_t missing = 0; missing <= 6; missing += 3)
	{
		check_field("{\"linear\": [\"x0\", \"x1\", \"x2\", \"x3\", \"x4\"], \"coefficients\": [0.1, -3, 1e-17, 0.7, -0.2], \"intercept\": 0.25}",
					linear, missing);
		check_field("{\"linear\": [], \"coefficients\": [], \"intercept\": -2.5}", only_intercept, missing);
	}
}

TEST(functions_of_doubles_are_those_of_each_row)
{
	static const struct
	{
		const char *is;
		Expected	expected;
	}			all[] = {
		{"[\"+\", \"x0\", \"x1\"]", sum}, {"[\"-\", \"x0\", \"x1\"]", difference}, {"[\"-\", 0.3, \"x1\"]", from_constant},
		{"[\"*\", \"x0\", \"x1\"]", product}, {"[\"/\", \"x0\", \"x1\"]", quotient}, {"[\"/\", \"x2\", 0.3]", by_constant},
		{"[\"min\", \"x2\", \"x3\"]", least}, {"[\"max\", \"x3\", 0]", most},
		{"[\"min\", [\"/\", \"x0\", \"x1\"], 1]", least_of_undefined}, {"[\"max\", 1, [\"/\", \"x0\", \"x1\"]]", most_of_undefined},
		{"[\"exp\", \"x3\"]", exponential}, {"[\"tanh\", \"x3\"]", tangent}, {"[\"ln\", \"x4\"]", logarithm},
		{"[\"/\", 1, [\"+\", 1, [\"exp\", [\"-\", 0, \"x3\"]]]]", sigmoid}
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		for (uint32_t missing = 0; missing <= 4; missing += 4)
			check_field(all[i].is, all[i].expected, missing);
}

/* ---- values that are no doubles ---- */

TEST(a_sum_of_products_takes_any_number_and_lacks_what_a_field_lacks)
{
	Scoring		s;

	scoring_open(&s, "{\"ml_score\": 1, \"inputs\": [{\"name\": \"i\", \"type\": \"integer\"}, {\"name\": \"f\", \"type\": \"float\"}, {\"name\": \"t\", \"type\": \"string\"}], "
				 "\"derived\": [{\"name\": \"d\", \"is\": {\"linear\": [\"i\", \"f\"], \"coefficients\": [0.5, 2]}}, "
				 "{\"name\": \"e\", \"is\": {\"linear\": [\"t\"], \"coefficients\": [3], \"intercept\": 1}}], "
				 "\"model\": {\"type\": \"regression\", \"fields\": [\"d\", \"e\"], \"coefficients\": [[1, 1]], \"intercepts\": [0]}}", NULL);
	REQUIRE(s.eval != NULL);
	scoring_row(&s);
	mls_set_integer(s.eval, scoring_input(&s, "i"), 0, 3);
	mls_set_double(s.eval, scoring_input(&s, "f"), 0, 0.1);
	scoring_text(&s, "t", "7");
	CHECK_DOUBLE(atof(scoring_number(&s)), 0.5 * 3 + 2 * (double) 0.1f + (3 * 7 + 1));
	scoring_row(&s);
	mls_set_integer(s.eval, scoring_input(&s, "i"), 0, 3);
	scoring_text(&s, "t", "7");
	CHECK_STRING(scoring_number(&s), "missing");
	scoring_row(&s);
	mls_set_integer(s.eval, scoring_input(&s, "i"), 0, 3);
	mls_set_double(s.eval, scoring_input(&s, "f"), 0, 0.1);
	scoring_text(&s, "t", "seven");
	CHECK_STRING(scoring_number(&s), "invalid");
	scoring_close(&s);
}

/* ---- distances ---- */

/* Points of a clustering, more than go side by side. */
#define POINTS	37

static double
center(uint32_t k, uint32_t field)
{
	return (k * 13 + field * 5) % 17 * 0.37 - 2;
}

TEST(the_nearest_center_is_the_same_for_rows_alone_and_side_by_side)
{
	static char document[POINTS * 140 + 1000];
	size_t		length;
	const MlsVectors *vectors;
	Scoring		s;

	length = (size_t) snprintf(document, sizeof(document), "{\"ml_score\": 1, \"inputs\": [{\"name\": \"x0\", \"type\": \"double\"}, {\"name\": \"x1\", \"type\": \"double\"}, "
							   "{\"name\": \"x2\", \"type\": \"double\"}, {\"name\": \"x3\", \"type\": \"double\"}, {\"name\": \"x4\", \"type\": \"double\"}], "
							   "\"model\": {\"type\": \"clustering\", \"fields\": [\"x0\", \"x1\", \"x2\", \"x3\", \"x4\"], \"ids\": [");
	for (uint32_t k = 0; k < POINTS; k++)
		length += (size_t) snprintf(document + length, sizeof(document) - length, "%s\"%u\"", k > 0 ? ", " : "", k);
	length += (size_t) snprintf(document + length, sizeof(document) - length, "], \"centers\": [");
	for (uint32_t k = 0; k < POINTS; k++)
		length += (size_t) snprintf(document + length, sizeof(document) - length, "%s[%.17g, %.17g, %.17g, %.17g, %.17g]", k > 0 ? ", " : "",
									center(k, 0), center(k, 1), center(k, 2), center(k, 3), center(k, 4));
	snprintf(document + length, sizeof(document) - length, "]}}");
	scoring_open(&s, document, NULL);
	REQUIRE(s.eval != NULL);
	for (uint32_t v = 0; (vectors = mls_vectors_at(v)) != NULL; v++)
	{
		MlsEval    *block = mls_eval_new(s.loaded.image, ROWS, &mls_malloc_host);
		uint32_t	value = MLS_RECORDS(s.loaded.image, RESULT)[0].value;

		REQUIRE(block != NULL);
		mls_use_vectors(vectors);
		mls_eval_begin(block, ROWS);
		for (uint32_t r = 0; r < ROWS; r++)
			for (uint32_t f = 0; f < FIELDS; f++)
				mls_set_double(block, f, r, (r * 7 + f * 11) % 23 * 0.29 - 3);
		mls_eval_run(block);
		for (uint32_t r = 0; r < ROWS; r++)
		{
			double		least = INFINITY;
			uint32_t	nearest = 0;
			char		id[12];

			for (uint32_t k = 0; k < POINTS; k++)
			{
				double		sum = 0;

				for (uint32_t f = 0; f < FIELDS; f++)
				{
					double		apart = ((r * 7 + f * 11) % 23 * 0.29 - 3) - center(k, f);

					sum += apart * apart;
				}
				nearest = sum < least ? k : nearest;
				least = sum < least ? sum : least;
			}
			snprintf(id, sizeof(id), "%u", nearest);
			mls_eval_begin(s.eval, 1);
			for (uint32_t f = 0; f < FIELDS; f++)
				mls_set_double(s.eval, f, 0, (r * 7 + f * 11) % 23 * 0.29 - 3);
			mls_eval_run(s.eval);
			CHECK_STRING(mls_eval_cell(block, value, r).datum.s->bytes, id);
			CHECK_STRING(mls_eval_cell(s.eval, value, 0).datum.s->bytes, id);
		}
		mls_eval_free(block);
	}
	mls_use_vectors(NULL);
	scoring_close(&s);
}

/* ---- neighbors ---- */

#define INSTANCES	101
#define NEIGHBORS	7

/*
 * Each instance has the same coordinates in another order.  From a row that is the
 * same in every field they are equally far but for rounding: sums of squares differ
 * in their last bits, of which a root keeps some apart and makes others equal.
 */
static double
coordinate(uint32_t i, uint32_t field)
{
	double		left[FIELDS] = {0.1, 0.23, 0.37, 0.71, 1.13};

	for (uint32_t f = 0;; f++)
	{
		uint32_t	n = FIELDS - f;
		double		taken = left[i % n];

		if (f == field)
			return taken;
		left[i % n] = left[n - 1];
		i /= n;
	}
}

static double
neighbor_value(uint32_t i)
{
	return (double) i * i;
}

/* The average of the nearest, by the definition: the least root first, of equal ones the first instance. */
static double
average_of_nearest(const double *x)
{
	bool		taken[INSTANCES] = {false};
	double		sum = 0;

	for (int n = 0; n < NEIGHBORS; n++)
	{
		double		least = INFINITY;
		uint32_t	nearest = 0;

		for (uint32_t i = 0; i < INSTANCES; i++)
		{
			double		distance = 0;

			for (uint32_t f = 0; f < FIELDS; f++)
				distance += (x[f] - coordinate(i, f)) * (x[f] - coordinate(i, f));
			distance = sqrt(distance);
			if (!taken[i] && distance < least)
			{
				least = distance;
				nearest = i;
			}
		}
		taken[nearest] = true;
		sum += neighbor_value(nearest);
	}
	return sum / NEIGHBORS;
}

TEST(neighbors_are_the_same_for_rows_alone_and_side_by_side)
{
	static char document[INSTANCES * 140 + 1000];
	size_t		length;
	const MlsVectors *vectors;
	Scoring		s;

	length = (size_t) snprintf(document, sizeof(document), "{\"ml_score\": 1, \"inputs\": [{\"name\": \"x0\", \"type\": \"double\"}, {\"name\": \"x1\", \"type\": \"double\"}, "
							   "{\"name\": \"x2\", \"type\": \"double\"}, {\"name\": \"x3\", \"type\": \"double\"}, {\"name\": \"x4\", \"type\": \"double\"}], "
							   "\"model\": {\"type\": \"neighbors\", \"count\": %d, \"fields\": [\"x0\", \"x1\", \"x2\", \"x3\", \"x4\"], \"points\": [",
							   NEIGHBORS);
	for (uint32_t i = 0; i < INSTANCES; i++)
		length += (size_t) snprintf(document + length, sizeof(document) - length, "%s[%.17g, %.17g, %.17g, %.17g, %.17g]", i > 0 ? ", " : "",
									coordinate(i, 0), coordinate(i, 1), coordinate(i, 2), coordinate(i, 3), coordinate(i, 4));
	length += (size_t) snprintf(document + length, sizeof(document) - length, "], \"values\": [[");
	for (uint32_t i = 0; i < INSTANCES; i++)
		length += (size_t) snprintf(document + length, sizeof(document) - length, "%s%.17g", i > 0 ? ", " : "", neighbor_value(i));
	snprintf(document + length, sizeof(document) - length, "]]}}");
	scoring_open(&s, document, NULL);
	REQUIRE(s.eval != NULL);
	for (uint32_t v = 0; (vectors = mls_vectors_at(v)) != NULL; v++)
	{
		MlsEval    *block = mls_eval_new(s.loaded.image, ROWS, &mls_malloc_host);
		uint32_t	value = MLS_RECORDS(s.loaded.image, RESULT)[0].value;

		REQUIRE(block != NULL);
		mls_use_vectors(vectors);
		mls_eval_begin(block, ROWS);
		for (uint32_t r = 0; r < ROWS; r++)
			for (uint32_t f = 0; f < FIELDS; f++)
				mls_set_double(block, f, r, r * 0.07);
		mls_eval_run(block);
		for (uint32_t r = 0; r < ROWS; r++)
		{
			double		x[FIELDS];

			mls_eval_begin(s.eval, 1);
			for (uint32_t f = 0; f < FIELDS; f++)
			{
				x[f] = r * 0.07;
				mls_set_double(s.eval, f, 0, x[f]);
			}
			mls_eval_run(s.eval);
			CHECK_DOUBLE(mls_eval_cell(block, value, r).datum.d, average_of_nearest(x));
			CHECK_DOUBLE(mls_eval_cell(s.eval, value, 0).datum.d, average_of_nearest(x));
		}
		mls_eval_free(block);
	}
	mls_use_vectors(NULL);
	scoring_close(&s);
}
