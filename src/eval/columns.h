/*
 * eval/columns.h
 *	  Loops over columns of numbers, several rows at a time.
 *
 * They have variants (eval/vectors_columns.h).  A row has the same bits whatever is
 * beside it.
 */
#ifndef MLS_EVAL_COLUMNS_H
#define MLS_EVAL_COLUMNS_H

#include "eval/eval_int.h"

/* How many sums over the same columns are made at once. */
#define MLS_SUMS_AT_ONCE	4

typedef struct MlsColumnSum
{
	const double *coefficients;
	double		last;			/* added behind the terms, unless the sum has begun */
	double	   *out;			/* of the first row */
} MlsColumnSum;

/*
 * Sums of coefficient times column in the order of the terms, each product and each
 * sum rounded by itself; of all rows from the first on, and of no others.
 */
typedef struct MlsColumnSums
{
	const double *data;			/* the columns' numbers for the first row ... */
	size_t		stride;			/* ... which lie so far apart */
	const uint32_t *columns;	/* of each term */
	size_t		columns_apart;	/* in bytes */
	size_t		coefficients_apart;
	uint32_t	n_terms;
	uint32_t	n_rows;
	bool		has_begun;		/* from what "out" has; else from 0 */
	uint32_t	n_sums;			/* at least 1 */
	MlsColumnSum sums[MLS_SUMS_AT_ONCE];
} MlsColumnSums;

/* A column of doubles, or one number for all rows. */
typedef struct MlsColumnOperand
{
	const double *data;			/* NULL: the number */
	double		number;
} MlsColumnOperand;

#endif
