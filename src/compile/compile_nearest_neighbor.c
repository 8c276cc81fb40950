/*
 * compile/compile_nearest_neighbor.c
 *	  NearestNeighborModel: instances as points, and their targets.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "compile/comparison.h"
#include "compile/trees.h"

typedef struct NeighborCompile
{
	MlsCompile *c;
	const MlsModel *model;
	const MlsNearestNeighborModel *neighbors;
	MlsCompiled *result;
} NeighborCompile;

/* The column of the instances that holds a field; MLS_NONE, and a problem, if there is none. */
static uint32_t
find_column(const NeighborCompile *n, const char *field, uint32_t line, const char *what)
{
	for (uint32_t i = 0; i < n->neighbors->instances.n_fields; i++)
	{
		if (strcmp(n->neighbors->instances.fields[i], field) == 0)
			return i;
	}
	mls_problem(n->c->load, MLS_UNSUPPORTED, mls_place(n->c->load, line, what), NULL,
				"the training instances have no field \"%s\"", field);
	return MLS_NONE;
}

/* The cell of an instance; "", and a problem, if it has none. */
static const char *
cell_of(const NeighborCompile *n, uint32_t instance, uint32_t column)
{
	const char *cell = n->neighbors->instances.cells[(size_t) instance * n->neighbors->instances.n_fields + column];

	if (cell)
		return cell;
	mls_problem(n->c->load, MLS_UNSUPPORTED, mls_place(n->c->load, n->neighbors->instances.line, "TrainingInstances"), NULL,
				"instance %u has no value of \"%s\"", instance + 1, n->neighbors->instances.fields[column]);
	return "";
}

static MlsCoordinate *
points_of(const NeighborCompile *n)
{
	const MlsNearestNeighborModel *neighbors = n->neighbors;
	MlsCoordinate *points = mls_alloc_n(n->c->load, (size_t) neighbors->instances.n, neighbors->n_inputs * sizeof(MlsCoordinate));

	for (uint32_t i = 0; i < neighbors->n_inputs; i++)
	{
		uint32_t	column = find_column(n, neighbors->inputs[i].field, neighbors->inputs[i].line, "KNNInput");

		for (uint32_t k = 0; column != MLS_NONE && k < neighbors->instances.n; k++)
			points[(size_t) k * neighbors->n_inputs + i].text = cell_of(n, k, column);
	}
	return points;
}

/* ---- targets ---- */

static void
compile_numbers(const NeighborCompile *n, uint32_t column, MlsImgNeighborTarget *target)
{
	double	   *numbers = MLS_NEW_N(n->c->load, double, n->neighbors->instances.n);

	for (uint32_t k = 0; k < n->neighbors->instances.n; k++)
		numbers[k] = mls_literal_number(n->c, (MlsLiteral) {.text = cell_of(n, k, column)}, false,
										n->neighbors->instances.line, "TrainingInstances");
	target->instances = mls_number_list(n->c, numbers, n->neighbors->instances.n).first;
	target->method = n->neighbors->continuousScoringMethod;
}

/* What categories are sorted by when their votes tie. */
typedef struct Preference
{
	const char *name;
	uint32_t	category;
	uint32_t	count;
} Preference;

/* Most instances first, then the smallest: as numbers if both are, else as texts. */
static int
compare_preferences(const void *a, const void *b)
{
	const Preference *x = a;
	const Preference *y = b;
	double		p,
				q;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	if (mls_parse_double(x->name, strlen(x->name), &p) && mls_parse_double(y->name, strlen(y->name), &q) && p != q)
		return p < q ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void
compile_categories(const NeighborCompile *n, uint32_t column, MlsPrediction *prediction, MlsImgNeighborTarget *target)
{
	MlsCompile *c = n->c;
	uint32_t	n_instances = n->neighbors->instances.n;
	MlsCategories categories = {0};
	uint32_t   *places = MLS_NEW_N(c->load, uint32_t, n_instances);
	uint32_t   *order;
	Preference *preferences;

	mls_add_declared_categories(c->load, &categories, prediction->declared);
	for (uint32_t k = 0; k < n_instances; k++)
		places[k] = mls_add_category(c->load, &categories, cell_of(n, k, column));
	preferences = MLS_NEW_N(c->load, Preference, categories.names.n);
	order = MLS_NEW_N(c->load, uint32_t, categories.names.n);
	for (uint32_t i = 0; i < categories.names.n; i++)
		preferences[i] = (Preference) {MLS_ITEM(&categories.names, const char *, i), i, 0};
	for (uint32_t k = 0; k < n_instances; k++)
		preferences[places[k]].count++;
	if (!n->neighbors->declared_order)
		qsort(preferences, categories.names.n, sizeof(Preference), compare_preferences);
	for (uint32_t i = 0; i < categories.names.n; i++)
		order[preferences[i].category] = i;
	mls_set_categories_of(c, n->result, prediction, (const char *const *) categories.names.items, categories.names.n);
	target->method = n->neighbors->categoricalScoringMethod;
	target->categories = prediction->category_list;
	target->probabilities = prediction->probabilities;
	target->confidences = prediction->confidences;
	target->preferences = mls_index_list(c, order, categories.names.n).first;
	target->instances = mls_index_list(c, places, n_instances).first;
}

/* Whether a target is a number: by its optype, else by what the model is for. */
static bool
is_number(const NeighborCompile *n, const MlsPrediction *prediction)
{
	if (n->model->functionName == MLS_FUNCTION_REGRESSION || n->model->functionName == MLS_FUNCTION_CLASSIFICATION)
		return n->model->functionName == MLS_FUNCTION_REGRESSION;
	return prediction->op_type == MLS_OPTYPE_CONTINUOUS;
}

static MlsSpan
compile_targets(const NeighborCompile *n)
{
	MlsImgNeighborTarget *targets = MLS_NEW_N(n->c->load, MlsImgNeighborTarget, n->result->n_predictions);
	uint32_t	n_targets = 0;
	MlsSpan		span;

	for (uint32_t i = 0; i < n->result->n_predictions; i++)
	{
		MlsPrediction *prediction = &n->result->predictions[i];
		uint32_t	column;

		/* without a target there are only neighbors */
		if (!prediction->target)
			continue;
		column = find_column(n, prediction->target, n->neighbors->instances.line, "TrainingInstances");
		if (column == MLS_NONE)
			continue;
		targets[n_targets].value = prediction->value;
		targets[n_targets].confidences = MLS_NONE;
		prediction->function = is_number(n, prediction) ? MLS_FUNCTION_REGRESSION : MLS_FUNCTION_CLASSIFICATION;
		if (is_number(n, prediction))
			compile_numbers(n, column, &targets[n_targets]);
		else
			compile_categories(n, column, prediction, &targets[n_targets]);
		n_targets++;
	}
	span = (MlsSpan) {MLS_APPEND_N(n->c, NEIGHBOR_TARGET, n_targets), n_targets};
	for (uint32_t i = 0; i < n_targets; i++)
		*MLS_BUILT(n->c, NEIGHBOR_TARGET, span.first + i) = targets[i];
	return span;
}

/* ---- neighbors themselves ---- */

/* The ids of instances: as their table has them, else their numbers. */
static MlsSpan
compile_ids(const NeighborCompile *n)
{
	const MlsNearestNeighborModel *neighbors = n->neighbors;
	uint32_t   *ids = MLS_NEW_N(n->c->load, uint32_t, neighbors->instances.n);
	uint32_t	column = neighbors->instanceIdVariable ?
		find_column(n, neighbors->instanceIdVariable, n->model->line, "NearestNeighborModel") : MLS_NONE;

	for (uint32_t k = 0; k < neighbors->instances.n; k++)
		ids[k] = mls_string(n->c, column != MLS_NONE ? cell_of(n, k, column) : mls_format(n->c->load, "%u", k + 1));
	return mls_index_list(n->c, ids, neighbors->instances.n);
}

static void
open_ranks(const NeighborCompile *n, MlsImgNearestNeighbor *record)
{
	MlsCompile *c = n->c;
	uint32_t	wanted = n->result->ask.entity && n->result->ask.ranks == 0 ? 1 : n->result->ask.ranks;

	record->n_ranks = wanted < record->n_neighbors ? wanted : record->n_neighbors;
	record->ranked_ids = record->ranked_affinities = MLS_NONE;
	if (record->n_ranks == 0)
		return;
	record->ids = compile_ids(n);
	record->ranked_ids = mls_new_columns(c, n->result->scope, record->n_ranks);
	record->ranked_affinities = mls_new_columns(c, n->result->scope, record->n_ranks);
	for (uint32_t i = 0; i < n->result->n_predictions; i++)
	{
		MlsPrediction *prediction = &n->result->predictions[i];

		prediction->n_ranks = record->n_ranks;
		prediction->ranked_ids = record->ranked_ids;
		prediction->ranked_affinities = record->ranked_affinities;
		prediction->entity = record->ranked_ids;
	}
}

static void
compile_nearest_neighbor(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsNearestNeighborModel *neighbors = model->u.nearest_neighbor;
	const NeighborCompile n = {c, model, neighbors, result};
	MlsImgNearestNeighbor record = {
		.n_neighbors = neighbors->numberOfNeighbors < neighbors->instances.n ? neighbors->numberOfNeighbors : neighbors->instances.n,
		.threshold = neighbors->threshold
	};
	uint32_t	body;

	mls_refuse_float(c, model, "NearestNeighborModel");
	if (result->ask.affinity_of)
		mls_problem(c->load, MLS_UNSUPPORTED, mls_place(c->load, model->line, "NearestNeighborModel"), NULL,
					"the affinity of a certain instance is not supported, only that of the nearest ones");
	if (neighbors->measure.is_similarity &&
		(neighbors->continuousScoringMethod == MLS_SCORING_WEIGHTED_AVERAGE ||
		 neighbors->categoricalScoringMethod == MLS_SCORING_WEIGHTED_MAJORITY_VOTE))
		mls_problem(c->load, MLS_UNSUPPORTED, mls_place(c->load, model->line, "NearestNeighborModel"), NULL,
					"weights come from distances, and the ComparisonMeasure is a similarity");
	if (model->functionName == MLS_FUNCTION_CLASSIFICATION && !result->predictions[0].target)
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, model->line, "NearestNeighborModel"), NULL,
					"a classification needs a target");
	record.targets = compile_targets(&n);
	open_ranks(&n, &record);
	record.comparison = mls_compile_comparison(c, scope, &neighbors->measure, neighbors->inputs, neighbors->n_inputs,
											   points_of(&n), neighbors->instances.n, neighbors->instances.line,
											   "TrainingInstances");
	body = MLS_APPEND(c, NEAREST_NEIGHBOR);
	*MLS_BUILT(c, NEAREST_NEIGHBOR, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_NEAREST_NEIGHBOR, body);
}

/* Neighbors have a value for any target. */
static bool
predicts_several(const MlsModel *model, uint32_t n)
{
	return true;
}

const MlsModelCompiler mls_compiler_nearest_neighbor = {
	.compile = compile_nearest_neighbor,
	.predicts_several = predicts_several
};
