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

static bool
gives_double(const MlsImgStep *step)
{
	return step->data_type == MLS_TYPE_NONE || step->data_type == MLS_TYPE_DOUBLE;
}

/* ---- one row ---- */

/* An argument of a row by itself; false if it is no double. */
static inline bool
is_double(const MlsEval *eval, const MlsImgConstant *constants, uint32_t argument, double *number)
{
	if ((argument & MLS_ARG_CONSTANT) != 0)
	{
		const MlsImgConstant *constant = &constants[argument & ~MLS_ARG_CONSTANT];

		*number = constant->number;
		return constant->tag == MLS_TAG_DOUBLE;
	}
	*number = eval->data[argument].d;
	return eval->tags[argument] == MLS_TAG_DOUBLE;
}

uint32_t
mls_apply_to_row(MlsEval *eval, const MlsImgStep *steps, uint32_t n)
{
	const uint32_t *index = MLS_RECORDS(eval->image, INDEX);
	const MlsImgConstant *constants = MLS_RECORDS(eval->image, CONSTANT);
	uint32_t	i;

	for (i = 0; i < n && steps[i].op == MLS_STEP_APPLY && gives_double(&steps[i]); i++)
	{
		const MlsImgStep *step = &steps[i];
		const uint32_t *arguments = index + step->arguments.first;
		OfOne		of_one;
		double		a;
		double		b;
		double		result;

		if (is_of_two(step))
		{
			if (!is_double(eval, constants, arguments[0], &a) || !is_double(eval, constants, arguments[1], &b))
				break;
			result = of_two((MlsFunction) step->function, a, b);
		}
		else
		{
			if (step->arguments.n != 1 || !is_double(eval, constants, arguments[0], &a) ||
				(of_one = function_of_one((MlsFunction) step->function)) == NULL)
				break;
			result = of_one(a);
		}
		if ((step->flags & MLS_STEP_NO_NAN) != 0 && isnan(result))
			break;
		eval->tags[step->out] = MLS_TAG_DOUBLE;
		eval->data[step->out].d = result;
	}
	return i;
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

	if (rows->index || rows->n == 0 || eval->stride == 1 || !gives_double(step))
		return false;
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
