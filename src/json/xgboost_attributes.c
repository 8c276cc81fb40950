/*
 * json/xgboost_attributes.c
 *	  learner.attributes: what training left beside the model.
 *
 * All values are texts; most only inform.  What can change a score:
 *
 *	 best_iteration		the iteration at which early stopping found the best
 *						score; XGBoost's scikit-learn classes predict with the
 *						iterations up to it.
 *	 best_ntree_limit	(1.4 to 1.7) the same as a number of trees for each
 *						output, which tells how many trees an iteration has where
 *						the model does not say it.
 *	 scikit_learn		(1.0 to 1.7) parameters of the scikit-learn class, as JSON
 *						in a text: the value that means missing, and, up to 1.5,
 *						the labels of the classes.
 */
#include <math.h>

#include "json/xgboost_int.h"

static void
read_scikit_learn(MlsXgb *xgb, const char *text)
{
	const cJSON *all = mls_json_parse_inner(xgb->load, text);
	const cJSON *missing = cJSON_GetObjectItemCaseSensitive(all, "missing");
	const cJSON *parallel = cJSON_GetObjectItemCaseSensitive(all, "num_parallel_tree");
	const cJSON *encoder = cJSON_GetObjectItemCaseSensitive(all, "_le");
	const cJSON *labels = cJSON_GetObjectItemCaseSensitive(encoder, "classes_");

	if (cJSON_IsNumber(missing) && isfinite(missing->valuedouble))
	{
		xgb->has_missing = true;
		xgb->missing = (float) missing->valuedouble;
	}
	if (cJSON_IsNumber(parallel) && parallel->valuedouble >= 1 && parallel->valuedouble <= INT32_MAX)
		xgb->parallel_trees = (int64_t) parallel->valuedouble;
	if (cJSON_IsArray(labels))
		xgb->class_labels = labels;
}

void
mls_xgb_attributes(MlsXgb *xgb, const MlsAt *learner)
{
	MlsAt		attributes = mls_json_member(learner, "attributes");
	MlsAt		best = mls_json_member(&attributes, "best_iteration");
	MlsAt		limit = mls_json_member(&attributes, "best_ntree_limit");
	const cJSON *scikit_learn = cJSON_GetObjectItemCaseSensitive(attributes.item, "scikit_learn");

	xgb->best_iteration = -1;
	if (mls_json_is_object(xgb->load, &attributes, false))
	{
		mls_json_integer_text(xgb->load, &best, false, 0, INT32_MAX, &xgb->best_iteration);
		mls_json_integer_text(xgb->load, &limit, false, 0, INT32_MAX, &xgb->best_ntree_limit);
		if (cJSON_IsString(scikit_learn))
			read_scikit_learn(xgb, scikit_learn->valuestring);
	}

	/* what the user says goes before what the document says; NaN means missing anyway */
	if (xgb->options->has_missing)
	{
		xgb->has_missing = !isnan(xgb->options->missing);
		xgb->missing = (float) xgb->options->missing;
	}
}
