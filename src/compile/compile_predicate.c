/*
 * compile/compile_predicate.c
 *	  Predicates over the fields of a scope.
 */
#include <string.h>

#include "base/data_type.h"
#include "base/number.h"
#include "compile/trees.h"

/* Whether the predicate looks at a field by itself. */
static bool
has_field(const MlsPredicate *predicate)
{
	return predicate->kind == MLS_PRED_SIMPLE || predicate->kind == MLS_PRED_SIMPLE_SET ||
		predicate->kind == MLS_PRED_CODE_SET;
}

/* Whether values of a type, a date or time or a count of days or seconds, lie below a text, at it or above. */
static bool
has_order(MlsCompile *c, const char *text, MlsDataType type)
{
	uint32_t	place = mls_constant(c, text, type);
	const MlsImgConstant *constant = MLS_BUILT(c, CONSTANT, place);

	if (mls_is_count(type))
		return constant->is_number;
	return constant->moment_tag != MLS_TAG_MISSING && (constant->moment_tag == MLS_TAG_TIME) == (type == MLS_TYPE_TIME);
}

void
mls_check_predicate(MlsCompile *c, MlsScope *scope, const MlsPredicate *predicate)
{
	const MlsField *field;
	const char *text;
	double		number;
	bool		truth;

	for (uint32_t i = 0; predicate->kind == MLS_PRED_COMPOUND && i < predicate->u.compound->n; i++)
		mls_check_predicate(c, scope, &predicate->u.compound->parts[i]);
	if (!has_field(predicate))
		return;
	field = mls_field(c, scope, predicate->field, predicate->line);
	text = mls_is_order(predicate) ? mls_predicate_value(predicate).text : NULL;
	if (!text)
		return;
	if (mls_is_numeric(field->data_type) &&
		!mls_parse_number(text, strlen(text), &number) && !mls_parse_boolean(text, strlen(text), &truth))
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, predicate->line, "SimplePredicate"), NULL,
					"the value \"%s\" is no number, as field \"%s\" is", text, predicate->field);
	else if (mls_type_kind(field->data_type) != MLS_KIND_PLAIN && !has_order(c, text, field->data_type))
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, predicate->line, "SimplePredicate"), NULL,
					"the value \"%s\" is no %s, as field \"%s\" is", text,
					mls_data_type_name(field->data_type), predicate->field);
	else if (field->n_order > 0 && !mls_is_in_order(field, text))
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, predicate->line, "SimplePredicate"), NULL,
					"the value \"%s\" has no place in the order of field \"%s\"", text, predicate->field);
}

static void
compile_simple(MlsCompile *c, const MlsField *field, const MlsPredicate *predicate, MlsImgPredicate *record)
{
	if (predicate->op == MLS_OP_IS_MISSING || predicate->op == MLS_OP_IS_NOT_MISSING)
		return;
	record->constant = mls_literal_constant(c, mls_predicate_value(predicate), field->data_type);
	if (mls_is_order(predicate))
		record->members = mls_ordinal_values(c, field);
}

static void compile_into(MlsCompile *c, MlsScope *scope, const MlsPredicate *predicate,
						 uint32_t place, uint32_t parent, uint32_t depth);

/* Compiles the parts of a compound; gives the height above them. */
static uint32_t
compile_parts(MlsCompile *c, MlsScope *scope, const MlsPredicate *predicate,
			  uint32_t place, uint32_t depth, MlsSpan *parts)
{
	uint32_t	height = 0;

	parts->n = predicate->u.compound->n;
	parts->first = MLS_APPEND_N(c, PREDICATE, parts->n);
	for (uint32_t i = 0; i < parts->n; i++)
	{
		compile_into(c, scope, &predicate->u.compound->parts[i], parts->first + i, place, depth + 1);
		if (MLS_BUILT(c, PREDICATE, parts->first + i)->height > height)
			height = MLS_BUILT(c, PREDICATE, parts->first + i)->height;
	}
	return height + 1;
}

/* Compiles into the record at "place", which is a part of "parent" (or MLS_NONE). */
static void
compile_into(MlsCompile *c, MlsScope *scope, const MlsPredicate *predicate,
			 uint32_t place, uint32_t parent, uint32_t depth)
{
	MlsImgPredicate record = {
		.kind = predicate->kind,
		.op = predicate->op,
		.column = MLS_NONE,
		.constant = MLS_NONE,
		.parent = parent
	};
	const MlsField *field = NULL;

	if (depth > MLS_MAX_PREDICATE_HEIGHT)
		mls_fatal(c->load, MLS_TOO_LARGE, mls_place(c->load, predicate->line, "CompoundPredicate"), NULL,
				  "predicates are nested more than %d levels deep", MLS_MAX_PREDICATE_HEIGHT);
	if (has_field(predicate))
	{
		field = mls_field(c, scope, predicate->field, predicate->line);
		record.column = field->column;
		record.is_numeric = mls_is_numeric(field->data_type) || mls_type_kind(field->data_type) != MLS_KIND_PLAIN;
	}
	switch ((MlsPredicateKind) predicate->kind)
	{
		case MLS_PRED_TRUE:
		case MLS_PRED_FALSE:
			break;
		case MLS_PRED_SIMPLE:
			compile_simple(c, field, predicate, &record);
			break;
		case MLS_PRED_SIMPLE_SET:
			record.is_not_in = predicate->is_not_in;
			record.constant = mls_constant_set(c, predicate->u.set->values, predicate->u.set->n, field->data_type);
			break;
		case MLS_PRED_COMPOUND:
			record.height = compile_parts(c, scope, predicate, place, depth, &record.members);
			break;
		case MLS_PRED_CODE_SET:
			record.members = mls_index_list(c, predicate->u.codes->codes, predicate->u.codes->n);
			break;
	}
	*MLS_BUILT(c, PREDICATE, place) = record;
}

uint32_t
mls_compile_predicate(MlsCompile *c, MlsScope *scope, const MlsPredicate *predicate)
{
	uint32_t	place = MLS_APPEND(c, PREDICATE);

	mls_check_predicate(c, scope, predicate);
	compile_into(c, scope, predicate, place, MLS_NONE, 0);
	return place;
}
