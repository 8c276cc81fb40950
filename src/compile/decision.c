/*
 * compile/decision.c
 *	  Which class is predicted, if not that of the largest probability: because the
 *	  user wants another rule (the options threshold and class_weights), or because
 *	  the model has numbers of its own to choose by.
 *
 * Probabilities stay as they are.  The user's rule applies to the document's own
 * model, behind whatever its Target says and before its outputs.
 */
#include <math.h>

#include "compile/compile_int.h"

/* A step that takes the categories in the order of "places"; columns: of what they are chosen by. */
static void
add_decision(MlsCompile *c, MlsScope *scope, const MlsPrediction *prediction, const uint32_t *columns,
			 const uint32_t *places, uint8_t flags, const double *numbers, uint32_t n_numbers)
{
	uint32_t	n = prediction->n_categories;
	uint32_t   *arguments = MLS_NEW_N(c->load, uint32_t, (size_t) n * 2);
	uint32_t	first = mls_number_list(c, numbers, n_numbers).first;
	MlsImgStep *step;
	MlsSpan		span;

	for (uint32_t i = 0; i < n; i++)
	{
		arguments[2 * i] = columns ? columns[places[i]] : prediction->probabilities + places[i];
		arguments[2 * i + 1] = *MLS_BUILT(c, INDEX, prediction->category_list.first + places[i]) | MLS_ARG_CONSTANT;
	}
	span = mls_index_list(c, arguments, n * 2);
	step = mls_add_step(c, scope, MLS_STEP_DECIDE, prediction->value);
	step->data_type = MLS_TYPE_NONE;
	step->arguments = span;
	step->record = first;
	step->n_records = n_numbers;
	step->flags = flags;
}

static void
decide_by_threshold(MlsCompile *c, MlsScope *scope, const MlsPrediction *prediction)
{
	uint32_t	n = prediction->n_categories;
	uint32_t	event = mls_event_place(c, prediction);
	uint32_t   *places = MLS_NEW_N(c->load, uint32_t, n);
	uint32_t	k = 1;

	if (!(c->options->threshold >= 0 && c->options->threshold <= 1))
		mls_problem(c->load, MLS_BAD_OPTION, NULL, NULL, "the option threshold is %g, and not between 0 and 1",
					c->options->threshold);
	if (event == MLS_NONE)
	{
		/* an event that is no class is noted elsewhere */
		if (!c->options->event)
			mls_problem(c->load, MLS_BAD_OPTION, NULL, "Name the class with the option event.",
						"the option threshold needs to know which of the classes %s it is for",
						mls_category_names(c, prediction));
		return;
	}
	places[0] = event;
	for (uint32_t i = 0; i < n; i++)
	{
		if (i != event)
			places[k++] = i;
	}
	add_decision(c, scope, prediction, NULL, places, MLS_STEP_THRESHOLD, &c->options->threshold, 1);
}

static void
decide_by_weights(MlsCompile *c, MlsScope *scope, const MlsPrediction *prediction)
{
	uint32_t	n = prediction->n_categories;
	double	   *weights = MLS_NEW_N(c->load, double, n);
	uint32_t   *places = MLS_NEW_N(c->load, uint32_t, n);

	for (uint32_t i = 0; i < n; i++)
	{
		weights[i] = 1;
		places[i] = i;
	}
	for (uint32_t i = 0; i < c->options->n_class_weights; i++)
	{
		const MlsClassWeight *given = &c->options->class_weights[i];
		uint32_t	place = mls_category_place(prediction->categories, n, given->name);

		if (place == MLS_NONE)
			mls_problem(c->load, MLS_BAD_OPTION, NULL, NULL,
						"there is no class \"%s\" for the option class_weights: the classes are %s",
						given->name, mls_category_names(c, prediction));
		else if (!(given->weight >= 0) || isinf(given->weight))
			mls_problem(c->load, MLS_BAD_OPTION, NULL, NULL,
						"the option class_weights has %g for the class \"%s\", which is no weight",
						given->weight, given->name);
		else
			weights[place] = given->weight;
	}
	add_decision(c, scope, prediction, NULL, places, 0, weights, n);
}

/* The fields that the model names in place of probabilities; one alone is the second class's, the first has 0. */
static void
decide_by_fields(MlsCompile *c, MlsScope *scope, const MlsModel *model, const MlsPrediction *prediction)
{
	uint32_t	n = prediction->n_categories;
	uint32_t	n_less = n - model->n_decision;
	uint32_t   *columns = MLS_NEW_N(c->load, uint32_t, n);
	double	   *weights = MLS_NEW_N(c->load, double, n);
	uint32_t   *places = MLS_NEW_N(c->load, uint32_t, n);

	for (uint32_t i = 0; i < n; i++)
	{
		columns[i] = i < n_less ? mls_number_constant(c, 0) | MLS_ARG_CONSTANT :
			mls_field(c, scope, model->decision[i - n_less], model->line)->column;
		weights[i] = 1;
		places[i] = i;
	}
	add_decision(c, scope, prediction, columns, places, 0, weights, n);
}

void
mls_compile_decision(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsPrediction *prediction = &result->predictions[0];

	if (scope->parent || (!c->options->has_threshold && c->options->n_class_weights == 0))
	{
		if (model->n_decision > 0 && model->n_decision <= prediction->n_categories)
			decide_by_fields(c, scope, model, prediction);
		return;
	}
	if (result->n_predictions > 1 || prediction->n_categories < 2 || prediction->no_probabilities ||
		prediction->probabilities == MLS_NONE || prediction->items.n > 0)
		mls_problem(c->load, MLS_BAD_OPTION, NULL, NULL,
					"the options threshold and class_weights are for models that predict classes with probabilities, "
					"and this one does not");
	else if (c->options->has_threshold && c->options->n_class_weights > 0)
		mls_problem(c->load, MLS_BAD_OPTION, NULL, NULL, "the options threshold and class_weights exclude each other");
	else if (c->options->has_threshold)
		decide_by_threshold(c, scope, prediction);
	else
		decide_by_weights(c, scope, prediction);
}
