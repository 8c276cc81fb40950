/*
 * compile/dense.h
 *	  Matrices of an image, and the columns whose rows they are applied to.
 */
#ifndef MLS_COMPILE_DENSE_H
#define MLS_COMPILE_DENSE_H

#include "compile/compile_int.h"

/*
 * A matrix in NUMBER as image/lanes.h has it, all zeros.  Leaves if it were too
 * large; line and "what" say where.  mls_matrix_cell() is a number in it, until
 * the next append to NUMBER.
 */
extern MlsSpan mls_new_lanes(MlsCompile *c, uint32_t n_rows, uint32_t n_columns, uint32_t line, const char *what);
extern double *mls_lanes_cell(MlsCompile *c, MlsSpan matrix, uint32_t n_rows, uint32_t row, uint32_t column);

/* A column that is 1 where a field has a value, else 0; 0 too where it is missing. */
extern uint32_t mls_category_column(MlsCompile *c, MlsScope *scope, const char *field, const char *value, uint32_t line);

/* The column of a FieldRef's field, with mapMissingTo (or NULL) in the place of missing values. */
extern uint32_t mls_number_column(MlsCompile *c, MlsScope *scope, const char *field, const char *mapMissingTo,
								  uint32_t line);

#endif
