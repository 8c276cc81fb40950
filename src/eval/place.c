/*
 * eval/place.c
 *	  Numbers of several rows into the columns of an evaluation.
 *
 * A caller has its rows one after the other, an evaluation its columns.  Whole
 * groups of rows have variants (eval/vectors_place.h).
 */
#include "eval/place.h"
#include "eval/vectors.h"

_Static_assert(MLS_PLACE_ROWS % MLS_PLACE_GROUP == 0, "whole groups of rows are turned");

void
mls_place_tags(const MlsPlace *place, uint32_t first, uint32_t n)
{
	const double *values = place->value + first;
	uint8_t    *tags = place->tag + first;

	for (uint32_t r = 0; r < n; r++)
		tags[r] = values[r] == values[r] ? place->is_float ? MLS_TAG_FLOAT : MLS_TAG_DOUBLE : MLS_TAG_MISSING;
}

void
mls_place_some(const MlsPlace *places, uint32_t n_places, uint32_t first, const double *numbers, uint32_t n)
{
	size_t		pitch = mls_place_pitch(n_places);

	for (uint32_t k = 0; k < n_places; k++)
	{
		double	   *values = places[k].value + first;

		for (uint32_t r = 0; r < n; r++)
		{
			double		value = numbers[r * pitch + k] + 0.0;

			values[r] = places[k].is_float ? (double) (float) value : value;
		}
		mls_place_tags(&places[k], first, n);
	}
}

void
mls_place_rows(const MlsPlace *places, uint32_t n_places, uint32_t first, const double *numbers, uint32_t n)
{
	if (n == MLS_PLACE_ROWS)
		mls_vectors()->place_rows(places, n_places, first, numbers);
	else
		mls_place_some(places, n_places, first, numbers, n);
}
