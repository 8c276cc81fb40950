/*
 * image/image_comparison.h
 *	  Records of a comparison: how far a row is from each of some points.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_COMPARISON_H
#define MLS_IMAGE_COMPARISON_H

#include "image/records.h"

typedef struct MlsImgComparison
{
	uint8_t		measure;		/* MlsMeasure */
	bool		is_dense;		/* a euclidean distance, squared or not, of numbers by their difference alone */
	bool		of_whole_rows;	/* a row that lacks a coordinate has no result */
	uint8_t		unused;
	uint32_t	n_points;
	MlsSpan		fields;			/* COMPARED_FIELD */
	uint32_t	points;			/* NUMBER: the first field's n_points coordinates, then the second's ... */
	uint32_t	unused2;
	double		p;				/* of minkowski */
	double		counted[4];		/* of similarities: of fields that are true in row and point, in the row, in the point, in none */
	double		divided[4];
} MlsImgComparison;

/*
 * A field of a comparison.  Its values are numbers, or places among "values",
 * or (of a table only) places among "intervals".
 */
typedef struct MlsImgComparedField
{
	double		weight;
	double		missing_weight;
	double		scale;			/* of GAUSS_SIM */
	uint32_t	column;
	uint32_t	compare;		/* MlsCompareFunction */
	MlsSpan		values;			/* INDEX, each a CONSTANT */
	MlsSpan		intervals;		/* INTERVAL */
	MlsSpan		table;			/* NUMBER: of TABLE, for each place and each place */
} MlsImgComparedField;

/* How many points are compared with a row at a time, so that what is summed stays in the nearest cache. */
#define MLS_COMPARED_AT_ONCE	512

/* How many rows a dense comparison takes side by side, and how many points at a time, likewise. */
#define MLS_ROWS_AT_ONCE		64
#define MLS_POINTS_AT_ONCE		32

/* How many points may be there that the distances of such rows to all of them are kept. */
#define MLS_MOST_POINTS			1024

/* Numbers that all of this takes with n points: for a row by itself, or for rows side by side. */
static inline uint64_t
mls_compared_numbers(uint32_t n_points)
{
	uint64_t	side_by_side = n_points <= MLS_MOST_POINTS ? n_points : MLS_POINTS_AT_ONCE;

	if (side_by_side < MLS_POINTS_AT_ONCE)
		side_by_side = MLS_POINTS_AT_ONCE;
	side_by_side *= MLS_ROWS_AT_ONCE;
	return n_points > side_by_side ? n_points : side_by_side;
}

/* Below every place: a value that is none of those known. */
#define MLS_NO_PLACE	(-1.0)

#endif
