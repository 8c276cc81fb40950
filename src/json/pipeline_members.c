/*
 * json/pipeline_members.c
 *	  Models of a pipeline document that are made of others.
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
#include <string.h>

#include "json/pipeline_int.h"

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

void
mls_pipeline_ensemble(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted)
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
	int			method = mls_json_word(p->load, &at_method, true, methods);
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

		init_segment(p, &mining->segments[i], i, mls_pipeline_model(p, &element, true));
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
		inner = mls_pipeline_model(p, &at_model, true);
		if (each_target)
			mls_pipeline_end_target(p, i, inner);
		init_segment(p, &mining->segments[i], i, inner);
		i++;
		read_outputs(p, &at_outputs, inner);
	}
}

void
mls_pipeline_chain(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted)
{
	read_chain(p, at, model, false);
}

void
mls_pipeline_targets(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted)
{
	read_chain(p, at, model, true);
}
