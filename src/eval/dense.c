/*
 * eval/dense.c
 *	  Sums over the numbers of a row, for many columns of a matrix.
 *
 * The loops themselves have variants (eval/vectors_dense.h).
 */
#include "eval/dense.h"
#include "eval/vectors.h"

void
mls_dense_products(const MlsDense *dense)
{
	mls_vectors()->products(dense);
}

void
mls_dense_distances(const MlsDense *dense)
{
	mls_vectors()->distances(dense);
}

/* ---- rows ---- */

/* A field of a row as a number; false if there is none. */
static bool
field_number(MlsEval *eval, uint32_t column, uint32_t row, double *number)
{
	MlsCell		cell = mls_get(eval, column, row);

	if (cell.tag == MLS_TAG_DOUBLE)
	{
		*number = cell.datum.d;
		return true;
	}
	if (mls_cell_number(cell, number))
		return true;
	if (cell.tag == MLS_TAG_INVALID)
		mls_fail_row(eval, row, cell.datum.reason);
	else if (MLS_IS_NO_NUMBER(cell.tag))
		mls_fail_row(eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, MLS_NONE});
	return false;
}

uint32_t
mls_dense_rows(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows, MlsSpan fields,
			   bool needed, uint32_t *next, double *x, uint32_t *taken)
{
	const uint32_t *columns = MLS_RECORDS(eval->image, INDEX) + fields.first;
	uint32_t	n = 0;

	while (*next < rows->n && n < MLS_DENSE_ROWS)
	{
		uint32_t	row = mls_row(rows, (*next)++);
		uint32_t	i = 0;

		while (i < fields.n && field_number(eval, columns[i], row, &x[(size_t) n * fields.n + i]))
			i++;
		if (i == fields.n)
		{
			taken[n++] = row;
			continue;
		}
		if (needed)
			mls_fail_row(eval, row, (MlsReason) {MLS_REASON_MISSING_VALUE, MLS_NONE});
		mls_no_prediction(eval, model, row);
	}
	return n;
}
