/*
 * json/xgboost_features.c
 *	  The inputs of an XGBoost document, its categories, and its targets.
 *
 * Every feature is a float32 number.  It is called what the document calls it,
 * or, where the document has no names, what the option feature_names says, or f0,
 * f1, ... as XGBoost itself does.
 *
 * From 3.1 on a document can hold the names of a feature's categories; splits
 * then compare a category's place in that list.  Such a feature is an input of
 * its own type (text or integer), whose valid values are the names, and a derived
 * field maps them to their codes.  A name that training never saw is invalid:
 * XGBoost refuses it too.  Where a number means missing, the category with that
 * number as its code is missing, which is XGBoost's own reading of it.
 */
#include <string.h>

#include "base/number.h"
#include "json/xgboost_int.h"

/* Integer types of an array of category values, as the document numbers them. */
#define FIRST_INTEGER_TYPE	9
#define LAST_INTEGER_TYPE	16

/* ---- names ---- */

/* The document's names; NULL: it has none. */
static const char **
document_names(MlsXgb *xgb, const MlsAt *learner)
{
	MlsAt		at = mls_json_member(learner, "feature_names");
	uint32_t	n = mls_json_length(&at);
	const char **names;
	const cJSON *item;
	uint32_t	i = 0;

	if (!mls_json_is_array(xgb->load, &at, false) || n == 0)
		return NULL;
	if (n != xgb->n_features)
	{
		mls_json_problem(xgb->load, MLS_INVALID, &at, "there are %u names for %u features", n, xgb->n_features);
		return NULL;
	}
	names = MLS_NEW_N(xgb->load, const char *, n);
	MLS_JSON_EACH(item, xgb->load, at.item)
	{
		MlsAt		element = mls_json_element(&at, i, item);

		names[i] = mls_json_text(xgb->load, &element, true);
		if (names[i] == NULL)
			return NULL;
		i++;
	}
	return names;
}

static void
name_features(MlsXgb *xgb, const MlsAt *learner)
{
	MlsAt		at = mls_json_member(learner, "feature_names");
	const char **names = document_names(xgb, learner);
	bool		given = xgb->options->n_feature_names > 0;
	MlsMap		seen = {0};

	if (given && xgb->options->n_feature_names != xgb->n_features)
	{
		mls_problem(xgb->load, MLS_BAD_OPTION, NULL, NULL, "the option feature_names has %u names, the model %u features",
					xgb->options->n_feature_names, xgb->n_features);
		given = false;
	}
	xgb->features = MLS_NEW_N(xgb->load, MlsXgbFeature, xgb->n_features);
	for (uint32_t i = 0; i < xgb->n_features; i++)
	{
		const char *name = given ? xgb->options->feature_names[i] : names != NULL ? names[i] :
			mls_format(xgb->load, "f%u", i);

		mls_tick(xgb->load);
		xgb->features[i].name = xgb->features[i].field = name;
		if (mls_map_put(xgb->load, &seen, name, &xgb->features[i]) == &xgb->features[i])
			continue;
		if (given)
			mls_problem(xgb->load, MLS_BAD_OPTION, NULL, NULL, "the option feature_names has \"%s\" twice", name);
		else
			mls_json_problem(xgb->load, MLS_INVALID, &at, "there are two features \"%s\"", name);
	}
}

/* A name that no feature has. */
static const char *
free_name(MlsXgb *xgb, const char *wanted)
{
	for (uint32_t i = 0; i < xgb->n_features; i++)
	{
		if (strcmp(xgb->features[i].name, wanted) == 0)
			return free_name(xgb, mls_format(xgb->load, "%s_", wanted));
	}
	return wanted;
}

/* ---- categories ---- */

typedef struct Levels
{
	const char **names;
	uint32_t	n;
	MlsDataType type;			/* STRING or INTEGER */
} Levels;

/* Names given as bytes and where each starts. */
static bool
read_texts(MlsXgb *xgb, const MlsAt *at, Levels *levels)
{
	MlsAt		at_offsets = mls_json_member(at, "offsets");
	MlsAt		at_values = mls_json_member(at, "values");
	uint32_t	n = mls_json_length(&at_offsets);
	uint32_t	length = mls_json_length(&at_values);
	int32_t    *offsets;
	int32_t    *values;
	char	   *bytes;

	if (!mls_json_is_array(xgb->load, &at_offsets, true) || n == 0)
		return false;
	offsets = mls_json_integers(xgb->load, &at_offsets, n, 0, (int32_t) length);
	values = mls_json_integers(xgb->load, &at_values, length, -128, 255);
	if (offsets == NULL || values == NULL)
		return false;

	bytes = MLS_NEW_N(xgb->load, char, (size_t) length + 1);
	for (uint32_t i = 0; i < length; i++)
		bytes[i] = (char) values[i];
	levels->type = MLS_TYPE_STRING;
	levels->n = n - 1;
	levels->names = MLS_NEW_N(xgb->load, const char *, levels->n);
	for (uint32_t i = 0; i + 1 < n; i++)
	{
		const char *start = bytes + offsets[i];
		MlsAt		element = mls_json_element(&at_offsets, i + 1, NULL);

		if (offsets[i + 1] < offsets[i])
		{
			mls_json_problem(xgb->load, MLS_INVALID, &element, "a name ends before it starts");
			return false;
		}
		if (!mls_json_is_utf8(start, (size_t) (offsets[i + 1] - offsets[i])) ||
			memchr(start, 0, (size_t) (offsets[i + 1] - offsets[i])) != NULL)
		{
			mls_json_problem_hint(xgb->load, MLS_INVALID, &element,
								  "XGBoost 3.1 and 3.2 damage names that are not ASCII when they save them.",
								  "a category's name is not UTF-8");
			return false;
		}
		levels->names[i] = mls_strndup(xgb->load, start, (size_t) (offsets[i + 1] - offsets[i]));
	}
	if (offsets[0] != 0 || (uint32_t) offsets[n - 1] != length)
	{
		mls_json_problem(xgb->load, MLS_INVALID, &at_offsets, "the names do not cover the %u bytes", length);
		return false;
	}
	return true;
}

static bool
read_integers(MlsXgb *xgb, const MlsAt *at, Levels *levels)
{
	MlsAt		at_type = mls_json_member(at, "type");
	MlsAt		at_values = mls_json_member(at, "values");
	const cJSON *item;
	int64_t		type;
	uint32_t	i = 0;

	if (!mls_json_integer(xgb->load, &at_type, true, 0, INT32_MAX, &type) ||
		!mls_json_is_array(xgb->load, &at_values, true))
		return false;
	if (type < FIRST_INTEGER_TYPE || type > LAST_INTEGER_TYPE)
	{
		mls_json_problem(xgb->load, MLS_UNSUPPORTED, &at_type, "categories of type %lld are not supported",
						 (long long) type);
		return false;
	}
	levels->type = MLS_TYPE_INTEGER;
	levels->n = mls_json_length(&at_values);
	levels->names = MLS_NEW_N(xgb->load, const char *, levels->n);
	MLS_JSON_EACH(item, xgb->load, at_values.item)
	{
		MlsAt		element = mls_json_element(&at_values, i, item);
		int64_t		value;

		if (!mls_json_integer(xgb->load, &element, true, INT64_MIN, INT64_MAX, &value))
			return false;
		levels->names[i++] = mls_format(xgb->load, "%lld", (long long) value);
	}
	return true;
}

/* Makes a feature one of category names. */
static void
add_levels(MlsXgb *xgb, const MlsAt *at, uint32_t feature, const Levels *levels)
{
	MlsLoad    *load = xgb->load;
	MlsDataField *input = &xgb->document->fields[feature];
	MlsDerivedField *code = &xgb->document->derived[xgb->document->n_derived++];
	MlsExpression *map = MLS_NEW(load, MlsExpression);
	MlsMap		seen = {0};
	const char **cells = MLS_NEW_N(load, const char *, (size_t) levels->n * 2);
	uint32_t	n = 0;

	input->optype = MLS_OPTYPE_CATEGORICAL;
	input->dataType = levels->type;
	input->n_values = levels->n;
	input->values = MLS_NEW_N(load, MlsValueElement, levels->n);
	for (uint32_t i = 0; i < levels->n; i++)
	{
		mls_tick(load);
		if (mls_map_put(load, &seen, levels->names[i], input) != input)
			continue;
		input->values[i].value = levels->names[i];
		input->values[i].property = MLS_VALUE_VALID;

		/* what has no row is missing */
		if (xgb->has_missing && xgb->missing == (float) i)
			continue;
		cells[2 * n] = levels->names[i];
		cells[2 * n + 1] = mls_format(load, "%u", i);
		n++;
	}
	for (uint32_t i = 0; i < levels->n; i++)
	{
		if (input->values[i].value == NULL)
		{
			mls_json_problem(load, MLS_INVALID, at, "the category \"%s\" occurs twice", levels->names[i]);
			return;
		}
	}

	map->kind = MLS_EXPR_MAP_VALUES;
	map->dataType = MLS_TYPE_FLOAT;
	map->u.map_values.fields = MLS_NEW_N(load, const char *, 1);
	map->u.map_values.fields[0] = input->name;
	map->u.map_values.n_fields = 1;
	map->u.map_values.cells = cells;
	map->u.map_values.n_rows = n;
	code->name = free_name(xgb, mls_format(load, "code(%s)", input->name));
	code->optype = MLS_OPTYPE_CONTINUOUS;
	code->dataType = MLS_TYPE_FLOAT;
	code->expression = map;
	xgb->features[feature].field = code->name;
}

/* The category names beside the trees: one entry for each feature, an empty one for those that are numbers. */
static void
read_categories(MlsXgb *xgb, const MlsAt *booster_model)
{
	static const char *const known[] = {"enc", "feature_segments", "sorted_idx", NULL};
	static const char *const known_entry[] = {"offsets", "values", "type", NULL};
	MlsAt		cats = mls_json_member(booster_model, "cats");
	MlsAt		enc = mls_json_member(&cats, "enc");
	uint32_t	n = mls_json_length(&enc);
	const cJSON *item;
	uint32_t	i = 0;

	if (!mls_json_is_object(xgb->load, &cats, false))
		return;
	mls_json_only(xgb->load, MLS_UNSUPPORTED, &cats, known);
	if (!mls_json_is_array(xgb->load, &enc, false) || n == 0)
		return;
	if (n != xgb->n_features)
	{
		mls_json_problem(xgb->load, MLS_INVALID, &enc, "there are %u entries for %u features", n, xgb->n_features);
		return;
	}
	xgb->document->derived = MLS_NEW_N(xgb->load, MlsDerivedField, n);
	MLS_JSON_EACH(item, xgb->load, enc.item)
	{
		MlsAt		entry = mls_json_element(&enc, i, item);
		MlsAt		offsets = mls_json_member(&entry, "offsets");
		Levels		levels = {0};

		if (mls_json_is_object(xgb->load, &entry, true))
		{
			mls_json_only(xgb->load, MLS_UNSUPPORTED, &entry, known_entry);
			if (offsets.item != NULL ? mls_json_length(&offsets) > 0 && read_texts(xgb, &entry, &levels) :
				read_integers(xgb, &entry, &levels))
				add_levels(xgb, &entry, i, &levels);
		}
		i++;
	}
}

/* ---- fields ---- */

void
mls_xgb_features(MlsXgb *xgb, const MlsAt *learner, const MlsAt *booster_model)
{
	MlsDocument *document = xgb->document;
	MlsValueElement *missing = NULL;

	name_features(xgb, learner);
	if (xgb->has_missing)
	{
		char		text[MLS_NUMBER_TEXT];

		missing = MLS_NEW(xgb->load, MlsValueElement);
		mls_format_float(text, xgb->missing);
		missing->value = mls_strdup(xgb->load, text);
		missing->property = MLS_VALUE_MISSING;
	}
	document->fields = MLS_NEW_N(xgb->load, MlsDataField, (size_t) xgb->n_features + xgb->n_outputs);
	document->n_fields = xgb->n_features;
	for (uint32_t i = 0; i < xgb->n_features; i++)
	{
		MlsDataField *field = &document->fields[i];

		mls_tick(xgb->load);
		field->name = xgb->features[i].name;
		field->optype = MLS_OPTYPE_CONTINUOUS;
		field->dataType = MLS_TYPE_FLOAT;
		field->values = missing;
		field->n_values = missing != NULL;
	}
	read_categories(xgb, booster_model);
}

/* What a class is called: as scikit-learn's label encoder has it, else by its number. */
static const char *
class_name(MlsXgb *xgb, const cJSON *label, uint32_t i)
{
	char		text[MLS_NUMBER_TEXT];

	if (cJSON_IsString(label))
		return label->valuestring;
	if (!cJSON_IsNumber(label))
		return mls_format(xgb->load, "%u", i);
	if (label->valuedouble >= -9e15 && label->valuedouble <= 9e15 &&
		label->valuedouble == (double) (int64_t) label->valuedouble)
		return mls_format(xgb->load, "%lld", (long long) label->valuedouble);
	mls_format_double(text, label->valuedouble);
	return mls_strdup(xgb->load, text);
}

static MlsDataField *
add_target(MlsXgb *xgb, const char *name)
{
	MlsDataField *field = &xgb->document->fields[xgb->document->n_fields++];
	MlsMiningField *mining = &xgb->model->fields[xgb->model->n_fields++];

	field->name = free_name(xgb, name);
	field->optype = MLS_OPTYPE_CONTINUOUS;
	field->dataType = MLS_TYPE_FLOAT;
	mls_init_mining_field(mining, field->name);
	mining->usageType = MLS_USAGE_TARGET;
	return field;
}

void
mls_xgb_targets(MlsXgb *xgb)
{
	MlsModel   *model = xgb->model;
	bool		classes = xgb->objective != NULL && xgb->objective->function == MLS_FUNCTION_CLASSIFICATION &&
		(xgb->objective->classes_are_outputs || xgb->n_outputs == 1);

	model->functionName = classes ? MLS_FUNCTION_CLASSIFICATION : MLS_FUNCTION_REGRESSION;
	model->fields = MLS_NEW_N(xgb->load, MlsMiningField, (size_t) xgb->n_features + xgb->n_outputs);
	for (uint32_t i = 0; i < xgb->n_features; i++)
		mls_init_mining_field(&model->fields[model->n_fields++], xgb->features[i].name);

	if (classes)
	{
		uint32_t	n = xgb->objective->classes_are_outputs ? xgb->n_outputs : 2;
		MlsAt		at_labels = {.item = xgb->class_labels};
		MlsElements labels = mls_json_elements(&at_labels);
		bool		has_labels = mls_json_length(&at_labels) == n;
		MlsDataField *target = add_target(xgb, "prediction");
		MlsMap		seen = {0};

		target->optype = MLS_OPTYPE_CATEGORICAL;
		target->dataType = MLS_TYPE_STRING;
		target->values = MLS_NEW_N(xgb->load, MlsValueElement, n);
		target->n_values = n;
		xgb->classes = target->values;
		for (uint32_t i = 0; i < n; i++)
		{
			MlsValueElement *value = &target->values[i];

			value->value = class_name(xgb, has_labels ? mls_json_next(&labels) : NULL, i);
			value->property = MLS_VALUE_VALID;
			if (mls_map_put(xgb->load, &seen, value->value, value) != value)
				mls_problem(xgb->load, MLS_INVALID, "learner.attributes.scikit_learn", NULL,
							"two classes are called \"%s\"", value->value);
		}
	}
	else if (xgb->n_outputs > 1)
	{
		for (uint32_t i = 0; i < xgb->n_outputs; i++)
			add_target(xgb, mls_format(xgb->load, "target_%u", i));
	}
}
