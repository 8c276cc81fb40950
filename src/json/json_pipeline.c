/*
 * json/json_pipeline.c
 *	  Our own format for fitted pipelines: inputs, what is derived from them, a model.
 *
 *	 {"ml_score": 1, "producer": "scikit-learn 1.8.0", "target": "churn", "classes": ["No", "Yes"],
 *	  "inputs": [{"name": "age", "type": "double"},
 *				 {"name": "plan", "type": "string", "values": ["a", "b"], "unknown": "missing"}],
 *	  "derived": [{"name": "age_scaled", "is": ["/", ["-", "age", 40.5], 12.25]}],
 *	  "model": {"type": "regression", "fields": ["age_scaled"], "coefficients": [[0.5]],
 *				"intercepts": [-1.0], "link": "logit"}}
 *
 * It says in JSON what the IR says in PMML's words, so that a program that holds
 * a fitted pipeline need only walk it.  Expressions are PMML's functions
 * (pipeline_expression.c); models are regressions, trees, ensembles and chains of
 * these (pipeline_model.c); there may be several targets
 * (pipeline_targets.c).  Arithmetic is in the type of the
 * field: float64 unless it says "float".
 *
 * The format is ours, so a key that is not known is a mistake in the document.
 */
#include <string.h>

#include "base/number.h"
#include "json/pipeline_int.h"

const char **
mls_pipeline_texts(MlsPipeline *p, const MlsAt *at, uint32_t least, uint32_t *n)
{
	const char **texts;
	const cJSON *item;
	MlsMap		seen = {0};
	uint32_t	i = 0;

	*n = 0;
	if (!mls_json_is_array(p->load, at, true))
		return NULL;
	texts = MLS_NEW_N(p->load, const char *, mls_json_length(at));
	MLS_JSON_EACH(item, p->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i, item);
		char		number[MLS_NUMBER_TEXT];

		mls_tick(p->load);
		if (cJSON_IsNumber(item))
		{
			mls_format_double(number, item->valuedouble);
			texts[i] = mls_strdup(p->load, number);
		}
		else if (cJSON_IsBool(item))
			texts[i] = cJSON_IsTrue(item) ? "true" : "false";
		else
			texts[i] = mls_json_text(p->load, &element, true);
		if (texts[i] == NULL)
			return NULL;
		if (mls_map_put(p->load, &seen, texts[i], (void *) texts) != texts)
			mls_json_problem(p->load, MLS_INVALID, &element, "\"%s\" occurs twice", texts[i]);
		mls_map_put(p->load, &seen, texts[i], (void *) texts);
		i++;
	}
	if (i < least)
	{
		mls_json_problem(p->load, MLS_INVALID, at, "there are %u classes instead of two or more", i);
		return NULL;
	}
	*n = i;
	return texts;
}

void
mls_pipeline_name(MlsPipeline *p, const MlsAt *at, const char *name)
{
	void	   *token = mls_alloc(p->load, 1);

	if (mls_map_put(p->load, &p->names, name, token) != token)
		mls_json_problem(p->load, MLS_INVALID, at, "there are two fields \"%s\"", name);
}

/* ---- inputs ---- */

static void
read_input(MlsPipeline *p, const MlsAt *at, MlsMiningField *mining)
{
	static const char *const known[] = {"missing_values", "name", "type", "unknown", "values", NULL};
	static const char *const types[] = {"double", "float", "integer", "string", "boolean", NULL};
	static const MlsDataType data_types[] = {
		MLS_TYPE_DOUBLE, MLS_TYPE_FLOAT, MLS_TYPE_INTEGER, MLS_TYPE_STRING, MLS_TYPE_BOOLEAN
	};
	static const char *const unknown[] = {"error", "missing", "allow", NULL};
	static const MlsInvalidValueTreatment treatments[] = {
		MLS_INVALID_RETURN_INVALID, MLS_INVALID_AS_MISSING, MLS_INVALID_AS_IS
	};
	MlsAt		at_name = mls_json_member(at, "name");
	MlsAt		at_type = mls_json_member(at, "type");
	MlsAt		at_values = mls_json_member(at, "values");
	MlsAt		at_unknown = mls_json_member(at, "unknown");
	MlsAt		at_missing = mls_json_member(at, "missing_values");
	MlsDataField *field = MLS_PUSH(p->load, &p->fields, MlsDataField);
	const char **values;
	uint32_t	n;
	int			type;
	int			treatment;

	field->name = "";
	field->dataType = MLS_TYPE_DOUBLE;
	field->optype = MLS_OPTYPE_CONTINUOUS;
	if (mls_json_is_object(p->load, at, true))
	{
		mls_json_only(p->load, MLS_INVALID, at, known);
		field->name = mls_json_text(p->load, &at_name, true);
	}
	if (field->name == NULL)
		field->name = "";
	mls_pipeline_name(p, &at_name, field->name);
	type = mls_json_word(p->load, &at_type, false, types);
	if (type >= 0)
		field->dataType = data_types[type];
	mls_init_mining_field(mining, field->name);
	if (at_values.item != NULL && (values = mls_pipeline_texts(p, &at_values, 0, &n)) != NULL)
		mls_pipeline_add_values(p, field, values, n, MLS_VALUE_VALID);
	if (type >= 3 || field->n_values > 0)
		field->optype = MLS_OPTYPE_CATEGORICAL;
	if (at_missing.item != NULL && (values = mls_pipeline_texts(p, &at_missing, 0, &n)) != NULL)
		mls_pipeline_add_values(p, field, values, n, MLS_VALUE_MISSING);
	treatment = mls_json_word(p->load, &at_unknown, false, unknown);
	if (treatment >= 0)
		mining->invalidValueTreatment = treatments[treatment];
}

/* ---- the document ---- */

/* Options that are of no use here must not pass in silence. */
static void
check_options(MlsPipeline *p, const MlsLoadOptions *options)
{
	static const struct
	{
		const char *name;
		size_t		offset;
	}			none[] = {{"iterations", offsetof(MlsLoadOptions, all_iterations)},
						  {"missing", offsetof(MlsLoadOptions, has_missing)}};

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
	{
		if (*(const bool *) ((const char *) options + none[i].offset))
			mls_problem(p->load, MLS_BAD_OPTION, NULL, NULL,
						"the option %s does not fit a pipeline document", none[i].name);
	}
	if (options->n_feature_names > 0)
		mls_problem(p->load, MLS_BAD_OPTION, NULL, NULL,
					"the option feature_names does not fit a pipeline document: its inputs have names");
}

/* The inputs in a MiningSchema, which has room for the targets behind them. */
static MlsMiningField *
read_inputs(MlsPipeline *p, const MlsAt *root)
{
	MlsAt		at_inputs = mls_json_member(root, "inputs");
	uint32_t	n_inputs = mls_json_length(&at_inputs);
	MlsAt		at_targets = mls_json_member(root, "targets");
	size_t		n_targets = at_targets.item != NULL ? mls_json_length(&at_targets) : 1;
	MlsMiningField *schema = MLS_NEW_N(p->load, MlsMiningField, n_inputs + n_targets);
	const cJSON *item;
	uint32_t	i = 0;

	if (!mls_json_is_array(p->load, &at_inputs, true))
		return schema;
	MLS_JSON_EACH(item, p->load, at_inputs.item)
	{
		MlsAt		element = mls_json_element(&at_inputs, i, item);

		mls_tick(p->load);
		read_input(p, &element, &schema[i++]);
	}
	p->n_inputs = n_inputs;
	return schema;
}

static void
read_document(MlsPipeline *p, const MlsAt *root)
{
	MlsAt		at_producer = mls_json_member(root, "producer");
	MlsAt		at_algorithm = mls_json_member(root, "algorithm");
	MlsAt		at_derived = mls_json_member(root, "derived");
	MlsAt		at_outputs = mls_json_member(root, "outputs");
	MlsAt		at_model = mls_json_member(root, "model");
	MlsModel   *place = p->document->models;
	MlsModel	shown = {0};
	MlsModel   *model;
	MlsMiningField *schema;

	p->document->producer = mls_json_text(p->load, &at_producer, false);
	p->document->algorithm = mls_json_text(p->load, &at_algorithm, false);
	schema = read_inputs(p, root);
	mls_pipeline_read_targets(p, root);
	mls_pipeline_derived(p, &at_derived, &p->document->derived, &p->document->n_derived);
	model = mls_pipeline_model(p, &at_model, false);
	if (!p->are_several)
		mls_pipeline_decision(p, model);
	mls_pipeline_outputs(p, &at_outputs, &shown);
	mls_stop_if_problems(p->load);

	for (uint32_t i = 0; i < p->n_targets; i++)
	{
		mls_init_mining_field(&schema[p->n_inputs + i], p->targets[i].name);
		schema[p->n_inputs + i].usageType = MLS_USAGE_TARGET;
	}
	model->outputs = shown.outputs;
	model->n_outputs = shown.n_outputs;
	model->fields = schema;
	model->n_fields = p->n_inputs + p->n_targets;
	*place = *model;
	p->document->fields = p->fields.items;
	p->document->n_fields = p->fields.n;
}

MlsDocument *
mls_read_pipeline(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options)
{
	static const char *const known[] = {
		"algorithm", "classes", "decided_by", "derived", "inputs", "ml_score", "model", "outputs", "probabilities",
		"producer", "target", "targets", NULL
	};
	MlsAt		root = mls_json_parse(load, bytes, length, MLS_JSON_MAX_DEPTH);
	MlsPipeline p = {.load = load, .root = &root};

	mls_json_first_version(load, &root);
	mls_json_only(load, MLS_INVALID, &root, known);
	p.document = mls_json_document(load, MLS_FORMAT_PIPELINE);
	check_options(&p, options);
	read_document(&p, &root);
	return p.document;
}
