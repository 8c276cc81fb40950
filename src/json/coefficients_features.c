/*
 * json/coefficients_features.c
 *	  The features of a coefficients document, one by one, and what contradicts
 *	  itself among them.
 */
#include <math.h>
#include <string.h>

#include "json/coefficients_int.h"

double *
mls_coef_numbers(MlsCoef *coef, const MlsAt *at)
{
	double	   *numbers = MLS_NEW_N(coef->load, double, coef->n_classes);
	const cJSON *item;
	uint32_t	i = 0;
	bool		sound = true;

	if (coef->n_classes == 1)
		return mls_json_number(coef->load, at, true, numbers) ? numbers : NULL;
	if (!mls_json_is_array(coef->load, at, true))
		return NULL;
	if (mls_json_length(at) != coef->n_classes)
	{
		mls_json_problem(coef->load, MLS_INVALID, at, "there are %u numbers for %u classes", mls_json_length(at),
						 coef->n_classes);
		return NULL;
	}
	MLS_JSON_EACH(item, coef->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i, item);

		sound &= mls_json_number(coef->load, &element, true, &numbers[i++]);
	}
	return sound ? numbers : NULL;
}

/* The coefficients of n buckets or levels, members of an array or object. */
static double *
read_lists(MlsCoef *coef, const MlsAt *at, uint32_t n)
{
	double	   *all = MLS_NEW_N(coef->load, double, (size_t) n * coef->n_classes);
	const cJSON *item;
	uint32_t	i = 0;
	bool		sound = true;

	MLS_JSON_EACH(item, coef->load, at->item)
	{
		MlsAt		element = item->string != NULL ? (MlsAt) {at, item->string, 0, item} : mls_json_element(at, i, item);
		double	   *numbers;

		mls_tick(coef->load);
		numbers = mls_coef_numbers(coef, &element);
		if (numbers != NULL)
			memcpy(all + (size_t) i * coef->n_classes, numbers, coef->n_classes * sizeof(double));
		sound &= numbers != NULL;
		i++;
	}
	return sound ? all : NULL;
}

/* ---- inputs ---- */

/* The input of a feature; notes features that want different things of it. */
static MlsCoefInput *
input_of(MlsCoef *coef, const MlsCoefFeature *feature, const char *name, MlsDataType type)
{
	bool		is_categorical = feature->kind == MLS_COEF_LEVELS;
	MlsCoefInput *input = mls_map_get(&coef->names, name);

	if (input == NULL)
	{
		input = MLS_NEW(coef->load, MlsCoefInput);
		input->name = name;
		input->is_categorical = is_categorical;
		input->type = type;
		input->levels = is_categorical ? feature : NULL;
		mls_map_put(coef->load, &coef->names, name, input);
		*MLS_PUSH(coef->load, &coef->inputs, MlsCoefInput *) = input;
		return input;
	}
	if (is_categorical && input->is_categorical)
		mls_json_problem(coef->load, MLS_INVALID, &feature->at, "there are two lists of levels for the input \"%s\"", name);
	else if (is_categorical != input->is_categorical)
		mls_json_problem(coef->load, MLS_INVALID, &feature->at,
						 "the input \"%s\" cannot be both a number and a category", name);
	else if (type != MLS_TYPE_NONE && input->type != MLS_TYPE_NONE && type != input->type)
		mls_json_problem(coef->load, MLS_INVALID, &feature->at, "the input \"%s\" has two types", name);
	if (input->type == MLS_TYPE_NONE)
		input->type = type;
	return input;
}

/* ---- single features ---- */

static void
read_numeric(MlsCoef *coef, MlsCoefFeature *feature)
{
	static const char *const transforms[][2] = {
		{"log", "ln"}, {"log1p", "ln1p"}, {"log10", "log10"}, {"sqrt", "sqrt"}, {"exp", "exp"}, {"abs", "abs"}
	};
	MlsAt		at_impute = mls_json_member(&feature->at, "impute");
	MlsAt		at_transform = mls_json_member(&feature->at, "transform");
	MlsAt		at_power = mls_json_member(&feature->at, "power");
	MlsAt		at_mean = mls_json_member(&feature->at, "mean");
	MlsAt		at_scale = mls_json_member(&feature->at, "scale");
	MlsAt		at_coef = mls_json_member(&feature->at, "coef");
	const char *transform = mls_json_text(coef->load, &at_transform, false);

	feature->has_impute = mls_json_number(coef->load, &at_impute, false, &feature->impute);
	feature->has_power = mls_json_number(coef->load, &at_power, false, &feature->power);
	feature->has_mean = mls_json_number(coef->load, &at_mean, false, &feature->mean);
	feature->has_scale = mls_json_number(coef->load, &at_scale, false, &feature->scale);
	if (feature->has_scale && feature->scale == 0.0)
		mls_json_problem(coef->load, MLS_INVALID, &at_scale, "nothing can be divided by 0");
	if (transform != NULL)
	{
		for (size_t i = 0; i < sizeof(transforms) / sizeof(transforms[0]); i++)
		{
			if (strcmp(transforms[i][0], transform) == 0)
				feature->function = transforms[i][1];
		}
		if (feature->function == NULL)
			mls_json_problem(coef->load, MLS_INVALID, &at_transform,
							 "\"%s\" is none of log, log1p, log10, sqrt, exp, abs", transform);
	}
	if (at_coef.item != NULL)
		feature->coefs = mls_coef_numbers(coef, &at_coef);
}

static void
read_buckets(MlsCoef *coef, MlsCoefFeature *feature, const MlsAt *at)
{
	static const char *const known[] = {"edges", "coefs", "closed", NULL};
	MlsAt		at_edges = mls_json_member(at, "edges");
	MlsAt		at_coefs = mls_json_member(at, "coefs");
	MlsAt		at_closed = mls_json_member(at, "closed");
	const char *closed;
	const cJSON *item;
	uint32_t	i = 0;

	if (!mls_json_is_object(coef->load, at, true))
		return;
	mls_json_only(coef->load, MLS_INVALID, at, known);
	closed = mls_json_text(coef->load, &at_closed, false);
	feature->closed_right = closed != NULL && strcmp(closed, "right") == 0;
	if (closed != NULL && !feature->closed_right && strcmp(closed, "left") != 0)
		mls_json_problem(coef->load, MLS_INVALID, &at_closed, "\"%s\" is none of left, right", closed);

	if (mls_json_is_array(coef->load, &at_edges, true))
	{
		feature->n_edges = mls_json_length(&at_edges);
		feature->edges = MLS_NEW_N(coef->load, double, feature->n_edges);
		if (feature->n_edges == 0)
			mls_json_problem(coef->load, MLS_INVALID, &at_edges, "there is no edge");
		MLS_JSON_EACH(item, coef->load, at_edges.item)
		{
			MlsAt		element = mls_json_element(&at_edges, i, item);

			if (!mls_json_number(coef->load, &element, true, &feature->edges[i]))
				return;
			if (i > 0 && !(feature->edges[i] > feature->edges[i - 1]))
				mls_json_problem(coef->load, MLS_INVALID, &element, "the edges do not ascend");
			i++;
		}
	}
	if (!mls_json_is_array(coef->load, &at_coefs, true))
		return;
	if (mls_json_length(&at_coefs) != feature->n_edges + 1)
		mls_json_problem(coef->load, MLS_INVALID, &at_coefs, "%u edges make %u buckets, not %u", feature->n_edges,
						 feature->n_edges + 1, mls_json_length(&at_coefs));
	else
		feature->coefs = read_lists(coef, &at_coefs, feature->n_edges + 1);
}

/* A category as a document of data may write it: text, an integer, or a boolean. */
static const char *
level_text(MlsCoef *coef, const MlsAt *at)
{
	int64_t		number;

	if (cJSON_IsBool(at->item))
		return cJSON_IsTrue(at->item) ? "true" : "false";
	if (!cJSON_IsNumber(at->item))
		return mls_json_text(coef->load, at, false);
	if (!mls_json_integer(coef->load, at, false, INT64_MIN, INT64_MAX, &number))
		return NULL;
	return mls_format(coef->load, "%lld", (long long) number);
}

static void
read_levels(MlsCoef *coef, MlsCoefFeature *feature, const MlsAt *at)
{
	MlsAt		at_impute = mls_json_member(&feature->at, "impute");
	MlsMap		seen = {0};
	const cJSON *item;

	feature->impute_level = level_text(coef, &at_impute);
	feature->has_impute = feature->impute_level != NULL;
	if (!mls_json_is_object(coef->load, at, true))
		return;
	MLS_JSON_EACH(item, coef->load, at->item)
		feature->n_levels++;
	feature->levels = MLS_NEW_N(coef->load, const char *, feature->n_levels);
	feature->n_levels = 0;
	MLS_JSON_EACH(item, coef->load, at->item)
	{
		MlsAt		member = {at, item->string, 0, item};

		if (mls_map_put(coef->load, &seen, item->string, (void *) item) != item)
			mls_json_problem(coef->load, MLS_INVALID, &member, "this level occurs twice");
		feature->levels[feature->n_levels++] = item->string;
	}
	feature->coefs = read_lists(coef, at, feature->n_levels);
}

static MlsDataType
read_type(MlsCoef *coef, const MlsAt *at)
{
	MlsAt		at_type = mls_json_member(at, "type");
	const char *type = mls_json_text(coef->load, &at_type, false);

	if (type == NULL)
		return MLS_TYPE_NONE;
	if (strcmp(type, "double") == 0)
		return MLS_TYPE_DOUBLE;
	if (strcmp(type, "float") == 0)
		return MLS_TYPE_FLOAT;
	if (strcmp(type, "integer") == 0)
		return MLS_TYPE_INTEGER;
	mls_json_problem(coef->load, MLS_INVALID, &at_type, "\"%s\" is none of double, float, integer", type);
	return MLS_TYPE_NONE;
}

static void
read_feature(MlsCoef *coef, MlsCoefFeature *feature)
{
	static const char *const known_number[] = {
		"name", "id", "type", "impute", "transform", "power", "mean", "scale", "coef", NULL
	};
	static const char *const known_buckets[] = {
		"name", "id", "type", "impute", "transform", "power", "buckets", NULL
	};
	static const char *const known_levels[] = {"name", "id", "impute", "levels", NULL};
	MlsAt		at_name = mls_json_member(&feature->at, "name");
	MlsAt		at_id = mls_json_member(&feature->at, "id");
	MlsAt		at_buckets = mls_json_member(&feature->at, "buckets");
	MlsAt		at_levels = mls_json_member(&feature->at, "levels");
	const char *name = mls_json_text(coef->load, &at_name, true);
	const char *id = mls_json_text(coef->load, &at_id, false);

	feature->kind = at_levels.item != NULL ? MLS_COEF_LEVELS : at_buckets.item != NULL ? MLS_COEF_BUCKETS :
		MLS_COEF_NUMBER;
	mls_json_only(coef->load, MLS_INVALID, &feature->at, feature->kind == MLS_COEF_LEVELS ? known_levels :
				  feature->kind == MLS_COEF_BUCKETS ? known_buckets : known_number);
	if (feature->kind == MLS_COEF_LEVELS)
		read_levels(coef, feature, &at_levels);
	else
		read_numeric(coef, feature);
	if (feature->kind == MLS_COEF_BUCKETS)
		read_buckets(coef, feature, &at_buckets);
	if (name == NULL)
		return;
	if (name[0] == '\0')
		mls_json_problem(coef->load, MLS_INVALID, &at_name, "the name is empty");

	feature->id = id != NULL ? id : name;
	if (mls_map_put(coef->load, &coef->ids, feature->id, feature) != feature)
		mls_json_problem_hint(coef->load, MLS_INVALID, id != NULL ? &at_id : &at_name,
							  "Features of one input need an \"id\" each.",
							  "there are two features \"%s\"", feature->id);
	feature->input = input_of(coef, feature, name, read_type(coef, &feature->at));
	feature->input->needed |= !feature->has_impute;
}

/* ---- interactions ---- */

static bool
has_level(const MlsCoefFeature *feature, const char *level)
{
	for (uint32_t i = 0; i < feature->n_levels; i++)
	{
		if (strcmp(feature->levels[i], level) == 0)
			return true;
	}
	return false;
}

/* A factor: the id of a number, or {id of a category: level}. */
static void
read_factor(MlsCoef *coef, const MlsAt *at, MlsCoefFactor *factor)
{
	const cJSON *member = cJSON_IsObject(at->item) ? at->item->child : NULL;
	const char *id;

	if (cJSON_IsObject(at->item) && (member == NULL || member->next != NULL))
	{
		mls_json_problem(coef->load, MLS_INVALID, at, "a factor is a feature, or one feature with one level");
		return;
	}
	if (member != NULL)
	{
		MlsAt		at_level = {at, member->string, 0, member};

		id = member->string;
		factor->level = level_text(coef, &at_level);
		if (factor->level == NULL)
			return;
	}
	else
		id = mls_json_text(coef->load, at, true);
	if (id == NULL)
		return;

	factor->feature = mls_map_get(&coef->ids, id);
	if (factor->feature == NULL)
		mls_json_problem(coef->load, MLS_INVALID, at, "there is no feature \"%s\"", id);
	else if (member == NULL && factor->feature->kind != MLS_COEF_NUMBER)
		mls_json_problem(coef->load, MLS_INVALID, at, "\"%s\" is no number: a level of it must be named", id);
	else if (member != NULL && factor->feature->kind != MLS_COEF_LEVELS)
		mls_json_problem(coef->load, MLS_INVALID, at, "\"%s\" is no category", id);
	else if (member != NULL && !has_level(factor->feature, factor->level))
		mls_json_problem(coef->load, MLS_INVALID, at, "\"%s\" is no level of \"%s\"", factor->level, id);
}

static void
read_interaction(MlsCoef *coef, MlsCoefFeature *feature)
{
	static const char *const known[] = {"interaction", "coef", NULL};
	MlsAt		at = mls_json_member(&feature->at, "interaction");
	MlsAt		at_coef = mls_json_member(&feature->at, "coef");
	const cJSON *item;
	uint32_t	i = 0;

	mls_json_only(coef->load, MLS_INVALID, &feature->at, known);
	if (mls_json_is_array(coef->load, &at, true))
	{
		feature->n_factors = mls_json_length(&at);
		feature->factors = MLS_NEW_N(coef->load, MlsCoefFactor, feature->n_factors);
		if (feature->n_factors == 0)
			mls_json_problem(coef->load, MLS_INVALID, &at, "there is no factor");
		MLS_JSON_EACH(item, coef->load, at.item)
		{
			MlsAt		element = mls_json_element(&at, i, item);

			read_factor(coef, &element, &feature->factors[i++]);
		}
	}
	feature->coefs = mls_coef_numbers(coef, &at_coef);
}

/* ---- all of them ---- */

void
mls_coef_read_features(MlsCoef *coef, const MlsAt *features)
{
	const cJSON *item;
	uint32_t	i = 0;

	if (!mls_json_is_array(coef->load, features, true))
		return;
	MLS_JSON_EACH(item, coef->load, features->item)
	{
		MlsCoefFeature *feature = MLS_NEW(coef->load, MlsCoefFeature);

		mls_tick(coef->load);
		feature->at = mls_json_element(features, i++, item);
		if (!mls_json_is_object(coef->load, &feature->at, true))
			continue;
		*MLS_PUSH(coef->load, &coef->features, MlsCoefFeature *) = feature;
		if (cJSON_GetObjectItemCaseSensitive(item, "interaction") != NULL)
			feature->kind = MLS_COEF_INTERACTION;
		else
			read_feature(coef, feature);
	}

	/* these name features that may stand behind them */
	for (i = 0; i < coef->features.n; i++)
	{
		MlsCoefFeature *feature = MLS_ITEM(&coef->features, MlsCoefFeature *, i);

		if (feature->kind == MLS_COEF_INTERACTION)
			read_interaction(coef, feature);
	}
}
