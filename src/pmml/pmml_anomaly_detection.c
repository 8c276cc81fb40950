/*
 * pmml/pmml_anomaly_detection.c
 *	  AnomalyDetectionModel: a chain of the one model inside of it.
 */
#include <math.h>

#include "pmml/pmml_util.h"

static void
read_inner(MlsPmml *pmml, const MlsXml *element, MlsMiningModel *chain)
{
	MlsSegment *segment = &chain->segments[0];

	segment->id = "1";
	segment->weight = 1;
	segment->predicate.kind = MLS_PRED_TRUE;
	segment->line = element->line;
	segment->model = MLS_NEW(pmml->load, MlsModel);
	mls_pmml_model_header(pmml, element, segment->model);
	mls_pmml_model(pmml, element, segment->model);
	chain->n_segments = 1;
}

static void
read_mean_distances(MlsPmml *pmml, const MlsXml *element, MlsAnomalyDetectionModel *anomaly)
{
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_pmml_is_numbers(child))
			anomaly->mean_distances = mls_pmml_numbers(pmml, child, 0, &anomaly->n_mean_distances);
		else
			mls_pmml_unknown(pmml, child);
	}
}

void
mls_pmml_anomaly_detection(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	static const MlsPmmlWord algorithms[] = {
		{"iforest", MLS_ANOMALY_ISOLATION_FOREST},
		{"ocsvm", MLS_ANOMALY_ONE_CLASS_SVM},
		{"clusterMeanDist", MLS_ANOMALY_CLUSTER_MEAN_DISTANCE},
		{"other", MLS_ANOMALY_OTHER},
		{NULL, 0}
	};
	MlsAnomalyDetectionModel *anomaly = MLS_NEW(pmml->load, MlsAnomalyDetectionModel);

	model->u.anomaly_detection = anomaly;
	anomaly->algorithm = (MlsAnomalyAlgorithm) mls_pmml_word(pmml, element, "algorithmType", algorithms, -1);
	anomaly->chain = MLS_NEW(pmml->load, MlsMiningModel);
	anomaly->chain->multipleModelMethod = MLS_METHOD_MODEL_CHAIN;
	anomaly->chain->missingThreshold = 1;
	anomaly->chain->segments = MLS_NEW(pmml->load, MlsSegment);
	if (anomaly->algorithm == MLS_ANOMALY_ISOLATION_FOREST)
	{
		anomaly->sampleDataSize = mls_pmml_required_number(pmml, element, "sampleDataSize", 2);
		if (!(anomaly->sampleDataSize >= 2 && isfinite(anomaly->sampleDataSize)))
			mls_pmml_problem(pmml, MLS_INVALID, element, "sampleDataSize is below 2");
	}
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_pmml_is_model(child))
		{
			if (mls_xml_is(child, "MeanClusterDistances"))
				read_mean_distances(pmml, child, anomaly);
			else
				mls_pmml_other_child(pmml, element, child);
		}
		else if (anomaly->chain->n_segments > 0)
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is more than one model");
		else
			read_inner(pmml, child, anomaly->chain);
	}
	if (anomaly->chain->n_segments == 0)
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "there is no model in it that is known");
}
