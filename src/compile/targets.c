/*
 * compile/targets.c
 *	  Targets: what becomes of a prediction before anyone sees it.
 *
 * The steps work in place, on the columns that the kernel fills.
 */
#include <math.h>

#include "compile/compile_int.h"

/* Bounds, rescaling, the default value, and the cast to the type of the target's field. */
static void
compile_regression_target(MlsCompile *c, MlsScope *scope, const MlsModel *model, const MlsPrediction *prediction)
{
	const MlsTarget *rules = prediction->rules;
	MlsImgTarget target = {
		.min = NAN,
		.max = NAN,
		.rescale_factor = 1,
		.rescale_constant = 0,
		.default_value = NAN,
		.data_type = (uint8_t) prediction->data_type,
		.is_float = model->float_context
	};
	MlsSpan		arguments;
	uint32_t	place;
	MlsImgStep *step;

	/* a double is what kernels give */
	if (!rules && (prediction->data_type == MLS_TYPE_NONE || prediction->data_type == MLS_TYPE_DOUBLE))
		return;
	if (rules)
	{
		target.min = rules->min;
		target.max = rules->max;
		target.rescale_factor = model->float_context ? (double) (float) rules->rescaleFactor : rules->rescaleFactor;
		target.rescale_constant = model->float_context ? (double) (float) rules->rescaleConstant : rules->rescaleConstant;
		target.cast_integer = (uint8_t) rules->castInteger;
		if (rules->n_values > 0)
			target.default_value = rules->values[0].defaultValue;
	}
	place = MLS_APPEND(c, TARGET);
	*MLS_BUILT(c, TARGET, place) = target;
	arguments = mls_index_one(c, prediction->value);
	step = mls_add_step(c, scope, MLS_STEP_TARGET, prediction->value);
	step->arguments = arguments;
	step->record = place;
}

/* A column's missing cells become a constant. */
static void
add_default(MlsCompile *c, MlsScope *scope, uint32_t column, uint32_t constant)
{
	MlsSpan		arguments = mls_index_one(c, column);
	MlsImgStep *step = mls_add_step(c, scope, MLS_STEP_COPY, column);

	step->arguments = arguments;
	step->default_value = constant;
}

/* Without a prediction the prior probabilities are the result, if there are any. */
static void
compile_priors(MlsCompile *c, MlsScope *scope, const MlsPrediction *prediction)
{
	const MlsTarget *rules = prediction->rules;
	double	   *priors;
	double		sum = 0;
	uint32_t	best = MLS_NONE;
	uint32_t   *constants;

	if (!rules || prediction->n_categories == 0)
		return;
	priors = MLS_NEW_N(c->load, double, prediction->n_categories);
	for (uint32_t i = 0; i < rules->n_values; i++)
	{
		const MlsTargetValue *value = &rules->values[i];
		uint32_t	place;

		if (isnan(value->priorProbability) || !value->value)
			continue;
		sum += value->priorProbability;
		place = mls_category_place(prediction->categories, prediction->n_categories, value->value);
		if (place == MLS_NONE)
			continue;
		priors[place] = value->priorProbability;
		if (best == MLS_NONE || priors[place] > priors[best])
			best = place;
	}
	if (best == MLS_NONE || !(sum > 0))
		return;
	constants = MLS_BUILT(c, INDEX, prediction->category_list.first);
	add_default(c, scope, prediction->value, constants[best]);
	for (uint32_t i = 0; i < prediction->n_categories; i++)
	{
		uint32_t	constant = mls_number_constant(c, priors[i] / sum);

		if (prediction->probabilities != MLS_NONE)
			add_default(c, scope, prediction->probabilities + i, constant);
		if (prediction->confidences != MLS_NONE)
			add_default(c, scope, prediction->confidences + i, constant);
	}
}

void
mls_compile_targets(MlsCompile *c, MlsScope *scope, MlsCompiled *result)
{
	for (uint32_t i = 0; i < result->n_predictions; i++)
	{
		const MlsPrediction *prediction = &result->predictions[i];

		/* the length of a list is no prediction */
		if (prediction->items.n > 0)
			continue;
		if (prediction->function == MLS_FUNCTION_REGRESSION)
			compile_regression_target(c, scope, result->model, prediction);
		else if (prediction->function == MLS_FUNCTION_CLASSIFICATION)
			compile_priors(c, scope, prediction);
	}
}
