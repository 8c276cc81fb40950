/*
 * compile/expression.c
 *	  Expressions to steps.
 *
 * An expression becomes three-address code: each element is a step whose
 * arguments are columns or constants (operand.c).  The function of a
 * DefineFunction is put in place at each call, its parameters standing for the
 * call's arguments.
 */
#include "compile/expression_int.h"

/* ---- the elements ---- */

MlsSpan
mls_norm_points(MlsCompile *c, const MlsExpression *expression)
{
	uint32_t	n = expression->u.norm_continuous.n_norms;
	const MlsLinearNorm *norms = expression->u.norm_continuous.norms;
	uint32_t	first = MLS_APPEND_N(c, NUMBER, 2 * n);

	for (uint32_t i = 0; i < n; i++)
	{
		*MLS_BUILT(c, NUMBER, first + 2 * i) = norms[i].orig;
		*MLS_BUILT(c, NUMBER, first + 2 * i + 1) = norms[i].norm;
	}
	return (MlsSpan) {first, 2 * n};
}

static MlsDataType
compile_norm_continuous(const MlsContext *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	MlsOperand	field = mls_named_operand(x, expression->u.norm_continuous.field, expression->line);
	MlsImgStep *step = mls_add_operands_step(x, MLS_STEP_NORM_CONTINUOUS, &field, 1, out);
	uint32_t	missing = mls_fallback_constant(x, expression->mapMissingTo, MLS_TYPE_DOUBLE);

	step->function = (uint16_t) expression->u.norm_continuous.outliers;
	step->record = mls_norm_points(x->c, expression).first;
	step->n_records = expression->u.norm_continuous.n_norms;
	step->map_missing_to = missing;
	step->data_type = (uint8_t) type;
	return mls_joined_type(x, MLS_TYPE_DOUBLE, missing);
}

static MlsDataType
compile_norm_discrete(const MlsContext *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	MlsOperand	field = mls_named_operand(x, expression->u.norm_discrete.field, expression->line);
	MlsImgStep *step = mls_add_operands_step(x, MLS_STEP_NORM_DISCRETE, &field, 1, out);
	uint32_t	missing = mls_fallback_constant(x, expression->mapMissingTo, MLS_TYPE_DOUBLE);

	step->record = mls_literal_constant(x->c, expression->u.norm_discrete.value, field.type);
	step->map_missing_to = missing;
	step->data_type = (uint8_t) type;
	return mls_joined_type(x, MLS_TYPE_DOUBLE, missing);
}

/* Whether the bins ascend without overlapping, so that one can be found by halving. */
static bool
bins_ascend(const MlsDiscretizeBin *bins, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
	{
		const MlsInterval *a = &bins[i - 1].interval;
		const MlsInterval *b = &bins[i].interval;
		bool		a_has_end = a->closure == MLS_OPEN_CLOSED || a->closure == MLS_CLOSED_CLOSED;
		bool		b_has_start = b->closure == MLS_CLOSED_OPEN || b->closure == MLS_CLOSED_CLOSED;

		if (!(a->leftMargin < b->leftMargin && a->rightMargin <= b->leftMargin) ||
			(a->rightMargin == b->leftMargin && a_has_end && b_has_start))
			return false;
	}
	return true;
}

static MlsDataType
compile_discretize(const MlsContext *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	uint32_t	n = expression->u.discretize.n_bins;
	const MlsDiscretizeBin *bins = expression->u.discretize.bins;
	MlsOperand	field = mls_named_operand(x, expression->u.discretize.field, expression->line);
	bool		is_float = field.type == MLS_TYPE_FLOAT;
	MlsImgStep *step = mls_add_operands_step(x, MLS_STEP_DISCRETIZE, &field, 1, out);
	MlsDataType result = expression->dataType != MLS_TYPE_NONE ? expression->dataType :
		type != MLS_TYPE_NONE ? type : MLS_TYPE_STRING;
	uint32_t	first = MLS_APPEND_N(x->c, INTERVAL, n);

	if (n > 0)
		mls_refuse_intervals(x->c, field.type, bins[0].interval.line);
	for (uint32_t i = 0; i < n; i++)
	{
		const MlsInterval *interval = &bins[i].interval;
		uint32_t	constant = mls_constant(x->c, bins[i].binValue, result);

		*MLS_BUILT(x->c, INTERVAL, first + i) = (MlsImgInterval) {
			is_float ? (double) (float) interval->leftMargin : interval->leftMargin,
			is_float ? (double) (float) interval->rightMargin : interval->rightMargin,
			(uint32_t) interval->closure, constant
		};
	}
	step->flags = bins_ascend(bins, n) ? MLS_STEP_SORTED : 0;
	step->record = first;
	step->n_records = n;
	step->map_missing_to = mls_fallback_constant(x, expression->mapMissingTo, result);
	step->default_value = mls_fallback_constant(x, expression->defaultValue, result);
	step->data_type = (uint8_t) (type != MLS_TYPE_NONE ? type : result);
	return result;
}

static MlsDataType
compile_hash(const MlsContext *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	MlsOperand	field = mls_named_operand(x, expression->u.field_ref.field, expression->line);

	mls_add_operands_step(x, MLS_STEP_HASH, &field, 1, out)->data_type = (uint8_t) type;
	return MLS_TYPE_INTEGER;
}

static MlsDataType
compile_linear(const MlsContext *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	uint32_t	n = expression->u.linear.n;
	MlsOperand *operands = MLS_NEW_N(x->c->load, MlsOperand, (size_t) n + 1);
	double	   *numbers = MLS_NEW_N(x->c->load, double, (size_t) n + 1);
	MlsImgStep *step;
	uint32_t	record;

	for (uint32_t i = 0; i < n; i++)
	{
		operands[i] = mls_named_operand(x, expression->u.linear.fields[i], expression->line);
		numbers[i] = expression->u.linear.coefficients[i];
	}
	numbers[n] = expression->u.linear.intercept;
	record = mls_number_list(x->c, numbers, n + 1).first;
	step = mls_add_operands_step(x, MLS_STEP_LINEAR, operands, n, out);
	step->record = record;
	step->data_type = (uint8_t) type;
	return MLS_TYPE_DOUBLE;
}

static MlsDataType
compile_map_values(const MlsContext *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	uint32_t	n = expression->u.map_values.n_fields;
	MlsOperand *keys = MLS_NEW_N(x->c->load, MlsOperand, n);
	MlsDataType *types = MLS_NEW_N(x->c->load, MlsDataType, n);
	MlsDataType result = expression->dataType != MLS_TYPE_NONE ? expression->dataType :
		type != MLS_TYPE_NONE ? type : MLS_TYPE_STRING;
	MlsImgStep *step;

	for (uint32_t i = 0; i < n; i++)
	{
		keys[i] = mls_named_operand(x, expression->u.map_values.fields[i], expression->line);
		types[i] = keys[i].type;
	}
	step = mls_add_operands_step(x, MLS_STEP_MAP_VALUES, keys, n, out);
	step->record = mls_constant_map(x->c, expression->u.map_values.cells, expression->u.map_values.n_rows,
									n, types, result);
	step->map_missing_to = mls_fallback_constant(x, expression->mapMissingTo, result);
	step->default_value = mls_fallback_constant(x, expression->defaultValue, result);
	step->data_type = (uint8_t) (type != MLS_TYPE_NONE ? type : result);
	return result;
}

/* The type of what is made of a history. */
static MlsDataType
history_type(MlsHistoryFunction function, MlsDataType type)
{
	switch (function)
	{
		case MLS_HISTORY_VALUE:
			return type;
		case MLS_HISTORY_COUNT:
			return MLS_TYPE_INTEGER;
		default:
			return type == MLS_TYPE_DOUBLE ? type : MLS_TYPE_NONE;
	}
}

bool
mls_has_history(MlsCompile *c, const MlsField *field, const char *name, uint32_t line, const char *element)
{
	if (field && field->has_history)
		return true;
	mls_problem(c->load, MLS_UNSUPPORTED, mls_place(c->load, line, element), NULL,
				"\"%s\" has no history: only an input has one, where no segment treats it again", name);
	return false;
}

static MlsDataType
compile_history(const MlsContext *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	const char *name = expression->u.history.field;
	MlsOperand	operand = mls_named_operand(x, name, expression->line);
	MlsHistoryFunction function = expression->u.history.function;
	MlsOperand	list[2] = {operand, operand};
	MlsImgStep *step;

	if (!mls_has_history(x->c, operand.field, name, expression->line,
						 expression->kind == MLS_EXPR_LAG ? "Lag" : "Aggregate"))
		return MLS_TYPE_NONE;
	list[0].ref = operand.field->history;
	list[1].ref = operand.field->elements;
	step = mls_add_operands_step(x, MLS_STEP_HISTORY, list, 2, out);
	step->function = (uint16_t) function;
	step->record = operand.field->treatment;
	step->n_records = expression->u.history.n;
	step->data_type = (uint8_t) type;
	return history_type(function, operand.type);
}

/* ---- any expression ---- */

MlsDataType
mls_compile_into(const MlsContext *x, const MlsExpression *expression, MlsDataType type, uint8_t flags, uint32_t out)
{
	MlsCompile *c = x->c;
	MlsDataType result = MLS_TYPE_NONE;

	if (c->depth >= MLS_MAX_DEPTH)
		mls_fatal(c->load, MLS_TOO_LARGE, mls_place(c->load, expression->line, "expression"), NULL,
				  "expressions are nested more than %d levels deep", MLS_MAX_DEPTH);
	c->depth++;
	switch (expression->kind)
	{
		case MLS_EXPR_CONSTANT:
		case MLS_EXPR_FIELD_REF:
			{
				bool		is_field = expression->kind == MLS_EXPR_FIELD_REF;
				MlsOperand	operand = is_field ?
					mls_named_operand(x, expression->u.field_ref.field, expression->line) :
					mls_constant_operand(x, expression);
				uint32_t	missing = mls_fallback_constant(x, is_field ? expression->mapMissingTo : NULL,
											   type != MLS_TYPE_NONE ? type : operand.type);
				MlsImgStep *step = mls_add_operands_step(x, MLS_STEP_COPY, &operand, 1, out);

				step->map_missing_to = missing;
				step->data_type = (uint8_t) type;
				result = mls_joined_type(x, operand.type, missing);
				break;
			}
		case MLS_EXPR_NORM_CONTINUOUS:
			result = compile_norm_continuous(x, expression, type, out);
			break;
		case MLS_EXPR_NORM_DISCRETE:
			result = compile_norm_discrete(x, expression, type, out);
			break;
		case MLS_EXPR_DISCRETIZE:
			result = compile_discretize(x, expression, type, out);
			break;
		case MLS_EXPR_MAP_VALUES:
			result = compile_map_values(x, expression, type, out);
			break;
		case MLS_EXPR_APPLY:
			result = mls_compile_apply(x, expression, type, out);
			break;
		case MLS_EXPR_LAG:
		case MLS_EXPR_AGGREGATE:
			result = compile_history(x, expression, type, out);
			break;
		case MLS_EXPR_TEXT_INDEX:
			result = mls_compile_text_index(x, expression, type, out);
			break;
		case MLS_EXPR_HASH:
			result = compile_hash(x, expression, type, out);
			break;
		case MLS_EXPR_LINEAR:
			result = compile_linear(x, expression, type, out);
			break;
	}
	c->depth--;
	if (type == MLS_TYPE_NONE)
		return result;

	/* the last step is the one that fills out */
	if (x->scope->steps.n > 0)
	{
		MlsImgStep *last = &MLS_ITEM(&x->scope->steps, MlsImgStep, x->scope->steps.n - 1);

		if (last->out == out)
		{
			last->flags |= flags;
			last->counts = (uint8_t) mls_counts_before_cast(result, type);
		}
	}
	return flags & MLS_STEP_KEEP_UNCAST ? MLS_TYPE_NONE : type;
}

MlsDataType
mls_compile_expression(MlsCompile *c, MlsScope *scope, const MlsExpression *expression,
					   MlsDataType type, uint8_t flags, uint32_t out)
{
	MlsContext		x = {c, scope, NULL};

	return mls_compile_into(&x, expression, type, flags, out);
}
