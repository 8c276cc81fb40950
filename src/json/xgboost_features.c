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
	bool		is_code = xgb->has_missing && xgb->missing >= 0 && xgb->missing < levels->n &&
		xgb->missing == (float) (uint32_t) xgb->missing;

	mls_inputs_levels(&xgb->inputs, feature, levels->type, levels->names, levels->n,
					  is_code ? (int64_t) xgb->missing : -1, at);
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
	MlsAt		at = mls_json_member(learner, "feature_names");
	const char **names = NULL;
	char		text[MLS_NUMBER_TEXT];

	xgb->inputs = (MlsInputs) {
		xgb->load, xgb->options, xgb->document, xgb->model, MLS_TYPE_FLOAT, xgb->n_features, NULL
	};
	if (mls_json_is_array(xgb->load, &at, false) && mls_json_length(&at) > 0)
		names = mls_inputs_texts(xgb->load, &at, xgb->n_features);
	mls_inputs_name(&xgb->inputs, names, "f", &at);
	xgb->features = xgb->inputs.features;
	if (xgb->has_missing)
		mls_format_float(text, xgb->missing);
	mls_inputs_declare(&xgb->inputs, xgb->has_missing ? mls_strdup(xgb->load, text) : NULL, xgb->n_outputs);
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

void
mls_xgb_targets(MlsXgb *xgb)
{
	bool		classes = xgb->objective != NULL && xgb->objective->function == MLS_FUNCTION_CLASSIFICATION &&
		(xgb->objective->classes_are_outputs || xgb->n_outputs == 1);
	uint32_t	n = !classes ? 0 : xgb->objective->classes_are_outputs ? xgb->n_outputs : 2;
	MlsAt		at_labels = {.item = xgb->class_labels};
	const char **labels = NULL;
	MlsMap		seen = {0};

	if (n > 0 && mls_json_length(&at_labels) == n)
	{
		MlsElements elements = mls_json_elements(&at_labels);

		labels = MLS_NEW_N(xgb->load, const char *, n);
		for (uint32_t i = 0; i < n; i++)
		{
			labels[i] = class_name(xgb, mls_json_next(&elements), i);
			if (mls_map_put(xgb->load, &seen, labels[i], (void *) &labels[i]) != &labels[i])
				mls_problem(xgb->load, MLS_INVALID, "learner.attributes.scikit_learn", NULL,
							"two classes are called \"%s\"", labels[i]);
		}
	}
	xgb->classes = mls_inputs_targets(&xgb->inputs, n, labels, xgb->n_outputs);
}
