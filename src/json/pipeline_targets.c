/*
 * json/pipeline_targets.c
 *	  What a pipeline document predicts: one target or several, and outputs beside.
 *
 *	 "target": "churn", "classes": ["No", "Yes"]
 *		One target, without classes a number.
 *
 *	 "targets": [{"name": "height"}, {"name": "kind", "classes": ["a", "b"]}]
 *		Several.  If all are numbers, one regression, trees, saved model or sums over
 *		vectors may give them (a list of coefficients or an output for each); any
 *		others are given by
 *
 *	 {"type": "targets", "members": [{"model": model, "outputs": [...]}, ...]}
 *		a model for each target, in their order; outputs as those of a chain.
 *
 *	 "probabilities": false, beside classes
 *		The model chooses a class; what it chooses by is no probability.
 *
 *	 "decided_by": ["margin_a", "margin_b"], beside classes
 *		The largest of these fields chooses the class, the first of equals; one field
 *		alone chooses the second of two classes where it is above 0.
 *
 *	 "outputs": [{"name": "margin", "is": "sum"}]
 *		What predict_json() shows beside: written as derived fields are.
 */
#include <string.h>

#include "json/pipeline_int.h"

/* ---- DataFields ---- */

void
mls_pipeline_add_values(MlsPipeline *p, MlsDataField *field, const char *const *values, uint32_t n,
						MlsValueProperty property)
{
	MlsValueElement *all = MLS_NEW_N(p->load, MlsValueElement, (size_t) field->n_values + n);

	if (field->n_values > 0)
		memcpy(all, field->values, field->n_values * sizeof(*all));
	for (uint32_t i = 0; i < n; i++)
		all[field->n_values + i] = (MlsValueElement) {.value = values[i], .property = property};
	field->values = all;
	field->n_values += n;
}

static void
add_field(MlsPipeline *p, const char *name, const char **classes, uint32_t n)
{
	MlsDataField *field = MLS_PUSH(p->load, &p->fields, MlsDataField);

	field->name = name;
	field->optype = n > 0 ? MLS_OPTYPE_CATEGORICAL : MLS_OPTYPE_CONTINUOUS;
	field->dataType = n > 0 ? MLS_TYPE_STRING : MLS_TYPE_DOUBLE;
	if (n > 0)
		mls_pipeline_add_values(p, field, classes, n, MLS_VALUE_VALID);
}

const char *
mls_pipeline_target(MlsPipeline *p, const char **classes, uint32_t n)
{
	const char *name = p->target != NULL ? p->target : "prediction";
	bool		is_first = p->fields.n == p->n_inputs;

	for (uint32_t i = p->n_inputs; i < p->fields.n; i++)
	{
		const MlsDataField *other = &MLS_ITEM(&p->fields, MlsDataField, i);
		bool		same = other->n_values == n;

		for (uint32_t k = 0; same && k < n; k++)
			same = strcmp(other->values[k].value, classes[k]) == 0;
		if (same)
			return other->name;
	}

	/* the document's own target first; those of members are nobody's business */
	for (int i = 2; !is_first || mls_map_get(&p->names, name) != NULL; i++)
	{
		is_first = true;
		name = mls_format(p->load, "%s_%d", p->target != NULL ? p->target : "prediction", i);
	}
	mls_map_put(p->load, &p->names, name, (void *) name);
	add_field(p, name, classes, n);
	return name;
}

const char *
mls_pipeline_number(MlsPipeline *p)
{
	const char *name = NULL;

	for (uint32_t i = p->fields.n; name == NULL || mls_map_get(&p->names, name) != NULL; i++)
		name = mls_format(p->load, "number_%u", i);
	mls_map_put(p->load, &p->names, name, (void *) name);
	add_field(p, name, NULL, 0);
	return name;
}

/* ---- the document's targets ---- */

/* Whether predict_json() shows probabilities, under a key of this name. */
static bool
has_probabilities(const MlsPipeline *p)
{
	for (uint32_t i = 0; i == 0 || i < p->n_targets; i++)
	{
		if (p->targets[i].classes != NULL && !p->targets[i].no_probabilities)
			return true;
	}
	return false;
}

/* Notes a name of a target or an output that is a key of predict_json() already, beside those of fields. */
static void
check_key(MlsPipeline *p, const MlsAt *at, const char *name)
{
	if ((strcmp(name, "prediction") == 0 && p->n_targets == 0) ||
		(strcmp(name, "probabilities") == 0 && has_probabilities(p)))
		mls_json_problem(p->load, MLS_INVALID, at, "predict_json() has a key \"%s\" for something else", name);
}

/* "classes" and "probabilities" of the document or of one of its targets. */
static void
read_classes(MlsPipeline *p, const MlsAt *at, MlsPipelineTarget *target)
{
	MlsAt		at_classes = mls_json_member(at, "classes");
	MlsAt		at_probabilities = mls_json_member(at, "probabilities");

	if (at_classes.item != NULL)
		target->classes = mls_pipeline_texts(p, &at_classes, MLS_LEAST_CLASSES, &target->n_classes);
	if (at_probabilities.item == NULL)
		return;
	if (!cJSON_IsBool(at_probabilities.item))
		mls_json_problem(p->load, MLS_INVALID, &at_probabilities, "this is %s instead of true or false",
						 mls_json_kind(at_probabilities.item));
	else if (target->classes == NULL)
		mls_json_problem(p->load, MLS_INVALID, &at_probabilities, "there are no classes to have any");
	target->no_probabilities = cJSON_IsFalse(at_probabilities.item);
}

static void
read_several(MlsPipeline *p, const MlsAt *root, const MlsAt *at)
{
	static const char *const known[] = {"classes", "decided_by", "name", "probabilities", NULL};
	static const char *const excluded[] = {"classes", "decided_by", "probabilities", "target"};
	uint32_t	n = mls_json_length(at);
	const cJSON *item;
	uint32_t	i = 0;

	for (size_t k = 0; k < sizeof(excluded) / sizeof(excluded[0]); k++)
	{
		MlsAt		other = mls_json_member(root, excluded[k]);

		if (other.item != NULL)
			mls_json_problem(p->load, MLS_INVALID, &other, "this cannot stand beside \"targets\"");
	}
	if (!mls_json_is_array(p->load, at, true))
		return;
	if (n == 0)
		mls_json_problem(p->load, MLS_INVALID, at, "there is no target");
	p->targets = MLS_NEW_N(p->load, MlsPipelineTarget, n);
	p->n_targets = n;
	p->are_several = true;
	MLS_JSON_EACH(item, p->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i, item);
		MlsAt		at_name = mls_json_member(&element, "name");
		MlsPipelineTarget *target = &p->targets[i++];

		target->name = "";
		if (!mls_json_is_object(p->load, &element, true))
			continue;
		mls_json_only(p->load, MLS_INVALID, &element, known);
		read_classes(p, &element, target);
		target->name = mls_json_text(p->load, &at_name, true);
		if (target->name == NULL)
			target->name = "";
		else
			mls_pipeline_name(p, &at_name, target->name);
		add_field(p, target->name, target->classes, target->n_classes);
	}
	for (uint32_t k = 0; k < n; k++)
	{
		MlsAt		element = mls_json_element(at, k, NULL);
		MlsAt		at_name = mls_json_member(&element, "name");

		check_key(p, &at_name, p->targets[k].name);
	}
}

void
mls_pipeline_read_targets(MlsPipeline *p, const MlsAt *root)
{
	MlsAt		at_target = mls_json_member(root, "target");
	MlsAt		at_targets = mls_json_member(root, "targets");

	if (at_targets.item != NULL)
	{
		read_several(p, root, &at_targets);
		return;
	}
	p->targets = MLS_NEW(p->load, MlsPipelineTarget);
	p->target = mls_json_text(p->load, &at_target, false);
	if (p->target != NULL && mls_map_get(&p->names, p->target) != NULL)
		mls_json_problem(p->load, MLS_INVALID, &at_target, "\"%s\" is an input too", p->target);
	read_classes(p, root, p->targets);
	p->classes = p->targets->classes;
	p->n_classes = p->targets->n_classes;
	if (p->target != NULL && has_probabilities(p))
		check_key(p, &at_target, p->target);
	if (p->target == NULL && p->classes == NULL)
		return;
	p->targets->name = mls_pipeline_target(p, p->classes, p->n_classes);
	p->n_targets = 1;
}

/* Says of a target's model what chooses its classes: fields that are known by now. */
static void
describe(MlsPipeline *p, const MlsAt *at, const MlsPipelineTarget *target, MlsModel *model)
{
	MlsAt		at_fields = mls_json_member(at, "decided_by");
	const char **fields;
	uint32_t	n;

	if (model != NULL)
		model->no_probabilities = target->no_probabilities;
	if (at_fields.item == NULL)
		return;
	fields = mls_pipeline_known_fields(p, &at_fields, &n);
	if (fields == NULL)
		return;
	if (n != target->n_classes && !(n == 1 && target->n_classes == 2))
		mls_json_problem(p->load, MLS_INVALID, &at_fields, "there are %u fields for %u classes", n, target->n_classes);
	if (model != NULL)
	{
		model->decision = fields;
		model->n_decision = n;
	}
}

void
mls_pipeline_decision(MlsPipeline *p, MlsModel *model)
{
	describe(p, p->root, p->targets, model);
}

/* ---- outputs of the document ---- */

void
mls_pipeline_outputs(MlsPipeline *p, const MlsAt *at, MlsModel *model)
{
	MlsDerivedField *fields = NULL;
	uint32_t	n;

	mls_pipeline_derived(p, at, &fields, &n);
	model->outputs = MLS_NEW_N(p->load, MlsOutputField, n);
	model->n_outputs = n;
	for (uint32_t i = 0; i < n; i++)
	{
		MlsAt		element = mls_json_element(at, i, NULL);
		MlsAt		at_name = mls_json_member(&element, "name");

		if (fields[i].name != NULL)
			check_key(p, &at_name, fields[i].name);
		model->outputs[i] = (MlsOutputField) {
			.name = fields[i].name,
			.optype = fields[i].optype,
			.dataType = fields[i].dataType,
			.feature = MLS_FEATURE_TRANSFORMED_VALUE,
			.rank = 1,
			.isFinalResult = true,
			.expression = fields[i].expression
		};
	}
}

/* ---- a model for each target ---- */

void
mls_pipeline_begin_target(MlsPipeline *p, uint32_t i)
{
	p->classes = p->targets[i].classes;
	p->n_classes = p->targets[i].n_classes;
}

void
mls_pipeline_end_target(MlsPipeline *p, uint32_t i, MlsModel *model)
{
	const MlsPipelineTarget *target = &p->targets[i];
	MlsAt		at_targets = mls_json_member(p->root, "targets");
	const cJSON *item = mls_json_first(p->load, at_targets.item);
	MlsAt		element;

	for (uint32_t k = 0; k < i; k++)
		item = item->next;
	element = mls_json_element(&at_targets, i, item);
	describe(p, &element, target, model);
	p->classes = NULL;
	p->n_classes = 0;
	if (model == NULL)
		return;
	model->fields = MLS_NEW(p->load, MlsMiningField);
	mls_init_mining_field(model->fields, target->name);
	model->fields->usageType = MLS_USAGE_TARGET;
	model->n_fields = 1;
}
