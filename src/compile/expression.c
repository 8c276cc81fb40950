/*
 * compile/expression.c
 *	  Expressions to steps.
 *
 * An expression becomes three-address code: its arguments are columns or
 * constants, intermediate results lie in temporary columns that serve again as
 * soon as they have been read.  The function of a DefineFunction is put in place
 * at each call, its parameters standing for the call's arguments.
 */
#include <string.h>

#include "compile/compile_int.h"

/* What a step reads: a column or (MLS_ARG_CONSTANT) a constant. */
typedef struct Operand
{
	uint32_t	ref;
	MlsDataType type;
	const MlsField *field;		/* if it is a field as it stands, else NULL */
	bool		is_temporary;
} Operand;

/* A DefineFunction that is being put in place: what its parameters stand for. */
typedef struct MlsCall
{
	struct MlsCall *outer;
	const MlsDefineFunction *function;
	const Operand *arguments;
} MlsCall;

/* Where an expression stands. */
typedef struct Context
{
	MlsCompile *c;
	MlsScope   *scope;
	MlsCall    *call;			/* whose body it is, or NULL */
} Context;

static MlsDataType compile_into(const Context *x, const MlsExpression *expression,
								MlsDataType type, uint8_t flags, uint32_t out);

/* ---- operands ---- */

static uint32_t
take_temporary(MlsCompile *c)
{
	MlsVec	   *free_ones = &c->free_temporaries;

	if (free_ones->n > 0)
		return MLS_ITEM(free_ones, uint32_t, --free_ones->n);
	return mls_new_columns(c, NULL, 1);
}

static void
release(MlsCompile *c, const Operand *operands, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
	{
		if (operands[i].is_temporary)
			*MLS_PUSH(c->load, &c->free_temporaries, uint32_t) = operands[i].ref;
	}
}

static Operand
constant_operand(uint32_t constant, MlsDataType type)
{
	return (Operand) {constant | MLS_ARG_CONSTANT, type, NULL, false};
}

/* What a name means in a function's body or, outside of one, in the scope. */
static Operand
named_operand(const Context *x, const char *name, uint32_t line)
{
	const MlsField *field;

	if (x->call)
	{
		const MlsDefineFunction *function = x->call->function;

		for (uint32_t i = 0; i < function->n_parameters; i++)
		{
			if (strcmp(function->parameters[i].name, name) == 0)
			{
				Operand		operand = x->call->arguments[i];

				operand.is_temporary = false;	/* the call releases it */
				return operand;
			}
		}
	}
	field = mls_field(x->c, x->scope, name, line);
	return (Operand) {field->column, field->data_type, field, false};
}

/* The type of a Constant without dataType is that of its literal. */
static Operand
compile_constant(const Context *x, const MlsExpression *expression)
{
	MlsLiteral	value = expression->u.constant.value;
	MlsDataType type = expression->dataType;

	if (expression->u.constant.missing || (!value.text && !value.is_number) ||
		(value.text && value.text[0] == '\0' && type != MLS_TYPE_STRING && type != MLS_TYPE_NONE))
		return constant_operand(mls_missing_constant(x->c), type);
	if (value.text && type != MLS_TYPE_NONE)
		return constant_operand(mls_typed_constant(x->c, value.text, type, expression->line, "Constant"), type);
	if (type == MLS_TYPE_NONE)
		type = value.text ? mls_literal_type(value.text) : MLS_TYPE_DOUBLE;
	return constant_operand(mls_literal_constant(x->c, value, type), type);
}

static Operand
compile_operand(const Context *x, const MlsExpression *expression)
{
	Operand		result = {MLS_NONE, MLS_TYPE_NONE, NULL, true};

	if (expression->kind == MLS_EXPR_CONSTANT)
		return compile_constant(x, expression);
	if (expression->kind == MLS_EXPR_FIELD_REF && !expression->mapMissingTo)
		return named_operand(x, expression->u.field_ref.field, expression->line);
	result.ref = take_temporary(x->c);
	result.type = compile_into(x, expression, MLS_TYPE_NONE, 0, result.ref);
	return result;
}

/* ---- steps ---- */

/* Adds the step whose arguments are these; they are released. */
static MlsImgStep *
add_step(const Context *x, MlsStepOp op, const Operand *operands, uint32_t n, uint32_t out)
{
	MlsCompile *c = x->c;
	uint32_t   *refs = MLS_NEW_N(c->load, uint32_t, n);
	MlsSpan		arguments;
	MlsImgStep *step;

	for (uint32_t i = 0; i < n; i++)
		refs[i] = operands[i].ref;
	arguments = mls_index_list(c, refs, n);
	release(c, operands, n);
	step = mls_add_step(c, x->scope, op, out);
	step->arguments = arguments;
	return step;
}

/*
 * mapMissingTo or defaultValue: text, of the type that is wanted where it can be,
 * else of its own.
 */
static uint32_t
fallback(const Context *x, const char *text, MlsDataType type)
{
	if (!text)
		return MLS_NONE;
	if (type == MLS_TYPE_NONE)
		type = mls_literal_type(text);
	return mls_constant(x->c, text, type);
}

/* The type of a result that may also be a fallback's. */
static MlsDataType
joined_type(const Context *x, MlsDataType type, uint32_t constant)
{
	static const MlsDataType types[] = {
		[MLS_TAG_DOUBLE] = MLS_TYPE_DOUBLE,
		[MLS_TAG_FLOAT] = MLS_TYPE_FLOAT,
		[MLS_TAG_INTEGER] = MLS_TYPE_INTEGER,
		[MLS_TAG_BOOLEAN] = MLS_TYPE_BOOLEAN,
		[MLS_TAG_STRING] = MLS_TYPE_STRING
	};

	if (constant == MLS_NONE || types[MLS_BUILT(x->c, CONSTANT, constant)->tag] == type)
		return type;
	return MLS_TYPE_NONE;
}

/* ---- the elements ---- */

static MlsDataType
compile_norm_continuous(const Context *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	uint32_t	n = expression->u.norm_continuous.n_norms;
	const MlsLinearNorm *norms = expression->u.norm_continuous.norms;
	Operand		field = named_operand(x, expression->u.norm_continuous.field, expression->line);
	MlsImgStep *step = add_step(x, MLS_STEP_NORM_CONTINUOUS, &field, 1, out);
	uint32_t	missing = fallback(x, expression->mapMissingTo, MLS_TYPE_DOUBLE);
	uint32_t	first = MLS_APPEND_N(x->c, NUMBER, 2 * n);

	for (uint32_t i = 0; i < n; i++)
	{
		*MLS_BUILT(x->c, NUMBER, first + 2 * i) = norms[i].orig;
		*MLS_BUILT(x->c, NUMBER, first + 2 * i + 1) = norms[i].norm;
	}
	step->function = (uint16_t) expression->u.norm_continuous.outliers;
	step->record = first;
	step->n_records = n;
	step->map_missing_to = missing;
	step->data_type = (uint8_t) type;
	return joined_type(x, MLS_TYPE_DOUBLE, missing);
}

static MlsDataType
compile_norm_discrete(const Context *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	Operand		field = named_operand(x, expression->u.norm_discrete.field, expression->line);
	MlsImgStep *step = add_step(x, MLS_STEP_NORM_DISCRETE, &field, 1, out);
	uint32_t	missing = fallback(x, expression->mapMissingTo, MLS_TYPE_DOUBLE);

	step->record = mls_literal_constant(x->c, expression->u.norm_discrete.value, field.type);
	step->map_missing_to = missing;
	step->data_type = (uint8_t) type;
	return joined_type(x, MLS_TYPE_DOUBLE, missing);
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
compile_discretize(const Context *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	uint32_t	n = expression->u.discretize.n_bins;
	const MlsDiscretizeBin *bins = expression->u.discretize.bins;
	Operand		field = named_operand(x, expression->u.discretize.field, expression->line);
	bool		is_float = field.type == MLS_TYPE_FLOAT;
	MlsImgStep *step = add_step(x, MLS_STEP_DISCRETIZE, &field, 1, out);
	MlsDataType result = expression->dataType != MLS_TYPE_NONE ? expression->dataType :
		type != MLS_TYPE_NONE ? type : MLS_TYPE_STRING;
	uint32_t	first = MLS_APPEND_N(x->c, INTERVAL, n);

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
	step->map_missing_to = fallback(x, expression->mapMissingTo, result);
	step->default_value = fallback(x, expression->defaultValue, result);
	step->data_type = (uint8_t) (type != MLS_TYPE_NONE ? type : result);
	return result;
}

static MlsDataType
compile_map_values(const Context *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	uint32_t	n = expression->u.map_values.n_fields;
	Operand    *keys = MLS_NEW_N(x->c->load, Operand, n);
	MlsDataType *types = MLS_NEW_N(x->c->load, MlsDataType, n);
	MlsDataType result = expression->dataType != MLS_TYPE_NONE ? expression->dataType :
		type != MLS_TYPE_NONE ? type : MLS_TYPE_STRING;
	MlsImgStep *step;

	for (uint32_t i = 0; i < n; i++)
	{
		keys[i] = named_operand(x, expression->u.map_values.fields[i], expression->line);
		types[i] = keys[i].type;
	}
	step = add_step(x, MLS_STEP_MAP_VALUES, keys, n, out);
	step->record = mls_constant_map(x->c, expression->u.map_values.cells, expression->u.map_values.n_rows,
									n, types, result);
	step->map_missing_to = fallback(x, expression->mapMissingTo, result);
	step->default_value = fallback(x, expression->defaultValue, result);
	step->data_type = (uint8_t) (type != MLS_TYPE_NONE ? type : result);
	return result;
}

/* ---- Apply: functions ---- */

typedef struct BuiltIn
{
	const char *name;
	int			least;
	int			most;
} BuiltIn;

static const BuiltIn built_ins[] = {
#define MLS_FUNCTION(symbol, name, least, most) {name, least, most},
#include "lists/functions.h"
#undef MLS_FUNCTION
};

/* The built-in function of a name; MLS_N_FUNCTIONS if there is none. */
static MlsFunction
find_built_in(const char *name)
{
	if (strcmp(name, "%") == 0)
		name = "modulo";
	for (int i = 0; i < MLS_N_FUNCTIONS; i++)
	{
		if (strcmp(built_ins[i].name, name) == 0)
			return (MlsFunction) i;
	}
	return MLS_N_FUNCTIONS;
}

/* The type that all operands have, or NONE. */
static MlsDataType
common_type(const Operand *operands, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
	{
		if (operands[i].type != operands[0].type)
			return MLS_TYPE_NONE;
	}
	return operands[0].type;
}

/* The type of a real function's result: what has to do with floats may be one. */
static MlsDataType
real_type(const Operand *operands, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
	{
		if (operands[i].type == MLS_TYPE_FLOAT || operands[i].type == MLS_TYPE_NONE)
			return common_type(operands, n);
	}
	return MLS_TYPE_DOUBLE;
}

/* The type that a function's result has, where that can be told. */
static MlsDataType
function_type(MlsFunction function, const Operand *operands, uint32_t n)
{
	switch (function)
	{
		case MLS_FN_ADD:
		case MLS_FN_SUBTRACT:
		case MLS_FN_MULTIPLY:
		case MLS_FN_DIVIDE:
		case MLS_FN_MODULO:
		case MLS_FN_MIN:
		case MLS_FN_MAX:
		case MLS_FN_SUM:
		case MLS_FN_PRODUCT:
		case MLS_FN_ABS:
			{
				MlsDataType type = common_type(operands, n);

				return type == MLS_TYPE_DOUBLE || type == MLS_TYPE_INTEGER || type == MLS_TYPE_FLOAT ?
					type : MLS_TYPE_NONE;
			}
		case MLS_FN_IF:
			return common_type(operands + 1, n - 1);
		case MLS_FN_NORMAL_CDF:
		case MLS_FN_NORMAL_PDF:
		case MLS_FN_NORMAL_IDF:
		case MLS_FN_STD_NORMAL_CDF:
		case MLS_FN_STD_NORMAL_PDF:
		case MLS_FN_STD_NORMAL_IDF:
		case MLS_FN_ERF:
			return MLS_TYPE_DOUBLE;
		case MLS_FN_AVG:
		case MLS_FN_LOG10:
		case MLS_FN_LN:
		case MLS_FN_LN1P:
		case MLS_FN_SQRT:
		case MLS_FN_EXP:
		case MLS_FN_EXPM1:
		case MLS_FN_HYPOT:
		case MLS_FN_SIN:
		case MLS_FN_ASIN:
		case MLS_FN_SINH:
		case MLS_FN_COS:
		case MLS_FN_ACOS:
		case MLS_FN_COSH:
		case MLS_FN_TAN:
		case MLS_FN_ATAN:
		case MLS_FN_ATAN2:
		case MLS_FN_TANH:
			return real_type(operands, n);
		case MLS_FN_THRESHOLD:
		case MLS_FN_STRING_LENGTH:
			return MLS_TYPE_INTEGER;
		case MLS_FN_CONCAT:
		case MLS_FN_SUBSTRING:
		case MLS_FN_TRIM_BLANKS:
			return MLS_TYPE_STRING;
		case MLS_FN_IS_MISSING:
		case MLS_FN_IS_NOT_MISSING:
		case MLS_FN_IS_VALID:
		case MLS_FN_IS_NOT_VALID:
		case MLS_FN_EQUAL:
		case MLS_FN_NOT_EQUAL:
		case MLS_FN_LESS_THAN:
		case MLS_FN_LESS_OR_EQUAL:
		case MLS_FN_GREATER_THAN:
		case MLS_FN_GREATER_OR_EQUAL:
		case MLS_FN_AND:
		case MLS_FN_OR:
		case MLS_FN_NOT:
		case MLS_FN_IS_IN:
		case MLS_FN_IS_NOT_IN:
			return MLS_TYPE_BOOLEAN;
		default:
			return MLS_TYPE_NONE;
	}
}

/* isIn and isNotIn of a list that is all constants: a set, as text where it says so. */
static uint32_t
constant_members(const Context *x, const MlsExpression *expression, MlsDataType type)
{
	uint32_t	n = expression->u.apply.n_arguments - 1;
	const char **texts = MLS_NEW_N(x->c->load, const char *, n);

	for (uint32_t i = 0; i < n; i++)
	{
		const MlsExpression *argument = expression->u.apply.arguments[i + 1];

		if (argument->kind != MLS_EXPR_CONSTANT || !argument->u.constant.value.text ||
			argument->u.constant.missing)
			return MLS_NONE;
		texts[i] = argument->u.constant.value.text;
	}
	return mls_constant_set(x->c, texts, n, type);
}

/*
 * A category of an ordinal field against a constant: the declared values that
 * lie below it, above it ... as a set.  MLS_NONE if it is anything else.
 */
static uint32_t
values_in_order(const Context *x, MlsFunction function, const MlsField *field, const MlsExpression *other)
{
	const MlsDataField *declared = field ? field->declared : NULL;
	const char *text = other->kind == MLS_EXPR_CONSTANT ? other->u.constant.value.text : NULL;
	bool		equal_too = function == MLS_FN_LESS_OR_EQUAL || function == MLS_FN_GREATER_OR_EQUAL;
	bool		below = function == MLS_FN_LESS_THAN || function == MLS_FN_LESS_OR_EQUAL;
	bool		above = function == MLS_FN_GREATER_THAN || function == MLS_FN_GREATER_OR_EQUAL;
	const char **texts;
	bool		passed = false;
	uint32_t	n = 0;

	if (!(below || above) || !declared || !text || other->u.constant.missing ||
		field->op_type != MLS_OPTYPE_ORDINAL || field->data_type != MLS_TYPE_STRING)
		return MLS_NONE;
	texts = MLS_NEW_N(x->c->load, const char *, declared->n_values);
	for (uint32_t i = 0; i < declared->n_values; i++)
	{
		const MlsValueElement *value = &declared->values[i];
		bool		is_it = value->property == MLS_VALUE_VALID && strcmp(value->value, text) == 0;

		if (value->property == MLS_VALUE_VALID && (is_it ? equal_too : passed ? above : below))
			texts[n++] = value->value;
		passed |= is_it;
	}
	return passed ? mls_constant_set(x->c, texts, n, field->data_type) : MLS_NONE;
}

static MlsDataType
compile_built_in(const Context *x, const MlsExpression *expression, MlsFunction function,
				 MlsDataType type, uint32_t out)
{
	const char *name = expression->u.apply.function;
	uint32_t	n = expression->u.apply.n_arguments;
	Operand    *operands = MLS_NEW_N(x->c->load, Operand, n > 0 ? n : 1);
	MlsDataType result;
	MlsImgStep *step;
	uint32_t	record = MLS_NONE;
	MlsStepOp	op = MLS_STEP_APPLY;
	uint8_t		flags = 0;
	uint32_t	missing;
	uint32_t	otherwise;

	if (n < (uint32_t) built_ins[function].least ||
		(built_ins[function].most >= 0 && n > (uint32_t) built_ins[function].most))
	{
		mls_problem(x->c->load, MLS_INVALID, mls_place(x->c->load, expression->line, "Apply"), NULL,
					"function \"%s\" does not take %u arguments", name, n);
		return MLS_TYPE_NONE;
	}

	operands[0] = compile_operand(x, expression->u.apply.arguments[0]);
	if (function == MLS_FN_IS_IN || function == MLS_FN_IS_NOT_IN)
		record = constant_members(x, expression, operands[0].type);
	else if (n == 2)
		record = values_in_order(x, function, operands[0].field, expression->u.apply.arguments[1]);
	if (record != MLS_NONE)
	{
		op = MLS_STEP_IN_SET;
		flags = function == MLS_FN_IS_NOT_IN ? MLS_STEP_NOT : 0;
		n = 1;
	}
	else if ((function == MLS_FN_IS_VALID || function == MLS_FN_IS_NOT_VALID) &&
			 operands[0].field && operands[0].field->treatment != MLS_NONE)
	{
		op = MLS_STEP_IS_VALID;
		flags = function == MLS_FN_IS_NOT_VALID ? MLS_STEP_NOT : 0;
		record = operands[0].field->treatment;
	}
	for (uint32_t i = 1; i < n; i++)
		operands[i] = compile_operand(x, expression->u.apply.arguments[i]);
	result = function_type(function, operands, n);
	missing = fallback(x, expression->mapMissingTo, type);
	otherwise = fallback(x, expression->defaultValue, type);
	if (expression->u.apply.invalidValueTreatment == MLS_INVALID_AS_MISSING)
		flags |= MLS_STEP_AS_MISSING;

	step = add_step(x, op, operands, n, out);
	step->function = (uint16_t) function;
	step->flags = flags;
	step->record = record;
	step->map_missing_to = missing;
	step->default_value = otherwise;
	step->data_type = (uint8_t) type;
	return joined_type(x, joined_type(x, result, missing), otherwise);
}

/* Puts the body of a DefineFunction in the place of its call. */
static MlsDataType
compile_call(const Context *x, const MlsExpression *expression, const MlsDefineFunction *function,
			 MlsDataType type, uint32_t out)
{
	MlsCompile *c = x->c;
	uint32_t	n = expression->u.apply.n_arguments;
	Operand    *arguments = MLS_NEW_N(c->load, Operand, n > 0 ? n : 1);
	Operand		result = {MLS_NONE, function->dataType, NULL, true};
	MlsCall		call = {c->calls, function, arguments};
	Context		inside = {c, x->scope, &call};
	uint32_t	missing = fallback(x, expression->mapMissingTo, type);
	uint32_t	otherwise = fallback(x, expression->defaultValue, type);
	MlsImgStep *step;

	if (n != function->n_parameters)
	{
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, expression->line, "Apply"), NULL,
					"function \"%s\" does not take %u arguments", function->name, n);
		return MLS_TYPE_NONE;
	}
	for (const MlsCall *outer = c->calls; outer; outer = outer->outer)
	{
		if (outer->function == function)
		{
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, expression->line, "Apply"), NULL,
						"function \"%s\" calls itself", function->name);
			return MLS_TYPE_NONE;
		}
	}

	for (uint32_t i = 0; i < n; i++)
	{
		MlsDataType wanted = function->parameters[i].dataType;

		arguments[i] = compile_operand(x, expression->u.apply.arguments[i]);
		if (wanted != MLS_TYPE_NONE && arguments[i].type != wanted)
		{
			Operand		cast = {take_temporary(c), wanted, NULL, true};

			add_step(x, MLS_STEP_COPY, &arguments[i], 1, cast.ref)->data_type = (uint8_t) wanted;
			arguments[i] = cast;
		}
	}
	c->calls = &call;
	result.ref = take_temporary(c);
	result.type = compile_into(&inside, function->expression, function->dataType, 0, result.ref);
	c->calls = call.outer;

	/* mapMissingTo looks at the arguments, which only a step with all of them can do */
	if (missing != MLS_NONE)
	{
		Operand    *all = MLS_NEW_N(c->load, Operand, n + 1);

		all[0] = result;
		for (uint32_t i = 0; i < n; i++)
			all[i + 1] = arguments[i];
		step = add_step(x, MLS_STEP_UNLESS_MISSING, all, n + 1, out);
	}
	else
	{
		step = add_step(x, MLS_STEP_COPY, &result, 1, out);
		release(c, arguments, n);
	}
	step->map_missing_to = missing;
	step->default_value = otherwise;
	if (expression->u.apply.invalidValueTreatment == MLS_INVALID_AS_MISSING)
		step->flags = MLS_STEP_AS_MISSING;
	step->data_type = (uint8_t) type;
	return joined_type(x, joined_type(x, result.type, missing), otherwise);
}

static MlsDataType
compile_apply(const Context *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	const char *name = expression->u.apply.function;
	MlsFunction function = find_built_in(name);
	const MlsDefineFunction *defined;

	if (function != MLS_N_FUNCTIONS)
		return compile_built_in(x, expression, function, type, out);
	defined = mls_map_get(&x->c->functions, name);
	if (defined)
		return compile_call(x, expression, defined, type, out);
	mls_problem(x->c->load, MLS_UNSUPPORTED, mls_place(x->c->load, expression->line, "Apply"), NULL,
				"function \"%s\" is not supported", name);
	return MLS_TYPE_NONE;
}

/* ---- any expression ---- */

/*
 * Compiles into a column; the result is cast to "type".  Gives the type of what
 * will be there.
 */
static MlsDataType
compile_into(const Context *x, const MlsExpression *expression, MlsDataType type, uint8_t flags, uint32_t out)
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
				Operand		operand = is_field ?
					named_operand(x, expression->u.field_ref.field, expression->line) :
					compile_constant(x, expression);
				uint32_t	missing = fallback(x, is_field ? expression->mapMissingTo : NULL,
											   type != MLS_TYPE_NONE ? type : operand.type);
				MlsImgStep *step = add_step(x, MLS_STEP_COPY, &operand, 1, out);

				step->map_missing_to = missing;
				step->data_type = (uint8_t) type;
				result = joined_type(x, operand.type, missing);
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
			result = compile_apply(x, expression, type, out);
			break;
	}
	c->depth--;
	if (type == MLS_TYPE_NONE)
		return result;

	/* the last step is the one that fills out */
	if (flags && x->scope->steps.n > 0)
	{
		MlsImgStep *last = &MLS_ITEM(&x->scope->steps, MlsImgStep, x->scope->steps.n - 1);

		if (last->out == out)
			last->flags |= flags;
	}
	return flags & MLS_STEP_KEEP_UNCAST ? MLS_TYPE_NONE : type;
}

MlsDataType
mls_compile_expression(MlsCompile *c, MlsScope *scope, const MlsExpression *expression,
					   MlsDataType type, uint8_t flags, uint32_t out)
{
	Context		x = {c, scope, NULL};

	return compile_into(&x, expression, type, flags, out);
}
