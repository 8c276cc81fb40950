/*
 * compile/operand.c
 *	  What steps of expressions read: columns, constants, and what is computed
 *	  for them alone.
 *
 * Intermediate results lie in temporary columns that serve again as soon as they
 * have been read.
 */
#include <string.h>

#include "base/data_type.h"
#include "compile/expression_int.h"

uint32_t
mls_take_temporary(MlsCompile *c)
{
	MlsVec	   *free_ones = &c->free_temporaries;

	if (free_ones->n > 0)
		return MLS_ITEM(free_ones, uint32_t, --free_ones->n);
	return mls_new_columns(c, NULL, 1);
}

void
mls_release_operands(MlsCompile *c, const MlsOperand *operands, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
	{
		if (operands[i].is_temporary)
			*MLS_PUSH(c->load, &c->free_temporaries, uint32_t) = operands[i].ref;
	}
}

static MlsOperand
constant_operand(uint32_t constant, MlsDataType type)
{
	return (MlsOperand) {constant | MLS_ARG_CONSTANT, type, NULL, false};
}

MlsOperand
mls_named_operand(const MlsContext *x, const char *name, uint32_t line)
{
	const MlsField *field;

	if (x->call)
	{
		const MlsDefineFunction *function = x->call->function;

		for (uint32_t i = 0; i < function->n_parameters; i++)
		{
			if (strcmp(function->parameters[i].name, name) == 0)
			{
				MlsOperand	operand = x->call->arguments[i];

				operand.is_temporary = false;	/* the call releases it */
				return operand;
			}
		}
	}
	field = mls_field(x->c, x->scope, name, line);
	return (MlsOperand) {field->column, field->data_type, field, false};
}

/* The type of a Constant without dataType is that of its literal. */
MlsOperand
mls_constant_operand(const MlsContext *x, const MlsExpression *expression)
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

MlsOperand
mls_compile_operand(const MlsContext *x, const MlsExpression *expression)
{
	MlsOperand	result = {MLS_NONE, MLS_TYPE_NONE, NULL, true};

	if (expression->kind == MLS_EXPR_CONSTANT)
		return mls_constant_operand(x, expression);
	if (expression->kind == MLS_EXPR_FIELD_REF && !expression->mapMissingTo)
		return mls_named_operand(x, expression->u.field_ref.field, expression->line);
	result.ref = mls_take_temporary(x->c);
	result.type = mls_compile_into(x, expression, MLS_TYPE_NONE, 0, result.ref);
	return result;
}

/* ---- steps ---- */

/* The arguments of a sum: the same list for sums of the same columns, as the neurons of a layer are. */
static MlsSpan
summed_columns(MlsCompile *c, const uint32_t *refs, uint32_t n)
{
	if (c->summed.n != n || n == 0 || memcmp(MLS_BUILT(c, INDEX, c->summed.first), refs, n * sizeof(*refs)) != 0)
		c->summed = mls_index_list(c, refs, n);
	return c->summed;
}

/* Adds the step whose arguments are these; they are released. */
MlsImgStep *
mls_add_operands_step(const MlsContext *x, MlsStepOp op, const MlsOperand *operands, uint32_t n, uint32_t out)
{
	MlsCompile *c = x->c;
	uint32_t   *refs = MLS_NEW_N(c->load, uint32_t, n);
	MlsSpan		arguments;
	MlsImgStep *step;

	for (uint32_t i = 0; i < n; i++)
		refs[i] = operands[i].ref;
	arguments = op == MLS_STEP_LINEAR ? summed_columns(c, refs, n) : mls_index_list(c, refs, n);
	mls_release_operands(c, operands, n);
	step = mls_add_step(c, x->scope, op, out);
	step->arguments = arguments;
	return step;
}

/*
 * mapMissingTo or defaultValue: text, of the type that is wanted where it can be,
 * else of its own.
 */
uint32_t
mls_fallback_constant(const MlsContext *x, const char *text, MlsDataType type)
{
	if (!text)
		return MLS_NONE;
	if (type == MLS_TYPE_NONE)
		type = mls_literal_type(text);
	return mls_constant(x->c, text, type);
}

/* The type of a result that may also be a fallback's. */
MlsDataType
mls_joined_type(const MlsContext *x, MlsDataType type, uint32_t constant)
{
	static const MlsDataType types[] = {
		[MLS_TAG_DATE] = MLS_TYPE_DATE,
		[MLS_TAG_TIME] = MLS_TYPE_TIME,
		[MLS_TAG_DATETIME] = MLS_TYPE_DATETIME,
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

/* ---- casts ---- */

MlsDataType
mls_counts_before_cast(MlsDataType from, MlsDataType to)
{
	return from != to && mls_is_count(from) && mls_type_kind(to) != MLS_KIND_PLAIN ? from : MLS_TYPE_NONE;
}

MlsOperand
mls_cast_operand(const MlsContext *x, MlsOperand operand, MlsDataType type)
{
	MlsOperand	cast = {mls_take_temporary(x->c), type, NULL, true};
	MlsDataType counts = mls_counts_before_cast(operand.type, type);
	MlsImgStep *step = mls_add_operands_step(x, MLS_STEP_COPY, &operand, 1, cast.ref);

	step->data_type = (uint8_t) type;
	step->counts = (uint8_t) counts;
	return cast;
}

MlsOperand
mls_moment_operand(const MlsContext *x, MlsOperand operand)
{
	switch (mls_type_kind(operand.type))
	{
		case MLS_KIND_DAYS:
			return mls_cast_operand(x, operand, MLS_TYPE_DATE);
		case MLS_KIND_TIME_SECONDS:
			return mls_cast_operand(x, operand, MLS_TYPE_TIME);
		case MLS_KIND_SECONDS:
			return mls_cast_operand(x, operand, MLS_TYPE_DATETIME);
		default:
			return operand;
	}
}
