/*
 * json/inputs.c
 *	  Inputs, categories and targets of trainers' own files: see inputs_int.h.
 */
#include <string.h>

#include "json/inputs_int.h"

const char **
mls_inputs_texts(MlsLoad *load, const MlsAt *at, uint32_t n)
{
	const char **names;
	const cJSON *item;
	uint32_t	i = 0;

	if (mls_json_length(at) != n)
	{
		mls_json_problem(load, MLS_INVALID, at, "there are %u names for %u features", mls_json_length(at), n);
		return NULL;
	}
	names = MLS_NEW_N(load, const char *, n);
	MLS_JSON_EACH(item, load, at->item)
	{
		MlsAt		element = mls_json_element(at, i, item);

		names[i] = mls_json_text(load, &element, true);
		if (names[i++] == NULL)
			return NULL;
	}
	return names;
}

void
mls_inputs_name(MlsInputs *inputs, const char *const *names, const char *prefix, const MlsAt *at)
{
	MlsLoad    *load = inputs->load;
	bool		given = inputs->options->n_feature_names > 0;
	MlsMap		seen = {0};

	if (given && inputs->options->n_feature_names != inputs->n)
	{
		mls_problem(load, MLS_BAD_OPTION, NULL, NULL, "the option feature_names has %u names, the model %u features",
					inputs->options->n_feature_names, inputs->n);
		given = false;
	}
	inputs->features = MLS_NEW_N(load, MlsFeature, inputs->n);
	for (uint32_t i = 0; i < inputs->n; i++)
	{
		const char *name = given ? inputs->options->feature_names[i] : names != NULL ? names[i] :
			mls_format(load, "%s%u", prefix, i);

		mls_tick(load);
		inputs->features[i].name = inputs->features[i].field = name;
		if (mls_map_put(load, &seen, name, &inputs->features[i]) == &inputs->features[i])
			continue;
		if (given)
			mls_problem(load, MLS_BAD_OPTION, NULL, NULL, "the option feature_names has \"%s\" twice", name);
		else
			mls_json_problem(load, MLS_INVALID, at, "there are two features \"%s\"", name);
	}
}

void
mls_inputs_declare(MlsInputs *inputs, const char *missing, uint32_t n_targets)
{
	MlsDocument *document = inputs->document;
	MlsValueElement *value = NULL;

	if (missing != NULL)
	{
		value = MLS_NEW(inputs->load, MlsValueElement);
		value->value = missing;
		value->property = MLS_VALUE_MISSING;
	}
	document->fields = MLS_NEW_N(inputs->load, MlsDataField, (size_t) inputs->n + n_targets);
	document->n_fields = inputs->n;
	document->derived = MLS_NEW_N(inputs->load, MlsDerivedField, inputs->n);
	for (uint32_t i = 0; i < inputs->n; i++)
	{
		MlsDataField *field = &document->fields[i];

		mls_tick(inputs->load);
		field->name = inputs->features[i].name;
		field->optype = MLS_OPTYPE_CONTINUOUS;
		field->dataType = inputs->type;
		field->values = value;
		field->n_values = value != NULL;
	}
}

/* A name that no feature has. */
static const char *
free_name(const MlsInputs *inputs, const char *wanted)
{
	for (uint32_t i = 0; i < inputs->n; i++)
	{
		if (strcmp(inputs->features[i].name, wanted) == 0)
			return free_name(inputs, mls_format(inputs->load, "%s_", wanted));
	}
	return wanted;
}

void
mls_inputs_levels(MlsInputs *inputs, uint32_t feature, MlsDataType type, const char *const *names,
				  uint32_t n, int64_t missing, const MlsAt *at)
{
	MlsLoad    *load = inputs->load;
	MlsDataField *input = &inputs->document->fields[feature];
	MlsDerivedField *code = &inputs->document->derived[inputs->document->n_derived++];
	MlsExpression *map = MLS_NEW(load, MlsExpression);
	MlsMap		seen = {0};
	const char **cells = MLS_NEW_N(load, const char *, (size_t) n * 2);
	uint32_t	n_rows = 0;

	input->optype = MLS_OPTYPE_CATEGORICAL;
	input->dataType = type;
	input->n_values = n;
	input->values = MLS_NEW_N(load, MlsValueElement, n);
	for (uint32_t i = 0; i < n; i++)
	{
		mls_tick(load);
		input->values[i].value = names[i];
		input->values[i].property = MLS_VALUE_VALID;
		if (mls_map_put(load, &seen, names[i], &input->values[i]) != &input->values[i])
			mls_json_problem(load, MLS_INVALID, at, "the category \"%s\" occurs twice", names[i]);

		/* what has no row is missing */
		if (i == missing)
			continue;
		cells[2 * n_rows] = names[i];
		cells[2 * n_rows + 1] = mls_format(load, "%u", i);
		n_rows++;
	}

	map->kind = MLS_EXPR_MAP_VALUES;
	map->dataType = inputs->type;
	map->u.map_values.fields = MLS_NEW_N(load, const char *, 1);
	map->u.map_values.fields[0] = input->name;
	map->u.map_values.n_fields = 1;
	map->u.map_values.cells = cells;
	map->u.map_values.n_rows = n_rows;
	code->name = free_name(inputs, mls_format(load, "code(%s)", input->name));
	code->optype = MLS_OPTYPE_CONTINUOUS;
	code->dataType = inputs->type;
	code->expression = map;
	inputs->features[feature].field = code->name;
}

void
mls_inputs_hash(MlsInputs *inputs, uint32_t feature)
{
	MlsDataField *input = &inputs->document->fields[feature];
	MlsDerivedField *hash = &inputs->document->derived[inputs->document->n_derived++];

	input->optype = MLS_OPTYPE_CATEGORICAL;
	input->dataType = MLS_TYPE_STRING;
	input->n_values = 0;
	input->exact_texts = true;
	inputs->model->fields[feature].missing_returns_invalid = true;
	hash->expression = MLS_NEW(inputs->load, MlsExpression);
	hash->expression->kind = MLS_EXPR_HASH;
	hash->expression->u.field_ref.field = input->name;
	hash->name = free_name(inputs, mls_format(inputs->load, "hash(%s)", input->name));
	hash->optype = MLS_OPTYPE_CONTINUOUS;
	hash->dataType = MLS_TYPE_INTEGER;
	inputs->features[feature].field = hash->name;
}

static MlsDataField *
add_target(MlsInputs *inputs, const char *name)
{
	MlsDataField *field = &inputs->document->fields[inputs->document->n_fields++];
	MlsMiningField *mining = &inputs->model->fields[inputs->model->n_fields++];

	field->name = free_name(inputs, name);
	field->optype = MLS_OPTYPE_CONTINUOUS;
	field->dataType = inputs->type;
	mls_init_mining_field(mining, field->name);
	mining->usageType = MLS_USAGE_TARGET;
	return field;
}

const MlsValueElement *
mls_inputs_targets(MlsInputs *inputs, uint32_t n_classes, const char *const *labels, uint32_t n_outputs)
{
	MlsModel   *model = inputs->model;
	MlsDataField *target;

	model->functionName = n_classes > 0 ? MLS_FUNCTION_CLASSIFICATION : MLS_FUNCTION_REGRESSION;
	model->fields = MLS_NEW_N(inputs->load, MlsMiningField, (size_t) inputs->n + n_outputs);
	for (uint32_t i = 0; i < inputs->n; i++)
		mls_init_mining_field(&model->fields[model->n_fields++], inputs->features[i].name);
	if (n_classes == 0)
	{
		for (uint32_t i = 0; n_outputs > 1 && i < n_outputs; i++)
			add_target(inputs, mls_format(inputs->load, "target_%u", i));
		return NULL;
	}

	target = add_target(inputs, "prediction");
	target->optype = MLS_OPTYPE_CATEGORICAL;
	target->dataType = MLS_TYPE_STRING;
	target->values = MLS_NEW_N(inputs->load, MlsValueElement, n_classes);
	target->n_values = n_classes;
	for (uint32_t i = 0; i < n_classes; i++)
	{
		target->values[i].value = labels != NULL ? labels[i] : mls_format(inputs->load, "%u", i);
		target->values[i].property = MLS_VALUE_VALID;
	}
	return target->values;
}
