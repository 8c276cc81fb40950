/*
 * eval/steps_doubles.c
 *	  Functions of columns that are doubles throughout, which is what scalers,
 *	  polynomials and the layers of networks are made of.
 *
 * The same results as a row at a time (functions_arithmetic.c, functions_math.c),
 * sooner: nothing is asked of a row, and some rows go side by side.
 */
#include "eval/columns.h"
#include "eval/steps.h"
#include "eval/vectors.h"

/* Whether an argument is a double in every row of the block. */
static bool
is_double(const MlsEval *eval, const MlsImgStep *step, uint32_t i, MlsColumnOperand *argument)
{
	uint32_t	place = MLS_RECORDS(eval->image, INDEX)[step->arguments.first + i];

	argument->data = NULL;
	if ((place & MLS_ARG_CONSTANT) != 0)
	{
		MlsCell		cell = mls_constant_cell(eval->image, place & ~MLS_ARG_CONSTANT);

		argument->number = cell.datum.d;
		return cell.tag == MLS_TAG_DOUBLE;
	}
	argument->data = &mls_data(eval, place)->d;
	return mls_all_tags(mls_tags(eval, place), eval->n, MLS_TAG_DOUBLE);
}

typedef double (*OfOne) (double x);

static OfOne
function_of_one(MlsFunction function)
{
	switch (function)
	{
		case MLS_FN_EXP:
			return exp;
		case MLS_FN_EXPM1:
			return expm1;
		case MLS_FN_LN:
			return log;
		case MLS_FN_LN1P:
			return log1p;
		case MLS_FN_LOG10:
			return log10;
		case MLS_FN_SQRT:
			return sqrt;
		case MLS_FN_TANH:
			return tanh;
		default:
			return NULL;
	}
}

bool
mls_apply_to_doubles(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	MlsFunction function = (MlsFunction) step->function;
	bool		is_of_two = step->arguments.n == 2 &&
		(function <= MLS_FN_DIVIDE || function == MLS_FN_MIN || function == MLS_FN_MAX);
	OfOne		of_one = step->arguments.n == 1 ? function_of_one(function) : NULL;
	double	   *out = &mls_data(eval, step->out)->d;
	MlsColumnOperand a;
	MlsColumnOperand b;

	_Static_assert(MLS_FN_ADD == 0 && MLS_FN_DIVIDE == 3, "the four operations come first");
	if (rows->index || eval->stride == 1 || (!is_of_two && of_one == NULL) ||
		(step->data_type != MLS_TYPE_NONE && step->data_type != MLS_TYPE_DOUBLE) ||
		!is_double(eval, step, 0, &a) || (is_of_two && !is_double(eval, step, 1, &b)))
		return false;
	if (is_of_two)
		mls_vectors()->apply_two(function, &a, &b, out, rows->n);
	else
	{
		if (a.data == NULL)
			return false;
		for (uint32_t row = 0; row < rows->n; row++)
			out[row] = of_one(a.data[row]);
	}
	memset(mls_tags(eval, step->out), MLS_TAG_DOUBLE, rows->n);
	return true;
}
