/*
 * compile/dense.c
 *	  Matrices of an image, and the columns whose rows they are applied to.
 */
#include "compile/dense.h"
#include "image/lanes.h"

MlsSpan
mls_new_lanes(MlsCompile *c, uint32_t n_rows, uint32_t n_columns, uint32_t line, const char *what)
{
	uint64_t	n = mls_lane_columns(n_columns);

	if (n > UINT32_MAX / 2 || (n > 0 && n_rows > UINT32_MAX / 2 / n))
		mls_fatal(c->load, MLS_TOO_LARGE, mls_place(c->load, line, what), NULL, "the model's numbers are too many");
	n *= n_rows;
	return (MlsSpan) {MLS_APPEND_N(c, NUMBER, (uint32_t) n), (uint32_t) n};
}

double *
mls_lanes_cell(MlsCompile *c, MlsSpan matrix, uint32_t n_rows, uint32_t row, uint32_t column)
{
	return MLS_BUILT(c, NUMBER, matrix.first + (uint32_t) mls_lane_place(n_rows, row, column));
}

uint32_t
mls_category_column(MlsCompile *c, MlsScope *scope, const char *name, const char *value, uint32_t line)
{
	const MlsField *field = mls_field(c, scope, name, line);
	uint32_t	constant = mls_constant(c, value, field->data_type);
	uint32_t	zero = mls_number_constant(c, 0);
	uint32_t	column = mls_new_columns(c, scope, 1);
	MlsSpan		arguments = mls_index_one(c, field->column);
	MlsImgStep *step = mls_add_step(c, scope, MLS_STEP_NORM_DISCRETE, column);

	step->arguments = arguments;
	step->record = constant;
	step->map_missing_to = zero;
	step->data_type = MLS_TYPE_DOUBLE;
	return column;
}

uint32_t
mls_number_column(MlsCompile *c, MlsScope *scope, const char *name, const char *mapMissingTo, uint32_t line)
{
	const MlsField *field = mls_field(c, scope, name, line);
	uint32_t	constant;
	uint32_t	column;
	MlsSpan		arguments;
	MlsImgStep *step;

	if (!mapMissingTo)
		return field->column;
	constant = mls_typed_constant(c, mapMissingTo, MLS_TYPE_DOUBLE, line, "mapMissingTo");
	column = mls_new_columns(c, scope, 1);
	arguments = mls_index_one(c, field->column);
	step = mls_add_step(c, scope, MLS_STEP_COPY, column);
	step->arguments = arguments;
	step->default_value = constant;
	return column;
}
