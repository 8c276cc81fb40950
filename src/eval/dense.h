/*
 * eval/dense.h
 *	  Sums over the numbers of a row, for many columns of a matrix.
 *
 * Each sum is made in the order of the matrix's rows, starting from 0, with one
 * rounding for each operation, whatever the CPU: several sums are made at a time,
 * never parts of one.
 */
#ifndef MLS_EVAL_DENSE_H
#define MLS_EVAL_DENSE_H

#include "eval/eval_int.h"
#include "image/lanes.h"

/*
 * For each of n (1 to MLS_DENSE_ROWS) vectors of n_rows numbers, which lie stride
 * apart from x on, and each column c of the matrix (image/lanes.h):
 *
 *	 products	out[c] = sum of x[i] * matrix[i][c]
 *	 distances	out[c] = sum of (x[i] - matrix[i][c])^2
 *
 * The results lie out_stride apart, which is mls_lane_columns() of the columns or
 * more: the columns that fill up the last block get numbers without meaning.
 */
typedef struct MlsDense
{
	const double *matrix;
	uint32_t	n_rows;
	uint32_t	n_columns;
	const double *x;
	size_t		stride;
	uint32_t	n;
	double	   *out;
	size_t		out_stride;
} MlsDense;

extern void mls_dense_products(const MlsDense *dense);
extern void mls_dense_distances(const MlsDense *dense);

/*
 * Reads the fields of up to MLS_DENSE_ROWS rows as numbers, from the *next of the
 * selection on: n_fields for each row, one row behind the other.  Rows where a
 * field is missing are given no prediction (needed: no result) and passed over.
 * Returns how many rows were read, 0 behind the last one; taken[] has their rows.
 */
extern uint32_t mls_dense_rows(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows, MlsSpan fields,
							   bool needed, uint32_t *next, double *x, uint32_t *taken);

#endif
