/*
 * eval/target.c
 *	  Targets: what happens to a prediction before it is shown.
 *
 * In this order, each if the document has it: the default for a prediction that
 * is missing, min, max, rescaleFactor, rescaleConstant, castInteger; then the
 * target's type.  (PMML 4.4, Targets.)
 */
#include "base/data_type.h"
#include "eval/steps.h"

static double
rounded(const MlsImgTarget *target, double value)
{
	return target->is_float ? mls_f32(value) : value;
}

static double
cast_integer(MlsCastInteger how, double value)
{
	switch (how)
	{
		case MLS_CAST_INTEGER_ROUND:
			return floor(value + 0.5);
		case MLS_CAST_INTEGER_CEILING:
			return ceil(value);
		case MLS_CAST_INTEGER_FLOOR:
			return floor(value);
		case MLS_CAST_INTEGER_NONE:
			break;
	}
	return value;
}

static MlsCell
treat_target(const MlsImgTarget *target, MlsCell cell)
{
	double		value;

	if (cell.tag == MLS_TAG_MISSING && !isnan(target->default_value))
		cell = target->is_float ? MLS_CELL_FLOAT(mls_f32(target->default_value)) : MLS_CELL_DOUBLE(target->default_value);
	if (cell.tag == MLS_TAG_MISSING || cell.tag == MLS_TAG_INVALID || !mls_cell_number(cell, &value))
		return cell;

	if (value < target->min)	/* never if that is NAN */
		value = rounded(target, target->min);
	if (value > target->max)
		value = rounded(target, target->max);
	if (target->rescale_factor != 1)
		value = rounded(target, value * rounded(target, target->rescale_factor));
	if (target->rescale_constant != 0)
		value = rounded(target, value + rounded(target, target->rescale_constant));
	if (target->cast_integer != MLS_CAST_INTEGER_NONE)
	{
		value = cast_integer((MlsCastInteger) target->cast_integer, value) + 0.0;	/* an integer has no -0 */
		if (target->data_type == MLS_TYPE_NONE && fabs(value) < 0x1p63)
			return MLS_CELL_INTEGER((int64_t) value);
	}
	return cell.tag == MLS_TAG_FLOAT || target->is_float ? MLS_CELL_FLOAT(value) : MLS_CELL_DOUBLE(value);
}

/* A number with a fraction stays a real, though the target be an integer. */
static MlsCell
cast_prediction(MlsEval *eval, MlsDataType type, MlsCell cell)
{
	if ((type == MLS_TYPE_INTEGER || mls_is_count(type)) && (cell.tag == MLS_TAG_DOUBLE || cell.tag == MLS_TAG_FLOAT) &&
		cell.datum.d != floor(cell.datum.d))
		return cell;

	MlsCell		cast = mls_cast(eval, cell, type);

	return cast.tag == MLS_TAG_INVALID && cell.tag != MLS_TAG_INVALID ? cell : cast;
}

void
mls_step_target(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	const MlsImgTarget *target = &MLS_RECORDS(eval->image, TARGET)[step->record];

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = treat_target(target, mls_argument(eval, step, 0, row));

		mls_finish(eval, step, row, cast_prediction(eval, (MlsDataType) target->data_type, cell));
	}
}
