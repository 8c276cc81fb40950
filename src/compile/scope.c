/*
 * compile/scope.c
 *	  What a name means inside a model.
 *
 * The order of looking: the model's outputs computed so far and those of its
 * segments, its LocalTransformations, its MiningSchema, the enclosing models in
 * the same way, the TransformationDictionary, the DataDictionary.
 *
 * A global derived field is computed once, for the document's model, with one
 * exception: a segment whose MiningSchema replaces missing values or outliers
 * computes it from the fields as it sees them, unless an enclosing model gives
 * the name a meaning of its own.
 *
 * In the expression of a derived field its own name means what it would mean
 * without it: "x" may be derived from the input "x".
 */
#include <math.h>
#include <string.h>

#include "compile/compile_int.h"

/* A name that was looked up in a scope. */
typedef struct Resolved
{
	MlsField	field;
	bool		in_progress;
	const MlsField *hidden;		/* of a derived field: what its name means in its own expression, once that was asked for */
} Resolved;

/* Stands in for what could not be resolved, once that has been noted. */
static const MlsField unknown_field = {.treatment = MLS_NONE};

MlsScope *
mls_open_scope(MlsCompile *c, MlsScope *parent, const MlsModel *model)
{
	MlsScope   *scope = MLS_NEW(c->load, MlsScope);

	scope->parent = parent;
	scope->model = model;
	for (uint32_t i = 0; i < model->n_fields; i++)
	{
		const MlsMiningField *mining = &model->fields[i];

		mls_map_put(c->load, &scope->mining, mining->name, (void *) mining);
		scope->treats |= mining->missingValueReplacement || mining->outliers != MLS_OUTLIERS_AS_IS;
	}
	for (uint32_t i = 0; i < model->n_derived; i++)
	{
		const MlsDerivedField *derived = &model->derived[i];

		if (mls_map_put(c->load, &scope->derived, derived->name, (void *) derived) != derived)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, derived->line, "DerivedField"), NULL,
						"the derived field \"%s\" is defined twice", derived->name);
	}
	return scope;
}

MlsImgStep *
mls_add_step(MlsCompile *c, MlsScope *scope, MlsStepOp op, uint32_t out)
{
	MlsImgStep *step = MLS_PUSH(c->load, &scope->steps, MlsImgStep);

	mls_tick(c->load);
	step->op = (uint16_t) op;
	step->out = out;
	step->data_type = MLS_TYPE_NONE;
	step->counts = MLS_TYPE_NONE;
	step->record = MLS_NONE;
	step->map_missing_to = MLS_NONE;
	step->default_value = MLS_NONE;
	return step;
}

MlsSpan
mls_take_steps(MlsCompile *c, MlsScope *scope)
{
	MlsSpan		span = {MLS_APPEND_N(c, STEP, scope->steps.n), scope->steps.n};

	mls_gather_sums(c, scope->steps.items, scope->steps.n);
	if (span.n > 0)
		memcpy(MLS_BUILT(c, STEP, span.first), scope->steps.items, span.n * sizeof(MlsImgStep));
	scope->steps.n = 0;
	return span;
}

/* Whether a name is an input that no model lists: only the DataDictionary has it. */
static bool
is_listed_nowhere(const MlsCompile *c, const MlsScope *scope, const char *name)
{
	for (; scope; scope = scope->parent)
	{
		if (mls_map_get(&scope->outputs, name) || mls_map_get(&scope->derived, name) ||
			mls_map_get(&scope->mining, name))
			return false;
	}
	return !mls_map_get(&c->global_derived, name);
}

/* Whether a name means a global derived field as seen from a scope. */
static bool
is_global_derived(const MlsCompile *c, const MlsScope *scope, const char *name)
{
	for (; scope; scope = scope->parent)
	{
		if (mls_map_get(&scope->outputs, name) || mls_map_get(&scope->derived, name) ||
			mls_map_get(&scope->mining, name))
			return false;
	}
	return mls_map_get(&c->global_derived, name) != NULL;
}

static const MlsField *look_up(MlsCompile *c, MlsScope *scope, const char *name, uint32_t line);

/* Remembers a name's field in a scope. */
static Resolved *
remember(MlsCompile *c, MlsScope *scope, const char *name)
{
	Resolved   *resolved = MLS_NEW(c->load, Resolved);

	resolved->field = unknown_field;
	mls_map_put(c->load, &scope->fields, name, resolved);
	return resolved;
}

static const MlsField *
derived_field(MlsCompile *c, MlsScope *scope, const MlsDerivedField *derived)
{
	Resolved   *resolved = remember(c, scope, derived->name);
	const MlsDerivedField *outer = scope->deriving;

	if (c->depth >= MLS_MAX_DEPTH)
		mls_fatal(c->load, MLS_TOO_LARGE, mls_place(c->load, derived->line, "DerivedField"), NULL,
				  "derived fields depend on each other more than %d levels deep", MLS_MAX_DEPTH);
	c->depth++;
	resolved->in_progress = true;
	resolved->field.column = mls_new_columns(c, scope, 1);
	resolved->field.data_type = derived->dataType;
	resolved->field.op_type = derived->optype;
	scope->deriving = derived;
	resolved->field.data_type = mls_compile_expression(c, scope, derived->expression, derived->dataType, 0,
													   resolved->field.column);
	scope->deriving = outer;
	mls_set_order(c, &resolved->field, derived->values, derived->n_values);
	resolved->in_progress = false;
	c->depth--;
	return &resolved->field;
}

/* A name of the MiningSchema; NULL if nothing defines it. */
static const MlsField *
mining_field(MlsCompile *c, MlsScope *scope, const MlsMiningField *mining, uint32_t line)
{
	const MlsDataField *declared = mls_map_get(&c->data_fields, mining->name);
	const MlsField *from;
	Resolved   *resolved;

	if (declared && (!scope->parent || is_listed_nowhere(c, scope->parent, mining->name)))
	{
		resolved = remember(c, scope, mining->name);
		mls_treat_input(c, mining, declared, mining->usageType != MLS_USAGE_TARGET, &resolved->field);
		return &resolved->field;
	}
	if (!scope->parent)
	{
		const MlsDerivedField *derived = mls_map_get(&c->global_derived, mining->name);

		return derived ? derived_field(c, scope, derived) : NULL;
	}
	from = look_up(c, scope->parent, mining->name, line);
	if (!from || !mls_treats_again(mining))
		return from;
	resolved = remember(c, scope, mining->name);
	mls_treat_again(c, scope, mining, from, &resolved->field);
	return &resolved->field;
}

const MlsField *
mls_observed_field(MlsCompile *c, MlsScope *scope, const char *name)
{
	Resolved   *resolved = mls_map_get(&c->observed, name);
	const MlsMiningField *mining = mls_map_get(&scope->mining, name);

	/* by itself: among the outputs the target's name means what was predicted */
	if (!resolved)
	{
		const uintptr_t place = (uintptr_t) mls_map_get(&c->inputs, name);
		bool		was_read = place > 0 && MLS_BUILT(c, INPUT, place - 1)->read;

		resolved = MLS_NEW(c->load, Resolved);
		mls_map_put(c->load, &c->observed, name, resolved);
		mls_treat_input(c, mining, mls_map_get(&c->data_fields, name), false, &resolved->field);
		if (!was_read)
			MLS_BUILT(c, INPUT, (uintptr_t) mls_map_get(&c->inputs, name) - 1)->optional = true;
	}
	return &resolved->field;
}

/* A DataField that no model lists. */
static const MlsField *
unlisted_field(MlsCompile *c, MlsScope *scope, const MlsDataField *declared)
{
	Resolved   *resolved = remember(c, scope, declared->name);

	mls_treat_input(c, NULL, declared, true, &resolved->field);
	return &resolved->field;
}

/* What the name of the derived field that is being compiled means without it; NULL if nothing. */
static const MlsField *
hidden_field(MlsCompile *c, MlsScope *scope, Resolved *resolved, uint32_t line)
{
	const MlsDerivedField *derived = scope->deriving;
	const MlsMiningField *mining = mls_map_get(&scope->mining, derived->name);
	const MlsDerivedField *global = mls_map_get(&c->global_derived, derived->name);
	const MlsDataField *declared = mls_map_get(&c->data_fields, derived->name);

	if (resolved->hidden)
		return resolved->hidden;
	if (derived == global)
		resolved->hidden = declared ? unlisted_field(c, scope, declared) : NULL;
	else if (mining)
		resolved->hidden = mining_field(c, scope, mining, line);
	else if (scope->parent)
		resolved->hidden = look_up(c, scope->parent, derived->name, line);
	else if (global)
		resolved->hidden = derived_field(c, scope, global);
	else if (declared)
		resolved->hidden = unlisted_field(c, scope, declared);
	return resolved->hidden;
}

/* The field of a name, or NULL. */
static const MlsField *
look_up(MlsCompile *c, MlsScope *scope, const char *name, uint32_t line)
{
	const MlsField *output = mls_map_get(&scope->outputs, name);
	Resolved   *resolved = mls_map_get(&scope->fields, name);
	const MlsDerivedField *derived;
	const MlsMiningField *mining;
	const MlsDataField *declared;

	if (output)
		return output;
	if (resolved)
	{
		if (resolved->in_progress && scope->deriving && strcmp(scope->deriving->name, name) == 0 &&
			hidden_field(c, scope, resolved, line))
			return resolved->hidden;
		if (resolved->in_progress)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, line, "reference"), NULL,
						"the derived field \"%s\" depends on itself", name);
		return &resolved->field;
	}
	if ((derived = mls_map_get(&scope->derived, name)) != NULL)
		return derived_field(c, scope, derived);
	if ((mining = mls_map_get(&scope->mining, name)) != NULL)
		return mining_field(c, scope, mining, line);

	derived = mls_map_get(&c->global_derived, name);
	if (scope->parent)
	{
		if (scope->treats && is_global_derived(c, scope->parent, name))
			return derived_field(c, scope, derived);
		return look_up(c, scope->parent, name, line);
	}
	if (derived)
		return derived_field(c, scope, derived);
	declared = mls_map_get(&c->data_fields, name);
	return declared ? unlisted_field(c, scope, declared) : NULL;
}

const MlsField *
mls_field(MlsCompile *c, MlsScope *scope, const char *name, uint32_t line)
{
	const MlsField *field = look_up(c, scope, name, line);

	if (field && field->is_list)
		mls_problem(c->load, MLS_UNSUPPORTED, mls_place(c->load, line, "reference"), NULL,
					"\"%s\" is a list, which no expression can read", name);
	if (field)
		return field;
	mls_problem(c->load, MLS_INVALID, mls_place(c->load, line, "reference"), NULL,
				"there is no field \"%s\"", name);
	/* said once is enough */
	return &remember(c, scope, name)->field;
}
