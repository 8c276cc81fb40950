/*
 * test/unit/test_json_xgboost.c
 *	  Unit tests of the reader of XGBoost's JSON: what it refuses, and options.
 *
 * That it reads right is seen by the fixtures of a dozen releases.
 */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_document.h"
#include "test.h"

TEST(damaged_documents_are_refused_with_a_place)
{
	CHECK(json_check_damaged("xgboost_bad", "empty.json other_json.json") > 40);
}

TEST(every_truncation_is_refused)
{
	size_t		length;
	char	   *text = test_read_file("model_fixtures/xgboost34_category_names_bikes/model.json", &length);

	for (size_t n = 0; n < length; n += 7)
	{
		/* exactly as many bytes, so that a read behind them is seen */
		char	   *part = malloc(n + 1);
		JsonDocument json;

		memcpy(part, text, n);
		part = realloc(part, n > 0 ? n : 1);
		json_open_bytes(&json, part, n, &(MlsLoadOptions) {.format = "xgboost_json"}, &mls_malloc_host, 1 << 26);
		CHECK_INT(json.code, MLS_SYNTAX);
		json_close(&json);
		free(part);
	}
}

TEST(every_truncation_of_ubjson_is_refused_and_no_byte_does_harm)
{
	size_t		length;
	char	   *text = test_read_file("model_fixtures/xgboost34_ubj_category_names_credit/model.ubj", &length);

	for (size_t n = 0; n < length; n += 5)
	{
		char	   *part = malloc(n > 0 ? n : 1);
		JsonDocument json;

		memcpy(part, text, n);
		json_open_bytes(&json, part, n, &(MlsLoadOptions) {.format = "xgboost_ubjson"}, &mls_malloc_host, 1 << 26);
		CHECK_INT(json.code, MLS_SYNTAX);
		json_close(&json);
		free(part);
	}
	for (size_t i = 1; i < length; i += 3)
	{
		static const char bytes[] = "[{]}#$SLldiU\0\x7F\xFF";
		char	   *copy = malloc(length);
		JsonDocument json;

		memcpy(copy, text, length);
		copy[i] = bytes[i % (sizeof(bytes) - 1)];
		json_open_bytes(&json, copy, length, NULL, &mls_malloc_host, 1 << 26);
		json_close(&json);
		free(copy);
	}
}

TEST(all_problems_are_reported_at_once)
{
	JsonDocument json;

	json_open(&json,
			  "{'learner': {'attributes': {'best_iteration': 'soon'}, 'extra': 1,"
			  " 'feature_names': ['a', 'a'],"
			  " 'gradient_booster': {'name': 'gbtree', 'model': {"
			  "  'gbtree_model_param': {'num_trees': '2'}, 'tree_info': [0, 7], 'new': {}, 'trees': ["
			  "   {'id': 0, 'tree_param': {'num_nodes': '1'}, 'left_children': [-1], 'right_children': [-1],"
			  "    'split_indices': [0], 'split_conditions': ['x'], 'default_left': [0], 'power': 2},"
			  "   {'id': 1, 'tree_param': {'num_nodes': '3'}, 'left_children': [1, -1, -1],"
			  "    'right_children': [2, -1, -1], 'split_indices': [5, 0, 0], 'split_conditions': [1, 2, 3],"
			  "    'default_left': [0, 0, 0]}]}},"
			  " 'learner_model_param': {'base_score': '[1E0,2E0]', 'num_class': '0', 'num_feature': '2'},"
			  " 'objective': {'name': 'reg:squarederror'}}, 'version': [3, 4, 1]}", NULL);
	CHECK_STRING(json.problems,
				 "learner.extra: this key is not known\n"
				 "learner.learner_model_param.base_score: there are 2 numbers for 1 outputs\n"
				 "learner.attributes.best_iteration: \"soon\" is no integer\n"
				 "learner.feature_names: there are two features \"a\"\n"
				 "learner.gradient_booster.model.new: this key is not known\n"
				 "learner.gradient_booster.model.tree_info[1]: 7 is not between 0 and 0\n"
				 "learner.gradient_booster.model.trees[0].power: this key is not known\n"
				 "learner.gradient_booster.model.trees[0].split_conditions[0]: this is text instead of a number\n"
				 "learner.gradient_booster.model.trees[1]: node 0 splits on feature 5 of 2\n");
	CHECK_INT(json.code, MLS_UNSUPPORTED);
	json_close(&json);
}

/* ---- options ---- */

#define DIABETES "xgboost10_squarederror_diabetes"	/* ten features without names */

TEST(feature_names_must_fit)
{
	static const char *names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"};
	static const char *same[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "a"};
	JsonDocument json;

	json_open_fixture(&json, DIABETES, "{", "{", &(MlsLoadOptions) {.feature_names = names, .n_feature_names = 11});
	CHECK_INT(json.code, MLS_BAD_OPTION);
	CHECK_STRING(json.problems, "the option feature_names has 11 names, the model 10 features\n");
	json_close(&json);

	json_open_fixture(&json, DIABETES, "{", "{", &(MlsLoadOptions) {.feature_names = same, .n_feature_names = 10});
	CHECK_INT(json.code, MLS_BAD_OPTION);
	CHECK_STRING(json.problems, "the option feature_names has \"a\" twice\n");
	json_close(&json);

	json_open_fixture(&json, DIABETES, "{", "{", &(MlsLoadOptions) {.feature_names = names, .n_feature_names = 10});
	REQUIRE(json.code == MLS_OK);
	CHECK_STRING(json.loaded.document->fields[9].name, "j");
	json_close(&json);

	json_open_fixture(&json, DIABETES, "{", "{", NULL);
	REQUIRE(json.code == MLS_OK);
	CHECK_STRING(json.loaded.document->fields[9].name, "f9");
	CHECK_STRING(json.loaded.document->version, "1.0.2");
	CHECK_STRING(json.loaded.document->algorithm, "gbtree, reg:squarederror");
	json_close(&json);
}

TEST(all_iterations_ignores_the_best_one)
{
	JsonDocument json;

	json_open_fixture(&json, "xgboost34_early_stop_diabetes", "\"best_iteration\":\"1\"", "\"best_iteration\":\"77\"", NULL);
	CHECK_STRING(json.problems, "learner.attributes.best_iteration: the best iteration is 77, the model has fewer\n");
	json_close(&json);
	json_open_fixture(&json, "xgboost34_early_stop_diabetes", "\"best_iteration\":\"1\"", "\"best_iteration\":\"77\"",
					  &(MlsLoadOptions) {.all_iterations = true});
	CHECK_INT(json.code, MLS_OK);
	json_close(&json);
}

/* ---- releases ---- */

/*
 * A document of one leaf 0.5 and this base_score, as a release wrote it.  What
 * base_score means was seen by letting the releases predict.
 */
static JsonScore
leaf_score(const char *objective, const char *base_score, const char *version)
{
	char		text[2048];
	JsonDocument json;
	JsonScore	score = {.number = NAN};

	snprintf(text, sizeof(text),
			 "{'learner': {'attributes': {}, 'gradient_booster': {'name': 'gbtree', 'model': {"
			 "'gbtree_model_param': {'num_trees': '1'}, 'tree_info': [0], 'trees': [{'id': 0,"
			 "'tree_param': {'num_nodes': '1'}, 'left_children': [-1], 'right_children': [-1], 'split_indices': [0],"
			 "'split_conditions': [0], 'default_left': [false]}]}},"
			 "'learner_model_param': {'base_score': '%s', 'num_class': '0', 'num_feature': '1'},"
			 "'objective': {'name': '%s'}}, 'version': [%s]}", base_score, objective, version);
	json_open(&json, text, NULL);
	if (json.code == MLS_OK)
		score = json_score(&json, NULL, 0);
	else
		snprintf(score.value, sizeof(score.value), "%s", strchr(json.problems, ' '));
	json_close(&json);
	return score;
}

TEST(base_score_is_what_the_release_makes_of_it)
{
	/* the raw margin of logitraw: a logit until 1.2 */
	CHECK_DOUBLE(leaf_score("binary:logitraw", "3E-1", "1, 2, 1").number, -0.8472978472709656);
	CHECK_DOUBLE(leaf_score("binary:logitraw", "3E-1", "1, 3, 3").number, 0.30000001192092896);

	/* six digits, read in two parts until 1.1 */
	CHECK_DOUBLE(leaf_score("reg:squarederror", "13.689260", "1, 0, 2").number, 13.689260482788086);
	CHECK_DOUBLE(leaf_score("reg:squarederror", "13.689260", "1, 3, 3").number, 13.68925952911377);
	CHECK_DOUBLE(leaf_score("reg:squarederror", "-3.5", "1, 1, 1").number, -3.5);

	/* probabilities: open limits, from 3.2 on kept away from them */
	CHECK_DOUBLE(leaf_score("reg:logistic", "1E-7", "3, 1, 3").number, 1.0000002248489182e-07);
	CHECK_DOUBLE(leaf_score("reg:logistic", "[1E-7]", "3, 4, 1").number, 9.999997701015673e-07);
	CHECK_DOUBLE(leaf_score("reg:logistic", "[0E0]", "3, 4, 1").number, 9.999997701015673e-07);
	CHECK_DOUBLE(leaf_score("reg:logistic", "[1E0]", "3, 4, 1").number, 0.999998927116394);
	CHECK_STRING(leaf_score("reg:logistic", "0E0", "3, 0, 5").value, " 0 is no probability between 0 and 1\n");
	CHECK_STRING(leaf_score("reg:logistic", "[1.5E0]", "3, 4, 1").value, " 1.5 is no probability between 0 and 1\n");
	CHECK_STRING(leaf_score("count:poisson", "-1E0", "2, 0, 3").value, " -1 has no logarithm\n");
	CHECK_DOUBLE(leaf_score("count:poisson", "2E30", "2, 0, 3").number, 1.9999971588961109e+30);
	CHECK_DOUBLE(leaf_score("survival:aft", "3E-1", "2, 0, 3").number, 0.29999998211860657);
	CHECK_DOUBLE(leaf_score("binary:hinge", "3E-1", "2, 0, 3").number, 1.0);
	CHECK_DOUBLE(leaf_score("binary:hinge", "0E0", "2, 0, 3").number, 0.0);

	/* no version: as the newest */
	CHECK_DOUBLE(leaf_score("binary:logitraw", "3E-1", "-1, -1, -1").number, 0.30000001192092896);
}
