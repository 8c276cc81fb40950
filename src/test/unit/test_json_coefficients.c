/*
 * test/unit/test_json_coefficients.c
 *	  Unit tests of the reader of coefficients: what it refuses, and rules that
 *	  the fixtures do not reach.
 */
#include <math.h>

#include "json_document.h"
#include "test.h"

static void
check_problems(const char *text, const char *problems)
{
	JsonDocument json;

	json_open(&json, text, NULL);
	CHECK_STRING(json.problems, problems);
	CHECK_INT(json.code, MLS_INVALID);
	json_close(&json);
}

/* ---- refused ---- */

TEST(what_is_wrong_around_the_features)
{
	JsonDocument json;

	json_open(&json, "{'ml_score': 2}", NULL);
	CHECK_STRING(json.problems, "ml_score: version 2 of the format is not known\n");
	CHECK_INT(json.code, MLS_UNSUPPORTED);
	json_close(&json);

	check_problems("{'ml_score': '1'}", "ml_score: this is text instead of a number\n");
	check_problems("{'ml_score': 1}", "model: this key is missing\n");
	check_problems("{'ml_score': 1, 'model': 'lasso', 'coefs': []}",
				   "coefs: this key is not known\n"
				   "model: \"lasso\" is none of linear, logistic, multinomial, poisson\n");
	check_problems("{'ml_score': 1, 'model': 'linear'}", "features: this key is missing\n");
	check_problems("{'ml_score': 1, 'model': 'linear', 'classes': ['a', 'b'], 'missing': 'skip', 'unknown': 3,"
				   " 'intercept': [1], 'features': {}}",
				   "missing: \"skip\" is none of null, error, zero\n"
				   "unknown: this is a number instead of text\n"
				   "classes: a linear model has no classes\n"
				   "intercept: this is an array instead of a number\n"
				   "features: this is an object instead of an array\n");
	check_problems("{'ml_score': 1, 'model': 'logistic', 'classes': ['a', 'b', 'c'], 'features': []}",
				   "classes: there are 3 classes instead of two\n");
	check_problems("{'ml_score': 1, 'model': 'multinomial', 'features': []}", "classes: this key is missing\n");
	check_problems("{'ml_score': 1, 'model': 'multinomial', 'classes': ['a', 'b', 'a'], 'intercept': [1, 2],"
				   " 'features': []}",
				   "classes[2]: the class \"a\" occurs twice\n"
				   "intercept: there are 2 numbers for 3 classes\n");
	check_problems("{'ml_score': 1, 'model': 'linear', 'target': 'x', 'features': [{'name': 'x', 'coef': 1}]}",
				   "target: \"x\" is an input too\n");
	check_problems("{'ml_score': 1, 'model': 'linear', 'model': 'poisson', 'features': []}",
				   "model: this key occurs twice\n");
}

#define FEATURES(list) "{'ml_score': 1, 'model': 'linear', 'features': [" list "]}"

TEST(what_is_wrong_with_a_feature)
{
	check_problems(FEATURES("1, {'coef': 1}, {'name': '', 'coef': 1}"),
				   "features[0]: this is a number instead of an object\n"
				   "features[1].name: this key is missing\n"
				   "features[2].name: the name is empty\n");
	check_problems(FEATURES("{'name': 'x', 'type': 'int', 'transform': 'cube', 'power': '2', 'scale': 0,"
							" 'coef': 1e999, 'weight': 3}"),
				   "features[0].weight: this key is not known\n"
				   "features[0].power: this is text instead of a number\n"
				   "features[0].scale: nothing can be divided by 0\n"
				   "features[0].transform: \"cube\" is none of log, log1p, log10, sqrt, exp, abs\n"
				   "features[0].coef: this number is too large\n"
				   "features[0].type: \"int\" is none of double, float, integer\n");
	check_problems(FEATURES("{'name': 'x', 'coef': 1}, {'name': 'x', 'coef': 2}"),
				   "features[1].name: there are two features \"x\"\n");
	check_problems(FEATURES("{'name': 'x', 'coef': 1}, {'name': 'y', 'id': 'x', 'coef': 2}"),
				   "features[1].id: there are two features \"x\"\n");
	check_problems(FEATURES("{'name': 'x', 'coef': 1}, {'name': 'x', 'id': 'x2', 'levels': {'a': 1}}"),
				   "features[1]: the input \"x\" cannot be both a number and a category\n");
	check_problems(FEATURES("{'name': 'x', 'levels': {'b': 1}}, {'name': 'x', 'id': 'x2', 'levels': {'a': 1}}"),
				   "features[1]: there are two lists of levels for the input \"x\"\n");
	check_problems(FEATURES("{'name': 'x', 'type': 'float', 'coef': 1},"
							" {'name': 'x', 'id': 'x2', 'type': 'integer', 'coef': 1}"),
				   "features[1]: the input \"x\" has two types\n");
	check_problems(FEATURES("{'name': 'x', 'levels': {'a': 1, 'a': 2, 'b': 'c'}, 'coef': 1}"),
				   "features[0].coef: this key is not known\n"
				   "features[0].levels.a: this level occurs twice\n"
				   "features[0].levels.b: this is text instead of a number\n");
}

TEST(what_is_wrong_with_buckets)
{
	check_problems(FEATURES("{'name': 'x', 'mean': 1, 'buckets': {'edges': [1, 3, 2, 2], 'coefs': [1, 2],"
							" 'closed': 'both', 'open': 1}}"),
				   "features[0].mean: this key is not known\n"
				   "features[0].buckets.open: this key is not known\n"
				   "features[0].buckets.closed: \"both\" is none of left, right\n"
				   "features[0].buckets.edges[2]: the edges do not ascend\n"
				   "features[0].buckets.edges[3]: the edges do not ascend\n"
				   "features[0].buckets.coefs: 4 edges make 5 buckets, not 2\n");
	check_problems(FEATURES("{'name': 'x', 'buckets': {'edges': [], 'coefs': [1]}}"),
				   "features[0].buckets.edges: there is no edge\n");
	check_problems(FEATURES("{'name': 'x', 'buckets': [1, 2]}"),
				   "features[0].buckets: this is an array instead of an object\n");
}

TEST(what_is_wrong_with_an_interaction)
{
	check_problems(FEATURES("{'interaction': ['x', 'y', {'c': 'z'}, 'c', {'x': '1'}, {}, {'c': 'a', 'd': 'b'}, 3],"
							" 'scale': 2},"
							" {'name': 'x', 'coef': 1}, {'name': 'c', 'levels': {'a': 1}}"),
				   "features[0].scale: this key is not known\n"
				   "features[0].interaction[1]: there is no feature \"y\"\n"
				   "features[0].interaction[2]: \"z\" is no level of \"c\"\n"
				   "features[0].interaction[3]: \"c\" is no number: a level of it must be named\n"
				   "features[0].interaction[4]: \"x\" is no category\n"
				   "features[0].interaction[5]: a factor is a feature, or one feature with one level\n"
				   "features[0].interaction[6]: a factor is a feature, or one feature with one level\n"
				   "features[0].interaction[7]: this is a number instead of text\n"
				   "features[0].coef: this key is missing\n");
	check_problems(FEATURES("{'interaction': [], 'coef': 1}"), "features[0].interaction: there is no factor\n");
}

TEST(options_that_do_not_fit)
{
	static const char *names[] = {"a"};
	JsonDocument json;

	json_open(&json, FEATURES("{'name': 'x', 'coef': 1}"),
			  &(MlsLoadOptions) {.feature_names = names, .n_feature_names = 1, .all_iterations = true});
	CHECK_INT(json.code, MLS_BAD_OPTION);
	CHECK_STRING(json.problems,
				 "the option feature_names does not fit a document of coefficients: its features have names\n"
				 "the option iterations does not fit a document of coefficients\n");
	json_close(&json);
}

/* ---- scored ---- */

static JsonScore
score(const char *text, const MlsLoadOptions *options, double x, double y)
{
	double		inputs[] = {x, y};
	JsonDocument json;
	JsonScore	result = {.number = NAN};

	json_open(&json, text, options);
	CHECK_STRING(json.problems, "");
	if (json.code == MLS_OK)
		result = json_score(&json, inputs, 2);
	json_close(&json);
	return result;
}

TEST(a_model_without_features_is_its_intercept)
{
	CHECK_DOUBLE(score("{'ml_score': 1, 'model': 'linear', 'intercept': 2.5, 'features': []}", NULL, 0, 0).number, 2.5);
	CHECK_DOUBLE(score("{'ml_score': 1, 'model': 'poisson', 'features': []}", NULL, 0, 0).number, 1.0);
}

TEST(features_are_added_in_their_order_and_the_intercept_last)
{
	/* 1e16 + 1 - 1e16 is 0 in this order, 1 in another */
	CHECK_DOUBLE(score(FEATURES("{'name': 'x', 'coef': 1e16}, {'name': 'y', 'levels': {'1': 1}},"
								" {'name': 'x', 'id': 'z', 'coef': -1e16}"), NULL, 1, 1).number, 0.0);
	CHECK_DOUBLE(score(FEATURES("{'name': 'x', 'coef': 1e16}, {'name': 'x', 'id': 'z', 'coef': -1e16},"
								" {'name': 'y', 'levels': {'1': 1}}"), NULL, 1, 1).number, 1.0);
	CHECK_DOUBLE(score("{'ml_score': 1, 'model': 'linear', 'intercept': 1, 'features': ["
					   "{'name': 'x', 'coef': 1e16}, {'name': 'y', 'coef': -1e16}]}", NULL, 1, 1).number, 1.0);
	CHECK_DOUBLE(score("{'ml_score': 1, 'model': 'linear', 'intercept': 1e16, 'features': ["
					   "{'name': 'x', 'coef': 1}, {'name': 'y', 'coef': 1}]}", NULL, 1, 1).number, 1e16 + 2);
}

/* mean and scale: (x - mean) / scale, not x * (1 / scale) */
TEST(scaling_subtracts_then_divides)
{
	CHECK_DOUBLE(score(FEATURES("{'name': 'x', 'mean': 0.1, 'scale': 49, 'coef': 1}"), NULL, 3.3, 0).number,
				 (3.3 - 0.1) / 49);
	CHECK_DOUBLE(score(FEATURES("{'name': 'x', 'transform': 'sqrt', 'power': 3, 'mean': 1, 'coef': 2}"), NULL, 4, 0).number,
				 14.0);
	CHECK_DOUBLE(score(FEATURES("{'name': 'x', 'type': 'float', 'mean': 0.5, 'coef': 1}"), NULL, 0.1, 0).number,
				 (double) 0.1f - 0.5);
}

TEST(a_tie_goes_to_the_first_class)
{
	static const MlsLoadOptions event = {.event = "yes"};
	const char *text = "{'ml_score': 1, 'model': 'logistic', 'classes': ['no', 'yes'], 'features': [{'name': 'x', 'coef': 1}]}";
	JsonScore	tie = score(text, &event, 0, 0);
	JsonScore	above = score(text, &event, 1, 0);

	CHECK_DOUBLE(tie.number, 0.5);
	CHECK_STRING(tie.value, "no");
	CHECK_DOUBLE(above.number, 1 / (1 + exp(-1)));
	CHECK_STRING(above.value, "yes");
}

TEST(a_missing_input_follows_the_rule)
{
#define WITH(rule, more) "{'ml_score': 1, 'model': 'linear', " rule "'features': [{'name': 'x', 'mean': 3, 'coef': 2" more "}," \
	" {'name': 'y', 'coef': 1}, {'interaction': ['x', 'y'], 'coef': 10}]}"
	CHECK_DOUBLE(score(WITH("", ""), NULL, NAN, 1).number, NAN);
	CHECK_INT(score(WITH("", ""), NULL, NAN, 1).reason, MLS_REASON_NONE);
	CHECK_DOUBLE(score(WITH("'missing': 'zero', ", ""), NULL, NAN, 1).number, 1.0);
	CHECK_INT(score(WITH("'missing': 'error', ", ""), NULL, NAN, 1).reason, MLS_REASON_MISSING_INPUT);
	CHECK_DOUBLE(score(WITH("'missing': 'error', ", ", 'impute': 4"), NULL, NAN, 1).number, 13.0);
	CHECK_INT(score(WITH("'missing': 'error', ", ", 'impute': 4"), NULL, 1, NAN).reason, MLS_REASON_MISSING_INPUT);

	/* a number that means missing, by option */
	CHECK_DOUBLE(score(WITH("'missing': 'zero', ", ""), &(MlsLoadOptions) {.has_missing = true, .missing = -1}, -1, 1).number, 1.0);
#undef WITH
}

TEST(a_level_that_is_not_listed_follows_the_rule)
{
#define WITH(rule, more) "{'ml_score': 1, 'model': 'linear', 'intercept': 5, " rule "'features': [{'name': 'x', 'levels': {'1': 2, '2': 3}" more "}]}"
	CHECK_DOUBLE(score(WITH("", ""), NULL, 2, 0).number, 8.0);
	CHECK_DOUBLE(score(WITH("", ""), NULL, 7, 0).number, 5.0);
	CHECK_DOUBLE(score(WITH("'unknown': 'missing', ", ""), NULL, 7, 0).number, NAN);
	CHECK_DOUBLE(score(WITH("'unknown': 'missing', ", ", 'impute': 1"), NULL, 7, 0).number, 7.0);
	CHECK_DOUBLE(score(WITH("'unknown': 'missing', 'missing': 'zero', ", ""), NULL, 7, 0).number, 5.0);
	CHECK_INT(score(WITH("'unknown': 'missing', 'missing': 'error', ", ""), NULL, 7, 0).reason, MLS_REASON_MISSING_INPUT);
	CHECK_INT(score(WITH("'unknown': 'error', ", ""), NULL, 7, 0).reason, MLS_REASON_INVALID_INPUT);

	/* what a missing value is replaced by is known, even if it adds nothing */
	CHECK_DOUBLE(score(WITH("'unknown': 'error', ", ", 'impute': 9"), NULL, NAN, 0).number, 5.0);
	CHECK_DOUBLE(score(WITH("'unknown': 'error', ", ", 'impute': 9"), NULL, 9, 0).number, 5.0);
#undef WITH
}

TEST(many_classes_have_numbers_each)
{
	const char *text = "{'ml_score': 1, 'model': 'multinomial', 'classes': ['a', 'b', 'c'], 'intercept': [0, 0, 1],"
		" 'features': [{'name': 'x', 'coef': [1, 0, 0]},"
		" {'name': 'y', 'buckets': {'edges': [0], 'coefs': [[0, 0, 0], [0, 5, 0]]}}]}";

	CHECK_STRING(score(text, NULL, 0, -1).value, "c");
	CHECK_STRING(score(text, NULL, 3, -1).value, "a");
	CHECK_STRING(score(text, NULL, 3, 0).value, "b");
	CHECK_STRING(score(text, NULL, 0, 0).value, "b");
}

/* ---- damage ---- */

TEST(each_change_is_refused_with_a_place_or_scores)
{
	json_check_mutations("coefficients_logistic_churn", "coefficients", 1);
	json_check_mutations("coefficients_multinomial_hpc", "coefficients", 1);
	json_check_mutations("coefficients_linear_bikes", "coefficients", 1);
	json_check_mutations("coefficients_poisson_bikes", "coefficients", 3);
}
