/*
 * eval/dense.c
 *	  Sums over the numbers of a row, for many columns of a matrix.
 *
 * The loops are written once (eval/dense_loops.h) and compiled for what CPUs
 * have.  None of them multiplies and adds in one step, so all give the same bits.
 */
#include "eval/dense.h"

typedef enum Operation
{
	PRODUCT,
	DISTANCE
} Operation;

_Static_assert(MLS_DENSE_ROWS == 4, "the loops have a variable for each row");

typedef double plain_Vector __attribute__((vector_size(16), aligned(8), may_alias));

#define NAME(x)	plain_##x
#define TARGET
#define WIDTH	2
#include "eval/dense_loops.h"

#if defined(__x86_64__) && defined(__GNUC__)

typedef double avx2_Vector __attribute__((vector_size(32), aligned(8), may_alias));

#define NAME(x)	avx2_##x
#define TARGET	__attribute__((target("avx2")))
#define WIDTH	4
#include "eval/dense_loops.h"

typedef double avx512_Vector __attribute__((vector_size(64), aligned(8), may_alias));

#define NAME(x)	avx512_##x
#define TARGET	__attribute__((target("avx512f")))
#define WIDTH	8
#include "eval/dense_loops.h"

#define RUN(function, dense) \
	(__builtin_cpu_supports("avx512f") ? avx512_##function(dense) : \
	 __builtin_cpu_supports("avx2") ? avx2_##function(dense) : plain_##function(dense))

#else

#define RUN(function, dense)	plain_##function(dense)

#endif

void
mls_dense_products(const MlsDense *dense)
{
	RUN(products, dense);
}

void
mls_dense_distances(const MlsDense *dense)
{
	RUN(distances, dense);
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
