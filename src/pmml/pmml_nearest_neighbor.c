/*
 * pmml/pmml_nearest_neighbor.c
 *	  NearestNeighborModel.
 */
#include <math.h>
#include <string.h>

#include "pmml/pmml_comparison.h"

#define MAX_NEIGHBORS	1000000

static void
read_inputs(MlsPmml *pmml, const MlsXml *element, MlsNearestNeighborModel *model)
{
	model->inputs = MLS_NEW_N(pmml->load, MlsComparedField, mls_xml_count(element, "KNNInput"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "KNNInput"))
			mls_pmml_compared_field(pmml, child, &model->measure, &model->inputs[model->n_inputs++]);
		else
			mls_pmml_unknown(pmml, child);
	}
	if (model->n_inputs == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no KNNInput");
}

static void
read_attributes(MlsPmml *pmml, const MlsXml *element, MlsNearestNeighborModel *model)
{
	static const MlsPmmlWord continuous[] = {
		{"average", MLS_SCORING_AVERAGE},
		{"median", MLS_SCORING_MEDIAN},
		{"weightedAverage", MLS_SCORING_WEIGHTED_AVERAGE},
		{NULL, 0}
	};
	static const MlsPmmlWord categorical[] = {
		{"majorityVote", MLS_SCORING_MAJORITY_VOTE},
		{"weightedMajorityVote", MLS_SCORING_WEIGHTED_MAJORITY_VOTE},
		{NULL, 0}
	};
	double		neighbors;

	neighbors = mls_pmml_required_number(pmml, element, "numberOfNeighbors", 1);
	if (neighbors >= 1 && neighbors <= MAX_NEIGHBORS && neighbors == floor(neighbors))
		model->numberOfNeighbors = (uint32_t) neighbors;
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "numberOfNeighbors is no number of neighbors");
	model->continuousScoringMethod = (MlsContinuousScoring)
		mls_pmml_word(pmml, element, "continuousScoringMethod", continuous, MLS_SCORING_AVERAGE);
	model->categoricalScoringMethod = (MlsCategoricalScoring)
		mls_pmml_word(pmml, element, "categoricalScoringMethod", categorical, MLS_SCORING_MAJORITY_VOTE);
	model->threshold = mls_pmml_number(pmml, element, "threshold", 0.001);
	if (!(model->threshold >= 0))
		mls_pmml_problem(pmml, MLS_INVALID, element, "threshold is below 0");
	model->instanceIdVariable = mls_xml_get(element, "instanceIdVariable");
}

void
mls_pmml_nearest_neighbor(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsNearestNeighborModel *neighbors = MLS_NEW(pmml->load, MlsNearestNeighborModel);
	const MlsXml *instances = mls_pmml_only(pmml, element, "TrainingInstances");
	const MlsXml *inputs = mls_pmml_only(pmml, element, "KNNInputs");

	model->u.nearest_neighbor = neighbors;
	read_attributes(pmml, element, neighbors);
	mls_pmml_comparison_measure(pmml, element, &neighbors->measure);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "TrainingInstances") && !mls_xml_is(child, "ComparisonMeasure") &&
			!mls_xml_is(child, "KNNInputs"))
			mls_pmml_other_child(pmml, element, child);
	}
	if (instances)
		mls_pmml_instances(pmml, instances, &neighbors->instances);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the TrainingInstances are missing");
	if (inputs)
		read_inputs(pmml, inputs, neighbors);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the KNNInputs are missing");
}
