/*
 * test/unit/test_json_pipeline.c
 *	  Unit tests of the reader of pipeline documents: each form of expression
 *	  and model on rows worked by hand, and what it refuses.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval/eval.h"
#include "json_document.h"
#include "test.h"

#define INPUTS "'ml_score': 1, 'inputs': [{'name': 'x'}, {'name': 'z'}]"

/* What predict() gives for a document's rows of two numbers. */
static void
check_score(const char *text, double x, double z, double expected)
{
	JsonDocument json;
	double		inputs[] = {x, z};
	JsonScore	score;

	json_open(&json, text, NULL);
	CHECK_STRING(json.problems, "");
	if (json.code == MLS_OK)
	{
		score = json_score(&json, inputs, 2);
		CHECK_INT(isnan(score.number), isnan(expected));
		if (!isnan(expected))
			CHECK_DOUBLE(score.number, expected);
	}
	json_close(&json);
}

static void
check_problems(const char *text, const char *problems)
{
	JsonDocument json;

	json_open(&json, text, NULL);
	CHECK_STRING(json.problems, problems);
	CHECK(json.code != MLS_OK);
	json_close(&json);
}

/* A document that gives one expression of x and z. */
#define EXPRESSION(e) "{" INPUTS ", 'derived': [{'name': 'e', 'is': " e "}], " \
	"'model': {'type': 'regression', 'fields': ['e'], 'coefficients': [[1]], 'intercepts': [0]}}"

TEST(expressions)
{
	check_score(EXPRESSION("['/', ['-', 'x', 1.5], 2]"), 4.5, 0, 1.5);
	check_score(EXPRESSION("['if', ['isMissing', 'x'], 7, ['ln1p', 'x']]"), NAN, 0, 7);
	check_score(EXPRESSION("{'linear': ['x', 'z'], 'coefficients': [2, -3], 'intercept': 0.5}"), 1, 2, -3.5);
	check_score(EXPRESSION("{'linear': ['x', 'z'], 'coefficients': [2, -3]}"), 1, NAN, NAN);
	check_score(EXPRESSION("['if', {'map': 'x', 'to': {'1': true, '2': false}}, 5, 6]"), 1, 0, 5);
	check_score(EXPRESSION("['if', {'map': 'x', 'to': {'1': true, '2': false}}, 5, 6]"), 2, 0, 6);
	check_score(EXPRESSION("{'map': 'x', 'to': {'1': 10, '2': 20}, 'default': 30, 'missing': 40}"), 2, 0, 20);
	check_score(EXPRESSION("{'map': 'x', 'to': {'1': 10, '2': 20}, 'default': 30, 'missing': 40}"), 3, 0, 30);
	check_score(EXPRESSION("{'map': 'x', 'to': {'1': 10, '2': 20}, 'default': 30, 'missing': 40}"), NAN, 0, 40);
	check_score(EXPRESSION("{'map': 'x', 'to': {'1': 10}}"), 2, 0, NAN);
	check_score(EXPRESSION("{'bins': 'x', 'edges': [1, 2], 'values': [5, 6, 7], 'missing': 8}"), 1, 0, 6);
	check_score(EXPRESSION("{'bins': 'x', 'edges': [1, 2], 'values': [5, 6, 7], 'closed': 'right'}"), 1, 0, 5);
	check_score(EXPRESSION("{'bins': 'x', 'edges': [1, 2], 'values': [5, 6, 7], 'missing': 8}"), NAN, 0, 8);
	check_score(EXPRESSION("{'interpolate': 'x', 'x': [0, 2, 4], 'y': [1, 2, 6]}"), 3, 0, 4);
	check_score(EXPRESSION("{'interpolate': 'x', 'x': [0, 2, 4], 'y': [1, 2, 6]}"), 9, 0, 6);
	check_score(EXPRESSION("{'equals': 'x', 'value': 3, 'missing': 0}"), 3, 0, 1);
	check_score(EXPRESSION("{'equals': 'x', 'value': 3, 'missing': 0}"), NAN, 0, 0);
	check_score(EXPRESSION("['if', true, 1, {'missing': true}]"), 0, 0, 1);
}

TEST(types_of_derived_fields)
{
	check_score("{" INPUTS ", 'derived': [{'name': 'e', 'type': 'float', 'is': 'x'}], 'model': {'type': 'regression',"
				" 'fields': ['e'], 'coefficients': [[1]], 'intercepts': [0]}}", 0.1, 0, (double) 0.1f);
}

TEST(regressions_of_classes)
{
	check_score("{" INPUTS ", 'classes': ['no', 'yes'], 'model': {'type': 'regression', 'fields': ['x'],"
				" 'coefficients': [[1]], 'intercepts': [0], 'link': 'logit'}}", 0, 0, 0.5);
	check_score("{" INPUTS ", 'classes': ['no', 'yes'], 'model': {'type': 'regression', 'fields': ['x', 'z'],"
				" 'coefficients': [[0, 0], [0, 0]], 'intercepts': [1, 1], 'link': 'softmax'}}", 3, 4, 0.5);
}

/* One tree: x <= 2.5 ? -1 : (z <= 0 ? 2 : 4), missing x left, missing z right. */
#define TREE "{'left': [1, -1, 3, -1, -1], 'right': [2, -1, 4, -1, -1], 'feature': [0, -2, 1, -2, -2]," \
	" 'threshold': [2.5, 0, 0, 0, 0], 'missing_left': [1, 0, 0, 0, 0], 'value': [0, -1, 0, 2, 4]"

TEST(trees)
{
	const char *one = "{" INPUTS ", 'model': {'type': 'trees', 'fields': ['x', 'z'], 'trees': [" TREE "}]}}";
	const char *two = "{" INPUTS ", 'model': {'type': 'trees', 'fields': ['x', 'z'], 'initial': [0.5], 'divisor': 2,"
		" 'trees': [" TREE "}, " TREE ", 'weight': 0.5}]}}";

	const char *missing = "{" INPUTS ", 'model': {'type': 'trees', 'fields': ['x'], 'trees': [{'left': [1, -1, -1],"
		" 'right': [2, -1, -1], 'feature': [0, -2, -2], 'threshold': [null, 0, 0], 'value': [0, 1, 2]}]}}";

	const char *least = "{" INPUTS ", 'model': {'type': 'trees', 'fields': ['x'], 'trees': [{'left': [1, -1, -1],"
		" 'right': [2, -1, -1], 'feature': [0, -2, -2], 'threshold': ['-Infinity', 0, 0], 'value': [0, 1, 2]}]}}";

	check_score(one, 2.5, 0, -1);
	check_score(one, 2.6, 0, 2);
	check_score(one, 2.6, 0.1, 4);
	check_score(one, NAN, 0, -1);
	check_score(one, 3, NAN, 4);
	check_score(two, 3, 1, (0.5 + 4 + 2) / 2);
	check_score(least, -INFINITY, 0, 1);
	check_score(least, -1.7976931348623157e308, 0, 2);
	check_score(least, NAN, 0, 2);
	check_score(missing, INFINITY, 0, 1);
	check_score(missing, NAN, 0, 2);
	check_score("{" INPUTS ", 'classes': ['no', 'yes'], 'model': {'type': 'trees', 'fields': ['x'], 'outputs': 2, 'divisor': 2,"
				" 'trees': [{'left': [1, -1, -1], 'right': [2, -1, -1], 'feature': [0, -2, -2], 'threshold': [1, 0, 0],"
				" 'values': [0, 0, 0.25, 0.75, 1, 0]}, {'left': [-1], 'right': [-1], 'feature': [-2], 'threshold': [0],"
				" 'values': [0.5, 0.5]}]}}", 1, 0, (0.75 + 0.5) / 2);
	check_score("{" INPUTS ", 'model': {'type': 'trees', 'fields': ['x'], 'trees': [{'left': [1, -1, -1],"
				" 'right': [2, -1, -1], 'feature': [0, -2, -2], 'threshold': [0, 0, 0], 'value': [0, 1, 2],"
				" 'categories': {'nodes': [0], 'sizes': [2], 'codes': [5, 3]}}]}}", 3, 0, 1);
}

/* The likeness of (x, z) to the vectors (1, 2) and (0, 1), of which the second list leaves one out. */
#define VECTORS(kernel) "'type': 'support_vectors', 'fields': ['x', 'z'], 'vectors': [[1, 2], [0, 1]], " kernel

TEST(sums_over_vectors)
{
	check_score("{" INPUTS ", 'model': {" VECTORS("'kernel': 'radial', 'gamma': 0.5")
				", 'coefficients': [[2, -1]], 'intercepts': [0.25]}}", 1, 1, 2 * exp(-0.5) - exp(-0.5) + 0.25);
	check_score("{" INPUTS ", 'model': {" VECTORS("'kernel': 'polynomial', 'gamma': 2, 'coef0': 1, 'degree': 3")
				", 'coefficients': [[2, -1]], 'intercepts': [0]}}", 1, 1, 2 * 343 - 27);
	check_score("{" INPUTS ", 'model': {" VECTORS("'kernel': 'sigmoid', 'gamma': 0.125")
				", 'coefficients': [[0, 1]], 'intercepts': [0]}}", 9, 2, tanh(0.25));
	check_score("{" INPUTS ", 'model': {" VECTORS("'kernel': 'linear'") ", 'coefficients': [[2, -1]], 'intercepts': [1]}}", 3, 4, 19);
	check_score("{" INPUTS ", 'model': {" VECTORS("'kernel': 'radial', 'gamma': 1") ", 'coefficients': [[2, -1]], 'intercepts': [1]}}",
				3, NAN, NAN);

	/* a chain in which others read all of several numbers */
	check_score("{" INPUTS ", 'model': {'type': 'chain', 'members': [{'model': {" VECTORS("'kernel': 'linear'")
				", 'coefficients': [[1, 0], [0, 1]], 'intercepts': [0, 0.5]}, 'outputs': [{'name': 'b', 'place': 1}, {'name': 'a', 'place': 0}]},"
				"{'model': {'type': 'regression', 'fields': ['a', 'b'], 'coefficients': [[100, 1]], 'intercepts': [0]}}]}}", 3, 4, 1104.5);
	check_score("{" INPUTS ", 'targets': [{'name': 'p'}, {'name': 'q'}], 'model': {" VECTORS("'kernel': 'linear'")
				", 'coefficients': [[1, 0], [0, 1]], 'intercepts': [0, 0.5]}}", 3, 4, 11);

	check_problems("{" INPUTS ", 'model': {" VECTORS("'kernel': 'rbf'") ", 'coefficients': [[1], [0, 1]], 'intercepts': [0]}}",
				   "model.intercepts: this array has 1 elements instead of 2\n"
				   "model.kernel: \"rbf\" is none of linear, polynomial, radial, sigmoid\n"
				   "model.coefficients[0]: this array has 1 elements instead of 2\n"
				   "model.coefficients: there are 2 lists of coefficients for 1 targets\n");
	check_problems("{" INPUTS ", 'classes': ['a', 'b'], 'model': {" VECTORS("'kernel': 'linear'")
				   ", 'coefficients': [[1, 0]], 'intercepts': [0]}}", "model.type: this gives numbers, and there are classes\n");
	check_problems("{" INPUTS ", 'model': {'type': 'chain', 'members': [{'model': {" VECTORS("'kernel': 'radial'")
				   ", 'coefficients': [[1, 0], [0, 1]], 'intercepts': [0, 0]}, 'outputs': [{'name': 'a'}, {'name': 'b', 'place': 2}]}]}}",
				   "model.members[0].model.gamma: this key is missing\n"
				   "model.members[0].outputs[0].place: this key is missing\n"
				   "model.members[0].outputs[1].place: 2 is not between 0 and 1\n");
	check_problems("{" INPUTS ", 'model': {'type': 'chain', 'members': [{'model': {'type': 'regression', 'fields': ['x'],"
				   " 'coefficients': [[1]], 'intercepts': [0]}, 'outputs': [{'name': 'a', 'place': 0}]}]}}",
				   "model.members[0].outputs[0].place: the model does not give several numbers\n");
}

/* Points 1, 3, 4 and 9 of x; the row is somewhere between. */
#define POINTS "'type': 'neighbors', 'fields': ['x'], 'points': [[1], [3], [4], [9]], "

TEST(nearest_neighbors)
{
	const char *votes = "{" INPUTS ", 'classes': ['b', 'a'], 'target': 't', 'model': {" POINTS "'codes': [1, 0, 1, 0], 'count': 2}}";
	JsonDocument json;

	check_score("{" INPUTS ", 'model': {" POINTS "'values': [[10, 20, 40, 0]], 'count': 2}}", 3.25, 0, 30);
	check_score("{" INPUTS ", 'model': {" POINTS "'values': [[10, 20, 40, 0]], 'count': 2, 'weights': 'distance'}}", 5, 0, (40 + 20 * 0.5) / 1.5);
	check_score("{" INPUTS ", 'model': {" POINTS "'values': [[10, 20, 40, 0]], 'count': 2, 'weights': 'distance'}}", 4, 0, 40);
	check_score("{" INPUTS ", 'model': {" POINTS "'values': [[10, 20, 40, 0]], 'count': 1}}", 3.5, 0, 20);
	check_score("{" INPUTS ", 'model': {" POINTS "'values': [[10, 20, 40, 0]], 'count': 9}}", 0, 0, 17.5);
	check_score("{" INPUTS ", 'model': {" POINTS "'values': [[10, 20, 40, 0]], 'count': 1}}", NAN, 0, NAN);
	check_score("{" INPUTS ", 'targets': [{'name': 'p'}, {'name': 'q'}], 'model': {" POINTS
				"'values': [[10, 20, 40, 0], [1, 2, 4, 0]], 'count': 1}}", 1, 0, 10);
	check_score("{" INPUTS ", 'model': {'type': 'chain', 'members': [{'model': {" POINTS "'values': [[10, 20, 40, 0]], 'count': 1},"
				" 'outputs': [{'name': 'near'}]}, {'model': {'type': 'regression', 'fields': ['near'], 'coefficients': [[2]],"
				" 'intercepts': [1]}}]}}", 1, 0, 21);
	json_open(&json, votes, NULL);
	CHECK_STRING(json.problems, "");
	if (json.code == MLS_OK)
		CHECK_STRING(json_score(&json, (const double[]) {3.5, 0}, 2).value, "b");
	json_close(&json);
	check_problems("{" INPUTS ", 'model': {" POINTS "'codes': [0, 0, 1, 1], 'count': 0, 'measure': 'minkowski'}}",
				   "model.p: this key is missing\n"
				   "model.count: 0 is not between 1 and 2147483647\n"
				   "model.codes: this does not fit a model of numbers\n"
				   "model.values: this key is missing\n");
	check_problems("{" INPUTS ", 'classes': ['b', 'a'], 'model': {" POINTS "'codes': [0, 0, 2, 1], 'count': 1, 'p': 2}}",
				   "model.p: the measure has no p\n"
				   "model.codes[2]: 2 is not between 0 and 1\n");
}

TEST(ensembles_and_chains)
{
	check_score("{" INPUTS ", 'model': {'type': 'ensemble', 'method': 'weightedAverage', 'weights': [1, 3], 'members': ["
				"{'type': 'regression', 'fields': ['x'], 'coefficients': [[1]], 'intercepts': [0]},"
				"{'type': 'regression', 'fields': ['z'], 'coefficients': [[1]], 'intercepts': [0]}]}}", 4, 8, 7);
	check_score("{" INPUTS ", 'classes': ['no', 'yes'], 'model': {'type': 'ensemble', 'method': 'average', 'members': ["
				"{'type': 'regression', 'fields': ['x'], 'coefficients': [[1]], 'intercepts': [0], 'link': 'logit'},"
				"{'type': 'regression', 'fields': ['z'], 'coefficients': [[1]], 'intercepts': [0], 'link': 'logit'}]}}",
				0, 0, 0.5);

	/* stacking: the probability of a classifier of its own classes, and a number, then a regression of both */
	check_score("{" INPUTS ", 'model': {'type': 'chain', 'members': ["
				"{'model': {'type': 'regression', 'classes': ['a', 'b'], 'fields': ['x'], 'coefficients': [[1]],"
				" 'intercepts': [0], 'link': 'logit'}, 'outputs': [{'name': 'p', 'class': 'b'}]},"
				"{'model': {'type': 'regression', 'fields': ['z'], 'coefficients': [[2]], 'intercepts': [0]},"
				" 'outputs': [{'name': 'q'}]},"
				"{'model': {'type': 'regression', 'derived': [{'name': 'r', 'is': ['*', 'p', 4]}], 'fields': ['r', 'q'],"
				" 'coefficients': [[1, 1]], 'intercepts': [1]}}]}}", 0, 5, 13);
}

/* Numbers and classes of the targets of a document, for a row of two numbers. */
static void
check_targets(const char *text, double x, double z, uint32_t n, const double *numbers, const char *const *classes)
{
	JsonDocument json;
	double		inputs[] = {x, z};

	json_open(&json, text, NULL);
	CHECK_STRING(json.problems, "");
	if (json.code == MLS_OK)
	{
		CHECK_INT(MLS_N_RECORDS(json.loaded.image, RESULT), n);
		for (uint32_t i = 0; i < n; i++)
		{
			JsonScore	score = json_score_target(&json, inputs, 2, i);

			CHECK_INT(isnan(score.number), isnan(numbers[i]));
			if (!isnan(numbers[i]))
				CHECK_DOUBLE(score.number, numbers[i]);
			CHECK_STRING(score.value, classes[i]);
		}
	}
	json_close(&json);
}

TEST(several_targets)
{
	static const char *const none[] = {"", "", ""};
	static const char *const classes[] = {"", "b", "yes"};

	check_targets("{" INPUTS ", 'targets': [{'name': 'a'}, {'name': 'b'}], 'model': {'type': 'regression',"
				  " 'fields': ['x', 'z'], 'coefficients': [[1, 2], [3, 4]], 'intercepts': [5, 6]}}",
				  10, 100, 2, (const double[]) {215, 436}, none);
	check_targets("{" INPUTS ", 'targets': [{'name': 'a'}, {'name': 'b'}], 'model': {'type': 'trees', 'fields': ['x'],"
				  " 'outputs': 2, 'divisor': 2, 'trees': [{'left': [1, -1, -1], 'right': [2, -1, -1],"
				  " 'feature': [0, -2, -2], 'threshold': [0, 0, 0], 'values': [0, 0, 1, 2, 3, 4]}]}}",
				  1, 0, 2, (const double[]) {1.5, 2}, none);

	/* a number, a class, and one that a member before is an input of and that has no probabilities */
	check_targets("{" INPUTS ", 'targets': [{'name': 'a'}, {'name': 'b', 'classes': ['a', 'b', 'c']},"
				  " {'name': 'c', 'classes': ['no', 'yes'], 'probabilities': false}], 'model': {'type': 'targets', 'members': ["
				  "{'model': {'type': 'regression', 'fields': ['x'], 'coefficients': [[2]], 'intercepts': [1]},"
				  " 'outputs': [{'name': 'first'}]},"
				  "{'model': {'type': 'regression', 'fields': ['x'], 'coefficients': [[0], [1], [-1]],"
				  " 'intercepts': [0, 0, 0], 'link': 'softmax'}},"
				  "{'model': {'type': 'regression', 'fields': ['first', 'z'], 'coefficients': [[1, -1]],"
				  " 'intercepts': [0], 'link': 'logit'}}]}}",
				  4, 8, 3, (const double[]) {9, NAN, NAN}, classes);
}

TEST(classes_by_other_numbers)
{
	static const char *const a[] = {"a"};
	static const char *const b[] = {"b"};

	/* the probabilities are 1 both */
	const char *both = "{" INPUTS ", 'classes': ['a', 'b'], 'decided_by': ['x', 'z'], 'model': {'type': 'regression',"
		" 'fields': ['x'], 'coefficients': [[0], [0]], 'intercepts': [0, 0], 'link': 'softmax'}}";
	const char *one = "{" INPUTS ", 'targets': [{'name': 'y', 'classes': ['a', 'b'], 'decided_by': ['z']}], 'model':"
		" {'type': 'targets', 'members': [{'model': {'type': 'regression', 'fields': ['x'], 'coefficients': [[0]],"
		" 'intercepts': [9], 'link': 'logit'}}]}}";

	check_targets(both, 700, 701, 1, (const double[]) {NAN}, b);
	check_targets(both, 701, 701, 1, (const double[]) {NAN}, a);
	check_targets(one, 0, 0, 1, (const double[]) {NAN}, a);
	check_targets(one, 0, 1e-30, 1, (const double[]) {NAN}, b);
	check_problems("{" INPUTS ", 'classes': ['a', 'b', 'c'], 'decided_by': ['x'], 'model': {'type': 'regression',"
				   " 'fields': [], 'coefficients': [[], [], []], 'intercepts': [0, 0, 0]}}",
				   "decided_by: there are 1 fields for 3 classes\n");
	check_problems("{" INPUTS ", 'decided_by': ['y'], 'model': {'type': 'regression', 'fields': [], 'coefficients': [[]],"
				   " 'intercepts': [0]}}", "decided_by[0]: there is no field \"y\" before this\n");
}

TEST(names_that_hide_each_other)
{
	static const char *const model = "'model': {'type': 'regression', 'fields': ['x'], 'coefficients': [[1]], 'intercepts': [0]}}";
	char		text[1000];

	snprintf(text, sizeof(text), "{" INPUTS ", 'outputs': [{'name': 'o', 'is': 'x'}, {'name': 'prediction', 'is': 'x'}], %s", model);
	check_problems(text, "outputs[1].name: predict_json() has a key \"prediction\" for something else\n");
	snprintf(text, sizeof(text), "{" INPUTS ", 'classes': ['a', 'b'], 'outputs': [{'name': 'probabilities', 'is': 'x'},"
			 " {'name': 'prediction', 'is': 'z'}], %s", model);
	check_problems(text, "outputs[1].name: there are two fields \"prediction\"\n"
				   "outputs[0].name: predict_json() has a key \"probabilities\" for something else\n");
	snprintf(text, sizeof(text), "{" INPUTS ", 'target': 'probabilities', 'classes': ['a', 'b'], %s", model);
	check_problems(text, "target: predict_json() has a key \"probabilities\" for something else\n");
	snprintf(text, sizeof(text), "{" INPUTS ", 'targets': [{'name': 'probabilities'}, {'name': 'b', 'classes': ['a', 'b']}],"
			 " 'model': {'type': 'targets', 'members': [{%s, {%s]}}", model, model);
	check_problems(text, "targets[0].name: predict_json() has a key \"probabilities\" for something else\n");
	snprintf(text, sizeof(text), "{" INPUTS ", 'target': 'y', 'outputs': [{'name': 'prediction', 'is': 'x'}], %s", model);
	check_score(text, 3, 0, 3);
}

/* Scores as they are before the link, for those who ask for them; not beside something else of that name. */
TEST(margins_of_regressions)
{
	static const char *const text = "{" INPUTS ", 'classes': ['a', 'b'], 'outputs': [{'name': 'leaf', 'is': 'x'}],"
		" 'model': {'type': 'regression', 'fields': ['x'], 'coefficients': [[2]], 'intercepts': [1], 'link': 'logit'}}";
	JsonDocument json;

	json_open(&json, text, &(MlsLoadOptions) {.margin = true});
	CHECK_STRING(json.problems, "");
	if (json.code == MLS_OK)
	{
		const MlsImage *image = json.loaded.image;
		MlsEval    *eval = mls_eval_new(image, 1, &mls_malloc_host);

		CHECK_INT(MLS_N_RECORDS(image, OUTPUT), 2);
		CHECK_STRING(mls_image_string(image, MLS_RECORDS(image, OUTPUT)[1].name)->bytes, "margin");
		mls_eval_begin(eval, 1);
		mls_set_double(eval, 0, 0, 3);
		mls_eval_run(eval);
		CHECK_DOUBLE(mls_eval_cell(eval, MLS_RECORDS(image, OUTPUT)[1].column, 0).datum.d, 7);
		mls_eval_begin(eval, 1);
		mls_eval_run(eval);
		CHECK_INT(mls_eval_cell(eval, MLS_RECORDS(image, OUTPUT)[1].column, 0).tag, MLS_TAG_MISSING);
		mls_eval_free(eval);
	}
	json_close(&json);
	json_open(&json, text, &(MlsLoadOptions) {.leaf = true});
	CHECK_STRING(json.problems, "the option extra_outputs: only ensembles of trees in a trainer's own format or one of ours have 'leaf'\n");
	json_close(&json);
	json_open(&json, "{" INPUTS ", 'target': 'margin', 'model': {'type': 'regression', 'fields': ['x'], 'coefficients': [[2]],"
			  " 'intercepts': [1]}}", &(MlsLoadOptions) {.margin = true});
	CHECK_STRING(json.problems, "the option extra_outputs: the model itself has something that is called 'margin'\n");
	json_close(&json);
}

TEST(outputs_beside_the_prediction)
{
	JsonDocument json;

	json_open(&json, "{" INPUTS ", 'derived': [{'name': 'm', 'is': ['-', 'x', 'z']}], 'classes': ['a', 'b'],"
			  " 'probabilities': false, 'outputs': [{'name': 'margin', 'is': 'm'}], 'model': {'type': 'regression',"
			  " 'fields': ['m'], 'coefficients': [[1]], 'intercepts': [0], 'link': 'logit'}}", NULL);
	CHECK_STRING(json.problems, "");
	if (json.code == MLS_OK)
	{
		const MlsImage *image = json.loaded.image;

		CHECK_INT(MLS_N_RECORDS(image, OUTPUT), 1);
		CHECK_STRING(mls_image_string(image, MLS_RECORDS(image, OUTPUT)->name)->bytes, "margin");
		CHECK_INT(MLS_RECORDS(image, RESULT)->probabilities, MLS_NONE);
		CHECK_STRING(json_score(&json, (const double[]) {3, 1}, 2).value, "b");
	}
	json_close(&json);
}

TEST(categories_as_text)
{
	const char *text = "{'ml_score': 1, 'inputs': [{'name': 'x'}, {'name': 's', 'type': 'string', 'values': ['a', 'b'],"
		" 'unknown': 'missing'}], 'derived': [{'name': 'd', 'is': {'map': 's', 'to': {'a': 1, 'b': 2}, 'missing': 9}}],"
		" 'model': {'type': 'regression', 'fields': ['d'], 'coefficients': [[1]], 'intercepts': [0]}}";

	check_score(text, 0, NAN, 9);
}

TEST(what_is_refused)
{
	check_problems("{'ml_score': 2, 'inputs': []}", "ml_score: version 2 of the format is not known\n");
	check_problems("{'ml_score': 1, 'inputs': []}", "model: this key is missing\n");
	check_problems(EXPRESSION("['+', 'x', 'y']"), "derived[0].is[2]: there is no field \"y\" before this\n");
	check_problems(EXPRESSION("{'bins': 'x', 'edges': [2, 1], 'values': [5, 6, 7]}"),
				   "derived[0].is.edges: the edges do not ascend\n");
	check_problems(EXPRESSION("{'bins': 'x', 'edges': [2], 'values': [5, 6, 7]}"),
				   "derived[0].is.values: there are 3 values for the 2 ranges between 1 edges\n");
	check_problems(EXPRESSION("{'map': 'x', 'to': {'1': 10}, 'missing': 'none'}"), "derived[0].is.missing: this is text instead of a number\n");
	check_problems(EXPRESSION("{'map': 'x', 'to': {'1': 10}, 'default': true, 'missing': false}"),
				   "derived[0].is.default: this is a boolean instead of a number\n"
				   "derived[0].is.missing: this is a boolean instead of a number\n");
	check_problems(EXPRESSION("{'map': 'x', 'to': {'1': true}, 'missing': 0}"), "derived[0].is.missing: this is a number instead of a boolean\n");
	check_problems(EXPRESSION("{'map': 'x', 'to': {'1': 'a', '2': 3}}"),
				   "derived[0].is: this is text, and the field's type is not \"string\"\n");
	check_problems(EXPRESSION("{'bins': 'x', 'edges': [1], 'values': [5, 6], 'missing': 'x'}"),
				   "derived[0].is.missing: this is text instead of a number\n");
	check_problems(EXPRESSION("{'interpolate': 'x', 'x': [0, 2], 'y': [1, 2], 'missing': true}"),
				   "derived[0].is.missing: this is a boolean instead of a number\n");
	check_problems(EXPRESSION("{'equals': 'x', 'value': 'a', 'missing': 'a'}"), "derived[0].is.missing: this is text instead of a number\n");
	check_problems(EXPRESSION("{'what': 1}"), "derived[0].is: this is no expression\n");
	check_problems("{" INPUTS ", 'model': {'type': 'svm'}}",
				   "model.type: \"svm\" is none of regression, trees, ensemble, chain, clustering, xgboost, lightgbm, targets, support_vectors, neighbors\n");
	check_problems("{" INPUTS ", 'model': {'type': 'regression', 'fields': ['x'], 'coefficients': [[1, 2]],"
				   " 'intercepts': [0], 'link': 'tanh'}}",
				   "model.link: the link \"tanh\" is not known\n"
				   "model.coefficients[0]: this array has 2 elements instead of 1\n");
	check_problems("{" INPUTS ", 'model': {'type': 'trees', 'fields': ['x'], 'trees': [{'left': [1, 0, -1], 'right': [2, -1, -1],"
				   " 'feature': [0, 0, -2], 'threshold': [1, 1, 0], 'value': [0, 0, 0]}]}}",
				   "model.trees[0]: more than one way leads to node 0\n");
	check_problems("{" INPUTS ", 'model': {'type': 'trees', 'fields': ['x'], 'trees': [{'left': [3], 'right': [-1],"
				   " 'feature': [0], 'threshold': [1], 'value': [0]}]}}",
				   "model.trees[0].left[0]: 3 is not between -1 and 0\n");
	check_problems("{" INPUTS ", 'model': {'type': 'trees', 'fields': ['x'], 'trees': [{'left': [1, -1, -1],"
				   " 'right': [2, -1, -1], 'feature': [0, -2, -2], 'threshold': [null, 0, 0], 'missing_left': [1, 0, 0],"
				   " 'value': [0, 1, 2]}]}}", "model.trees[0]: node 0 sends everything left\n");
	check_problems("{" INPUTS ", 'model': {'type': 'ensemble', 'method': 'average', 'weights': [1], 'members': ["
				   "{'type': 'regression', 'fields': ['x'], 'coefficients': [[1]], 'intercepts': [0]}]}}",
				   "model.weights: the method \"average\" has no weights\n");
}

#define CONSTANT "{'type': 'regression', 'fields': [], 'coefficients': [[]], 'intercepts': [0]}"

TEST(targets_that_are_refused)
{
	check_problems("{" INPUTS ", 'target': 'y', 'targets': [{'name': 'a'}, {'name': 'a'}, {'name': 'x'}], 'model': " CONSTANT "}",
				   "target: this cannot stand beside \"targets\"\n"
				   "targets[1].name: there are two fields \"a\"\n"
				   "targets[2].name: there are two fields \"x\"\n"
				   "model.coefficients: there are 1 lists of coefficients for 3 targets\n");
	check_problems("{" INPUTS ", 'targets': [], 'model': " CONSTANT "}",
				   "targets: there is no target\n"
				   "model.coefficients: there are 1 lists of coefficients for 0 targets\n");
	check_problems("{" INPUTS ", 'targets': [{'name': 'a', 'classes': ['p', 'q']}, {'name': 'b'}], 'model': " CONSTANT "}",
				   "model.type: this does not give the document's targets: take \"targets\"\n");
	check_problems("{" INPUTS ", 'targets': [{'name': 'a'}], 'model': {'type': 'targets', 'members': []}}",
				   "model.members: there is no member\n"
				   "model.members: there are 0 members for 1 targets\n");
	check_problems("{" INPUTS ", 'model': {'type': 'targets', 'members': [{'model': " CONSTANT "}]}}",
				   "model.type: this is for a document with \"targets\"\n");
	check_problems("{" INPUTS ", 'probabilities': false, 'model': " CONSTANT "}",
				   "probabilities: there are no classes to have any\n");
	check_problems("{" INPUTS ", 'classes': ['a', null], 'model': " CONSTANT "}",
				   "classes[1]: this is null instead of text\n");
	check_problems("{" INPUTS ", 'targets': [{'name': 'a', 'classes': ['a', {}]}], 'model': " CONSTANT "}",
				   "targets[0].classes[1]: this is an object instead of text\n");
	check_problems("{" INPUTS ", 'model': {'type': 'chain', 'members': [{'model': {'type': 'regression', 'classes': ['a'], 'fields': [],"
				   "'coefficients': [[]], 'intercepts': [0]}, 'outputs': []}, {'model': " CONSTANT "}]}}",
				   "model.members[0].model.classes: there are 1 classes instead of two or more\n");
	check_problems("{" INPUTS ", 'classes': ['1', '1.0'], 'model': " CONSTANT "}",
				   "RegressionModel: a classification by one RegressionTable needs a target with two declared values\n");
	check_problems("{" INPUTS ", 'classes': ['a', 'b'], 'probabilities': 1, 'model': " CONSTANT "}",
				   "probabilities: this is a number instead of true or false\n");
	check_problems("{" INPUTS ", 'outputs': [{'name': 'o', 'is': 'y'}], 'model': " CONSTANT "}",
				   "outputs[0].is: there is no field \"y\" before this\n");
}

/* ---- damage ---- */

/* A document that is cut off is refused, and one with a byte changed does no harm, whatever becomes of it. */
static void
check_damage(const char *path)
{
	static const char bytes[] = "0[]{}\"-:,e\xFF";
	size_t		length;
	char	   *text = test_read_file(path, &length);

	for (size_t n = 0; n < length - 2; n += 1 + length / 400)
	{
		/* exactly as many bytes, so that a read behind them is seen */
		char	   *part = malloc(n > 0 ? n : 1);
		char	   *copy = malloc(length);
		JsonDocument json;

		memcpy(part, text, n);
		json_open_bytes(&json, part, n, &(MlsLoadOptions) {.format = "pipeline"}, &mls_malloc_host, 1 << 26);
		CHECK_INT(json.code, MLS_SYNTAX);
		json_close(&json);
		memcpy(copy, text, length);
		copy[n] = bytes[n % (sizeof(bytes) - 1)];
		json_open_bytes(&json, copy, length, &(MlsLoadOptions) {.format = "pipeline"}, &mls_malloc_host, 1 << 26);
		json_close(&json);
		free(part);
		free(copy);
	}
}

TEST(damage_does_no_harm)
{
	check_damage("model_fixtures/pipeline_tree_credit/model.json");
	check_damage("model_fixtures/pipeline_bins_diabetes/model.json");
	check_damage("model_fixtures/pipeline_voting_diabetes/model.json");
	check_damage("model_fixtures/pipeline_kmeans_diabetes/model.json");
	check_damage("model_fixtures/pipeline_stacking_churn/model.json");
}

TEST(each_change_is_refused_with_a_place_or_scores)
{
	json_check_mutations("pipeline_bins_diabetes", "pipeline", 2);
	json_check_mutations("pipeline_kmeans_diabetes", "pipeline", 1);
	json_check_mutations("pipeline_voting_diabetes", "pipeline", 20);
	json_check_mutations("pipeline_svc_wine", "pipeline", 10);
	json_check_mutations("pipeline_neighbors_wine", "pipeline", 50);
	json_check_mutations("pipeline_stacking_churn", "pipeline", 20);
	json_check_mutations("pipeline_histgb_credit", "pipeline", 100);
}
