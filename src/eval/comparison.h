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
} MlsComparison;

extern MlsComparison mls_comparison(MlsEval *eval, uint32_t comparison);

/*
 * How near a row is to each point: record->n_points distances or similarities,
 * NAN where there is none.  False, with nothing in "out", if the row has no
 * coordinate at all, or was failed because a coordinate cannot be read.
 */
extern bool mls_compare_row(MlsComparison *comparison, uint32_t row, double *out);

/*
 * The same for rows that a dense comparison can take at once: rows from "first"
 * on, up to mls_rows_at_once(), out[point * n + row].  False, if one of them lacks a
 * coordinate or has another number than a double: then they are for mls_compare_row.
 */
extern bool mls_compare_rows(MlsComparison *comparison, uint32_t first, uint32_t n, double *out);

/* Whether a is nearer than b; NAN is nearer than nothing. */
static inline bool
mls_is_nearer(const MlsComparison *comparison, double a, double b)
{
	return comparison->is_similarity ? a > b : a < b;
}

#endif
