/*
 * json/xgboost_booster.c
 *	  The boosters of XGBoost: an ensemble of trees, or linear functions.
 *
 * gbtree: trees[i] adds to the margin tree_info[i].  An iteration of training
 * makes the trees iteration_indptr[k] to iteration_indptr[k + 1] - 1; before 2.0
 * there is no such list, and each iteration has num_parallel_tree trees for each
 * output.  Where early stopping has noted a best iteration the trees behind it
 * are left out, unless the option iterations says "all".
 *
 * dart: the same with a weight for each tree, weight_drop.  Until 3.3 it has a
 * name of its own and the ensemble one level deeper; 3.4 calls it gbtree and has
 * weight_drop beside the trees.
 *
 * gblinear: weights[f * n_outputs + k], the intercepts last.  The sum starts from
 * intercept and base_score (the first number of it, if it has several), then
 * takes the features in order, in float32; a missing one adds nothing.
 *
 * The order of adding.  Margins start from base_score and take the trees one
 * after the other, in float32.  Before 1.3 (dart: 1.4) XGBoost added the trees
 * first and base_score last; for such a document it becomes a last tree of one
 * leaf.  (Seen by comparing both orders with each release's margins.)
 */
#include <math.h>
#include <string.h>

#include "json/nodes_int.h"
#include "json/xgboost_int.h"

void
mls_xgb_find_booster(MlsXgb *xgb, const MlsAt *learner, MlsXgbBooster *booster)
{
	static const char *const known[] = {"model", "name", NULL};
	static const char *const known_dart[] = {"gbtree", "name", "weight_drop", NULL};
	MlsAt		at_name;

	memset(booster, 0, sizeof(*booster));
	booster->at = mls_json_member(learner, "gradient_booster");
	booster->gbtree = mls_json_member(&booster->at, "gbtree");
	booster->model = mls_json_member(&booster->at, "model");
	if (!mls_json_is_object(xgb->load, &booster->at, true))
		return;

	at_name = mls_json_member(&booster->at, "name");
	booster->name = mls_json_text(xgb->load, &at_name, true);
	if (booster->name == NULL)
		return;
	if (strcmp(booster->name, "dart") == 0)
	{
		mls_json_only(xgb->load, MLS_UNSUPPORTED, &booster->at, known_dart);
		if (!mls_json_is_object(xgb->load, &booster->gbtree, true))
			return;
		mls_json_only(xgb->load, MLS_UNSUPPORTED, &booster->gbtree, known);
		booster->model = mls_json_member(&booster->gbtree, "model");
	}
	else if (strcmp(booster->name, "gbtree") == 0 || strcmp(booster->name, "gblinear") == 0)
	{
		mls_json_only(xgb->load, MLS_UNSUPPORTED, &booster->at, known);
		booster->linear = strcmp(booster->name, "gblinear") == 0;
	}
	else
	{
		mls_json_problem(xgb->load, MLS_UNSUPPORTED, &at_name, "the booster \"%s\" is not known", booster->name);
		booster->name = NULL;
		return;
	}
	mls_json_is_object(xgb->load, &booster->model, true);
}

/* ---- trees ---- */

/* How many of the trees score. */
static uint32_t
used_trees(MlsXgb *xgb, const MlsAt *model, uint32_t n_trees)
{
	MlsAt		at_indptr = mls_json_member(model, "iteration_indptr");
	MlsAt		param = mls_json_member(model, "gbtree_model_param");
	MlsAt		at_parallel = mls_json_member(&param, "num_parallel_tree");
	int64_t		iteration = xgb->options->all_iterations ? -1 : xgb->best_iteration;
	int64_t		parallel = 1;
	int64_t		used;

	if (mls_json_is_array(xgb->load, &at_indptr, false))
	{
		uint32_t	n = mls_json_length(&at_indptr);
		int32_t    *ends = mls_json_integers(xgb->load, &at_indptr, n, 0, (int32_t) n_trees);

		if (ends == NULL)
			return n_trees;
		for (uint32_t i = 0; i < n; i++)
		{
			MlsAt		element = mls_json_element(&at_indptr, i, NULL);
			int32_t		least = i > 0 ? ends[i - 1] : 0;

			if (ends[i] < least || (i == 0 && ends[i] != 0) || (i == n - 1 && (uint32_t) ends[i] != n_trees))
			{
				mls_json_problem(xgb->load, MLS_INVALID, &element, "the iterations do not cover the %u trees in order",
								 n_trees);
				return n_trees;
			}
		}
		if (iteration < 0)
			return n_trees;
		used = iteration + 1 < n ? ends[iteration + 1] : INT64_MAX;
	}
	else
	{
		if (iteration < 0)
			return n_trees;
		if (at_parallel.item != NULL)
		{
			if (!mls_json_integer_text(xgb->load, &at_parallel, true, 1, INT32_MAX, &parallel))
				return n_trees;
		}
		else if (xgb->best_ntree_limit > 0 && xgb->best_ntree_limit % (iteration + 1) == 0)
			parallel = xgb->best_ntree_limit / (iteration + 1);
		else if (xgb->parallel_trees > 0)
			parallel = xgb->parallel_trees;
		if (parallel > n_trees || iteration + 1 > n_trees)
			used = INT64_MAX;
		else
			used = (iteration + 1) * parallel * xgb->n_outputs;
	}
	if (used > n_trees)
	{
		mls_problem(xgb->load, MLS_INVALID, "learner.attributes.best_iteration",
					"The option iterations => 'all' ignores it.",
					"the best iteration is %lld, the model has fewer", (long long) iteration);
		return n_trees;
	}
	return (uint32_t) used;
}

/* The trees in the order of their ids, which is that of adding. */
static MlsAt *
trees_in_order(MlsXgb *xgb, const MlsAt *at_trees, uint32_t n)
{
	MlsAt	   *trees = MLS_NEW_N(xgb->load, MlsAt, n);
	const cJSON *item;
	uint32_t	i = 0;
	bool		sound = true;

	MLS_JSON_EACH(item, xgb->load, at_trees->item)
	{
		MlsAt		tree = mls_json_element(at_trees, i++, item);
		MlsAt		at_id = mls_json_member(&tree, "id");
		int64_t		id;

		if (!mls_json_is_object(xgb->load, &tree, true) ||
			!mls_json_integer(xgb->load, &at_id, true, 0, (int64_t) n - 1, &id))
			sound = false;
		else if (trees[id].item != NULL)
		{
			mls_json_problem(xgb->load, MLS_INVALID, &at_id, "there are two trees %lld", (long long) id);
			sound = false;
		}
		else
			trees[id] = tree;
	}
	return sound ? trees : NULL;
}

/* A tree of one leaf. */
static MlsTreeModel *
constant_tree(MlsXgb *xgb, double score)
{
	MlsTreeModel *tree = mls_new_tree(xgb->load);

	mls_set_score(tree->root, score);
	return tree;
}

void
mls_xgb_trees(MlsXgb *xgb, const MlsXgbBooster *booster)
{
	static const char *const known[] = {
		"cats", "gbtree_model_param", "iteration_indptr", "tree_info", "trees", "weight_drop", NULL
	};
	static const char *const known_param[] = {"num_parallel_tree", "num_trees", "size_leaf_vector", NULL};
	bool		is_dart = booster->gbtree.item != NULL;
	bool		base_last = xgb->version < (is_dart ? MLS_XGB_VERSION(1, 4, 0) : MLS_XGB_VERSION(1, 3, 0));
	MlsAt		param = mls_json_member(&booster->model, "gbtree_model_param");
	MlsAt		at_n_trees = mls_json_member(&param, "num_trees");
	MlsAt		at_trees = mls_json_member(&booster->model, "trees");
	MlsAt		at_info = mls_json_member(&booster->model, "tree_info");
	MlsAt		at_weights = mls_json_member(is_dart ? &booster->at : &booster->model, "weight_drop");
	MlsMiningModel *mining;
	MlsAt	   *trees;
	int32_t    *info;
	float	   *weights = NULL;
	uint32_t	n = mls_json_length(&at_trees);
	uint32_t	used;
	int64_t		n_trees;

	mls_json_only(xgb->load, MLS_UNSUPPORTED, &booster->model, known);
	if (!mls_json_is_array(xgb->load, &at_trees, true))
		return;
	if (mls_json_is_object(xgb->load, &param, true))
	{
		mls_json_only(xgb->load, MLS_UNSUPPORTED, &param, known_param);
		if (mls_json_integer_text(xgb->load, &at_n_trees, true, 0, INT32_MAX, &n_trees) && n_trees != n)
			mls_json_problem(xgb->load, MLS_INVALID, &at_n_trees, "there are %u trees, not %lld", n, (long long) n_trees);
	}
	trees = trees_in_order(xgb, &at_trees, n);
	info = mls_json_integers(xgb->load, &at_info, n, 0, (int32_t) xgb->n_outputs - 1);
	if (at_weights.item != NULL || is_dart)
		weights = mls_json_floats(xgb->load, &at_weights, n, false);
	used = used_trees(xgb, &booster->model, n);

	mining = mls_new_ensemble(xgb->load, used + xgb->n_outputs, xgb->n_outputs);
	if (weights != NULL)
		mining->multipleModelMethod = MLS_METHOD_WEIGHTED_SUM;
	if (!base_last)
		mining->margins->initial = xgb->margins;
	mining->margins->link = mls_xgb_link(xgb);
	for (uint32_t i = 0; trees != NULL && i < n; i++)
	{
		bool		vector;
		MlsTreeModel *tree = mls_xgb_tree(xgb, &trees[i], &vector);

		/* those behind the best iteration are read for the sake of their problems */
		if (tree != NULL && info != NULL && i < used)
			mls_add_tree(xgb->load, mining, tree, vector ? 0 : (uint32_t) info[i], weights != NULL ? weights[i] : 1.0, true);
	}
	for (uint32_t k = 0; base_last && xgb->margins != NULL && k < xgb->n_outputs; k++)
		mls_add_tree(xgb->load, mining, constant_tree(xgb, xgb->margins[k]), k, 1.0, true);
	xgb->model->type = MLS_MODEL_MINING;
	xgb->model->u.mining = mining;
}

/* ---- linear ---- */

void
mls_xgb_linear(MlsXgb *xgb, const MlsXgbBooster *booster)
{
	static const char *const known[] = {"boosted_rounds", "weights", NULL};
	MlsAt		at = mls_json_member(&booster->model, "weights");
	MlsRegressionModel *regression = MLS_NEW(xgb->load, MlsRegressionModel);
	uint32_t	n_outputs = xgb->n_outputs;
	float	   *weights;

	mls_json_only(xgb->load, MLS_UNSUPPORTED, &booster->model, known);
	if (xgb->n_features >= UINT32_MAX / n_outputs)
	{
		mls_json_problem(xgb->load, MLS_INVALID, &at, "there cannot be coefficients for %u features and %u outputs",
						 xgb->n_features, n_outputs);
		return;
	}
	weights = mls_json_floats(xgb->load, &at, (xgb->n_features + 1) * n_outputs, false);
	if (weights == NULL || xgb->margins == NULL)
		return;

	regression->normalizationMethod = mls_xgb_link(xgb);
	regression->intercept_first = true;
	regression->missing_adds_nothing = true;
	regression->declared_order = true;
	regression->n_tables = n_outputs;
	regression->tables = MLS_NEW_N(xgb->load, MlsRegressionTable, n_outputs);
	for (uint32_t k = 0; k < n_outputs; k++)
	{
		MlsRegressionTable *table = &regression->tables[k];
		float		start = weights[(size_t) xgb->n_features * n_outputs + k] + (float) xgb->margins[0];

		table->intercept = (MlsLiteral) {NULL, start, true};
		if (xgb->classes != NULL)
			table->targetCategory = xgb->classes[n_outputs > 1 ? k : 1].value;
		table->numeric = MLS_NEW_N(xgb->load, MlsNumericPredictor, xgb->n_features);
		table->n_numeric = xgb->n_features;
		for (uint32_t f = 0; f < xgb->n_features; f++)
		{
			table->numeric[f].name = xgb->features[f].field;
			table->numeric[f].exponent = 1.0;
			table->numeric[f].coefficient = (MlsLiteral) {NULL, weights[(size_t) f * n_outputs + k], true};
		}
	}
	xgb->model->type = MLS_MODEL_REGRESSION;
	xgb->model->u.regression = regression;
}
