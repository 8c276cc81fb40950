/*
 * compile/general_columns.c
 *	  The columns that a GeneralRegressionModel's terms are made of.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "compile/general_int.h"

void
mls_general_problem(const MlsGeneral *g, uint32_t line, const char *element, const char *message)
{
	mls_problem(g->c->load, MLS_INVALID, mls_place(g->c->load, line, element), NULL, "%s", message);
}

/* ---- factors and covariates ---- */

uint32_t
mls_general_lookup(const MlsGeneral *g, const MlsField *field, const char **texts, uint32_t n)
{
	MlsDataType result = g->model->float_context ? MLS_TYPE_FLOAT : MLS_TYPE_DOUBLE;
	uint32_t	map = mls_constant_map(g->c, texts, n, 1, &field->data_type, result);
	uint32_t	column = mls_new_columns(g->c, g->scope, 1);
	uint32_t	otherwise = mls_constant(g->c, "0", result);
	MlsSpan		arguments = mls_index_one(g->c, field->column);
	MlsImgStep *step = mls_add_step(g->c, g->scope, MLS_STEP_MAP_VALUES, column);

	step->arguments = arguments;
	step->record = map;
	step->default_value = otherwise;
	step->data_type = (uint8_t) result;
	return column;
}

/* What a factor's value is in a term with its contrasts; the column of the matrix is that of the PPCell's value. */
static uint32_t
contrast_column(const MlsGeneral *g, const MlsGeneralPredictor *factor, const MlsField *field, const MlsPPCell *cell)
{
	MlsLoad    *load = g->c->load;
	const MlsMatrix *matrix = factor->contrasts;
	const char *const *categories = factor->categories;
	uint32_t	n = factor->n_categories;
	const char **texts;
	uint32_t	place;
	double		number;

	if (n == 0 && field->declared)
	{
		const char **declared = MLS_NEW_N(load, const char *, field->declared->n_values);

		for (uint32_t i = 0; i < field->declared->n_values; i++)
		{
			if (field->declared->values[i].property == MLS_VALUE_VALID)
				declared[n++] = field->declared->values[i].value;
		}
		categories = declared;
	}
	place = mls_category_place(categories, n, cell->value);
	if (place == MLS_NONE && mls_parse_double(cell->value, strlen(cell->value), &number) &&
		number >= 1 && number <= matrix->n_columns && number == floor(number))
		place = (uint32_t) number - 1;
	if (n != matrix->n_rows)
		mls_general_problem(g, factor->line, "Predictor", "the matrix has not as many rows as the factor has categories");
	else if (place >= matrix->n_columns)
		mls_general_problem(g, cell->line, "PPCell", "the contrast matrix has no column for the value");
	else
	{
		texts = MLS_NEW_N(load, const char *, 2 * (size_t) n);
		for (uint32_t i = 0; i < n; i++)
		{
			texts[2 * i] = categories[i];
			texts[2 * i + 1] = mls_format(load, "%.17g", matrix->cells[(size_t) i * matrix->n_columns + place]);
		}
		return mls_general_lookup(g, field, texts, n);
	}
	return field->column;
}

static uint32_t
power_column(const MlsGeneral *g, const MlsField *field, const char *exponent)
{
	uint32_t	column = mls_new_columns(g->c, g->scope, 1);
	uint32_t	refs[2] = {field->column, mls_constant(g->c, exponent, MLS_TYPE_DOUBLE) | MLS_ARG_CONSTANT};
	MlsSpan		arguments = mls_index_list(g->c, refs, 2);
	MlsImgStep *step = mls_add_step(g->c, g->scope, MLS_STEP_APPLY, column);

	/* by the constant's type the power is one of doubles, whatever the field is */
	step->arguments = arguments;
	step->function = MLS_FN_POW;
	step->data_type = MLS_TYPE_DOUBLE;
	return column;
}

double
mls_general_exponent(const MlsGeneral *g, const MlsPPCell *cell)
{
	return mls_literal_number(g->c, (MlsLiteral) {.text = cell->value}, false, cell->line, "PPCell");
}

uint32_t
mls_general_cell(MlsGeneral *g, const MlsPPCell *cell)
{
	const MlsField *field = mls_field(g->c, g->scope, cell->predictorName, cell->line);
	const MlsGeneralPredictor *factor = mls_map_get(&g->factors, cell->predictorName);
	const char *key;
	uint32_t   *column;

	if (!factor && mls_general_exponent(g, cell) == 1)
		return field->column;
	key = mls_format(g->c->load, "%s%c%s", cell->predictorName, 1, cell->value);
	column = mls_map_get(&g->columns, key);
	if (column)
		return *column;
	column = MLS_NEW(g->c->load, uint32_t);
	if (!factor)
		*column = power_column(g, field, cell->value);
	else if (factor->contrasts)
		*column = contrast_column(g, factor, field, cell);
	else
	{
		const char *texts[2] = {cell->value, "1"};

		*column = mls_general_lookup(g, field, texts, 1);
	}
	mls_map_put(g->c->load, &g->columns, key, column);
	return *column;
}

uint32_t
mls_general_constant(MlsGeneral *g, uint32_t constant)
{
	MlsSpan		arguments = mls_index_one(g->c, constant | MLS_ARG_CONSTANT);
	uint32_t	column = mls_new_columns(g->c, g->scope, 1);

	mls_add_step(g->c, g->scope, MLS_STEP_COPY, column)->arguments = arguments;
	return column;
}

/* ---- the baseline hazard of a Cox regression ---- */

/* H0(t) of a stratum: 0 before its first time, missing behind its last. */
static uint32_t
hazard_column(MlsGeneral *g, const MlsBaselineStratum *stratum, uint32_t time)
{
	uint32_t	first = MLS_APPEND_N(g->c, INTERVAL, stratum->n_cells + 1);
	uint32_t	n = 0;
	uint32_t	column = mls_new_columns(g->c, g->scope, 1);
	MlsSpan		arguments = mls_index_one(g->c, time);
	MlsImgStep *step;

	for (uint32_t i = 0; i <= stratum->n_cells; i++)
	{
		double		left = i == 0 ? -INFINITY : stratum->cells[i - 1].time;
		double		right = i == stratum->n_cells ? INFINITY : stratum->cells[i].time;
		uint32_t	constant = mls_number_constant(g->c, i == 0 ? 0 : stratum->cells[i - 1].cumHazard);
		bool		is_last = right > stratum->maxTime;

		*MLS_BUILT(g->c, INTERVAL, first + i) = (MlsImgInterval) {
			left, is_last ? stratum->maxTime : right, is_last ? MLS_CLOSED_CLOSED : MLS_CLOSED_OPEN, constant
		};
		if (left <= stratum->maxTime)
			n++;
	}
	step = mls_add_step(g->c, g->scope, MLS_STEP_DISCRETIZE, column);
	step->arguments = arguments;
	step->record = first;
	step->n_records = n;
	step->flags = MLS_STEP_SORTED;
	step->data_type = MLS_TYPE_DOUBLE;
	return column;
}

void
mls_general_hazard(MlsGeneral *g)
{
	const MlsGeneralRegressionModel *general = g->general;
	uint32_t	time = mls_field(g->c, g->scope, general->endTimeVariable, g->model->line)->column;
	const MlsField *stratum;

	if (general->n_strata == 0)
		return;
	if (!general->baselineStrataVariable)
	{
		g->factor = hazard_column(g, &general->strata[0], time);
		return;
	}
	stratum = mls_field(g->c, g->scope, general->baselineStrataVariable, g->model->line);
	g->factor = mls_general_constant(g, mls_missing_constant(g->c));
	for (uint32_t i = general->n_strata; i-- > 0;)
	{
		uint32_t	hazard = hazard_column(g, &general->strata[i], time);
		uint32_t	is_it = mls_new_columns(g->c, g->scope, 1);
		uint32_t	chosen = mls_new_columns(g->c, g->scope, 1);
		uint32_t	constant = mls_constant(g->c, general->strata[i].value, stratum->data_type);
		uint32_t	refs[3] = {is_it, hazard, g->factor};
		MlsSpan		compared = mls_index_one(g->c, stratum->column);
		MlsSpan		choice = mls_index_list(g->c, refs, 3);
		MlsImgStep *step = mls_add_step(g->c, g->scope, MLS_STEP_NORM_DISCRETE, is_it);

		step->arguments = compared;
		step->record = constant;
		step->data_type = MLS_TYPE_BOOLEAN;
		step = mls_add_step(g->c, g->scope, MLS_STEP_APPLY, chosen);
		step->arguments = choice;
		step->function = MLS_FN_IF;
		g->factor = chosen;
	}
}
