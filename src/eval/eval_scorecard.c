/*
 * eval/eval_scorecard.c
 *	  Scorecard: the points of each characteristic, and the reasons for them.
 *
 * The score is the initial score plus, for each characteristic in order, the
 * points of its first attribute whose predicate is true.  Without such an
 * attribute, or where its points can't be computed, there is no score.
 *
 * Each attribute has a reason code; how far its points lie below (or above) the
 * characteristic's baseline says how much that reason weighs.  Equal codes are
 * added.  The reasons that do not weigh less than nothing are ranked, the
 * heaviest first, equal ones in the order of the characteristics.
 * (PMML 4.4, Scorecard.)
 */
#include "eval/eval_int.h"

typedef struct Context
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgScorecard *scorecard;
	double	   *weights;		/* of each reason code */
	uint32_t   *order;			/* the codes that the row has */
	uint32_t	n;				/* how many */
} Context;

static inline double
rounded(const Context *context, double value)
{
	return context->model->float_context ? mls_f32(value) : value;
}

/* The points of an attribute; false if there are none. */
static bool
attribute_points(const Context *context, const MlsImgAttribute *attribute, uint32_t row, double *points)
{
	MlsCell		cell;

	*points = attribute->score;
	if (attribute->column == MLS_NONE)
		return true;
	cell = mls_get(context->eval, attribute->column, row);
	if (mls_cell_number(cell, points))
		return true;
	if (cell.tag == MLS_TAG_INVALID)
		mls_fail_row(context->eval, row, cell.datum.reason);
	else if (MLS_IS_NO_NUMBER(cell.tag))
		mls_fail_row(context->eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, MLS_NONE});
	return false;
}

static void
add_reason(Context *context, uint32_t code, double weight)
{
	uint32_t	i = 0;

	while (i < context->n && context->order[i] != code)
		i++;
	if (i < context->n)
	{
		context->weights[code] = rounded(context, context->weights[code] + weight);
		return;
	}
	context->order[context->n++] = code;
	context->weights[code] = weight;
}

/* The points of a characteristic; false if there are none. */
static bool
characteristic_points(Context *context, const MlsImgCharacteristic *characteristic, uint32_t row, double *points)
{
	const MlsImgAttribute *attribute = MLS_RECORDS(context->eval->image, ATTRIBUTE) + characteristic->attributes.first;

	for (uint32_t i = 0; i < characteristic->attributes.n; i++, attribute++)
	{
		if (mls_predicate(context->eval, attribute->predicate, row, NULL) != MLS_TRUE)
			continue;
		if (!attribute_points(context, attribute, row, points))
			return false;
		if (context->scorecard->codes.n > 0)
			add_reason(context, attribute->code,
					   rounded(context, context->scorecard->points_above ? *points - characteristic->baseline :
							   characteristic->baseline - *points));
		return true;
	}
	return false;
}

/* Puts the heaviest reasons into the model's columns. */
static void
put_reasons(Context *context, uint32_t row)
{
	const uint32_t *codes = MLS_RECORDS(context->eval->image, INDEX) + context->scorecard->codes.first;

	for (uint32_t rank = 0; rank < context->model->n_reasons; rank++)
	{
		uint32_t	column = context->model->reasons + rank;
		uint32_t	best = context->n;

		for (uint32_t i = 0; i < context->n; i++)
		{
			double		weight = context->weights[context->order[i]];

			if (weight >= 0 && (best == context->n || weight > context->weights[context->order[best]]))
				best = i;
		}
		if (best == context->n)
		{
			mls_put_missing(context->eval, column, row);
			continue;
		}
		mls_put(context->eval, column, row,
				MLS_CELL_STRING(mls_image_string(context->eval->image, codes[context->order[best]])));
		context->weights[context->order[best]] = -1;
	}
}

void
mls_eval_scorecard(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgScorecard *scorecard = &MLS_RECORDS(eval->image, SCORECARD)[model->body];
	const MlsImgCharacteristic *characteristics = MLS_RECORDS(eval->image, CHARACTERISTIC) +
		scorecard->characteristics.first;
	size_t		mark = mls_scratch_mark(eval);
	Context		context = {eval, model, scorecard, NULL, NULL, 0};

	context.weights = mls_scratch(eval, scorecard->codes.n * sizeof(double));
	context.order = mls_scratch(eval, scorecard->codes.n * sizeof(uint32_t));
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		double		score = scorecard->initial;
		uint32_t	k;

		context.n = 0;
		for (k = 0; k < scorecard->characteristics.n; k++)
		{
			double		points;

			if (!characteristic_points(&context, &characteristics[k], row, &points))
				break;
			score = rounded(&context, score + points);
		}
		if (k < scorecard->characteristics.n)
		{
			mls_no_prediction(eval, model, row);
			continue;
		}
		mls_put(eval, model->value, row, model->float_context ? MLS_CELL_FLOAT(score) : MLS_CELL_DOUBLE(score));
		put_reasons(&context, row);
	}
	mls_scratch_release(eval, mark);
}
