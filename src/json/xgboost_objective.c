/*
 * json/xgboost_objective.c
 *	  What an objective makes of margins, and the margins that trees start from.
 *
 * base_score is written on the scale of predictions.  Until 3.0 it is one number
 * for all outputs ("5E-1"), from 3.1 on a list ("[5E-1]"); an old single number
 * goes for every output.  What the releases do with it differs:
 *
 *	 1.0, 1.1	write it with six digits behind the point and read such a text in
 *				two parts, the fraction and what is before it, each rounded to
 *				float, which may be off by the last bit;
 *	 to 1.2		binary:logitraw takes the logit of it, later ones do not;
 *	 to 3.1		a probability must lie between 0 and 1, both excluded;
 *	 from 3.2	0 and 1 are allowed, and it is kept 1e-6 away from them.
 *
 * Each was seen by letting the release predict with a document of one leaf.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "json/xgboost_int.h"

/* Outputs of one model; XGBoost has no limit, a document that says more is lying. */
#define MAX_OUTPUTS		1000000

static const MlsXgbObjective objectives[] = {
	{"reg:squarederror", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"reg:linear", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"reg:squaredlogerror", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"reg:absoluteerror", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"reg:pseudohubererror", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"reg:quantileerror", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"reg:expectileerror", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"reg:logistic", MLS_FUNCTION_REGRESSION, false, MLS_LINK_XGBOOST_SIGMOID, MLS_XGB_BASE_LOGIT},
	{"reg:gamma", MLS_FUNCTION_REGRESSION, false, MLS_LINK_XGBOOST_EXP, MLS_XGB_BASE_LOG},
	{"reg:tweedie", MLS_FUNCTION_REGRESSION, false, MLS_LINK_XGBOOST_EXP, MLS_XGB_BASE_LOG},
	{"count:poisson", MLS_FUNCTION_REGRESSION, false, MLS_LINK_XGBOOST_EXP, MLS_XGB_BASE_LOG},
	{"survival:cox", MLS_FUNCTION_REGRESSION, false, MLS_LINK_XGBOOST_EXP, MLS_XGB_BASE_LOG},
	{"survival:aft", MLS_FUNCTION_REGRESSION, false, MLS_LINK_XGBOOST_EXP, MLS_XGB_BASE_LOG},
	{"rank:pairwise", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"rank:ndcg", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"rank:map", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"binary:logistic", MLS_FUNCTION_CLASSIFICATION, false, MLS_LINK_XGBOOST_SIGMOID, MLS_XGB_BASE_LOGIT},
	{"binary:logitraw", MLS_FUNCTION_REGRESSION, false, MLS_LINK_NONE, MLS_XGB_BASE_IS_MARGIN},
	{"binary:hinge", MLS_FUNCTION_REGRESSION, false, MLS_LINK_XGBOOST_HINGE, MLS_XGB_BASE_IS_MARGIN},
	{"multi:softprob", MLS_FUNCTION_CLASSIFICATION, true, MLS_LINK_XGBOOST_SOFTMAX, MLS_XGB_BASE_IS_MARGIN},
	{"multi:softmax", MLS_FUNCTION_CLASSIFICATION, true, MLS_LINK_XGBOOST_SOFTMAX, MLS_XGB_BASE_IS_MARGIN},
};

MlsLink
mls_xgb_link(const MlsXgb *xgb)
{
	if (xgb->objective == NULL)
		return MLS_LINK_NONE;
	if (xgb->objective->link == MLS_LINK_XGBOOST_SIGMOID && xgb->version < MLS_XGB_VERSION(1, 6, 0))
		return MLS_LINK_XGBOOST_SIGMOID_UNBOUNDED;
	return xgb->objective->link;
}

static void
read_objective(MlsXgb *xgb, const MlsAt *learner)
{
	MlsAt		objective = mls_json_member(learner, "objective");
	MlsAt		at = mls_json_member(&objective, "name");
	const char *name = NULL;

	if (mls_json_is_object(xgb->load, &objective, true))
		name = mls_json_text(xgb->load, &at, true);
	if (name == NULL)
		return;
	for (size_t i = 0; i < sizeof(objectives) / sizeof(objectives[0]); i++)
	{
		if (strcmp(objectives[i].name, name) == 0)
			xgb->objective = &objectives[i];
	}
	if (xgb->objective == NULL)
		mls_json_problem(xgb->load, MLS_UNSUPPORTED, &at, "the objective \"%s\" is not known", name);
}

/* How many classes, targets and margins there are. */
static bool
read_counts(MlsXgb *xgb, const MlsAt *param)
{
	MlsAt		at_features = mls_json_member(param, "num_feature");
	MlsAt		at_classes = mls_json_member(param, "num_class");
	MlsAt		at_targets = mls_json_member(param, "num_target");
	int64_t		features = 0;
	int64_t		classes = 0;
	int64_t		targets = 1;
	bool		sound;

	sound = mls_json_integer_text(xgb->load, &at_features, true, 0, INT32_MAX, &features);
	if (at_classes.item != NULL)
		sound &= mls_json_integer_text(xgb->load, &at_classes, true, 0, MAX_OUTPUTS, &classes);
	if (at_targets.item != NULL)
		sound &= mls_json_integer_text(xgb->load, &at_targets, true, 1, MAX_OUTPUTS, &targets);
	if (!sound)
		return false;

	xgb->n_features = (uint32_t) features;
	xgb->n_classes = (uint32_t) classes;
	xgb->n_outputs = (uint32_t) (classes > 1 ? classes : targets);
	if (xgb->objective != NULL && xgb->objective->classes_are_outputs && classes < 2)
	{
		mls_json_problem(xgb->load, MLS_INVALID, &at_classes, "the objective \"%s\" needs two classes at least",
						 xgb->objective->name);
		return false;
	}
	if (classes > 1 && targets > 1)
	{
		mls_json_problem(xgb->load, MLS_UNSUPPORTED, param, "several targets of several classes each are not supported");
		return false;
	}
	return true;
}

/* A number as releases before 1.2 read it: before and behind the point apart. */
static bool
parse_in_parts(const char *text, size_t length, float *value)
{
	const char *point = memchr(text, '.', length);
	size_t		before = point != NULL ? (size_t) (point - text) : length;
	bool		negative = length > 0 && text[0] == '-';
	double		whole;
	double		fraction = 0.0;

	if (memchr(text, 'e', length) != NULL || memchr(text, 'E', length) != NULL)
		return mls_parse_float(text, length, value);
	if (!mls_parse_double(text, before, &whole) ||
		(before + 1 < length && !mls_parse_double(point, length - before, &fraction)))
		return false;
	*value = (float) fabs(whole) + (float) fraction;
	if (negative)
		*value = -*value;
	return true;
}

/* The margin of a base_score; notes one that the release would refuse. */
static float
margin(MlsXgb *xgb, const MlsAt *at, float base)
{
	const float nearest = 1e-6f;
	MlsXgbBase	how = xgb->objective->base;

	if (strcmp(xgb->objective->name, "binary:logitraw") == 0 && xgb->version < MLS_XGB_VERSION(1, 3, 0))
		how = MLS_XGB_BASE_LOGIT;
	switch (how)
	{
		case MLS_XGB_BASE_LOGIT:
			if (xgb->version >= MLS_XGB_VERSION(3, 2, 0) && base >= 0.0f && base <= 1.0f)
			{
				base = fmaxf(base, nearest);
				base = fminf(base, 1.0f - nearest);
			}
			if (!(base > 0.0f && base < 1.0f))
			{
				mls_json_problem(xgb->load, MLS_INVALID, at, "%g is no probability between 0 and 1", base);
				return 0.0f;
			}
			return -logf(1.0f / base - 1.0f);
		case MLS_XGB_BASE_LOG:
			if (!(base > 0.0f))
			{
				mls_json_problem(xgb->load, MLS_INVALID, at, "%g has no logarithm", base);
				return 0.0f;
			}
			return logf(base);
		default:
			return base;
	}
}

static void
read_base_score(MlsXgb *xgb, const MlsAt *param)
{
	MlsAt		at = mls_json_member(param, "base_score");
	const char *text = mls_json_text(xgb->load, &at, true);
	const char *end;
	double	   *margins;
	uint32_t	n = 0;
	bool		list;

	if (text == NULL || xgb->objective == NULL)
		return;
	end = text + strlen(text);
	list = end - text >= 2 && text[0] == '[' && end[-1] == ']';
	if (list)
	{
		text++;
		end--;
	}
	margins = MLS_NEW_N(xgb->load, double, xgb->n_outputs);
	for (const char *p = text; p <= end;)
	{
		const char *comma = list ? memchr(p, ',', (size_t) (end - p)) : NULL;
		size_t		length = (size_t) ((comma != NULL ? comma : end) - p);
		float		base;
		bool		read = xgb->version < MLS_XGB_VERSION(1, 2, 0) ?
			parse_in_parts(p, length, &base) : mls_parse_float(p, length, &base);

		if (!read || !isfinite(base))
		{
			mls_json_problem(xgb->load, MLS_INVALID, &at, "\"%.*s\" is no number", (int) length, p);
			return;
		}
		if (n < xgb->n_outputs)
			margins[n] = margin(xgb, &at, base);
		n++;
		p += length + 1;
	}
	if (n != 1 && n != xgb->n_outputs)
	{
		mls_json_problem(xgb->load, MLS_INVALID, &at, "there are %u numbers for %u outputs", n, xgb->n_outputs);
		return;
	}
	for (; n < xgb->n_outputs; n++)
		margins[n] = margins[0];
	xgb->margins = margins;
}

bool
mls_xgb_objective(MlsXgb *xgb, const MlsAt *learner)
{
	MlsAt		param = mls_json_member(learner, "learner_model_param");

	read_objective(xgb, learner);
	if (!mls_json_is_object(xgb->load, &param, true) || !read_counts(xgb, &param))
		return false;
	read_base_score(xgb, &param);
	return true;
}
