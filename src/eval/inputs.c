/*
 * eval/inputs.c
 *	  Values into the columns of inputs, as the caller has them.
 *
 * An input that is plain is a number of a type that no rule but the type's own
 * looks at, and its column is what the model reads.  A value of that type goes
 * there as the model wants it and needs no treatment; any other one (text, a
 * fraction for an integer, NaN) is kept as it came for mls_treat_others().
 *
 * -0 becomes 0 on its way in: no model tells them apart, but 1 / x does.
 */
#include "eval/eval_int.h"

static void
put(MlsEval *eval, const MlsImgInput *input, uint32_t row, MlsCell cell)
{
	eval->has_others |= input->plain;
	mls_put(eval, input->column, row, cell);
}

static const MlsImgInput *
find(const MlsEval *eval, uint32_t input)
{
	return &MLS_RECORDS(eval->image, INPUT)[input];
}

/* A number for a plain input; false if it is none of the field's type. */
static bool
put_plain(MlsEval *eval, const MlsImgInput *input, uint32_t row, double value)
{
	switch ((MlsDataType) input->data_type)
	{
		case MLS_TYPE_DOUBLE:
			if (isnan(value))
				return false;
			mls_put_double(eval, input->column, row, value);
			return true;
		case MLS_TYPE_FLOAT:
			if (isnan(value))
				return false;
			mls_put(eval, input->column, row, MLS_CELL_FLOAT(mls_f32(value)));
			return true;
		case MLS_TYPE_INTEGER:
			if (!(value >= -0x1p63 && value < 0x1p63) || value != floor(value))
				return false;
			mls_put(eval, input->column, row, MLS_CELL_INTEGER((int64_t) value));
			return true;
		default:
			return false;
	}
}

bool
mls_eval_place(MlsEval *eval, uint32_t input, MlsPlace *place)
{
	const MlsImgInput *in = find(eval, input);

	if (!in->plain || (in->data_type != MLS_TYPE_DOUBLE && in->data_type != MLS_TYPE_FLOAT))
		return false;
	place->value = &mls_data(eval, in->column)->d;
	place->tag = mls_tags(eval, in->column);
	place->is_float = in->data_type == MLS_TYPE_FLOAT;
	return true;
}

void
mls_set_double(MlsEval *eval, uint32_t input, uint32_t row, double value)
{
	const MlsImgInput *in = find(eval, input);

	value += 0.0;
	if (!in->plain || !put_plain(eval, in, row, value))
		put(eval, in, row, MLS_CELL_DOUBLE(value));
}

void
mls_set_float(MlsEval *eval, uint32_t input, uint32_t row, float value)
{
	const MlsImgInput *in = find(eval, input);
	double		widened = (double) value + 0.0;

	if (!in->plain || !put_plain(eval, in, row, widened))
		put(eval, in, row, MLS_CELL_FLOAT(widened));
}

void
mls_set_integer(MlsEval *eval, uint32_t input, uint32_t row, int64_t value)
{
	const MlsImgInput *in = find(eval, input);

	if (!in->plain)
		put(eval, in, row, MLS_CELL_INTEGER(value));
	else if (in->data_type == MLS_TYPE_INTEGER)
		mls_put(eval, in->column, row, MLS_CELL_INTEGER(value));
	else if (in->data_type == MLS_TYPE_FLOAT)
		mls_put(eval, in->column, row, MLS_CELL_FLOAT((double) (float) value)); /* by way of a double it would round twice */
	else
		put_plain(eval, in, row, (double) value);
}

void
mls_set_boolean(MlsEval *eval, uint32_t input, uint32_t row, bool value)
{
	put(eval, find(eval, input), row, MLS_CELL_BOOLEAN(value));
}

void
mls_set_date(MlsEval *eval, uint32_t input, uint32_t row, int64_t days)
{
	put(eval, find(eval, input), row, MLS_CELL_DATE(days));
}

void
mls_set_time(MlsEval *eval, uint32_t input, uint32_t row, int64_t micros)
{
	put(eval, find(eval, input), row, MLS_CELL_TIME(micros));
}

void
mls_set_datetime(MlsEval *eval, uint32_t input, uint32_t row, int64_t micros)
{
	put(eval, find(eval, input), row, MLS_CELL_DATETIME(micros));
}

void
mls_set_text(MlsEval *eval, uint32_t input, uint32_t row, const char *bytes, size_t length)
{
	put(eval, find(eval, input), row, mls_text_cell(eval, bytes, length));
}
