/*
 * eval/comparison.h
 *	  How far a row is from each of some points (image/image_comparison.h).
 */
#ifndef MLS_EVAL_COMPARISON_H
#define MLS_EVAL_COMPARISON_H

#include "eval/eval_int.h"

/* A comparison at work; its arrays are scratch, which the caller marks and releases. */
typedef struct MlsComparison
{
	MlsEval    *eval;
	const MlsImgComparison *record;
	const MlsImgComparedField *fields;
	const double *points;
	double	   *x;				/* a row's coordinates ... */
	uint8_t    *present;		/* ... and which of them it has */
	double	   *parts;			/* of one field, with up to MLS_COMPARED_AT_ONCE points */
	bool		is_similarity;
	bool		has_weights;	/* other ones than 1 */
	bool		has_roots;		/* a dense comparison's distances are the roots of its sums */
} MlsComparison;

extern MlsComparison mls_comparison(MlsEval *eval, uint32_t comparison);

/*
 * How near a row is to each point: record->n_points distances or similarities,
 * NAN where there is none.  False, with nothing in "out", if the row has no
 * coordinate at all, or was failed because a coordinate cannot be read.
 */
extern bool mls_compare_row(MlsComparison *comparison, uint32_t row, double *out);

/*
 * Whether n rows from "first" on can be compared side by side (eval/vectors.h,
 * squares_of_rows): the comparison is dense, and all fields are doubles.
 */
extern bool mls_are_comparable(const MlsComparison *comparison, uint32_t first, uint32_t n);

/* Sums of squares of rows side by side become distances: n points for MLS_ROWS_AT_ONCE rows. */
extern void mls_make_distances(const MlsComparison *comparison, uint32_t n, double *squares);

/*
 * The nearest point of each row, as far as points have been looked at.  A root does
 * not change which of two sums is less, except that it may make them equal: so only
 * what is less is worth a root, and only its root decides.
 */
typedef struct MlsNearest
{
	double		squares[MLS_ROWS_AT_ONCE];
	double		distances[MLS_ROWS_AT_ONCE];	/* NAN: there is no nearest one yet */
	int64_t		places[MLS_ROWS_AT_ONCE];
} MlsNearest;

/* Whether a is nearer than b; NAN is nearer than nothing. */
static inline bool
mls_is_nearer(const MlsComparison *comparison, double a, double b)
{
	return comparison->is_similarity ? a > b : a < b;
}

#endif
