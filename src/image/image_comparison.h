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

/* How many rows a dense comparison with n points takes at a time, likewise. */
#define MLS_ROWS_AT_ONCE		64

static inline uint32_t
mls_rows_at_once(uint32_t n_points)
{
	return n_points <= 1024 ? MLS_ROWS_AT_ONCE : 1;
}

/* Below every place: a value that is none of those known. */
#define MLS_NO_PLACE	(-1.0)

#endif
