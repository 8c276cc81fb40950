/*
 * eval/steps_doubles.c
 *	  Functions of columns that are doubles throughout, which is what scalers,
 *	  polynomials and the layers of networks are made of.
 *
 * The same results as a row at a time (functions_arithmetic.c, functions_math.c),
 * sooner: nothing is asked of a row, and some rows go side by side.
 */
#include "eval/steps.h"
#include "eval/vectors.h"

/* Four numbers; where no register holds them, they are two of two. */
typedef double Doubles __attribute__((vector_size(32), aligned(8), may_alias));
typedef int64_t Masks __attribute__((vector_size(32), aligned(8), may_alias));

#define SIDE_BY_SIDE	4

/* An argument: a column, or one number for all rows. */
typedef struct Argument
{
	const MlsDatum *data;		/* NULL: the number */
	double		number;
} Argument;

/* Whether an argument is a double in every row of the block. */
static bool
is_double(const MlsEval *eval, const MlsImgStep *step, uint32_t i, Argument *argument)
{
	uint32_t	place = MLS_RECORDS(eval->image, INDEX)[step->arguments.first + i];

	argument->data = NULL;
	if ((place & MLS_ARG_CONSTANT) != 0)
	{
		MlsCell		cell = mls_constant_cell(eval->image, place & ~MLS_ARG_CONSTANT);

		argument->number = cell.datum.d;
		return cell.tag == MLS_TAG_DOUBLE;
	}
	argument->data = mls_data(eval, place);
	return mls_all_tags(mls_tags(eval, place), eval->n, MLS_TAG_DOUBLE);
}

/* ---- of two numbers ---- */

/* The first where the mask is set, else the second. */
#define CHOOSE(mask, a, b)	((Doubles) (((Masks) (a) & (mask)) | ((Masks) (b) & ~(mask))))

/* NaN wins over every number. */
static inline __attribute__((always_inline)) void
two(MlsFunction function, const Doubles *x, const Doubles *y, Doubles *out)
{
	Doubles		a = *x;
	Doubles		b = *y;

	switch (function)
	{
		case MLS_FN_ADD:
			*out = a + b;
			break;
		case MLS_FN_SUBTRACT:
			*out = a - b;
			break;
		case MLS_FN_MULTIPLY:
			*out = a * b;
			break;
		case MLS_FN_DIVIDE:
			*out = a / b;
			break;
		case MLS_FN_MIN:
			*out = CHOOSE((Masks) (b < a) | (Masks) (b != b), b, a);
			break;
		default:				/* MAX */
			*out = CHOOSE((Masks) (b > a) | (Masks) (b != b), b, a);
			break;
	}
}

/* Behind the last row a column has room for whole vectors (mls_eval_new); what comes there means nothing. */
static inline __attribute__((always_inline)) void
rows_of_two(MlsFunction function, const Argument *a, const Argument *b, MlsDatum *out, uint32_t n)
{
	const Doubles numbers[2] = {(Doubles) {0} + a->number, (Doubles) {0} + b->number};
	const double *x = a->data ? &a->data->d : (const double *) &numbers[0];
	const double *y = b->data ? &b->data->d : (const double *) &numbers[1];
	const size_t x_step = a->data ? SIDE_BY_SIDE : 0;
	const size_t y_step = b->data ? SIDE_BY_SIDE : 0;

	for (uint32_t row = 0; row < n; row += SIDE_BY_SIDE, x += x_step, y += y_step)
		two(function, (const Doubles *) (const void *) x, (const Doubles *) (const void *) y, (Doubles *) (void *) (out + row));
}

static inline __attribute__((always_inline)) void
apply_two(MlsFunction function, const Argument *a, const Argument *b, MlsDatum *out, uint32_t n)
{
	switch (function)
	{
		case MLS_FN_ADD:
			rows_of_two(MLS_FN_ADD, a, b, out, n);
			break;
		case MLS_FN_SUBTRACT:
			rows_of_two(MLS_FN_SUBTRACT, a, b, out, n);
			break;
		case MLS_FN_MULTIPLY:
			rows_of_two(MLS_FN_MULTIPLY, a, b, out, n);
			break;
		case MLS_FN_DIVIDE:
			rows_of_two(MLS_FN_DIVIDE, a, b, out, n);
			break;
		case MLS_FN_MIN:
			rows_of_two(MLS_FN_MIN, a, b, out, n);
			break;
		default:
			rows_of_two(MLS_FN_MAX, a, b, out, n);
			break;
	}
}

static void
apply_two_plain(MlsFunction function, const Argument *a, const Argument *b, MlsDatum *out, uint32_t n)
{
	apply_two(function, a, b, out, n);
}

#ifdef MLS_HAS_AVX

static __attribute__((target("avx2"))) void
apply_two_avx2(MlsFunction function, const Argument *a, const Argument *b, MlsDatum *out, uint32_t n)
{
	apply_two(function, a, b, out, n);
}

#endif

/* ---- of one number ---- */

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
	MlsDatum   *out = mls_data(eval, step->out);
	Argument	a;
	Argument	b;

	_Static_assert(MLS_FN_ADD == 0 && MLS_FN_DIVIDE == 3, "the four operations come first");
	if (rows->index || eval->stride == 1 || (!is_of_two && of_one == NULL) ||
		(step->data_type != MLS_TYPE_NONE && step->data_type != MLS_TYPE_DOUBLE) ||
		!is_double(eval, step, 0, &a) || (is_of_two && !is_double(eval, step, 1, &b)))
		return false;
	if (!is_of_two)
	{
		if (a.data == NULL)
			return false;
		for (uint32_t row = 0; row < rows->n; row++)
			out[row].d = of_one(a.data[row].d);
	}
#ifdef MLS_HAS_AVX
	else if (mls_vectors() != &mls_vectors_plain)
		apply_two_avx2(function, &a, &b, out, rows->n);
#endif
	else
		apply_two_plain(function, &a, &b, out, rows->n);
	memset(mls_tags(eval, step->out), MLS_TAG_DOUBLE, rows->n);
	return true;
}
