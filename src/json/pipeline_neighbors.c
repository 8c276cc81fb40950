/*
 * json/pipeline_neighbors.c
 *	  Nearest neighbors of a pipeline document.
 *
 *	 {"type": "neighbors", "fields": ["x1", "x2"], "points": [[1, 2], [3, 4], [5, 6]], "codes": [0, 1, 1],
 *	  "count": 2, "weights": "distance", "measure": "minkowski", "p": 3}
 *
 * The points nearest to the row, as many as "count", vote for their classes, which
 * "codes" has as places among the classes, or average their numbers: "values" has a
 * list of them for each target.  Of points that are equally near the first is nearer;
 * of classes with as many votes the first wins.  A vote weighs 1 ("uniform", the
 * default), or 1/distance: points that equal the row then leave the others none.
 * The measure is "euclidean" (the default), "cityBlock", "chebychev" or "minkowski"
 * with its "p".  A row of which a field is missing has no neighbors.
 */
#include <math.h>

#include "base/number.h"
#include "json/pipeline_int.h"

static void
read_measure(MlsPipeline *p, const MlsAt *at, MlsComparisonMeasure *measure)
{
	static const char *const names[] = {"euclidean", "cityBlock", "chebychev", "minkowski", NULL};
	static const MlsMeasure measures[] = {
		MLS_MEASURE_EUCLIDEAN, MLS_MEASURE_CITY_BLOCK, MLS_MEASURE_CHEBYCHEV, MLS_MEASURE_MINKOWSKI
	};
	MlsAt		at_measure = mls_json_member(at, "measure");
	MlsAt		at_p = mls_json_member(at, "p");
	int			name = mls_json_word(p->load, &at_measure, false, names);

	measure->measure = name >= 0 ? measures[name] : MLS_MEASURE_EUCLIDEAN;
	measure->compareFunction = MLS_COMPARE_ABS_DIFF;
	measure->of_whole_rows = true;
	if (name == 3 && mls_json_number(p->load, &at_p, true, &measure->p) && !(measure->p > 0))
		mls_json_problem(p->load, MLS_INVALID, &at_p, "there is no distance with p = %g", measure->p);
	if (name != 3 && at_p.item != NULL)
		mls_json_problem(p->load, MLS_INVALID, &at_p, "the measure has no p");
}

static const char *
number_text(MlsPipeline *p, double number)
{
	char		text[MLS_NUMBER_TEXT];

	mls_format_double(text, number);
	return mls_strdup(p->load, text);
}

/* The classes of n points. */
static bool
read_codes(MlsPipeline *p, const MlsAt *at, const char **classes, uint32_t n_classes, MlsTrainingInstances *instances)
{
	int32_t    *codes = mls_json_integers(p->load, at, instances->n, 0, (int32_t) n_classes - 1);

	for (uint32_t k = 0; codes != NULL && k < instances->n; k++)
		instances->cells[((size_t) k + 1) * instances->n_fields - 1] = classes[codes[k]];
	return codes != NULL;
}

/* The numbers of n points, for each of n_targets. */
static bool
read_values(MlsPipeline *p, const MlsAt *at, uint32_t n_targets, MlsTrainingInstances *instances)
{
	MlsMatrix	values;

	if (!mls_pipeline_matrix(p, at, instances->n, &values))
		return false;
	if (values.n_rows != n_targets)
	{
		mls_json_problem(p->load, MLS_INVALID, at, "there are %u lists of values for %u targets", values.n_rows, n_targets);
		return false;
	}
	for (uint32_t k = 0; k < instances->n; k++)
		for (uint32_t t = 0; t < n_targets; t++)
			instances->cells[((size_t) k + 1) * instances->n_fields - n_targets + t] =
				number_text(p, values.cells[(size_t) t * instances->n + k]);
	return true;
}

/* The names of the targets, which instances need even of a document without one. */
static const char *
target_name(MlsPipeline *p, MlsModel *model, bool is_member, uint32_t t)
{
	if (model->n_fields > 0)
		return model->fields[t].name;
	if (is_member)
	{
		mls_pipeline_own_targets(p, model, 1);
		return model->fields[0].name;
	}
	if (p->n_targets == 0)
	{
		p->targets->name = mls_pipeline_target(p, NULL, 0);
		p->n_targets = 1;
	}
	return p->targets[t].name;
}

void
mls_pipeline_neighbors(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted)
{
	static const char *const known[] = {
		"classes", "codes", "count", "derived", "fields", "measure", "p", "points", "type", "values", "weights", NULL
	};
	static const char *const weights[] = {"uniform", "distance", NULL};
	MlsAt		at_points = mls_json_member(at, "points");
	MlsAt		at_count = mls_json_member(at, "count");
	MlsAt		at_weights = mls_json_member(at, "weights");
	MlsAt		at_target = mls_json_member(at, wanted->n_classes > 0 ? "codes" : "values");
	MlsAt		at_other = mls_json_member(at, wanted->n_classes > 0 ? "values" : "codes");
	MlsNearestNeighborModel *neighbors = MLS_NEW(p->load, MlsNearestNeighborModel);
	MlsTrainingInstances *instances = &neighbors->instances;
	bool		weighted = mls_json_word(p->load, &at_weights, false, weights) == 1;
	uint32_t	n = 0;
	const char **fields;
	MlsMatrix	points;
	int64_t		count = 1;

	mls_json_only(p->load, MLS_INVALID, at, known);
	read_measure(p, at, &neighbors->measure);
	neighbors->continuousScoringMethod = weighted ? MLS_SCORING_WEIGHTED_AVERAGE : MLS_SCORING_AVERAGE;
	neighbors->categoricalScoringMethod = weighted ? MLS_SCORING_WEIGHTED_MAJORITY_VOTE : MLS_SCORING_MAJORITY_VOTE;
	neighbors->declared_order = true;
	mls_json_integer(p->load, &at_count, true, 1, INT32_MAX, &count);
	neighbors->numberOfNeighbors = (uint32_t) count;
	if (at_other.item != NULL)
		mls_json_problem(p->load, MLS_INVALID, &at_other, "this does not fit a model of %s", wanted->n_classes > 0 ? "classes" : "numbers");
	fields = mls_pipeline_fields(p, at, &n);
	if (fields == NULL || !mls_pipeline_matrix(p, &at_points, n, &points))
		return;
	if (points.n_rows == 0)
		mls_json_problem(p->load, MLS_INVALID, &at_points, "there is no point");

	instances->n = points.n_rows;
	instances->n_fields = n + wanted->n_targets;
	instances->fields = MLS_NEW_N(p->load, const char *, instances->n_fields);
	instances->cells = mls_alloc_n(p->load, instances->n, instances->n_fields * sizeof(const char *));
	neighbors->inputs = MLS_NEW_N(p->load, MlsComparedField, n);
	neighbors->n_inputs = n;
	for (uint32_t i = 0; i < n; i++)
	{
		instances->fields[i] = fields[i];
		neighbors->inputs[i] = (MlsComparedField) {
			.field = fields[i], .fieldWeight = 1, .missing_weight = 1, .similarityScale = NAN,
			.compareFunction = MLS_COMPARE_ABS_DIFF
		};
		for (uint32_t k = 0; k < instances->n; k++)
			instances->cells[(size_t) k * instances->n_fields + i] = number_text(p, points.cells[(size_t) k * n + i]);
	}
	for (uint32_t t = 0; t < wanted->n_targets; t++)
		instances->fields[n + t] = target_name(p, model, wanted->is_member, t);
	if (wanted->n_classes > 0 ? !read_codes(p, &at_target, wanted->classes, wanted->n_classes, instances) :
		!read_values(p, &at_target, wanted->n_targets, instances))
		return;
	model->type = MLS_MODEL_NEAREST_NEIGHBOR;
	model->u.nearest_neighbor = neighbors;
}
