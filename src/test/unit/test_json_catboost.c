/*
 * test/unit/test_json_catboost.c
 *	  Unit tests of the reader of CatBoost's JSON: what it refuses.
 *
 * That it reads right is seen by the fixtures.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_document.h"
#include "test.h"

typedef struct Case
{
	const char *from;
	const char *to;
	MlsCode		code;
	const char *problem;		/* as the first line begins */
} Case;

/* Loads a fixture with one part replaced by another. */
static void
check_cases(const char *fixture, const Case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
	{
		JsonDocument json;

		json_open_fixture(&json, fixture, cases[i].from, cases[i].to, NULL);
		CHECK_INT(json.code, cases[i].code);
		if (strncmp(json.problems, cases[i].problem, strlen(cases[i].problem)) != 0)
			CHECK_STRING(json.problems, cases[i].problem);
		json_close(&json);
	}
}

TEST(what_is_wrong_has_a_place)
{
	static const Case cases[] = {
		{"\"split_type\":\"FloatFeature\"", "\"split_type\":\"OnlineCtr\"", MLS_UNSUPPORTED,
		"oblivious_trees[0].splits[0]: splits of type OnlineCtr are not supported"},
		{"\"float_feature_index\":", "\"float_feature_index\":77", MLS_INVALID, "oblivious_trees[0].splits["},
		{"\"border\":", "\"boundary\":", MLS_UNSUPPORTED, "oblivious_trees[0].splits["},
		{"\"leaf_values\":\n          [", "\"leaf_values\":[1,", MLS_INVALID,
		"oblivious_trees[0].leaf_values: this array has 9 elements instead of 8"},
		{"\"leaf_weights\":", "\"leaf_scale\":", MLS_UNSUPPORTED, "oblivious_trees[0].leaf_scale: this key is not known"},
		{"\"scale_and_bias\":\n    [\n      1", "\"scale_and_bias\":[2", MLS_UNSUPPORTED,
		"scale_and_bias[0]: a scale other than 1 is not supported"},
		{"\"type\":\"RMSE\"", "\"type\":\"Surprise\"", MLS_UNSUPPORTED,
		"model_info.params.loss_function.type: the loss function \"Surprise\" is not supported"},
		{"\"type\":\"RMSE\"", "\"type\":\"MultiClass\"", MLS_INVALID,
		"model_info.params.loss_function.type: the loss function \"MultiClass\" needs two classes at least"},
		{"\"flat_feature_index\":1", "\"flat_feature_index\":0", MLS_INVALID, "features_info.float_features[1]: there are two features 0"},
		{"\"flat_feature_index\":9", "\"flat_feature_index\":90", MLS_INVALID,
		"features_info: there are 10 features, and one with the number 90"},
		{"\"nan_value_treatment\":\"AsIs\"", "\"nan_value_treatment\":\"AsTen\"", MLS_UNSUPPORTED,
		"features_info.float_features[0].nan_value_treatment: \"AsTen\" is not known"},
		{"\"float_features\":", "\"text_features\":[],\"float_features\":", MLS_UNSUPPORTED,
		"features_info.text_features: this key is not known"},
		{"\"oblivious_trees\":", "\"other_trees\":", MLS_UNSUPPORTED, "other_trees: this key is not known"},
	};

	check_cases("catboost12_rmse_diabetes", cases, sizeof(cases) / sizeof(cases[0]));
}

TEST(what_is_wrong_with_categories_has_a_place)
{
	static const Case cases[] = {
		{"\"cat_feature_index\":", "\"cat_feature_index\":7", MLS_INVALID, "oblivious_trees["},
		{"\"cat_feature_index\":", "\"float_feature_index\":", MLS_UNSUPPORTED, "oblivious_trees["},
		{"\"value\":-725272813", "\"value\":3e9", MLS_INVALID, "oblivious_trees[0].splits[1].value: 3000000000 is not between"},
		{"\"values\":", "\"hash_values\":", MLS_UNSUPPORTED, "features_info.categorical_features[0].hash_values: this key is not known"},
		{"\"feature_index\":1", "\"feature_index\":2", MLS_INVALID,
		"features_info.categorical_features[1].feature_index: this is feature 1 in order"},
	};

	check_cases("catboost12_onehot_credit", cases, sizeof(cases) / sizeof(cases[0]));
}

TEST(what_is_wrong_with_nested_trees_has_a_place)
{
	static const Case cases[] = {
		{"\"left\":", "\"lift\":", MLS_UNSUPPORTED, "trees[0].lift: this key is not known"},
		{"\"value\":", "\"value\":\"x\",\"was\":", MLS_UNSUPPORTED, "trees[0]."},
		{"\"split\":\n", "\"split\":3,\"was\":\n", MLS_UNSUPPORTED, "trees[0]."},
	};

	check_cases("catboost12_depthwise_credit", cases, sizeof(cases) / sizeof(cases[0]));
}

/* As many leaves and outputs as a tree may have are 2^32 numbers, which are not none. */
TEST(numbers_of_all_leaves_are_counted)
{
	enum
	{
		N_OUTPUTS = 65536,
		N_LEVELS = 16
	};
	size_t		size = 16 * N_OUTPUTS;
	char	   *text = malloc(size);
	size_t		n = 0;
	JsonDocument json;

	n += snprintf(text, size, "{'model_info':{'params':{'loss_function':{'type':'MultiRMSE'}}},"
				  "'features_info':{'float_features':[{'feature_index':0,'flat_feature_index':0,'borders':[0]}]},"
				  "'scale_and_bias':[1,[0");
	for (int i = 1; i < N_OUTPUTS; i++)
		n += snprintf(text + n, size - n, ",0");
	n += snprintf(text + n, size - n, "]],'oblivious_trees':[{'leaf_values':[],'splits':[");
	for (int i = 0; i < N_LEVELS; i++)
		n += snprintf(text + n, size - n, "%s{'split_type':'FloatFeature','float_feature_index':0,'border':%d}", i > 0 ? "," : "", i);
	snprintf(text + n, size - n, "]}]}");
	json_open(&json, text, NULL);
	CHECK_INT(json.code, MLS_INVALID);
	CHECK_STRING(json.problems, "oblivious_trees[0].leaf_values: this array has 0 elements instead of 4294967296\n");
	json_close(&json);
	free(text);
}

/* Truncations are refused; other changes do no harm, whatever becomes of them. */
TEST(damage_does_no_harm)
{
	static const char *const fixtures[] = {
		"catboost12_rmse_diabetes", "catboost12_depthwise_multiclass_iris", "catboost12_onehot_credit"
	};
	static const char bytes[] = "0[]{}\"-:,\xFF";

	for (int f = 0; f < 3; f++)
	{
		char		path[256];
		size_t		length;
		char	   *text;

		snprintf(path, sizeof(path), "model_fixtures/%s/model.json", fixtures[f]);
		text = test_read_file(path, &length);
		for (size_t n = 0; n < length; n += 61)
		{
			char	   *copy = malloc(length);
			JsonDocument json;

			memcpy(copy, text, length);
			json_open_bytes(&json, copy, n, &(MlsLoadOptions) {.format = "catboost_json"}, &mls_malloc_host, 1 << 26);
			CHECK_INT(json.code, MLS_SYNTAX);
			json_close(&json);
			copy[n] = bytes[n % (sizeof(bytes) - 1)];
			json_open_bytes(&json, copy, length, NULL, &mls_malloc_host, 1 << 26);
			json_close(&json);
			free(copy);
		}
	}
}
