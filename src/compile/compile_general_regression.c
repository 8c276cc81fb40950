/*
 * compile/compile_general_regression.c
 *	  GeneralRegressionModel, scored by the kernel of RegressionModel.
 *
 * A PCell is a term: its beta times the product of what the PPCells of its
 * parameter say.  A covariate is the field to the power of the PPCell's value, a
 * factor 1 where the field has that value and 0 elsewhere, or what its contrast
 * matrix has for it.  Covariates by themselves, as they are, become terms on the
 * field's own column.  Factors by themselves that follow each other, as a
 * factor's levels do, become one term: the coefficient is looked up by the
 * field's value.  Other terms are products of columns that steps fill.
 *
 * Each category has a table.  A parameter's PCells (and PPCells) that name the
 * category stand in for those that name none; the reference category, put last,
 * has an empty table.  The offset is the last term of each table; in a Cox
 * regression what the reference points come to is taken off before it.
 */
#include <math.h>
#include <string.h>

#include "compile/general_int.h"
#include "compile/trees.h"

/* A parameter, and the cells about it in the order of the document. */
typedef struct Parameter
{
	double		reference;
	MlsVec		pp_cells;		/* const MlsPPCell * */
	MlsVec		p_cells;		/* const MlsPCell * */
} Parameter;

/* ---- parameters ---- */

static Parameter *
find_parameter(const MlsGeneral *g, const char *name, uint32_t line, const char *element)
{
	Parameter  *parameter = mls_map_get(&g->parameters, name);

	if (!parameter)
		mls_problem(g->c->load, MLS_INVALID, mls_place(g->c->load, line, element), NULL,
					"there is no parameter \"%s\"", name);
	return parameter;
}

static void
collect_cells(MlsGeneral *g)
{
	const MlsGeneralRegressionModel *general = g->general;

	for (uint32_t i = 0; i < general->n_parameters; i++)
	{
		Parameter  *parameter = MLS_NEW(g->c->load, Parameter);

		parameter->reference = general->parameters[i].referencePoint;
		if (mls_map_put(g->c->load, &g->parameters, general->parameters[i].name, parameter) != parameter)
			mls_problem(g->c->load, MLS_INVALID, mls_place(g->c->load, g->model->line, "GeneralRegressionModel"), NULL,
						"the parameter \"%s\" is there twice", general->parameters[i].name);
	}
	for (uint32_t i = 0; i < general->n_factors; i++)
		mls_map_put(g->c->load, &g->factors, general->factors[i].name, &general->factors[i]);
	for (uint32_t i = 0; i < general->n_pp_cells; i++)
	{
		const MlsPPCell *cell = &general->pp_cells[i];
		Parameter  *parameter = find_parameter(g, cell->parameterName, cell->line, "PPCell");

		if (parameter)
			*MLS_PUSH(g->c->load, &parameter->pp_cells, const MlsPPCell *) = cell;
	}
	for (uint32_t i = 0; i < general->n_p_cells; i++)
	{
		const MlsPCell *cell = &general->p_cells[i];
		Parameter  *parameter = find_parameter(g, cell->parameterName, cell->line, "PCell");

		if (parameter)
			*MLS_PUSH(g->c->load, &parameter->p_cells, const MlsPCell *) = cell;
	}
}

/* Whether a cell's targetCategory means the category. */
static bool
is_of(const char *targetCategory, const char *category)
{
	return targetCategory && category && mls_category_place(&targetCategory, 1, category) == 0;
}

/* Whether a PCell counts for a category; notes a second one for the same. */
static bool
counts(const MlsGeneral *g, const MlsPCell *cell, const Parameter *parameter, const char *category)
{
	bool		own = is_of(cell->targetCategory, category);

	if (cell->targetCategory && !own)
		return false;
	for (uint32_t i = 0; i < parameter->p_cells.n; i++)
	{
		const MlsPCell *other = MLS_ITEM(&parameter->p_cells, const MlsPCell *, i);

		if (other == cell)
			continue;
		if (!own && is_of(other->targetCategory, category))
			return false;
		if (other < cell && (own ? is_of(other->targetCategory, category) : !other->targetCategory))
			mls_general_problem(g, cell->line, "PCell", "there is another one for the same parameter");
	}
	return true;
}

/* The PPCells of a parameter for a category: its own ones, else those of all. */
static uint32_t
pp_cells_of(const MlsGeneral *g, const Parameter *parameter, const char *category, const MlsPPCell ***cells)
{
	uint32_t	n = 0;
	bool		own = false;

	*cells = MLS_NEW_N(g->c->load, const MlsPPCell *, parameter->pp_cells.n);
	for (uint32_t i = 0; i < parameter->pp_cells.n; i++)
		own |= is_of(MLS_ITEM(&parameter->pp_cells, const MlsPPCell *, i)->targetCategory, category);
	for (uint32_t i = 0; i < parameter->pp_cells.n; i++)
	{
		const MlsPPCell *cell = MLS_ITEM(&parameter->pp_cells, const MlsPPCell *, i);

		if (own ? is_of(cell->targetCategory, category) : !cell->targetCategory)
			(*cells)[n++] = cell;
	}
	return n;
}

/* ---- terms ---- */

static MlsImgRegressionTerm *
add_term(MlsGeneral *g, MlsVec *terms, MlsTermKind kind, double coefficient)
{
	MlsImgRegressionTerm *term = MLS_PUSH(g->c->load, terms, MlsImgRegressionTerm);

	*term = (MlsImgRegressionTerm) {
		.kind = kind, .coefficient = coefficient, .exponent = 1, .column = MLS_NONE, .constant = MLS_NONE
	};
	return term;
}

static void
add_column(MlsGeneral *g, MlsVec *terms, double coefficient, uint32_t column)
{
	add_term(g, terms, MLS_TERM_NUMERIC, coefficient)->column = column;
}

/* The levels of one factor that follow each other. */
typedef struct Levels
{
	const char *predictor;		/* NULL: none */
	MlsVec		texts;			/* const char *: a value, its coefficient ... */
} Levels;

/* Makes a term of the levels collected so far. */
static void
finish_levels(MlsGeneral *g, MlsVec *terms, Levels *levels)
{
	const MlsField *field;

	if (!levels->predictor)
		return;
	field = mls_field(g->c, g->scope, levels->predictor, g->model->line);
	add_column(g, terms, 1, mls_general_lookup(g, field, (const char **) levels->texts.items, levels->texts.n / 2));
	*levels = (Levels) {NULL, {0}};
}

static void
add_level(MlsGeneral *g, MlsVec *terms, Levels *levels, const MlsPPCell *cell, const char *beta)
{
	bool		again = false;

	for (uint32_t i = 0; i < levels->texts.n; i += 2)
	{
		const char *value = MLS_ITEM(&levels->texts, const char *, i);

		again |= mls_category_place(&value, 1, cell->value) == 0;
	}
	if (again || !levels->predictor || strcmp(levels->predictor, cell->predictorName) != 0)
		finish_levels(g, terms, levels);
	levels->predictor = cell->predictorName;
	*MLS_PUSH(g->c->load, &levels->texts, const char *) = cell->value;
	*MLS_PUSH(g->c->load, &levels->texts, const char *) = beta;
}

/* The terms of a category (NULL: of a regression); *intercept is what the sum starts from. */
static void
add_terms(MlsGeneral *g, const char *category, MlsVec *terms, double *intercept)
{
	Levels		levels = {NULL, {0}};
	double		reference = 0;
	bool		is_first = true;

	for (uint32_t i = 0; i < g->general->n_p_cells; i++)
	{
		const MlsPCell *cell = &g->general->p_cells[i];
		const Parameter *parameter = mls_map_get(&g->parameters, cell->parameterName);
		const MlsGeneralPredictor *factor;
		const MlsPPCell **pp_cells;
		double		beta;
		uint32_t	n;

		mls_tick(g->c->load);
		if (!parameter || !counts(g, cell, parameter, category))
			continue;
		beta = mls_literal_number(g->c, cell->beta, g->model->float_context, cell->line, "PCell");
		reference += beta * parameter->reference;
		n = pp_cells_of(g, parameter, category, &pp_cells);
		factor = n == 1 ? mls_map_get(&g->factors, pp_cells[0]->predictorName) : NULL;
		if (factor && !factor->contrasts)
		{
			add_level(g, terms, &levels, pp_cells[0], cell->beta.text);
			is_first = false;
			continue;
		}
		finish_levels(g, terms, &levels);
		if (n == 0 && is_first)
			*intercept = beta;
		else if (n == 1 && !factor)
		{
			double		exponent = mls_general_exponent(g, pp_cells[0]);

			add_column(g, terms, beta, mls_field(g->c, g->scope, pp_cells[0]->predictorName, pp_cells[0]->line)->column);
			MLS_ITEM(terms, MlsImgRegressionTerm, terms->n - 1).exponent = exponent;
		}
		else
		{
			uint32_t   *columns = MLS_NEW_N(g->c->load, uint32_t, n);
			MlsSpan		span;

			for (uint32_t k = 0; k < n; k++)
				columns[k] = mls_general_cell(g, pp_cells[k]);
			span = mls_index_list(g->c, columns, n);
			add_term(g, terms, MLS_TERM_PRODUCT, beta)->columns = span;
		}
		is_first = false;
	}
	finish_levels(g, terms, &levels);
	if (g->general->modelType == MLS_GENERAL_COX && reference != 0)
		add_term(g, terms, MLS_TERM_PRODUCT, -reference);
	if (g->offset != MLS_NONE)
		add_column(g, terms, 1, g->offset);
	else if (g->general->offsetValue != 0)
		add_term(g, terms, MLS_TERM_PRODUCT, g->general->offsetValue);
}

static void
fill_table(MlsGeneral *g, const char *category, bool is_empty, uint32_t table)
{
	MlsImgRegressionTable record = {0};
	MlsVec		terms = {0};

	if (!is_empty)
		add_terms(g, category, &terms, &record.intercept);
	record.terms.n = terms.n;
	record.terms.first = MLS_APPEND_N(g->c, REGRESSION_TERM, terms.n);
	if (terms.n > 0)
		memcpy(MLS_BUILT(g->c, REGRESSION_TERM, record.terms.first), terms.items,
			   terms.n * sizeof(MlsImgRegressionTerm));
	*MLS_BUILT(g->c, REGRESSION_TABLE, table) = record;
}

/* ---- trials ---- */

static void
compile_trials(MlsGeneral *g)
{
	if (g->general->trialsVariable)
		g->factor = mls_field(g->c, g->scope, g->general->trialsVariable, g->model->line)->column;
	else if (g->general->trialsValue != 1)
		g->factor = mls_general_constant(g, mls_number_constant(g->c, g->general->trialsValue));
}

/* ---- categories ---- */

/*
 * The categories: those that the target declares, else those that PCells name;
 * the reference category last.  NULL if there are none, or no reference.
 */
static const char **
order_categories(MlsGeneral *g, uint32_t *n)
{
	const MlsGeneralRegressionModel *general = g->general;
	MlsCategories categories = {0};
	const char *reference = general->targetReferenceCategory;
	const char **names;
	uint32_t	place = MLS_NONE;
	uint32_t	n_without = 0;

	mls_add_declared_categories(g->c->load, &categories, g->result->predictions[0].declared);
	for (uint32_t i = 0; i < general->n_p_cells; i++)
	{
		if (general->p_cells[i].targetCategory)
			mls_add_category(g->c->load, &categories, general->p_cells[i].targetCategory);
	}
	if (reference)
		mls_add_category(g->c->load, &categories, reference);
	names = (const char **) categories.names.items;
	*n = categories.names.n;
	if (*n < 2)
	{
		mls_general_problem(g, g->model->line, "GeneralRegressionModel", "a classification needs two categories or more");
		return NULL;
	}
	if (general->modelType == MLS_GENERAL_ORDINAL)
		return names;			/* in their order; the last one is the rest */

	if (reference)
		place = mls_category_place(names, *n, reference);
	for (uint32_t i = 0; i < *n && !reference; i++)
	{
		bool		named = false;

		for (uint32_t k = 0; k < general->n_p_cells && !named; k++)
			named = is_of(general->p_cells[k].targetCategory, names[i]);
		if (!named)
		{
			place = i;
			n_without++;
		}
	}
	if (!reference && n_without != 1)
	{
		if (general->modelType != MLS_GENERAL_MULTINOMIAL || n_without > 1)
		{
			mls_general_problem(g, g->model->line, "GeneralRegressionModel",
					"the reference category can't be told: there is no targetReferenceCategory, and not just one category "
					"without PCells");
			return NULL;
		}
		place = *n - 1;
	}
	reference = names[place];
	memmove(names + place, names + place + 1, (*n - place - 1) * sizeof(*names));
	names[*n - 1] = reference;
	return names;
}

/* ---- the model ---- */

static bool
check_function(const MlsGeneral *g)
{
	MlsGeneralType type = g->general->modelType;
	bool		fits;

	if (g->model->functionName == MLS_FUNCTION_CLASSIFICATION)
		fits = type == MLS_GENERAL_MULTINOMIAL || type == MLS_GENERAL_ORDINAL || type == MLS_GENERAL_GENERALIZED;
	else
		fits = type != MLS_GENERAL_MULTINOMIAL && type != MLS_GENERAL_ORDINAL;
	if (!fits)
		mls_general_problem(g, g->model->line, "GeneralRegressionModel", "functionName and modelType do not fit together");
	return fits;
}

static void
compile_general_regression(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsGeneralRegressionModel *general = model->u.general_regression;
	MlsGeneral	g = {
		.c = c, .scope = scope, .model = model, .general = general, .result = result,
		.factor = MLS_NONE, .offset = MLS_NONE
	};
	bool		classifies = model->functionName == MLS_FUNCTION_CLASSIFICATION;
	const char **names = NULL;
	uint32_t	n = 1;
	uint32_t	first;
	uint32_t	body;

	if (!check_function(&g))
		return;
	collect_cells(&g);
	if (classifies)
	{
		names = order_categories(&g, &n);
		if (!names)
			return;
		mls_set_categories(c, result, names, n);
		result->predictions[0].confidences = MLS_NONE;	/* they are the probabilities */
	}
	if (general->offsetVariable)
		g.offset = mls_field(c, scope, general->offsetVariable, model->line)->column;
	if (general->modelType == MLS_GENERAL_COX)
		mls_general_hazard(&g);
	else if (!classifies)
		compile_trials(&g);

	first = MLS_APPEND_N(c, REGRESSION_TABLE, n);
	for (uint32_t i = 0; i < n; i++)
		fill_table(&g, classifies ? names[i] : NULL, classifies && i == n - 1, first + i);
	body = MLS_APPEND(c, REGRESSION);
	*MLS_BUILT(c, REGRESSION, body) = (MlsImgRegression) {
		.link = (uint8_t) general->link,
		.ordinal = general->modelType == MLS_GENERAL_ORDINAL,
		.intercept_first = true,
		.tables = {first, n},
		.parameter = general->link_parameter,
		.factor = g.factor,
		.margins = MLS_NONE,
		.rest = general->modelType == MLS_GENERAL_GENERALIZED
	};
	mls_set_kernel(c, result, MLS_KERNEL_REGRESSION, body);
}

static const char *
implied_target(const MlsModel *model)
{
	return model->u.general_regression->targetVariableName;
}

const MlsModelCompiler mls_compiler_general_regression = {
	.compile = compile_general_regression,
	.implied_target = implied_target
};
