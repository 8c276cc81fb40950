/*
 * json/json_catboost.c
 *	  CatBoost's save_model(format="json"), for models of numbers and of categories compared one by one.
 *
 * A feature is cast to float32; a row goes right if it is above the border, and
 * where nan_value_treatment says if it is missing (AsTrue: right; else left).
 * oblivious_trees ask the same question on each level: bit k of a leaf's number is
 * the answer to split k.  trees (of the grow policies Depthwise and Lossguide)
 * have nodes inside each other.  Leaves are float64, with a number for each
 * dimension; they add up from 0 on, in the order of the trees, the bias comes last.
 *
 * A split on a categorical feature of few values sends one category right; the
 * document holds the hash of its text (base/city_hash.h), and so does the model: what
 * is compared is the hash of the input.
 *
 * What the document cannot say exactly is refused by name: categorical features
 * of many values become statistics (CTRs), text and embedding features what is
 * computed of them.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "json/catboost_int.h"

/* Outputs of one model; a document that says more is lying. */
#define MAX_OUTPUTS		1000000

static const MlsCbLoss losses[] = {
	{"RMSE", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"MAE", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"MAPE", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"Quantile", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"MultiQuantile", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"LogLinQuantile", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"Expectile", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"Huber", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"LogCosh", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"Lq", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"Cox", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"MultiRMSE", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"QueryRMSE", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"QuerySoftMax", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"PairLogit", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"PairLogitPairwise", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"YetiRank", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"YetiRankPairwise", MLS_CB_NO_CLASSES, MLS_LINK_NONE},
	{"Poisson", MLS_CB_NO_CLASSES, MLS_LINK_EXP},
	{"Tweedie", MLS_CB_NO_CLASSES, MLS_LINK_EXP},
	{"Logloss", MLS_CB_TWO_CLASSES, MLS_LINK_LOGIT},
	{"CrossEntropy", MLS_CB_TWO_CLASSES, MLS_LINK_LOGIT},
	{"MultiClass", MLS_CB_MANY_CLASSES, MLS_LINK_SOFTMAX},
	{"MultiClassOneVsAll", MLS_CB_MANY_CLASSES, MLS_LINK_LOGIT},
};

/* An object that older releases wrote as a text. */
static MlsAt
inner(MlsCatBoost *cb, const MlsAt *parent, const char *key)
{
	MlsAt		at = mls_json_member(parent, key);

	if (cJSON_IsString(at.item))
		at.item = mls_json_parse_inner(cb->load, at.item->valuestring);
	return at;
}

/* ---- features ---- */

/* The place of a feature among all. */
static bool
flat_index(MlsCatBoost *cb, const MlsAt *at, uint32_t *flat)
{
	MlsAt		at_flat = mls_json_member(at, "flat_feature_index");
	int64_t		number;

	if (!mls_json_integer(cb->load, &at_flat, true, 0, INT32_MAX - 1, &number))
		return false;
	*flat = (uint32_t) number;
	return true;
}

/* Notes how many features a list makes at least. */
static void
count_features(MlsCatBoost *cb, const MlsAt *at)
{
	const cJSON *item;
	uint32_t	i = 0;

	if (!mls_json_is_array(cb->load, at, false))
		return;
	MLS_JSON_EACH(item, cb->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i++, item);
		uint32_t	flat;

		if (mls_json_is_object(cb->load, &element, true) && flat_index(cb, &element, &flat) && flat >= cb->inputs.n)
			cb->inputs.n = flat + 1;
	}
}

static void
name_features(MlsCatBoost *cb, const MlsAt *at, const char **names)
{
	const cJSON *item;
	uint32_t	i = 0;

	MLS_JSON_EACH(item, cb->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i++, item);
		MlsAt		at_id = mls_json_member(&element, "feature_id");
		const char *id = mls_json_text(cb->load, &at_id, false);
		uint32_t	flat;

		if (!flat_index(cb, &element, &flat))
			continue;
		if (names[flat] != NULL)
			mls_json_problem(cb->load, MLS_INVALID, &element, "there are two features %u", flat);
		names[flat] = id != NULL && id[0] != '\0' ? id : mls_format(cb->load, "f%u", flat);
	}
}

/* Notes a feature that is not the ith of its kind: splits name it by its place. */
static void
check_index(MlsCatBoost *cb, const MlsAt *at, uint32_t i)
{
	MlsAt		at_index = mls_json_member(at, "feature_index");
	int64_t		index;

	if (mls_json_integer(cb->load, &at_index, true, 0, INT32_MAX, &index) && index != i)
		mls_json_problem(cb->load, MLS_INVALID, &at_index, "this is feature %u in order", i);
}

static void
read_floats(MlsCatBoost *cb, const MlsAt *at)
{
	static const char *const known[] = {
		"borders", "feature_id", "feature_index", "flat_feature_index", "has_nans", "nan_value_treatment", NULL
	};
	const cJSON *item;
	uint32_t	i = 0;

	cb->n_floats = mls_json_length(at);
	cb->floats = MLS_NEW_N(cb->load, MlsCbFloat, cb->n_floats);
	MLS_JSON_EACH(item, cb->load, at->item)
	{
		MlsCbFloat *feature = &cb->floats[i];
		MlsAt		element = mls_json_element(at, i, item);
		MlsAt		at_missing = mls_json_member(&element, "nan_value_treatment");
		const char *missing = mls_json_text(cb->load, &at_missing, false);

		mls_json_only(cb->load, MLS_UNSUPPORTED, &element, known);
		check_index(cb, &element, i);
		flat_index(cb, &element, &feature->flat);
		feature->missing_is_right = missing != NULL && strcmp(missing, "AsTrue") == 0;
		if (missing != NULL && !feature->missing_is_right && strcmp(missing, "AsFalse") != 0 && strcmp(missing, "AsIs") != 0)
			mls_json_problem(cb->load, MLS_UNSUPPORTED, &at_missing, "\"%s\" is not known", mls_quote(cb->load, missing));
		i++;
	}
}

/* The categorical features; those that no split asks for are texts. */
static void
read_categories(MlsCatBoost *cb, const MlsAt *at)
{
	static const char *const known[] = {"feature_id", "feature_index", "flat_feature_index", "values", NULL};
	const cJSON *item;
	uint32_t	i = 0;

	cb->n_categories = mls_json_length(at);
	cb->categories = MLS_NEW_N(cb->load, MlsCbCategory, cb->n_categories);
	MLS_JSON_EACH(item, cb->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i, item);
		uint32_t   *flat = &cb->categories[i].flat;

		mls_json_only(cb->load, MLS_UNSUPPORTED, &element, known);
		check_index(cb, &element, i++);
		if (!flat_index(cb, &element, flat))
			continue;
		cb->document->fields[*flat].optype = MLS_OPTYPE_CATEGORICAL;
		cb->document->fields[*flat].dataType = MLS_TYPE_STRING;
		cb->document->fields[*flat].n_values = 0;
	}
}

static void
read_features(MlsCatBoost *cb, const MlsAt *root)
{
	static const char *const known[] = {"categorical_features", "ctrs", "float_features", NULL};
	MlsAt		info = mls_json_member(root, "features_info");
	MlsAt		floats = mls_json_member(&info, "float_features");
	MlsAt		categories = mls_json_member(&info, "categorical_features");
	const char **names;
	char		missing[MLS_NUMBER_TEXT];

	if (!mls_json_is_object(cb->load, &info, true))
		mls_stop_if_problems(cb->load);
	mls_json_only(cb->load, MLS_UNSUPPORTED, &info, known);
	count_features(cb, &floats);
	count_features(cb, &categories);
	if (cb->inputs.n > mls_json_length(&floats) + mls_json_length(&categories) && cb->load->n_problems == 0)
		mls_json_problem(cb->load, MLS_INVALID, &info, "there are %u features, and one with the number %u",
						 mls_json_length(&floats) + mls_json_length(&categories), cb->inputs.n - 1);
	mls_stop_if_problems(cb->load);

	names = MLS_NEW_N(cb->load, const char *, cb->inputs.n);
	name_features(cb, &floats, names);
	name_features(cb, &categories, names);
	mls_stop_if_problems(cb->load);
	mls_inputs_name(&cb->inputs, names, "f", &info);
	mls_format_float(missing, (float) cb->options->missing);
	mls_inputs_declare(&cb->inputs, cb->options->has_missing ? mls_strdup(cb->load, missing) : NULL, cb->n_outputs);
	read_floats(cb, &floats);
	read_categories(cb, &categories);
}

/* ---- what the trees' sums mean ---- */

/*
 * How many numbers the leaves of a document have that does not say it elsewhere:
 * those of releases before 0.24, whose trees are oblivious.  1 if there is no tree.
 */
static uint32_t
count_outputs(MlsCatBoost *cb, const MlsAt *root)
{
	MlsAt		trees = mls_json_member(root, "oblivious_trees");
	MlsAt		first = mls_json_element(&trees, 0, mls_json_first(cb->load, trees.item));
	MlsAt		values = mls_json_member(&first, "leaf_values");
	MlsAt		splits = mls_json_member(&first, "splits");
	uint32_t	n = mls_json_length(&splits) < 32 ? mls_json_length(&values) >> mls_json_length(&splits) : 0;

	return n > 0 ? n : 1;
}

/* [scale, [bias, ...]] or, in old documents, [scale, bias] */
static void
read_scale(MlsCatBoost *cb, const MlsAt *root)
{
	MlsAt		at = mls_json_member(root, "scale_and_bias");
	const cJSON *first;
	MlsAt		at_scale;
	MlsAt		at_bias;
	double		scale;

	cb->n_outputs = 1;
	if (!mls_json_is_array(cb->load, &at, true))
		mls_stop_if_problems(cb->load);
	first = mls_json_first(cb->load, at.item);
	at_scale = mls_json_element(&at, 0, first);
	at_bias = mls_json_element(&at, 1, first != NULL ? first->next : NULL);
	if (mls_json_length(&at) != 2 || !mls_json_number(cb->load, &at_scale, true, &scale))
	{
		mls_json_problem(cb->load, MLS_INVALID, &at, "this is no scale and bias");
		mls_stop_if_problems(cb->load);
		return;
	}
	if (scale != 1.0)
		mls_json_problem(cb->load, MLS_UNSUPPORTED, &at_scale, "a scale other than 1 is not supported");
	if (cJSON_IsArray(at_bias.item))
	{
		cb->n_outputs = mls_json_length(&at_bias);
		if (cb->n_outputs == 0 || cb->n_outputs > MAX_OUTPUTS)
			mls_json_problem(cb->load, MLS_INVALID, &at_bias, "there are %u outputs", cb->n_outputs);
		mls_stop_if_problems(cb->load);
		cb->bias = mls_json_doubles(cb->load, &at_bias, cb->n_outputs, false);
	}
	else
	{
		cb->n_outputs = count_outputs(cb, root);
		cb->bias = MLS_NEW_N(cb->load, double, cb->n_outputs);
		if (mls_json_number(cb->load, &at_bias, true, cb->bias) && cb->bias[0] != 0.0 && cb->n_outputs > 1)
			mls_json_problem(cb->load, MLS_UNSUPPORTED, &at_bias, "one bias for %u outputs is not supported", cb->n_outputs);
	}
	mls_stop_if_problems(cb->load);
}

static void
read_loss(MlsCatBoost *cb, const MlsAt *info)
{
	MlsAt		params = inner(cb, info, "params");
	MlsAt		function = mls_json_member(&params, "loss_function");
	MlsAt		at_type = mls_json_member(&function, "type");
	const char *type = mls_json_text(cb->load, &at_type, true);

	for (size_t i = 0; type != NULL && i < sizeof(losses) / sizeof(losses[0]); i++)
	{
		if (strcmp(losses[i].name, type) == 0)
			cb->loss = &losses[i];
	}
	if (type != NULL && cb->loss == NULL)
		mls_json_problem(cb->load, MLS_UNSUPPORTED, &at_type, "the loss function \"%s\" is not supported",
						 mls_quote(cb->load, type));
	else if (cb->loss != NULL && cb->loss->classes == MLS_CB_TWO_CLASSES && cb->n_outputs != 1)
		mls_json_problem(cb->load, MLS_INVALID, &at_type, "the loss function \"%s\" has one output, not %u", type, cb->n_outputs);
	else if (cb->loss != NULL && cb->loss->classes == MLS_CB_MANY_CLASSES && cb->n_outputs < 2)
		mls_json_problem(cb->load, MLS_INVALID, &at_type, "the loss function \"%s\" needs two classes at least", type);
	mls_stop_if_problems(cb->load);
}

/* The names of the classes, as many as there are; NULL: they have none. */
static const char **
read_classes(MlsCatBoost *cb, const MlsAt *info, uint32_t n)
{
	MlsAt		params = inner(cb, info, "class_params");
	MlsAt		old_params = inner(cb, info, "multiclass_params");
	MlsAt		at = mls_json_member(params.item != NULL ? &params : &old_params, "class_names");
	const char **names;
	MlsMap		seen = {0};
	const cJSON *item;
	uint32_t	i = 0;

	if (mls_json_length(&at) == 0)
		return NULL;
	if (mls_json_length(&at) != n)
	{
		mls_json_problem(cb->load, MLS_INVALID, &at, "there are %u names for %u classes", mls_json_length(&at), n);
		return NULL;
	}
	names = MLS_NEW_N(cb->load, const char *, n);
	MLS_JSON_EACH(item, cb->load, at.item)
	{
		MlsAt		element = mls_json_element(&at, i, item);
		char		text[MLS_NUMBER_TEXT];

		if (cJSON_IsString(item))
			names[i] = item->valuestring;
		else if (cJSON_IsBool(item))
			names[i] = cJSON_IsTrue(item) ? "true" : "false";
		else if (cJSON_IsNumber(item) && item->valuedouble == floor(item->valuedouble) && fabs(item->valuedouble) <= 9e15)
			names[i] = mls_format(cb->load, "%lld", (long long) item->valuedouble);
		else if (cJSON_IsNumber(item))
		{
			mls_format_double(text, item->valuedouble);
			names[i] = mls_strdup(cb->load, text);
		}
		else
		{
			mls_json_problem(cb->load, MLS_INVALID, &element, "this is %s instead of a class's name", mls_json_kind(item));
			return NULL;
		}
		if (mls_map_put(cb->load, &seen, names[i], (void *) &names[i]) != &names[i])
			mls_json_problem(cb->load, MLS_INVALID, &element, "the class \"%s\" occurs twice", names[i]);
		i++;
	}
	return names;
}

MlsDocument *
mls_read_catboost_json(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options)
{
	static const char *const known[] = {
		"ctr_data", "features_info", "model_info", "oblivious_trees", "scale_and_bias", "trees", NULL
	};
	MlsCatBoost cb = {.load = load, .options = options};
	MlsAt		root = mls_json_parse(load, bytes, length, MLS_JSON_MAX_DEPTH);
	MlsAt		info = mls_json_member(&root, "model_info");
	const char **classes = NULL;
	uint32_t	n_classes;

	mls_json_only(load, MLS_UNSUPPORTED, &root, known);
	if (!mls_json_is_object(load, &info, true))
		mls_stop_if_problems(load);
	cb.document = mls_json_document(load, MLS_FORMAT_CATBOOST_JSON);
	cb.document->producer = "CatBoost";
	cb.model = cb.document->models;
	cb.inputs = (MlsInputs) {load, options, cb.document, cb.model, MLS_TYPE_FLOAT, 0, NULL};
	read_scale(&cb, &root);
	read_loss(&cb, &info);
	read_features(&cb, &root);
	n_classes = cb.loss->classes == MLS_CB_NO_CLASSES ? 0 : cb.loss->classes == MLS_CB_TWO_CLASSES ? 2 : cb.n_outputs;
	if (n_classes > 0)
		classes = read_classes(&cb, &info, n_classes);
	mls_inputs_targets(&cb.inputs, n_classes, classes, cb.n_outputs);
	for (uint32_t i = cb.inputs.n; i < cb.document->n_fields; i++)
	{
		/* sums are float64, although inputs are float32 */
		if (n_classes == 0)
			cb.document->fields[i].dataType = MLS_TYPE_DOUBLE;
	}
	mls_cb_trees(&cb, &root);
	mls_stop_if_problems(load);
	cb.document->algorithm = mls_format(load, "CatBoost, %s", cb.loss->name);
	return cb.document;
}
