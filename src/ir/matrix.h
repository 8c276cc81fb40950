/*
 * ir/matrix.h
 *	  PMML's element Matrix, as the numbers that it stands for.
 */
#ifndef MLS_IR_MATRIX_H
#define MLS_IR_MATRIX_H

#include <stdint.h>

typedef struct MlsMatrix
{
	double	   *cells;			/* n_rows times n_columns, row by row */
	uint32_t	n_rows;
	uint32_t	n_columns;
} MlsMatrix;

#endif
