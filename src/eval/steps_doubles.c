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

/* ---- the functions ---- */

/* As the vectors of a block have it: NaN wins over every number. */
static double
of_two(MlsFunction function, double a, double b)
{
	switch (function)
	{
		case MLS_FN_ADD:
			return a + b;
		case MLS_FN_SUBTRACT:
			return a - b;
		case MLS_FN_MULTIPLY:
			return a * b;
		case MLS_FN_DIVIDE:
			return a / b;
		case MLS_FN_MIN:
			return b < a || isnan(b) ? b : a;
		default:				/* MAX */
			return b > a || isnan(b) ? b : a;
	}
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

static bool
is_of_two(const MlsImgStep *step)
{
	_Static_assert(MLS_FN_ADD == 0 && MLS_FN_DIVIDE == 3, "the four operations come first");
	return step->arguments.n == 2 && (step->function <= MLS_FN_DIVIDE || step->function == MLS_FN_MIN || step->function == MLS_FN_MAX);
}

/* ---- one row ---- */

static inline bool
is_double(const MlsEval *eval, uint32_t argument, double *number)
{
	if ((argument & MLS_ARG_CONSTANT) != 0)
	{
		const MlsImgConstant *constant = &MLS_RECORDS(eval->image, CONSTANT)[argument & ~MLS_ARG_CONSTANT];

		*number = constant->number;
		return constant->tag == MLS_TAG_DOUBLE;
	}
	*number = eval->data[argument].d;
	return eval->tags[argument] == MLS_TAG_DOUBLE;
}

static bool
apply_to_row(MlsEval *eval, const MlsImgStep *step)
{
	const uint32_t *arguments = MLS_RECORDS(eval->image, INDEX) + step->arguments.first;
	MlsFunction function = (MlsFunction) step->function;
	OfOne		of_one;
	double		a;
	double		b;

	if (is_of_two(step))
	{
		if (!is_double(eval, arguments[0], &a) || !is_double(eval, arguments[1], &b))
			return false;
		mls_put_double(eval, step->out, 0, of_two(function, a, b));
		return true;
	}
	if (step->arguments.n != 1 || !is_double(eval, arguments[0], &a) || (of_one = function_of_one(function)) == NULL)
		return false;
	mls_put_double(eval, step->out, 0, of_one(a));
	return true;
}

/* ---- a block of rows ---- */

/* Whether an argument is a double in every row of the block. */
static bool
are_doubles(const MlsEval *eval, const MlsImgStep *step, uint32_t i, MlsColumnOperand *argument)
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

bool
mls_apply_to_doubles(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	MlsFunction function = (MlsFunction) step->function;
	double	   *out = &mls_data(eval, step->out)->d;
	OfOne		of_one;
	MlsColumnOperand a;
	MlsColumnOperand b;

	if (rows->index || rows->n == 0 || (step->data_type != MLS_TYPE_NONE && step->data_type != MLS_TYPE_DOUBLE))
		return false;
	if (eval->stride == 1)
		return apply_to_row(eval, step);
	if (is_of_two(step))
	{
		if (!are_doubles(eval, step, 0, &a) || !are_doubles(eval, step, 1, &b))
			return false;
		mls_vectors()->apply_two(function, &a, &b, out, rows->n);
	}
	else
	{
		if (step->arguments.n != 1 || (of_one = function_of_one(function)) == NULL ||
			!are_doubles(eval, step, 0, &a) || a.data == NULL)
			return false;
		for (uint32_t row = 0; row < rows->n; row++)
			out[row] = of_one(a.data[row]);
	}
	memset(mls_tags(eval, step->out), MLS_TAG_DOUBLE, rows->n);
	return true;
}
