/*
 * compile/apply.c
 *	  Apply to steps: the built-in functions, and those that a document defines.
 *
 * The body of a DefineFunction is put in the place of each call, its parameters
 * standing for the call's arguments.  A function that calls itself, by whatever
 * way, is refused.
 */
#include <string.h>

#include "base/data_type.h"
#include "base/date_format.h"
#include "base/number_format.h"
#include "compile/expression_int.h"

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
common_type(const MlsOperand *operands, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
	{
		if (operands[i].type != operands[0].type)
			return MLS_TYPE_NONE;
	}
	return operands[0].type;
}

/* The type of an average: what has to do with floats may be one. */
static MlsDataType
average_type(const MlsOperand *operands, uint32_t n)
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
function_type(MlsFunction function, const MlsOperand *operands, uint32_t n)
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
			return average_type(operands, n);
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
			return MLS_TYPE_DOUBLE;
		case MLS_FN_STRING_LENGTH:
		case MLS_FN_DATE_DAYS_SINCE_YEAR:
		case MLS_FN_DATE_SECONDS_SINCE_YEAR:
		case MLS_FN_DATE_SECONDS_SINCE_MIDNIGHT:
			return MLS_TYPE_INTEGER;
		case MLS_FN_CONCAT:
		case MLS_FN_SUBSTRING:
		case MLS_FN_TRIM_BLANKS:
		case MLS_FN_UPPERCASE:
		case MLS_FN_LOWERCASE:
		case MLS_FN_REPLACE:
		case MLS_FN_FORMAT_NUMBER:
		case MLS_FN_FORMAT_DATETIME:
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
		case MLS_FN_MATCHES:
			return MLS_TYPE_BOOLEAN;
		default:
			return MLS_TYPE_NONE;
	}
}

/* isIn and isNotIn of a list that is all constants: a set, as text where it says so. */
static uint32_t
constant_members(const MlsContext *x, const MlsExpression *expression, MlsDataType type)
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

/* Whether the function compares its arguments with each other. */
static bool
compares(MlsFunction function)
{
	return (function >= MLS_FN_EQUAL && function <= MLS_FN_GREATER_OR_EQUAL) ||
		function == MLS_FN_IS_IN || function == MLS_FN_IS_NOT_IN;
}

/*
 * What counts days or seconds compares as the number that it is with other
 * numbers, and as the date that it means with dates, texts, and what counts since
 * another year.
 */
static void
make_comparable(const MlsContext *x, MlsOperand *operands, uint32_t n)
{
	bool		as_moments = false;

	for (uint32_t i = 1; i < n; i++)
		as_moments |= operands[i].type != operands[0].type &&
			((mls_type_kind(operands[i].type) != MLS_KIND_PLAIN && mls_type_kind(operands[0].type) != MLS_KIND_PLAIN) ||
			 operands[i].type == MLS_TYPE_STRING || operands[0].type == MLS_TYPE_STRING);
	for (uint32_t i = 0; i < n && as_moments; i++)
		operands[i] = mls_moment_operand(x, operands[i]);
}

/*
 * Values of ordinal fields are compared by their places in the order of the
 * first argument that has one.  A value without a place gives a missing one.
 */
static void
put_in_order(const MlsContext *x, const MlsExpression *expression, MlsFunction function, MlsOperand *operands)
{
	const MlsField *field = operands[0].field && operands[0].field->n_order > 0 ? operands[0].field : operands[1].field;
	bool		by_order = function >= MLS_FN_LESS_THAN && function <= MLS_FN_GREATER_OR_EQUAL;
	uint32_t	map;

	if (!by_order || !field || field->n_order == 0)
		return;
	map = mls_ordinal_map(x->c, field);
	for (int i = 0; i < 2; i++)
	{
		MlsOperand	place = {mls_take_temporary(x->c), MLS_TYPE_INTEGER, NULL, true};
		const MlsExpression *argument = expression->u.apply.arguments[i];

		if (argument->kind == MLS_EXPR_CONSTANT && argument->u.constant.value.text && !argument->u.constant.missing &&
			!mls_is_in_order(field, argument->u.constant.value.text))
			mls_problem(x->c->load, MLS_INVALID, mls_place(x->c->load, argument->line, "Constant"), NULL,
						"the value \"%s\" has no place in the order of the field that it is compared with",
						mls_quote(x->c->load, argument->u.constant.value.text));
		mls_add_operands_step(x, MLS_STEP_MAP_VALUES, &operands[i], 1, place.ref)->record = map;
		operands[i] = place;
	}
}

static bool
takes_moment(MlsFunction function)
{
	return function == MLS_FN_DATE_DAYS_SINCE_YEAR || function == MLS_FN_DATE_SECONDS_SINCE_YEAR ||
		function == MLS_FN_DATE_SECONDS_SINCE_MIDNIGHT || function == MLS_FN_FORMAT_DATETIME;
}

/* The constant that an operand is, or NULL. */
static const MlsImgConstant *
constant_of(MlsCompile *c, const MlsOperand *operand)
{
	return (operand->ref & MLS_ARG_CONSTANT) != 0 ? MLS_BUILT(c, CONSTANT, operand->ref & ~MLS_ARG_CONSTANT) : NULL;
}

/*
 * The PATTERN of "matches" and "replace".  It has to be a constant: so it is
 * compiled once, and what means nothing is refused here.
 */
static uint32_t
pattern_record(const MlsContext *x, const MlsExpression *expression, const MlsOperand *operands, uint32_t n)
{
	MlsCompile *c = x->c;
	const char *place = mls_place(c->load, expression->line, "Apply");
	const MlsImgConstant *pattern = constant_of(c, &operands[1]);
	const MlsImgConstant *replacement = n > 2 ? constant_of(c, &operands[2]) : NULL;

	if (pattern == NULL)
	{
		mls_problem(c->load, MLS_UNSUPPORTED, place, NULL, "the regular expression of function \"%s\" is no Constant",
					expression->u.apply.function);
		return MLS_NONE;
	}
	return mls_compile_pattern(c, mls_built_string(c, pattern->text),
							   replacement != NULL ? mls_built_string(c, replacement->text) : NULL, 0, place);
}

/* A format that is a constant is looked at once for all rows; one of a row may make its value undefined. */
static void
check_format(const MlsContext *x, const MlsExpression *expression, MlsFunction function, const MlsOperand *operand)
{
	MlsCompile *c = x->c;
	const MlsImgConstant *constant = constant_of(c, operand);
	const char *text = constant != NULL && constant->tag != MLS_TAG_MISSING ? mls_built_string(c, constant->text) : NULL;
	MlsNumberFormat format;
	int			asks;

	if (text == NULL || (function == MLS_FN_FORMAT_NUMBER ? mls_read_number_format(text, strlen(text), &format) :
						 mls_read_date_format(text, strlen(text), &asks)))
		return;
	mls_problem(c->load, MLS_INVALID, mls_place(c->load, expression->line, "Apply"),
				function == MLS_FN_FORMAT_NUMBER
				? "It is one of C's printf, with one conversion of a number, like %5.2f or %03d."
				: "It is one of C's strftime, without conversions of zones, like %Y-%m-%d.",
				"\"%s\" is no format of %s", mls_quote(c->load, text), expression->u.apply.function);
}

static MlsDataType
compile_built_in(const MlsContext *x, const MlsExpression *expression, MlsFunction function,
				 MlsDataType type, uint32_t out)
{
	const char *name = expression->u.apply.function;
	uint32_t	n = expression->u.apply.n_arguments;
	MlsOperand *operands = MLS_NEW_N(x->c->load, MlsOperand, n > 0 ? n : 1);
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

	operands[0] = mls_compile_operand(x, expression->u.apply.arguments[0]);
	if (function == MLS_FN_IS_IN || function == MLS_FN_IS_NOT_IN)
		record = constant_members(x, expression, operands[0].type);
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
		operands[i] = mls_compile_operand(x, expression->u.apply.arguments[i]);
	if (op == MLS_STEP_APPLY && compares(function))
	{
		put_in_order(x, expression, function, operands);
		make_comparable(x, operands, n);
	}
	else if (takes_moment(function))
		operands[0] = mls_moment_operand(x, operands[0]);
	if (function == MLS_FN_FORMAT_NUMBER || function == MLS_FN_FORMAT_DATETIME)
		check_format(x, expression, function, &operands[1]);
	if (function == MLS_FN_MATCHES || function == MLS_FN_REPLACE)
		record = pattern_record(x, expression, operands, n);
	result = function_type(function, operands, n);
	missing = mls_fallback_constant(x, expression->mapMissingTo, type);
	otherwise = mls_fallback_constant(x, expression->defaultValue, type);
	if (expression->u.apply.invalidValueTreatment == MLS_INVALID_AS_MISSING)
		flags |= MLS_STEP_AS_MISSING;
	if (op == MLS_STEP_APPLY && expression->u.apply.invalidValueTreatment != MLS_INVALID_AS_IS)
		flags |= MLS_STEP_NO_NAN;

	step = mls_add_operands_step(x, op, operands, n, out);
	step->function = (uint16_t) function;
	step->flags = flags;
	step->record = record;
	step->map_missing_to = missing;
	step->default_value = otherwise;
	step->data_type = (uint8_t) type;
	return mls_joined_type(x, mls_joined_type(x, result, missing), otherwise);
}

/* Puts the body of a DefineFunction in the place of its call. */
static MlsDataType
compile_call(const MlsContext *x, const MlsExpression *expression, const MlsDefineFunction *function,
			 MlsDataType type, uint32_t out)
{
	MlsCompile *c = x->c;
	uint32_t	n = expression->u.apply.n_arguments;
	MlsOperand *arguments = MLS_NEW_N(c->load, MlsOperand, n > 0 ? n : 1);
	MlsOperand	result = {MLS_NONE, function->dataType, NULL, true};
	MlsCall		call = {c->calls, function, arguments};
	MlsContext		inside = {c, x->scope, &call};
	uint32_t	missing = mls_fallback_constant(x, expression->mapMissingTo, type);
	uint32_t	otherwise = mls_fallback_constant(x, expression->defaultValue, type);
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

		arguments[i] = mls_compile_operand(x, expression->u.apply.arguments[i]);
		if (wanted != MLS_TYPE_NONE && arguments[i].type != wanted)
			arguments[i] = mls_cast_operand(x, arguments[i], wanted);
	}
	c->calls = &call;
	result.ref = mls_take_temporary(c);
	result.type = mls_compile_into(&inside, function->expression, function->dataType, 0, result.ref);
	c->calls = call.outer;

	/* mapMissingTo looks at the arguments, which only a step with all of them can do */
	if (missing != MLS_NONE)
	{
		MlsOperand *all = MLS_NEW_N(c->load, MlsOperand, n + 1);

		all[0] = result;
		for (uint32_t i = 0; i < n; i++)
			all[i + 1] = arguments[i];
		step = mls_add_operands_step(x, MLS_STEP_UNLESS_MISSING, all, n + 1, out);
	}
	else
	{
		step = mls_add_operands_step(x, MLS_STEP_COPY, &result, 1, out);
		mls_release_operands(c, arguments, n);
	}
	step->map_missing_to = missing;
	step->default_value = otherwise;
	if (expression->u.apply.invalidValueTreatment == MLS_INVALID_AS_MISSING)
		step->flags = MLS_STEP_AS_MISSING;
	step->data_type = (uint8_t) type;
	return mls_joined_type(x, mls_joined_type(x, result.type, missing), otherwise);
}

MlsDataType
mls_compile_apply(const MlsContext *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
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

