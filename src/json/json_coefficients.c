/*
 * json/json_coefficients.c
 *	  Our own format: a linear model's coefficients, with the logic of its features.
 *
 *	 {"ml_score": 1, "model": "logistic", "target": "churn", "classes": ["No", "Yes"],
 *	  "intercept": -1.2, "missing": "null", "unknown": "zero", "features": [...]}
 *
 * The document has the version 1 in "ml_score".  All arithmetic is in float64: y
 * is the sum of the features' contributions in the order of the document, plus
 * the intercept, which is added last; linear gives y, logistic 1 / (1 + e^-y) as
 * the probability of the second class, multinomial the softmax of one y for each
 * class, poisson e^y.
 *
 * The format is ours, so a key that is not known is a mistake in the document.
 */
#include <string.h>

#include "json/coefficients_int.h"

static void
read_rules(MlsCoef *coef, const MlsAt *root)
{
	static const char *const missing[] = {"null", "error", "zero", NULL};
	static const char *const unknown[] = {"zero", "missing", "error", NULL};
	MlsAt		at_missing = mls_json_member(root, "missing");
	MlsAt		at_unknown = mls_json_member(root, "unknown");
	int			found;

	found = mls_json_word(coef->load, &at_missing, false, missing);
	if (found >= 0)
		coef->missing = (MlsCoefMissing) found;
	found = mls_json_word(coef->load, &at_unknown, false, unknown);
	if (found >= 0)
		coef->unknown = (MlsCoefUnknown) found;
}

static void
read_classes(MlsCoef *coef, const MlsAt *root, bool is_logistic)
{
	static const char *zero_one[] = {"0", "1"};
	MlsAt		at = mls_json_member(root, "classes");
	uint32_t	n = mls_json_length(&at);
	MlsMap		seen = {0};
	const cJSON *item;
	uint32_t	i = 0;

	coef->classes = zero_one;
	if (is_logistic && at.item == NULL)
		return;
	if (!mls_json_is_array(coef->load, &at, true))
		return;
	if (is_logistic ? n != 2 : n < 2)
	{
		mls_json_problem(coef->load, MLS_INVALID, &at, "there are %u classes instead of %s", n,
						 is_logistic ? "two" : "two or more");
		return;
	}
	coef->classes = MLS_NEW_N(coef->load, const char *, n);
	MLS_JSON_EACH(item, coef->load, at.item)
	{
		MlsAt		element = mls_json_element(&at, i, item);
		const char *text = mls_json_text(coef->load, &element, true);

		coef->classes[i++] = text != NULL ? text : "";
		if (text != NULL && mls_map_put(coef->load, &seen, text, (void *) item) != item)
			mls_json_problem(coef->load, MLS_INVALID, &element, "the class \"%s\" occurs twice", text);
	}
	if (!is_logistic)
		coef->n_classes = n;
}

/* False: how many numbers a coefficient has is not known, which has been noted. */
static bool
read_model(MlsCoef *coef, const MlsAt *root)
{
	static const char *const models[] = {"linear", "logistic", "multinomial", "poisson", NULL};
	static const MlsLink links[] = {MLS_LINK_NONE, MLS_LINK_LOGIT, MLS_LINK_SOFTMAX, MLS_LINK_EXP};
	MlsAt		at_model = mls_json_member(root, "model");
	MlsAt		at_target = mls_json_member(root, "target");
	MlsAt		at_classes = mls_json_member(root, "classes");
	MlsAt		at_intercept = mls_json_member(root, "intercept");
	int			model = mls_json_word(coef->load, &at_model, true, models);

	coef->n_classes = 1;
	coef->target = mls_json_text(coef->load, &at_target, false);
	if (model < 0)
		return false;
	coef->link = links[model];
	coef->document->algorithm = models[model];
	if (model == 1 || model == 2)
		read_classes(coef, root, model == 1);
	else if (at_classes.item != NULL)
		mls_json_problem(coef->load, MLS_INVALID, &at_classes, "a %s model has no classes", models[model]);

	if (at_intercept.item != NULL)
		coef->intercepts = mls_coef_numbers(coef, &at_intercept);
	if (coef->intercepts == NULL)
		coef->intercepts = MLS_NEW_N(coef->load, double, coef->n_classes);
	return true;
}

/* Options that are of no use here must not pass in silence. */
static void
check_options(MlsCoef *coef)
{
	if (coef->options->n_feature_names > 0)
		mls_problem(coef->load, MLS_BAD_OPTION, NULL, NULL,
					"the option feature_names does not fit a document of coefficients: its features have names");
	if (coef->options->all_iterations)
		mls_problem(coef->load, MLS_BAD_OPTION, NULL, NULL,
					"the option iterations does not fit a document of coefficients");
}

MlsDocument *
mls_read_coefficients(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options)
{
	static const char *const known[] = {
		"ml_score", "model", "target", "classes", "intercept", "missing", "unknown", "features", NULL
	};
	MlsCoef		coef = {.load = load, .options = options};
	MlsAt		root = mls_json_parse(load, bytes, length, MLS_JSON_MAX_DEPTH);
	MlsAt		at_features = mls_json_member(&root, "features");

	mls_json_first_version(load, &root);

	coef.document = mls_json_document(load, MLS_FORMAT_COEFFICIENTS);
	coef.document->version = "1";
	coef.model = coef.document->models;

	mls_json_only(load, MLS_INVALID, &root, known);
	check_options(&coef);
	read_rules(&coef, &root);
	if (!read_model(&coef, &root))
		mls_stop_if_problems(load);
	mls_coef_read_features(&coef, &at_features);
	mls_stop_if_problems(load);

	mls_coef_build(&coef);
	mls_stop_if_problems(load);
	return coef.document;
}
