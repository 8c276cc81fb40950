/*
 * eval/link.c
 *	  From a model's margins to predictions.
 *
 * Each formula is followed by its source: "PMML" is the standard's chapter on
 * regression (the normalizationMethod), "XGBoost" the trainer's own prediction
 * transform, whose float32 steps are part of the contract.  PMML leaves the
 * order of operations open; it is fixed here, and where PMML is scored in a
 * float context each operation rounds to float once.  PMML has no float context;
 * it is an extension of the consumer that most producers test with, and so is
 * its exponential, the power of an e of eight digits.
 */
#include <math.h>

#include "base/hot.h"
#include "eval/link.h"

/* pi to the nearest double; C11 does not promise M_PI */
#define PI 3.14159265358979323846

/* e in a float context; the float nearest to e is 2.71828174591064453125, and differs in the last bit of many results */
#define FLOAT_E 2.7182817

/* Rounds a step of a float context. */
static inline double
step(bool is_float, double value)
{
	return is_float ? (double) (float) value : value;
}

static inline double
step_exp(bool is_float, double value)
{
	return is_float ? (double) (float) pow(FLOAT_E, value) : exp(value);
}

/* 1 / (1 + e^-y), PMML; not e^y / (1 + e^y), which differs in the last bit */
static inline double
logistic(bool is_float, double margin)
{
	return step(is_float, 1.0 / step(is_float, 1.0 + step_exp(is_float, -margin)));
}

/*
 * XGBoost, the sigmoid of its logistic objectives.  From release 1.6 on a bound
 * keeps expf finite; the earlier ones have none, and give 0 for a margin below
 * -88.7 where the later ones give a float below 1e-38.
 */
static float
xgboost_sigmoid(float margin, float bound)
{
	float		negated = -margin;

	if (negated > bound)
		negated = bound;
	return 1.0f / (expf(negated) + 1.0f);
}

double
mls_normal_cdf(double z)
{
	return 0.5 * erfc(-z / sqrt(2.0));
}

MLS_HOT double
mls_link_one(MlsLink link, bool is_float, double margin)
{
	switch (link)
	{
		case MLS_LINK_LOGIT:
		case MLS_LINK_SOFTMAX:
			return logistic(is_float, margin);

		case MLS_LINK_PROBIT:
			/* the normal distribution's integral up to y, PMML */
			return step(is_float, mls_normal_cdf(margin));

		case MLS_LINK_CLOGLOG:
			/* 1 - e^-(e^y), PMML */
			return step(is_float, 1.0 - step_exp(is_float, -step_exp(is_float, margin)));

		case MLS_LINK_EXP:
			/* e^y, PMML */
			return step_exp(is_float, margin);

		case MLS_LINK_LOGLOG:
			/* e^-(e^-y), PMML */
			return step_exp(is_float, -step_exp(is_float, -margin));

		case MLS_LINK_CAUCHIT:
			/* 1/2 + arctan(y) / pi, PMML */
			return step(is_float, 0.5 + step(is_float, step(is_float, atan(margin)) / step(is_float, PI)));

		case MLS_LINK_LOGC:
			/* 1 - e^y, PMML */
			return step(is_float, 1.0 - step_exp(is_float, margin));

		case MLS_LINK_XGBOOST_SIGMOID:
			return xgboost_sigmoid((float) margin, 88.7f);

		case MLS_LINK_XGBOOST_SIGMOID_UNBOUNDED:
			return xgboost_sigmoid((float) margin, INFINITY);

		case MLS_LINK_XGBOOST_EXP:
			/* XGBoost, the logarithmic objectives (poisson, gamma, tweedie, cox): float32's own exponential */
			return expf((float) margin);

		case MLS_LINK_XGBOOST_HINGE:
			/* XGBoost, binary:hinge: the class by the sign, zero being the negative one */
			return margin > 0.0 ? 1.0 : 0.0;

		case MLS_LINK_LIGHTGBM_SQUARE:
			/* LightGBM, reg_sqrt: the square with the margin's sign, in the order sign * y * y */
			return step(is_float, (double) ((margin > 0.0) - (margin < 0.0)) * margin * margin);

		case MLS_LINK_LIGHTGBM_LOG1P_EXP:
			/* LightGBM, cross_entropy_lambda: ln(1 + e^y) */
			return step(is_float, log1p(exp(margin)));

		case MLS_LINK_LIGHTGBM_LOG_EXP:
			/* the same before release 4.0 */
			return step(is_float, log(1.0 + exp(margin)));

		case MLS_LINK_NONE:
		default:
			return margin;
	}
}

double
mls_link_with(MlsLink link, bool is_float, double parameter, double margin)
{
	switch (link)
	{
		case MLS_LINK_NEGBIN:
			/* 1 / (c (e^-y - 1)), PMML */
			return step(is_float, 1.0 / step(is_float, parameter * step(is_float, step_exp(is_float, -margin) - 1.0)));

		case MLS_LINK_ODDSPOWER:
			/* 1 / (1 + (1 + d y)^(-1 / d)), PMML */
			return step(is_float, 1.0 / step(is_float, 1.0 +
						step(is_float, pow(step(is_float, 1.0 + step(is_float, parameter * margin)), -1.0 / parameter))));

		case MLS_LINK_POWER:
			/* y^(1 / d), PMML */
			return step(is_float, pow(margin, 1.0 / parameter));

		default:
			return mls_link_one(link, is_float, margin);
	}
}

MLS_HOT void
mls_link_all(MlsLink link, bool is_float, double parameter, double *margins, uint32_t n)
{
	if (link == MLS_LINK_NONE)
		return;
	if (link == MLS_LINK_LOGIT && !is_float)
	{
		for (uint32_t i = 0; i < n; i++)
			margins[i] = logistic(false, margins[i]);
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		margins[i] = mls_link_with(link, is_float, parameter, margins[i]);
}

/* y_i / (y_1 + ... + y_n), PMML */
static void
simplemax(bool is_float, double *margins, uint32_t n)
{
	double		sum = 0.0;

	for (uint32_t i = 0; i < n; i++)
		sum = step(is_float, sum + margins[i]);
	for (uint32_t i = 0; i < n; i++)
		margins[i] = step(is_float, margins[i] / sum);
}

/*
 * e^y_i / (e^y_1 + ... + e^y_n), PMML.  The largest margin is taken off each
 * first, which changes nothing but that no exponential overflows.
 */
static void
softmax(bool is_float, double *margins, uint32_t n)
{
	double		largest = -INFINITY;

	for (uint32_t i = 0; i < n; i++)
		largest = margins[i] > largest ? margins[i] : largest;
	for (uint32_t i = 0; i < n; i++)
		margins[i] = step_exp(is_float, step(is_float, margins[i] - largest));
	simplemax(is_float, margins, n);
}

/* XGBoost, multi:softprob: exponentials and quotients in float32, their sum in double */
static void
xgboost_softmax(double *margins, uint32_t n)
{
	float		largest = (float) margins[0];
	double		sum = 0.0;

	for (uint32_t i = 1; i < n; i++)
		largest = fmaxf((float) margins[i], largest);
	for (uint32_t i = 0; i < n; i++)
	{
		float		power = expf((float) margins[i] - largest);

		sum += power;
		margins[i] = power;
	}
	for (uint32_t i = 0; i < n; i++)
		margins[i] = (float) margins[i] / (float) sum;
}

void
mls_link_row(MlsLink link, bool is_float, double *margins, uint32_t n)
{
	if (n == 0)
		return;
	switch (link)
	{
		case MLS_LINK_SIMPLEMAX:
			simplemax(is_float, margins, n);
			break;
		case MLS_LINK_SOFTMAX:
			softmax(is_float, margins, n);
			break;
		case MLS_LINK_XGBOOST_SOFTMAX:
			xgboost_softmax(margins, n);
			break;
		default:
			for (uint32_t i = 0; i < n; i++)
				margins[i] = mls_link_one(link, is_float, margins[i]);
	}
}
