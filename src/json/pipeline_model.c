/*
 * json/pipeline_model.c
 *	  Models of a pipeline document.
 *
 * Each is an object with a "type", and may have "derived" fields of its own.
 * "classes" are those of the document unless it names others; "classes": [] says
 * that it predicts a number.
 *
 *	 {"type": "regression", "fields": [...], "coefficients": [[...], ...],
 *	  "intercepts": [...], "link": "logit"}
 *		y = the sum of coefficient * field + the intercept, then the link.  A list
 *		of coefficients for each class, or one, that of the second of two classes.
 *
 *	 {"type": "trees", ...}				see pipeline_trees.c
 *	 {"type": "support_vectors", ...}	see pipeline_vectors.c
 *	 {"type": "neighbors", ...}			see pipeline_neighbors.c
 *	 {"type": "xgboost" or "lightgbm", ...}	see pipeline_saved.c
 *
 *	 {"type": "clustering", "fields": [...], "centers": [[...], ...], "ids": ["0", ...]}
 *		The cluster whose center is nearest by the squared Euclidean distance, the
 *		first of equals.
 *
 *	 {"type": "ensemble", "method": "average", "weights": [...], "members": [model, ...]}
 *		PMML's multipleModelMethod of that name over the members' predictions, for
 *		classes over their probabilities.
 *
 *	 {"type": "chain", "members": [{"model": model, "outputs": [{"name": "p", "class": "Yes"}]}, ...]}
 *		One after the other; an output is the probability of a class, or without
 *		one the prediction (of several numbers the one in a "place"), and a field
 *		for the members behind.  The last one's prediction is that of the chain.
 *
 *	 {"type": "targets", "members": [...]}
 *		A chain that has a member for each of the document's targets, in their order.
 */
#include <math.h>
#include <string.h>

#include "json/pipeline_int.h"

const char **
mls_pipeline_fields(MlsPipeline *p, const MlsAt *at, uint32_t *n)
{
	MlsAt		at_fields = mls_json_member(at, "fields");

	return mls_pipeline_known_fields(p, &at_fields, n);
}

const char **
mls_pipeline_known_fields(MlsPipeline *p, const MlsAt *at, uint32_t *n)
{
	const char **names = mls_pipeline_texts(p, at, 0, n);

	for (uint32_t i = 0; names != NULL && i < *n; i++)
	{
		if (mls_map_get(&p->names, names[i]) == NULL)
		{
			MlsAt		element = mls_json_element(at, i, NULL);

			mls_json_problem(p->load, MLS_INVALID, &element, "there is no field \"%s\" before this", names[i]);
			return NULL;
		}
	}
	return names;
}

MlsLink
mls_pipeline_link(MlsPipeline *p, const MlsAt *at)
{
	static const char *const names[] = {
#define MLS_LINK(symbol, name) name,
#include "lists/links.h"
#undef MLS_LINK
	};
	MlsAt		at_link = mls_json_member(at, "link");
	const char *link = mls_json_text(p->load, &at_link, false);

	if (link == NULL)
		return MLS_LINK_NONE;
	for (int i = 0; i < MLS_N_LINKS; i++)
	{
		if (names[i] != NULL && strcmp(names[i], link) == 0)
			return (MlsLink) i;
	}
	mls_json_problem(p->load, MLS_INVALID, &at_link, "the link \"%s\" is not known", link);
	return MLS_LINK_NONE;
}

/* ---- regression ---- */

static void
read_regression(MlsPipeline *p, const MlsAt *at, MlsModel *model, const char **classes, uint32_t n_classes,
				uint32_t n_targets)
{
	static const char *const known[] = {
		"classes", "coefficients", "derived", "fields", "intercepts", "link", "type", NULL
	};
	MlsAt		at_coefficients = mls_json_member(at, "coefficients");
	MlsAt		at_intercepts = mls_json_member(at, "intercepts");
	MlsRegressionModel *regression = MLS_NEW(p->load, MlsRegressionModel);
	uint32_t	n_tables = mls_json_length(&at_coefficients);
	uint32_t	n = 0;
	const char **fields;
	double	   *intercepts;
	const cJSON *item;
	uint32_t	k = 0;

	mls_json_only(p->load, MLS_INVALID, at, known);
	fields = mls_pipeline_fields(p, at, &n);
	regression->normalizationMethod = mls_pipeline_link(p, at);
	regression->declared_order = true;
	if (!mls_json_is_array(p->load, &at_coefficients, true) || fields == NULL)
		return;
	if (n_classes > 0 ? n_tables != n_classes && !(n_tables == 1 && n_classes == 2) : n_tables != n_targets)
	{
		mls_json_problem(p->load, MLS_INVALID, &at_coefficients, "there are %u lists of coefficients for %u %s",
						 n_tables, n_classes > 0 ? n_classes : n_targets, n_classes > 0 ? "classes" : "targets");
		return;
	}
	intercepts = mls_json_doubles(p->load, &at_intercepts, n_tables, false);
	regression->tables = MLS_NEW_N(p->load, MlsRegressionTable, n_tables);
	regression->n_tables = n_tables;
	MLS_JSON_EACH(item, p->load, at_coefficients.item)
	{
		MlsAt		element = mls_json_element(&at_coefficients, k, item);
		MlsRegressionTable *table = &regression->tables[k];
		double	   *coefficients = mls_json_doubles(p->load, &element, n, false);

		if (coefficients == NULL || intercepts == NULL)
			return;
		table->intercept = (MlsLiteral) {NULL, intercepts[k], true};
		if (n_classes > 0)
			table->targetCategory = classes[n_tables > 1 ? k : 1];
		table->numeric = MLS_NEW_N(p->load, MlsNumericPredictor, n);
		table->n_numeric = n;
		for (uint32_t i = 0; i < n; i++)
		{
			table->numeric[i].name = fields[i];
			table->numeric[i].exponent = 1.0;
			table->numeric[i].coefficient = (MlsLiteral) {NULL, coefficients[i], true};
		}
		k++;
	}
	model->type = MLS_MODEL_REGRESSION;
	model->u.regression = regression;
}

/* ---- clustering ---- */

static void
read_clustering(MlsPipeline *p, const MlsAt *at, MlsModel *model)
{
	static const char *const known[] = {"centers", "classes", "derived", "fields", "ids", "type", NULL};
	MlsAt		at_centers = mls_json_member(at, "centers");
	MlsAt		at_ids = mls_json_member(at, "ids");
	MlsClusteringModel *clustering = MLS_NEW(p->load, MlsClusteringModel);
	const char **fields = mls_pipeline_fields(p, at, &clustering->n_fields);
	uint32_t	n = mls_json_length(&at_centers);
	uint32_t	n_ids = 0;
	const char **ids = mls_pipeline_texts(p, &at_ids, 0, &n_ids);
	const cJSON *item;
	uint32_t	i = 0;

	mls_json_only(p->load, MLS_INVALID, at, known);
	if (fields == NULL || ids == NULL || !mls_json_is_array(p->load, &at_centers, true))
		return;
	if (n == 0 || n_ids != n)
	{
		mls_json_problem(p->load, MLS_INVALID, &at_ids, "there are %u ids for %u centers", n_ids, n);
		return;
	}
	clustering->measure.measure = MLS_MEASURE_SQUARED_EUCLIDEAN;
	clustering->measure.compareFunction = MLS_COMPARE_ABS_DIFF;
	clustering->measure.of_whole_rows = true;
	clustering->fields = MLS_NEW_N(p->load, MlsComparedField, clustering->n_fields);
	for (uint32_t k = 0; k < clustering->n_fields; k++)
		clustering->fields[k] = (MlsComparedField) {
			.field = fields[k], .fieldWeight = 1, .missing_weight = 1, .similarityScale = NAN,
			.compareFunction = MLS_COMPARE_ABS_DIFF
		};
	clustering->clusters = MLS_NEW_N(p->load, MlsCluster, n);
	clustering->n_clusters = n;
	MLS_JSON_EACH(item, p->load, at_centers.item)
	{
		MlsAt		element = mls_json_element(&at_centers, i, item);

		clustering->clusters[i].id = ids[i];
		clustering->clusters[i].center = mls_json_doubles(p->load, &element, clustering->n_fields, false);
		i++;
	}
	model->functionName = MLS_FUNCTION_CLUSTERING;
	model->type = MLS_MODEL_CLUSTERING;
	model->u.clustering = clustering;
}

/* ---- several models ---- */

static void
init_segment(MlsPipeline *p, MlsSegment *segment, uint32_t i, MlsModel *model)
{
	segment->id = mls_format(p->load, "%u", i + 1);
	segment->predicate.kind = MLS_PRED_TRUE;
	segment->weight = 1.0;
	segment->model = model;
}

static MlsMiningModel *
new_mining(MlsPipeline *p, MlsModel *model, uint32_t n)
{
	MlsMiningModel *mining = MLS_NEW(p->load, MlsMiningModel);

	mining->missingPredictionTreatment = MLS_PREDICTION_RETURN_MISSING;
	mining->missingThreshold = 1.0;
	mining->segments = MLS_NEW_N(p->load, MlsSegment, n);
	mining->n_segments = n;
	model->type = MLS_MODEL_MINING;
	model->u.mining = mining;
	return mining;
}

static void
read_ensemble(MlsPipeline *p, const MlsAt *at, MlsModel *model)
{
	static const char *const known[] = {"classes", "derived", "members", "method", "type", "weights", NULL};
	static const char *const methods[] = {
		"average", "weightedAverage", "majorityVote", "weightedMajorityVote", "sum", "weightedSum",
		"median", "weightedMedian", "max", NULL
	};
	static const MlsMultipleModelMethod method_of[] = {
		MLS_METHOD_AVERAGE, MLS_METHOD_WEIGHTED_AVERAGE, MLS_METHOD_MAJORITY_VOTE, MLS_METHOD_WEIGHTED_MAJORITY_VOTE,
		MLS_METHOD_SUM, MLS_METHOD_WEIGHTED_SUM, MLS_METHOD_MEDIAN, MLS_METHOD_WEIGHTED_MEDIAN, MLS_METHOD_MAX
	};
	MlsAt		at_method = mls_json_member(at, "method");
	MlsAt		at_members = mls_json_member(at, "members");
	MlsAt		at_weights = mls_json_member(at, "weights");
	uint32_t	n = mls_json_length(&at_members);
	MlsMiningModel *mining = new_mining(p, model, n);
	double	   *weights = NULL;
	int			method = mls_json_word(p->load, &at_method, true, methods,
										   "average, weightedAverage, majorityVote, weightedMajorityVote, sum, weightedSum, median, weightedMedian, max");
	const cJSON *item;
	uint32_t	i = 0;

	mls_json_only(p->load, MLS_INVALID, at, known);
	if (method >= 0)
		mining->multipleModelMethod = method_of[method];
	if (at_weights.item != NULL)
		weights = mls_json_doubles(p->load, &at_weights, n, false);
	if (at_weights.item != NULL && method >= 0 && strncmp(methods[method], "weighted", strlen("weighted")) != 0)
		mls_json_problem(p->load, MLS_INVALID, &at_weights, "the method \"%s\" has no weights", methods[method]);
	if (!mls_json_is_array(p->load, &at_members, true))
		return;
	if (n == 0)
		mls_json_problem(p->load, MLS_INVALID, &at_members, "there is no member");
	MLS_JSON_EACH(item, p->load, at_members.item)
	{
		MlsAt		element = mls_json_element(&at_members, i, item);

		init_segment(p, &mining->segments[i], i, mls_pipeline_model(p, &element, false));
		if (weights != NULL)
			mining->segments[i].weight = weights[i];
		i++;
	}
}

static void
read_outputs(MlsPipeline *p, const MlsAt *at, MlsModel *model)
{
	static const char *const known[] = {"class", "name", "place", NULL};
	uint32_t	n = mls_json_length(at);
	const cJSON *item;
	uint32_t	i = 0;

	if (at->item == NULL || !mls_json_is_array(p->load, at, false) || model == NULL)
		return;
	model->outputs = MLS_NEW_N(p->load, MlsOutputField, n);
	model->n_outputs = n;
	MLS_JSON_EACH(item, p->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i, item);
		MlsAt		at_name = mls_json_member(&element, "name");
		MlsAt		at_class = mls_json_member(&element, "class");
		MlsAt		at_place = mls_json_member(&element, "place");
		bool		has_places = model->functionName == MLS_FUNCTION_REGRESSION && model->n_fields > 1;
		int64_t		place = 0;
		MlsOutputField *output = &model->outputs[i++];

		output->dataType = MLS_TYPE_NONE;
		output->rank = 1;
		output->isFinalResult = false;
		if (!mls_json_is_object(p->load, &element, true))
			continue;
		mls_json_only(p->load, MLS_INVALID, &element, known);
		output->name = mls_json_text(p->load, &at_name, true);
		output->value = mls_json_text(p->load, &at_class, false);
		output->feature = output->value != NULL ? MLS_FEATURE_PROBABILITY : MLS_FEATURE_PREDICTED_VALUE;
		output->optype = output->value != NULL || model->functionName == MLS_FUNCTION_REGRESSION ?
			MLS_OPTYPE_CONTINUOUS : MLS_OPTYPE_CATEGORICAL;
		if (has_places && mls_json_integer(p->load, &at_place, true, 0, (int64_t) model->n_fields - 1, &place))
			output->targetField = model->fields[place].name;
		else if (!has_places && at_place.item != NULL)
			mls_json_problem(p->load, MLS_INVALID, &at_place, "the model does not give several numbers");
		if (output->name != NULL)
			mls_pipeline_name(p, &at_name, output->name);
	}
}

static void
read_chain(MlsPipeline *p, const MlsAt *at, MlsModel *model, bool each_target)
{
	static const char *const known[] = {"classes", "derived", "members", "type", NULL};
	static const char *const known_member[] = {"model", "outputs", NULL};
	MlsAt		at_members = mls_json_member(at, "members");
	uint32_t	n = mls_json_length(&at_members);
	MlsMiningModel *mining = new_mining(p, model, n);
	const cJSON *item;
	uint32_t	i = 0;

	mls_json_only(p->load, MLS_INVALID, at, known);
	mining->multipleModelMethod = each_target ? MLS_METHOD_MULTI_MODEL_CHAIN : MLS_METHOD_MODEL_CHAIN;
	if (each_target)
		mining->missingPredictionTreatment = MLS_PREDICTION_CONTINUE;	/* the others' results stand */
	if (!mls_json_is_array(p->load, &at_members, true))
		return;
	if (n == 0)
		mls_json_problem(p->load, MLS_INVALID, &at_members, "there is no member");
	if (each_target && n != p->n_targets)
	{
		mls_json_problem(p->load, MLS_INVALID, &at_members, "there are %u members for %u targets", n, p->n_targets);
		return;
	}
	MLS_JSON_EACH(item, p->load, at_members.item)
	{
		MlsAt		element = mls_json_element(&at_members, i, item);
		MlsAt		at_model = mls_json_member(&element, "model");
		MlsAt		at_outputs = mls_json_member(&element, "outputs");
		MlsModel   *inner;

		if (mls_json_is_object(p->load, &element, true))
			mls_json_only(p->load, MLS_INVALID, &element, known_member);
		if (each_target)
			mls_pipeline_begin_target(p, i);
		inner = mls_pipeline_model(p, &at_model, false);
		if (each_target)
			mls_pipeline_end_target(p, i, inner);
		init_segment(p, &mining->segments[i], i, inner);
		i++;
		read_outputs(p, &at_outputs, inner);
	}
}

/* ---- sums of kernels ---- */

static void
read_vectors(MlsPipeline *p, const MlsAt *at, MlsModel *model, uint32_t n_targets, bool is_whole)
{
	MlsAt		at_type = mls_json_member(at, "type");

	if (model->functionName == MLS_FUNCTION_CLASSIFICATION)
		mls_json_problem(p->load, MLS_INVALID, &at_type, "this gives numbers, and there are classes");
	else
		mls_pipeline_vectors(p, at, model, n_targets, !is_whole);
}

/* ---- any ---- */

/* Whether a type of model can give what the document predicts; if not, that is noted. */
static bool
several_are_possible(MlsPipeline *p, const MlsAt *at_type, bool several, int type)
{
	static const bool gives_numbers[] = {true, true, false, false, false, true, true, false, true, true};
	static const bool gives_any[] = {false, false, false, false, false, false, false, true, false, false};

	if (!several)
	{
		if (gives_any[type])
			mls_json_problem(p->load, MLS_INVALID, at_type, "this is for a document with \"targets\"");
		return !gives_any[type];
	}
	if (gives_any[type])
		return true;
	for (uint32_t i = 0; i < p->n_targets; i++)
	{
		if (gives_numbers[type] && p->targets[i].n_classes == 0)
			continue;
		mls_json_problem(p->load, MLS_INVALID, at_type, "this does not give the document's targets: take \"targets\"");
		return false;
	}
	return true;
}

MlsModel *
mls_pipeline_model(MlsPipeline *p, const MlsAt *at, bool is_whole)
{
	static const char *const types[] = {"regression", "trees", "ensemble", "chain", "clustering",
		"xgboost", "lightgbm", "targets", "support_vectors", "neighbors", NULL};
	bool		several = is_whole && p->are_several;
	MlsAt		at_type = mls_json_member(at, "type");
	MlsAt		at_classes = mls_json_member(at, "classes");
	MlsAt		at_derived = mls_json_member(at, "derived");
	MlsModel   *model = MLS_NEW(p->load, MlsModel);
	const char **classes = p->classes;
	uint32_t	n_classes = p->n_classes;
	int			type;

	if (!mls_json_is_object(p->load, at, true))
		return NULL;
	type = mls_json_word(p->load, &at_type, true, types, "regression, trees, ensemble, chain, clustering, xgboost, lightgbm, targets, support_vectors, neighbors");
	if (type >= 0 && !several_are_possible(p, &at_type, several, type))
		return NULL;
	if (at_classes.item != NULL)
	{
		/* no classes at all: a member that predicts a number */
		classes = mls_pipeline_texts(p, &at_classes, mls_json_length(&at_classes) == 0 ? 0 : MLS_LEAST_CLASSES, &n_classes);
		if (classes == NULL)
			return NULL;
	}
	model->isScorable = true;
	model->functionName = n_classes > 0 ? MLS_FUNCTION_CLASSIFICATION : MLS_FUNCTION_REGRESSION;
	if (n_classes > 0)
	{
		model->fields = MLS_NEW(p->load, MlsMiningField);
		mls_init_mining_field(model->fields, mls_pipeline_target(p, classes, n_classes));
		model->fields->usageType = MLS_USAGE_TARGET;
		model->n_fields = 1;
	}
	mls_pipeline_derived(p, &at_derived, &model->derived, &model->n_derived);
	switch (type)
	{
		case 0:
			read_regression(p, at, model, classes, n_classes, several ? p->n_targets : 1);
			break;
		case 1:
			mls_pipeline_trees(p, at, model, n_classes, several ? p->n_targets : 1);
			break;
		case 2:
			read_ensemble(p, at, model);
			break;
		case 3:
			read_chain(p, at, model, false);
			break;
		case 4:
			read_clustering(p, at, model);
			break;
		case 5:
			mls_pipeline_saved(p, at, model, n_classes, several ? p->n_targets : 1, mls_read_xgboost_json);
			break;
		case 6:
			mls_pipeline_saved(p, at, model, n_classes, several ? p->n_targets : 1, mls_read_lightgbm);
			break;
		case 7:
			read_chain(p, at, model, true);
			break;
		case 8:
			read_vectors(p, at, model, several ? p->n_targets : 1, is_whole);
			break;
		case 9:
			mls_pipeline_neighbors(p, at, model, classes, n_classes, several ? p->n_targets : 1, is_whole);
			break;
		default:
			return NULL;
	}
	return model;
}
