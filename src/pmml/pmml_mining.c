/*
 * pmml/pmml_mining.c
 *	  MiningModel: segments, each with a predicate and a model.
 */
#include "pmml/pmml_util.h"

static MlsMultipleModelMethod
read_method(MlsPmml *pmml, const MlsXml *element)
{
	static const MlsPmmlWord methods[] = {
		{"majorityVote", MLS_METHOD_MAJORITY_VOTE},
		{"weightedMajorityVote", MLS_METHOD_WEIGHTED_MAJORITY_VOTE},
		{"average", MLS_METHOD_AVERAGE},
		{"weightedAverage", MLS_METHOD_WEIGHTED_AVERAGE},
		{"median", MLS_METHOD_MEDIAN},
		{"weightedMedian", MLS_METHOD_WEIGHTED_MEDIAN},
		{"max", MLS_METHOD_MAX},
		{"sum", MLS_METHOD_SUM},
		{"weightedSum", MLS_METHOD_WEIGHTED_SUM},
		{"selectFirst", MLS_METHOD_SELECT_FIRST},
		{"selectAll", MLS_METHOD_SELECT_ALL},
		{"modelChain", MLS_METHOD_MODEL_CHAIN},
		{"multiModelChain", MLS_METHOD_MULTI_MODEL_CHAIN},

		/* in use before the standard had them */
		{"x-weightedMedian", MLS_METHOD_WEIGHTED_MEDIAN},
		{"x-weightedSum", MLS_METHOD_WEIGHTED_SUM},
		{"x-multiModelChain", MLS_METHOD_MULTI_MODEL_CHAIN},
		{NULL, 0}
	};

	return (MlsMultipleModelMethod) mls_pmml_word(pmml, element, "multipleModelMethod", methods, -1);
}

static void
read_missing_predictions(MlsPmml *pmml, const MlsXml *element, MlsMiningModel *mining)
{
	static const MlsPmmlWord treatments[] = {
		{"continue", MLS_PREDICTION_CONTINUE},
		{"skipSegment", MLS_PREDICTION_SKIP_SEGMENT},
		{"returnMissing", MLS_PREDICTION_RETURN_MISSING},
		{NULL, 0}
	};

	/* with x- before 4.4 */
	mining->missingPredictionTreatment = (MlsMissingPredictionTreatment)
		mls_pmml_word(pmml, element,
					  mls_xml_get(element, "missingPredictionTreatment") ?
					  "missingPredictionTreatment" : "x-missingPredictionTreatment",
					  treatments, MLS_PREDICTION_CONTINUE);
	mining->missingThreshold =
		mls_pmml_number(pmml, element,
						mls_xml_get(element, "missingThreshold") ?
						"missingThreshold" : "x-missingThreshold", 1.0);
}

static void
read_segment(MlsPmml *pmml, const MlsXml *element, uint32_t position, MlsSegment *segment)
{
	unsigned	n_predicates = 0;

	segment->line = element->line;
	segment->id = mls_xml_get(element, "id");
	if (!segment->id)
		segment->id = mls_format(pmml->load, "%u", position);
	segment->weight = mls_pmml_number(pmml, element, "weight", 1.0);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_pmml_is_predicate(child))
		{
			if (n_predicates++ == 0)
				mls_pmml_predicate(pmml, child, &segment->predicate);
			else
				mls_pmml_problem(pmml, MLS_INVALID, child, "there is more than one predicate");
		}
		else if (mls_pmml_is_model(child))
		{
			if (segment->model)
			{
				mls_pmml_problem(pmml, MLS_INVALID, child, "there is more than one model");
				continue;
			}
			segment->model = MLS_NEW(pmml->load, MlsModel);
			mls_pmml_model_header(pmml, child, segment->model);
			mls_pmml_model(pmml, child, segment->model);
		}
		else if (mls_xml_is(child, "VariableWeight"))
			segment->variable_weight = mls_pmml_field(pmml, child, "field");
		else
			mls_pmml_unknown(pmml, child);
	}
	if (n_predicates == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "the predicate is missing");
	if (!segment->model)
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "there is no model in it that is known");
}

/* Models of the MiningModel "around" that have no Segment run before those that have one. */
static void
read_segmentation(MlsPmml *pmml, const MlsXml *around, const MlsXml *element, MlsModel *model)
{
	MlsMiningModel *mining = model->u.mining;
	uint32_t	n_before = mls_pmml_count_embedded(around);
	MlsMap		seen = {0};

	mining->multipleModelMethod = read_method(pmml, element);
	read_missing_predictions(pmml, element, mining);
	mining->segments = MLS_NEW_N(pmml->load, MlsSegment, (size_t) mls_xml_count(element, "Segment") + n_before);
	mls_pmml_embedded_before(pmml, around, model, mining);
	if (n_before > 0 && mining->multipleModelMethod == MLS_METHOD_MULTI_MODEL_CHAIN)
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "a model without a Segment is not supported beside this multipleModelMethod");
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsSegment *segment = &mining->segments[mining->n_segments];

		mls_tick(pmml->load);
		if (mls_xml_is(child, "Segment"))
		{
			read_segment(pmml, child, ++mining->n_segments - n_before, segment);
			if (mls_map_put(pmml->load, &seen, segment->id, segment) != segment)
				mls_pmml_problem(pmml, MLS_INVALID, child, "there is another segment \"%s\"",
								 mls_quote(pmml->load, segment->id));
		}
		else if (mls_xml_is(child, "LocalTransformations"))
			mls_pmml_derived_fields(pmml, child, &model->derived, &model->n_derived);	/* of 4.0 */
		else
			mls_pmml_unknown(pmml, child);
	}
	if (mining->n_segments == n_before)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no Segment in it");
}

void
mls_pmml_mining(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	const MlsXml *segmentation = mls_pmml_only(pmml, element, "Segmentation");

	model->u.mining = MLS_NEW(pmml->load, MlsMiningModel);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_pmml_is_embedded(child) && !mls_xml_is(child, "Segmentation"))
			mls_pmml_other_child(pmml, element, child);
	}
	if (segmentation)
		read_segmentation(pmml, element, segmentation, model);
	else if (mls_pmml_count_embedded(element) > 0)
		model->u.mining = mls_pmml_embedded_chain(pmml, element, model);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the Segmentation is missing");
}
