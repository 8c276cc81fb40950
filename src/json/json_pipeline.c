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
 * these (pipeline_model.c, pipeline_trees.c).  Arithmetic is in the type of the
 * field: float64 unless it says "float".
 *
 * The format is ours, so a key that is not known is a mistake in the document.
 */
#include <string.h>

#include "base/number.h"
#include "json/pipeline_int.h"

const char **
mls_pipeline_texts(MlsPipeline *p, const MlsAt *at, uint32_t *n)
{
	const char **texts;
	const cJSON *item;
	MlsMap		seen = {0};
	uint32_t	i = 0;

	if (!mls_json_is_array(p->load, at, true))
		return NULL;
	*n = mls_json_length(at);
	texts = MLS_NEW_N(p->load, const char *, *n);
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
	return texts;
}

void
mls_pipeline_name(MlsPipeline *p, const MlsAt *at, const char *name)
{
	void	   *token = mls_alloc(p->load, 1);

	if (mls_map_put(p->load, &p->names, name, token) != token)
		mls_json_problem(p->load, MLS_INVALID, at, "there are two fields \"%s\"", name);
}

/* ---- inputs and targets ---- */

static void
add_values(MlsPipeline *p, MlsDataField *field, const char *const *values, uint32_t n, MlsValueProperty property)
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
	type = mls_json_word(p->load, &at_type, false, types, "double, float, integer, string, boolean");
	if (type >= 0)
		field->dataType = data_types[type];
	mls_init_mining_field(mining, field->name);
	if (at_values.item != NULL && (values = mls_pipeline_texts(p, &at_values, &n)) != NULL)
		add_values(p, field, values, n, MLS_VALUE_VALID);
	if (type >= 3 || field->n_values > 0)
		field->optype = MLS_OPTYPE_CATEGORICAL;
	if (at_missing.item != NULL && (values = mls_pipeline_texts(p, &at_missing, &n)) != NULL)
		add_values(p, field, values, n, MLS_VALUE_MISSING);
	treatment = mls_json_word(p->load, &at_unknown, false, unknown, "error, missing, allow");
	if (treatment >= 0)
		mining->invalidValueTreatment = treatments[treatment];
}

const char *
mls_pipeline_target(MlsPipeline *p, const char **classes, uint32_t n)
{
	MlsDataField *field;
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
	field = MLS_PUSH(p->load, &p->fields, MlsDataField);
	field->name = name;
	field->optype = n > 0 ? MLS_OPTYPE_CATEGORICAL : MLS_OPTYPE_CONTINUOUS;
	field->dataType = n > 0 ? MLS_TYPE_STRING : MLS_TYPE_DOUBLE;
	if (n > 0)
		add_values(p, field, classes, n, MLS_VALUE_VALID);
	return name;
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

/* The MiningSchema of the document's model: all inputs, and the target if it has a name or classes. */
static MlsMiningField *
read_inputs(MlsPipeline *p, const MlsAt *root, uint32_t *n)
{
	MlsAt		at_inputs = mls_json_member(root, "inputs");
	uint32_t	n_inputs = mls_json_length(&at_inputs);
	MlsMiningField *schema = MLS_NEW_N(p->load, MlsMiningField, (size_t) n_inputs + 1);
	const cJSON *item;
	uint32_t	i = 0;

	*n = 0;
	if (!mls_json_is_array(p->load, &at_inputs, true))
		return schema;
	MLS_JSON_EACH(item, p->load, at_inputs.item)
	{
		MlsAt		element = mls_json_element(&at_inputs, i, item);

		mls_tick(p->load);
		read_input(p, &element, &schema[i++]);
	}
	p->n_inputs = *n = n_inputs;
	return schema;
}

static void
read_document(MlsPipeline *p, const MlsAt *root)
{
	MlsAt		at_producer = mls_json_member(root, "producer");
	MlsAt		at_algorithm = mls_json_member(root, "algorithm");
	MlsAt		at_target = mls_json_member(root, "target");
	MlsAt		at_classes = mls_json_member(root, "classes");
	MlsAt		at_derived = mls_json_member(root, "derived");
	MlsAt		at_model = mls_json_member(root, "model");
	MlsModel   *place = p->document->models;
	MlsModel   *model;
	uint32_t	n_schema;
	MlsMiningField *schema;

	p->document->producer = mls_json_text(p->load, &at_producer, false);
	p->document->algorithm = mls_json_text(p->load, &at_algorithm, false);
	p->target = mls_json_text(p->load, &at_target, false);
	schema = read_inputs(p, root, &n_schema);
	if (p->target != NULL && mls_map_get(&p->names, p->target) != NULL)
		mls_json_problem(p->load, MLS_INVALID, &at_target, "\"%s\" is an input too", p->target);
	if (at_classes.item != NULL)
		p->classes = mls_pipeline_texts(p, &at_classes, &p->n_classes);
	if (p->classes != NULL && p->n_classes < 2)
		mls_json_problem(p->load, MLS_INVALID, &at_classes, "there are %u classes instead of two or more", p->n_classes);
	if (p->target != NULL || p->classes != NULL)
	{
		mls_init_mining_field(&schema[n_schema], mls_pipeline_target(p, p->classes, p->n_classes));
		schema[n_schema++].usageType = MLS_USAGE_TARGET;
	}
	mls_pipeline_derived(p, &at_derived, &p->document->derived, &p->document->n_derived);
	model = mls_pipeline_model(p, &at_model);
	mls_stop_if_problems(p->load);

	model->fields = schema;
	model->n_fields = n_schema;
	*place = *model;
	p->document->fields = p->fields.items;
	p->document->n_fields = p->fields.n;
}

MlsDocument *
mls_read_pipeline(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options)
{
	static const char *const known[] = {
		"algorithm", "classes", "derived", "inputs", "ml_score", "model", "producer", "target", NULL
	};
	MlsPipeline p = {.load = load};
	MlsAt		root = mls_json_parse(load, bytes, length);
	MlsAt		at_version = mls_json_member(&root, "ml_score");
	int64_t		version;

	if (!mls_json_integer(load, &at_version, true, 1, INT32_MAX, &version))
		mls_stop_if_problems(load);
	if (version != 1)
		mls_fatal(load, MLS_UNSUPPORTED, "ml_score", NULL, "version %lld of the format is not known",
				  (long long) version);
	mls_json_only(load, MLS_INVALID, &root, known);
	p.document = mls_json_document(load, MLS_FORMAT_PIPELINE);
	check_options(&p, options);
	read_document(&p, &root);
	return p.document;
}
