/*
 * compile/output_features.c
 *	  What an OutputField shows, by its feature: the steps that fill its column.
 */
#include <string.h>

#include "compile/compile_int.h"

/* What the output of a model is made from. */
typedef struct Outputs
{
	MlsCompile *c;
	MlsScope   *scope;
	MlsCompiled *result;
} Outputs;

/* ---- steps ---- */

static MlsImgStep *
add_step(const Outputs *o, MlsStepOp op, const uint32_t *refs, uint32_t n, uint32_t out)
{
	MlsSpan		arguments = mls_index_list(o->c, refs, n);
	MlsImgStep *step = mls_add_step(o->c, o->scope, op, out);

	step->arguments = arguments;
	step->flags = MLS_STEP_KEEP_UNCAST;
	return step;
}

/* The output is what another column holds. */
static void
add_copy(const Outputs *o, uint32_t ref, MlsDataType type, uint32_t out)
{
	add_step(o, MLS_STEP_COPY, &ref, 1, out)->data_type = (uint8_t) type;
}

static void
add_missing(const Outputs *o, uint32_t out)
{
	add_copy(o, mls_missing_constant(o->c) | MLS_ARG_CONSTANT, MLS_TYPE_NONE, out);
}

/* ---- features ---- */

/* The text shown for a category, or the category itself. */
static const char *
display_value(const MlsPrediction *prediction, const char *category)
{
	if (prediction->rules)
	{
		for (uint32_t i = 0; i < prediction->rules->n_values; i++)
		{
			const MlsTargetValue *value = &prediction->rules->values[i];

			if (value->value && value->displayValue && mls_category_place(&category, 1, value->value) == 0)
				return value->displayValue;
		}
	}
	if (prediction->declared)
	{
		for (uint32_t i = 0; i < prediction->declared->n_values; i++)
		{
			const MlsValueElement *value = &prediction->declared->values[i];

			if (value->displayValue && mls_category_place(&category, 1, value->value) == 0)
				return value->displayValue;
		}
	}
	return category;
}

static void
compile_display_value(const Outputs *o, const MlsPrediction *prediction, MlsDataType type, uint32_t out)
{
	bool		has_entities = prediction->function == MLS_FUNCTION_CLUSTERING || prediction->n_categories == 0;
	uint32_t	n = has_entities ? prediction->n_entities : prediction->n_categories;
	const char **cells = MLS_NEW_N(o->c->load, const char *, 2 * (size_t) n);
	MlsDataType key_type = prediction->data_type == MLS_TYPE_NONE ? MLS_TYPE_STRING : prediction->data_type;
	MlsImgStep *step;
	uint32_t	map;

	if (n == 0)
	{
		add_copy(o, prediction->value, type, out);
		return;
	}
	for (uint32_t i = 0; i < n; i++)
	{
		const char *name = has_entities ? prediction->entities[i].id : prediction->categories[i];

		cells[2 * i] = name;
		cells[2 * i + 1] = has_entities && prediction->entities[i].name ? prediction->entities[i].name :
			display_value(prediction, name);
	}
	map = mls_constant_map(o->c, cells, n, 1, &key_type, MLS_TYPE_STRING);
	step = add_step(o, MLS_STEP_MAP_VALUES, &prediction->value, 1, out);
	step->record = map;
	step->data_type = (uint8_t) type;
}

/* The probability or confidence of a category, of the predicted one if value is NULL. */
static void
compile_probability(const Outputs *o, const MlsPrediction *prediction, uint32_t first, const char *value,
					MlsDataType type, uint32_t out)
{
	uint32_t	n = prediction->n_categories;
	uint32_t	place;
	uint32_t   *refs;
	uint32_t	constant;
	MlsImgStep *step;

	if (first == MLS_NONE || n == 0)
	{
		add_missing(o, out);
		return;
	}
	if (!value)
	{
		refs = MLS_NEW_N(o->c->load, uint32_t, n + 1);
		refs[0] = prediction->value;
		for (uint32_t i = 0; i < n; i++)
			refs[i + 1] = first + i;
		step = add_step(o, MLS_STEP_PICK, refs, n + 1, out);
		step->record = prediction->category_list.first;
		step->data_type = (uint8_t) type;
		return;
	}
	place = mls_category_place(prediction->categories, n, value);
	if (place != MLS_NONE)
	{
		add_copy(o, first + place, type, out);
		return;
	}
	/* no category has the name: 0 wherever there is a prediction, which is another one */
	constant = mls_constant(o->c, value, prediction->data_type);
	step = add_step(o, MLS_STEP_NORM_DISCRETE, &prediction->value, 1, out);
	step->record = constant;
	step->data_type = (uint8_t) type;
}

/*
 * observed - predicted; for categories (observed = category ? 1 : 0) minus the
 * category's probability.
 */
static void
compile_residual(const Outputs *o, const MlsOutputField *output, const MlsPrediction *prediction,
				 MlsDataType type, uint32_t out)
{
	MlsCompile *c = o->c;
	bool		classifies = prediction->n_categories > 0;
	uint32_t	refs[2];
	MlsImgStep *step;

	if (!prediction->target || !prediction->declared ||
		(classifies && prediction->probabilities == MLS_NONE))
	{
		add_missing(o, out);
		return;
	}
	refs[0] = mls_observed_field(c, o->scope, prediction->target)->column;
	refs[1] = prediction->value;
	if (classifies)
	{
		uint32_t	is_it = mls_new_columns(c, NULL, 1);
		uint32_t	probability = mls_new_columns(c, NULL, 1);

		if (output->value)
		{
			uint32_t	constant = mls_constant(c, output->value, prediction->data_type);

			step = add_step(o, MLS_STEP_NORM_DISCRETE, refs, 1, is_it);
			step->record = constant;
		}
		else
		{
			step = add_step(o, MLS_STEP_APPLY, refs, 2, is_it);
			step->function = MLS_FN_EQUAL;
			step->data_type = MLS_TYPE_DOUBLE;
		}
		compile_probability(o, prediction, prediction->probabilities, output->value, MLS_TYPE_NONE, probability);
		refs[0] = is_it;
		refs[1] = probability;
	}
	step = add_step(o, MLS_STEP_APPLY, refs, 2, out);
	step->function = MLS_FN_SUBTRACT;
	step->data_type = (uint8_t) type;
}

/* The column of the nth of what is ranked, or MLS_NONE. */
static uint32_t
ranked_column(const MlsOutputField *output, const MlsPrediction *prediction, uint32_t first)
{
	uint32_t	rank = (uint32_t) output->rank;

	if (first == MLS_NONE || rank > prediction->n_ranks)
		return MLS_NONE;
	return first + (output->rank_ascending ? prediction->n_ranks - rank : rank - 1);
}

/* The id of the entity that the prediction comes from, or of the nth nearest. */
static void
compile_entity(const Outputs *o, const MlsOutputField *output, const MlsPrediction *prediction,
			   MlsDataType type, uint32_t out)
{
	uint32_t	column = output->rank == 1 && !output->rank_ascending ? prediction->entity :
		ranked_column(output, prediction, prediction->ranked_ids);

	/* other models have one entity for a row: there is no second one */
	if (column == MLS_NONE)
		add_missing(o, out);
	else
		add_copy(o, column, type, out);
}

/* The affinity of the nearest entity, of the nth nearest, or of the one that "value" names. */
static void
compile_affinity(const Outputs *o, const MlsOutputField *output, const MlsPrediction *prediction,
				 MlsDataType type, uint32_t out)
{
	const char *place = mls_place(o->c->load, output->line, "OutputField");
	uint32_t	column;

	if (prediction->ranked_affinities == MLS_NONE && prediction->affinities == MLS_NONE)
	{
		mls_problem(o->c->load, MLS_UNSUPPORTED, place, NULL,
					"output \"%s\" asks for an affinity, which this model does not have", output->name);
		return;
	}
	column = ranked_column(output, prediction, prediction->ranked_affinities);
	if (output->value)
	{
		column = MLS_NONE;
		for (uint32_t i = 0; i < prediction->n_entities && column == MLS_NONE; i++)
		{
			if (strcmp(prediction->entities[i].id, output->value) == 0)
				column = prediction->affinities + i;
		}
		if (column == MLS_NONE)
			mls_problem(o->c->load, MLS_INVALID, place, NULL,
						"output \"%s\" asks for the affinity of \"%s\", which does not exist",
						output->name, output->value);
	}
	if (column == MLS_NONE)
		add_missing(o, out);
	else
		add_copy(o, column, type, out);
}

/* ---- segments ---- */

static const MlsCompiled *
find_segment(const Outputs *o, const MlsOutputField *output)
{
	for (uint32_t i = 0; i < o->scope->segments.n; i++)
	{
		if (strcmp(MLS_ITEM(&o->scope->segment_ids, const char *, i), output->segmentId) == 0)
			return MLS_ITEM(&o->scope->segments, MlsCompiled *, i);
	}
	mls_problem(o->c->load, MLS_INVALID, mls_place(o->c->load, output->line, "OutputField"), NULL,
				"output \"%s\" names the segment \"%s\", which does not exist", output->name, output->segmentId);
	return NULL;
}

/* The value of a segment's own OutputField. */
static void
compile_segment_output(const Outputs *o, const MlsOutputField *output, const MlsCompiled *segment,
					   MlsDataType type, uint32_t out)
{
	const MlsField *field = output->value ? mls_map_get(&segment->scope->kept_outputs, output->value) : NULL;

	if (field)
		add_copy(o, field->column, type, out);
	else
		mls_problem(o->c->load, MLS_INVALID, mls_place(o->c->load, output->line, "OutputField"), NULL,
					"output \"%s\" names \"%s\" of segment \"%s\", which has no such output",
					output->name, output->value ? output->value : "", output->segmentId);
}

/* ---- an output ---- */

/* The prediction that an output is about. */
static const MlsPrediction *
find_prediction(const Outputs *o, const MlsOutputField *output, const MlsCompiled *of)
{
	if (output->targetField)
	{
		for (uint32_t i = 0; i < of->n_predictions; i++)
		{
			if (of->predictions[i].target && strcmp(of->predictions[i].target, output->targetField) == 0)
				return &of->predictions[i];
		}
	}
	return &of->predictions[0];
}

static bool
is_expression(const MlsOutputField *output)
{
	return output->expression &&
		(output->feature == MLS_FEATURE_TRANSFORMED_VALUE || output->feature == MLS_FEATURE_DECISION);
}

MlsSpan
mls_compile_output_list(MlsCompile *c, MlsScope *scope, MlsCompiled *result, const MlsOutputField *output)
{
	const Outputs outputs = {c, scope, result};
	MlsPrediction element = result->predictions[0];
	MlsSpan		list = {0, element.items.n};

	if (list.n == 0 || output->segmentId ||
		(output->feature != MLS_FEATURE_PREDICTED_VALUE && output->feature != MLS_FEATURE_PREDICTED_DISPLAY_VALUE))
		return (MlsSpan) {0, 0};
	list.first = mls_new_columns(c, NULL, list.n);
	for (uint32_t i = 0; i < list.n; i++)
	{
		element.value = result->predictions[0].items.first + i;
		if (output->feature == MLS_FEATURE_PREDICTED_VALUE)
			add_copy(&outputs, element.value, output->dataType, list.first + i);
		else
			compile_display_value(&outputs, &element, output->dataType, list.first + i);
	}
	return list;
}

MlsDataType
mls_compile_output_field(MlsCompile *c, MlsScope *scope, MlsCompiled *result, const MlsOutputField *output,
						 uint32_t out, bool *is_list)
{
	const Outputs outputs = {c, scope, result};
	const Outputs *o = &outputs;
	const MlsCompiled *of = output->segmentId ? find_segment(o, output) : o->result;
	MlsDataType type = output->dataType;
	const MlsPrediction *prediction;

	if (!of)
		return MLS_TYPE_NONE;
	prediction = find_prediction(o, output, of);
	if (prediction->items.n > 0 && !is_expression(output))
	{
		mls_problem(o->c->load, MLS_UNSUPPORTED, mls_place(o->c->load, output->line, "OutputField"), NULL,
					"output \"%s\" is about the model's prediction, which is a list", output->name);
		return MLS_TYPE_NONE;
	}
	if (of == o->result && of->rule_columns && of->rule_columns[output - of->model->outputs].column != MLS_NONE)
	{
		const MlsRuleColumn *rules = &of->rule_columns[output - of->model->outputs];

		add_copy(o, rules->column, rules->is_list ? MLS_TYPE_NONE : type, out);
		*is_list = rules->is_list;
		return rules->is_list ? MLS_TYPE_STRING : type;
	}
	switch (output->feature)
	{
		case MLS_FEATURE_PREDICTED_VALUE:
			add_copy(o, prediction->value, type, out);
			return type == MLS_TYPE_NONE ? prediction->data_type : type;
		case MLS_FEATURE_PREDICTED_DISPLAY_VALUE:
			compile_display_value(o, prediction, type, out);
			break;
		case MLS_FEATURE_PROBABILITY:
			compile_probability(o, prediction, prediction->probabilities, output->value, type, out);
			return type == MLS_TYPE_NONE ? MLS_TYPE_DOUBLE : type;
		case MLS_FEATURE_CONFIDENCE:
			if (prediction->confidence != MLS_NONE && !output->value)
				add_copy(o, prediction->confidence, type, out);
			else
				compile_probability(o, prediction,
									prediction->confidences != MLS_NONE ? prediction->confidences : prediction->probabilities,
									output->value, type, out);
			return type == MLS_TYPE_NONE ? MLS_TYPE_DOUBLE : type;
		case MLS_FEATURE_RESIDUAL:
			compile_residual(o, output, prediction, type, out);
			return type == MLS_TYPE_NONE ? MLS_TYPE_DOUBLE : type;
		case MLS_FEATURE_ENTITY_ID:
		case MLS_FEATURE_CLUSTER_ID:
			compile_entity(o, output, prediction, type, out);
			break;
		case MLS_FEATURE_AFFINITY:
		case MLS_FEATURE_CLUSTER_AFFINITY:
		case MLS_FEATURE_ENTITY_AFFINITY:
			compile_affinity(o, output, prediction, type, out);
			return type == MLS_TYPE_NONE ? MLS_TYPE_DOUBLE : type;
		case MLS_FEATURE_REASON_CODE:
			if (of->model->type != MLS_MODEL_SCORECARD && of->model->type != MLS_MODEL_MINING)
				mls_problem(o->c->load, MLS_UNSUPPORTED, mls_place(o->c->load, output->line, "OutputField"), NULL,
							"output \"%s\" asks for reason codes, which only a Scorecard has", output->name);
			if (output->rank_ascending)
				mls_problem(o->c->load, MLS_UNSUPPORTED, mls_place(o->c->load, output->line, "OutputField"), NULL,
							"reason codes are ranked with the weightiest first");
			if ((uint32_t) output->rank <= prediction->n_reasons)
				add_copy(o, prediction->reasons + output->rank - 1, type, out);
			else
				add_missing(o, out);
			break;
		case MLS_FEATURE_TRANSFORMED_VALUE:
		case MLS_FEATURE_DECISION:
			if (output->expression)
				return mls_compile_expression(o->c, o->scope, output->expression, type, MLS_STEP_KEEP_UNCAST, out);
			if (output->segmentId)
				compile_segment_output(o, output, of, type, out);
			else
				mls_problem(o->c->load, MLS_INVALID, mls_place(o->c->load, output->line, "OutputField"), NULL,
							"output \"%s\" has no expression", output->name);
			break;
		case MLS_FEATURE_STANDARD_ERROR:
		case MLS_FEATURE_STANDARD_DEVIATION:
			/* of what it is not defined for it is missing */
			if (prediction->deviation != MLS_NONE)
				add_copy(o, prediction->deviation, type, out);
			else
				add_missing(o, out);
			break;
		case MLS_FEATURE_WARNING:
		case MLS_FEATURE_REPORT:
			add_missing(o, out);
			break;
		default:
			mls_problem(o->c->load, MLS_UNSUPPORTED, mls_place(o->c->load, output->line, "OutputField"), NULL,
						"output \"%s\" asks for a feature that these models do not have", output->name);
	}
	return type;
}
