/*
 * compile/compile_anomaly_detection.c
 *	  AnomalyDetectionModel: a chain of one model, and steps behind it.
 *
 * PMML 4.4, AnomalyDetectionModel:
 *	 iforest			2^(-h / c), h the mean length of the ways through the trees,
 *						c = 2 (ln(n - 1) + 0.5772156649015329) - 2 (n - 1) / n
 *	 clusterMeanDist	the distance to the nearest cluster's center, divided by the
 *						mean distance of that cluster's members
 *	 ocsvm, other		what the model inside gives
 */
#include <math.h>

#include "compile/compile_int.h"

#define EULER 0.5772156649015329

/* An operation on two columns or constants; gives the column of the result. */
static void
add_operation(MlsCompile *c, MlsScope *scope, MlsFunction function, uint32_t a, uint32_t b, uint32_t out)
{
	const uint32_t refs[] = {a, b};
	MlsSpan		arguments = mls_index_list(c, refs, 2);
	MlsImgStep *step = mls_add_step(c, scope, MLS_STEP_APPLY, out);

	step->arguments = arguments;
	step->function = (uint16_t) function;
}

static void
add_isolation(MlsCompile *c, MlsScope *scope, double n, uint32_t value)
{
	double		expected = 2 * (log(n - 1) + EULER) - 2 * ((n - 1) / n);
	uint32_t	length = mls_new_columns(c, NULL, 1);
	uint32_t	divisor = mls_number_constant(c, -expected) | MLS_ARG_CONSTANT;
	uint32_t	two = mls_number_constant(c, 2) | MLS_ARG_CONSTANT;

	add_operation(c, scope, MLS_FN_DIVIDE, value, divisor, length);
	add_operation(c, scope, MLS_FN_POW, two, length, value);
}

static void
add_mean_distance(MlsCompile *c, MlsScope *scope, const MlsModel *model, const MlsPrediction *cluster, uint32_t value)
{
	const MlsAnomalyDetectionModel *anomaly = model->u.anomaly_detection;
	uint32_t	n = cluster->n_entities;
	uint32_t   *refs = MLS_NEW_N(c->load, uint32_t, (size_t) n + 1);
	uint32_t   *ids = MLS_NEW_N(c->load, uint32_t, n);
	uint32_t	mean = mls_new_columns(c, NULL, 1);
	MlsSpan		arguments;
	MlsSpan		list;
	MlsImgStep *step;

	if (n == 0 || n != anomaly->n_mean_distances)
	{
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, model->line, "AnomalyDetectionModel"), NULL,
					"there are %u MeanClusterDistances for %u clusters", anomaly->n_mean_distances, n);
		return;
	}
	refs[0] = cluster->value;
	for (uint32_t k = 0; k < n; k++)
	{
		ids[k] = mls_constant(c, cluster->entities[k].id,
							  cluster->data_type == MLS_TYPE_NONE ? MLS_TYPE_STRING : cluster->data_type);
		refs[k + 1] = mls_number_constant(c, anomaly->mean_distances[k]) | MLS_ARG_CONSTANT;
	}
	list = mls_index_list(c, ids, n);
	arguments = mls_index_list(c, refs, n + 1);
	step = mls_add_step(c, scope, MLS_STEP_PICK, mean);
	step->arguments = arguments;
	step->record = list.first;
	add_operation(c, scope, MLS_FN_DIVIDE, cluster->ranked_affinities, mean, value);
}

/* What becomes of the result of the model inside. */
static void
finish(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsAnomalyDetectionModel *anomaly = model->u.anomaly_detection;
	MlsPrediction *prediction = &result->predictions[0];

	if (scope->segments.n == 0)
		return;
	if (anomaly->algorithm == MLS_ANOMALY_ISOLATION_FOREST)
		add_isolation(c, scope, anomaly->sampleDataSize, prediction->value);
	else if (anomaly->algorithm == MLS_ANOMALY_CLUSTER_MEAN_DISTANCE)
		add_mean_distance(c, scope, model, &MLS_ITEM(&scope->segments, MlsCompiled *, 0)->predictions[0], prediction->value);
}

/* Notes what model there must be for the algorithm. */
static bool
check_inner(MlsCompile *c, const MlsModel *model, const MlsModel *inner)
{
	MlsAnomalyAlgorithm algorithm = model->u.anomaly_detection->algorithm;
	const char *problem = NULL;

	if (algorithm == MLS_ANOMALY_CLUSTER_MEAN_DISTANCE && inner->type != MLS_MODEL_CLUSTERING)
		problem = "algorithmType clusterMeanDist needs a ClusteringModel";
	else if (algorithm == MLS_ANOMALY_ISOLATION_FOREST && inner->functionName != MLS_FUNCTION_REGRESSION)
		problem = "algorithmType iforest needs a regression";
	else if (algorithm == MLS_ANOMALY_ONE_CLASS_SVM && inner->type != MLS_MODEL_SUPPORT_VECTOR_MACHINE)
		problem = "algorithmType ocsvm needs a SupportVectorMachineModel";
	else if (algorithm != MLS_ANOMALY_CLUSTER_MEAN_DISTANCE && inner->functionName != model->functionName)
		problem = "the functionName of the model inside is another one";
	if (problem)
		mls_problem(c->load, MLS_UNSUPPORTED, mls_place(c->load, inner->line, "model"), NULL, "%s", problem);
	return problem == NULL;
}

static void
compile_anomaly_detection(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsAnomalyDetectionModel *anomaly = model->u.anomaly_detection;
	const MlsModel *inner = anomaly->chain->segments[0].model;
	MlsModel	chain = *model;

	mls_refuse_float(c, model, "AnomalyDetectionModel");
	if (!check_inner(c, model, inner))
		return;
	chain.type = MLS_MODEL_MINING;
	chain.functionName = inner->functionName;
	chain.u.mining = anomaly->chain;
	if (anomaly->algorithm == MLS_ANOMALY_CLUSTER_MEAN_DISTANCE && result->ask.ranks == 0)
		result->ask.ranks = 1;
	mls_compiler_mining.compile(c, scope, &chain, result);
}

const MlsModelCompiler mls_compiler_anomaly_detection = {
	.compile = compile_anomaly_detection,
	.finish = finish
};
