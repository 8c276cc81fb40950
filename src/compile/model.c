/*
 * compile/model.c
 *	  What compiling has in common for every type of model: its targets, its
 *	  scope, its result columns, and what comes before and behind its kernel.
 */
#include <string.h>

#include "base/number.h"
#include "compile/compile_int.h"

/* ---- targets ---- */

static const MlsModelCompiler *const compilers[] = {
#define MLS_MODEL_TYPE(symbol, element, member, type, functions) &mls_compiler_##member,
#include "lists/model_types.h"
#undef MLS_MODEL_TYPE
};

const char *
mls_schema_target(const MlsModel *model, uint32_t place)
{
	for (uint32_t i = 0; i < model->n_fields; i++)
	{
		if (model->fields[i].usageType == MLS_USAGE_TARGET && place-- == 0)
			return model->fields[i].name;
	}
	return NULL;
}

const char *
mls_implied_target(const MlsModel *model)
{
	return compilers[model->type]->implied_target ? compilers[model->type]->implied_target(model) : NULL;
}

/* The Target of a field; one that names none belongs to the only target. */
static const MlsTarget *
rules_of(const MlsModel *model, const char *name)
{
	for (uint32_t i = 0; i < model->n_targets; i++)
	{
		const MlsTarget *target = &model->targets[i];

		if (!target->field || (name && strcmp(target->field, name) == 0))
			return target;
	}
	return NULL;
}

static void
describe_target(MlsCompile *c, const MlsModel *model, const char *name, const MlsMiningField *mining,
				MlsPrediction *prediction)
{
	const MlsTarget *rules = rules_of(model, name);
	const MlsDataField *declared = name ? mls_map_get(&c->data_fields, name) : NULL;

	prediction->target = name;
	prediction->declared = declared;
	prediction->rules = rules;
	prediction->op_type = rules && rules->optype != MLS_OPTYPE_NONE ? rules->optype :
		mining && mining->optype != MLS_OPTYPE_NONE ? mining->optype :
		declared ? declared->optype : MLS_OPTYPE_NONE;
	prediction->data_type = declared ? declared->dataType : MLS_TYPE_NONE;
	prediction->function = model->functionName;
	prediction->probabilities = MLS_NONE;
	prediction->confidences = MLS_NONE;
	prediction->confidence = MLS_NONE;
	prediction->entity = MLS_NONE;
	prediction->affinities = MLS_NONE;
	prediction->ranked_ids = MLS_NONE;
	prediction->ranked_affinities = MLS_NONE;
	prediction->reasons = MLS_NONE;
	prediction->deviation = MLS_NONE;
}

/* The predictions that a model's MiningSchema announces, each with a column for its value. */
static void
open_predictions(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsModelCompiler *compiler = compilers[model->type];
	const char *only = NULL;
	uint32_t	n = 0;
	uint32_t	first;

	while (mls_schema_target(model, n))
		n++;
	if (n > 1 && compiler->chosen_target)
		only = compiler->chosen_target(model);
	result->predictions = MLS_NEW_N(c->load, MlsPrediction, n > 0 ? n : 1);
	n = 0;
	for (uint32_t i = 0; i < model->n_fields; i++)
	{
		const MlsMiningField *mining = &model->fields[i];

		if (mining->usageType == MLS_USAGE_TARGET && (!only || strcmp(only, mining->name) == 0))
			describe_target(c, model, mining->name, mining, &result->predictions[n++]);
	}
	if (n == 0)					/* there is none, or it predicts another one than it says */
		describe_target(c, model, only ? only : mls_implied_target(model), NULL, &result->predictions[n++]);
	if (n > 1 && !(compiler->predicts_several && compiler->predicts_several(model, n)))
		n = 1;
	result->n_predictions = n;
	first = mls_new_columns(c, scope, n);
	for (uint32_t i = 0; i < n; i++)
		result->predictions[i].value = first + i;
}

void
mls_set_kernel(MlsCompile *c, const MlsCompiled *result, MlsKernel kernel, uint32_t body)
{
	MlsImgModel *record = MLS_BUILT(c, MODEL, result->record);

	record->kernel = (uint8_t) kernel;
	record->body = body;
}

void
mls_refuse_float(MlsCompile *c, const MlsModel *model, const char *element)
{
	if (model->float_context)
		mls_problem(c->load, MLS_UNSUPPORTED, mls_place(c->load, model->line, element), NULL,
					"x-mathContext=\"float\" is not supported for this model");
}

/* ---- categories ---- */

void
mls_set_categories(MlsCompile *c, MlsCompiled *result, const char *const *names, uint32_t n)
{
	mls_set_categories_of(c, result, &result->predictions[0], names, n);
}

void
mls_set_categories_of(MlsCompile *c, MlsCompiled *result, MlsPrediction *prediction, const char *const *names, uint32_t n)
{
	MlsDataType type = prediction->data_type == MLS_TYPE_NONE ? MLS_TYPE_STRING : prediction->data_type;
	uint32_t   *constants = MLS_NEW_N(c->load, uint32_t, n);

	prediction->categories = MLS_NEW_N(c->load, const char *, n);
	prediction->n_categories = n;
	for (uint32_t i = 0; i < n; i++)
	{
		prediction->categories[i] = names[i];
		constants[i] = mls_constant(c, names[i], type);
	}
	prediction->category_list = mls_index_list(c, constants, n);
	prediction->probabilities = mls_new_columns(c, result->scope, n);
	if (result->ask.confidences)
		prediction->confidences = mls_new_columns(c, result->scope, n);
}

uint32_t
mls_category_place(const char *const *names, uint32_t n, const char *name)
{
	size_t		length = strlen(name);
	double		number;
	bool		truth;

	for (uint32_t i = 0; i < n; i++)
	{
		if (strcmp(names[i], name) == 0)
			return i;
	}
	if (mls_parse_double(name, length, &number))
	{
		for (uint32_t i = 0; i < n; i++)
		{
			double		other;

			if (mls_parse_double(names[i], strlen(names[i]), &other) && other == number)
				return i;
		}
	}
	if (mls_parse_boolean(name, length, &truth))
	{
		for (uint32_t i = 0; i < n; i++)
		{
			bool		other;

			if (mls_parse_boolean(names[i], strlen(names[i]), &other) && other == truth)
				return i;
		}
	}
	return MLS_NONE;
}

/* ---- the model ---- */

void
mls_ask_for_output(const MlsOutputField *output, MlsAsk *ask)
{
	uint32_t	ranks = output->rank_ascending ? UINT32_MAX : (uint32_t) output->rank;

	switch (output->feature)
	{
		case MLS_FEATURE_CONFIDENCE:
			ask->confidences = true;
			break;
		case MLS_FEATURE_ENTITY_ID:
		case MLS_FEATURE_CLUSTER_ID:
			ask->entity = true;
			if (ranks > 1 && ranks > ask->ranks)
				ask->ranks = ranks;
			break;
		case MLS_FEATURE_AFFINITY:
		case MLS_FEATURE_CLUSTER_AFFINITY:
		case MLS_FEATURE_ENTITY_AFFINITY:
			if (output->value)
				ask->affinity_of = true;
			else if (ranks > ask->ranks)
				ask->ranks = ranks;
			break;
		case MLS_FEATURE_STANDARD_ERROR:
		case MLS_FEATURE_STANDARD_DEVIATION:
			ask->deviation = true;
			break;
		case MLS_FEATURE_REASON_CODE:
			if ((uint32_t) output->rank > ask->reasons)
				ask->reasons = (uint32_t) output->rank;
			break;
		default:
			break;
	}
}

/* What the model's own outputs ask its kernel for, beside what others do. */
static MlsAsk
whole_ask(const MlsModel *model, MlsAsk ask)
{
	for (uint32_t i = 0; i < model->n_outputs; i++)
		mls_ask_for_output(&model->outputs[i], &ask);
	return ask;
}

static uint32_t
depth_of(const MlsScope *scope)
{
	uint32_t	depth = 0;

	for (; scope; scope = scope->parent)
		depth++;
	return depth;
}

MlsCompiled *
mls_compile_model(MlsCompile *c, MlsScope *parent, const MlsModel *model, MlsAsk ask)
{
	MlsCompiled *result = MLS_NEW(c->load, MlsCompiled);
	MlsScope   *scope = mls_open_scope(c, parent, model);
	const MlsPrediction *primary;
	MlsImgModel record;
	MlsSpan		entry_steps;
	MlsSpan		exit_steps;

	if (depth_of(scope) > MLS_MAX_MODEL_DEPTH)
		mls_fatal(c->load, MLS_TOO_LARGE, mls_place(c->load, model->line, "model"), NULL,
				  "models are nested more than %d levels deep", MLS_MAX_MODEL_DEPTH);
	result->record = MLS_APPEND(c, MODEL);
	MLS_BUILT(c, MODEL, result->record)->leaves = MLS_NONE;
	result->model = model;
	result->scope = scope;
	result->ask = whole_ask(model, ask);
	scope->result = result;
	c->innermost = scope;
	open_predictions(c, scope, model, result);

	compilers[model->type]->compile(c, scope, model, result);
	for (uint32_t i = 0; i < result->n_predictions; i++)
		result->predictions[i].no_probabilities |= model->no_probabilities;
	entry_steps = mls_take_steps(c, scope);
	if (compilers[model->type]->finish)
		compilers[model->type]->finish(c, scope, model, result);
	mls_compile_targets(c, scope, result);
	mls_compile_decision(c, scope, model, result);
	mls_compile_outputs(c, scope, result);
	exit_steps = mls_take_steps(c, scope);
	c->innermost = parent;

	primary = &result->predictions[0];
	record = *MLS_BUILT(c, MODEL, result->record);
	record.function = (uint8_t) model->functionName;
	record.float_context = model->float_context;
	record.entry_steps = entry_steps;
	record.exit_steps = exit_steps;
	record.value = primary->value;
	record.n_values = 1;
	while (record.n_values < result->n_predictions &&
		   result->predictions[record.n_values].value == record.value + record.n_values)
		record.n_values++;
	record.entity = primary->entity;
	record.categories = primary->category_list;
	record.probabilities = primary->probabilities;
	record.confidences = primary->confidences;
	record.reasons = primary->reasons;
	record.n_reasons = primary->n_reasons;
	*MLS_BUILT(c, MODEL, result->record) = record;
	return result;
}
