/*
 * test/unit/test_place.c
 *	  Unit tests of putting numbers of many rows into columns: the same as one by one.
 */
#include <math.h>
#include <string.h>

#include "eval/eval.h"
#include "eval/vectors.h"
#include "test.h"

#define MOST_PLACES 11
#define ROWS		(MLS_PLACE_ROWS + 3)

typedef struct Columns
{
	double		values[MOST_PLACES][ROWS];
	uint8_t		tags[MOST_PLACES][ROWS];
	MlsPlace	places[MOST_PLACES];
} Columns;

/* Every third place is a float's. */
static void
open_columns(Columns *columns)
{
	memset(columns, 0, sizeof(*columns));
	for (uint32_t k = 0; k < MOST_PLACES; k++)
		columns->places[k] = (MlsPlace) {columns->values[k], columns->tags[k], k % 3 == 1};
}

/* Numbers of all kinds, in no order. */
static double
number_at(uint32_t i)
{
	static const double some[] = {0.0, -0.0, 1.0, -1e-310, 1e300, NAN, INFINITY, -INFINITY, 0.1, 16777217.0, -3.5, 1e-40};

	return some[i * 7 % (sizeof(some) / sizeof(some[0]))] * (i % 5 == 0 ? 1.1 : 1.0);
}

static void
check_rows(uint32_t n_places, uint32_t first, uint32_t n, bool with_nan)
{
	static double numbers[MLS_PLACE_ROWS * (MOST_PLACES + MLS_PLACE_GROUP)];
	size_t		pitch = mls_place_pitch(n_places);
	Columns		together;
	Columns		single;

	open_columns(&together);
	open_columns(&single);
	for (uint32_t i = 0; i < MLS_PLACE_ROWS * pitch; i++)
	{
		numbers[i] = number_at(i + n_places);
		if (!with_nan && isnan(numbers[i]))
			numbers[i] = -7.25;
	}
	mls_place_rows(together.places, n_places, first, numbers, n);
	for (uint32_t r = 0; r < n; r++)
	{
		for (uint32_t k = 0; k < n_places; k++)
		{
			MlsPlace	place = mls_place_at(&single.places[k], first + r);

			mls_place_double(&place, numbers[r * pitch + k]);
		}
	}
	CHECK_BYTES(together.tags, single.tags, sizeof(single.tags));
	for (uint32_t r = 0; r < ROWS; r++)
		for (uint32_t k = 0; k < MOST_PLACES; k++)
			if (single.tags[k][r] != MLS_TAG_MISSING)
				CHECK_BYTES(&together.values[k][r], &single.values[k][r], sizeof(double));
}

TEST(numbers_of_many_rows_are_put_as_each_by_itself)
{
	const MlsVectors *vectors;

	for (uint32_t v = 0; (vectors = mls_vectors_at(v)) != NULL; v++)
	{
		mls_use_vectors(vectors);
		for (uint32_t n_places = 0; n_places <= MOST_PLACES; n_places++)
			for (uint32_t n = 0; n <= MLS_PLACE_ROWS; n++)
			{
				check_rows(n_places, (n_places + n) % 4, n, true);
				check_rows(n_places, 0, n, false);
			}
	}
	mls_use_vectors(NULL);
}
