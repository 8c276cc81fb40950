/*
 * test/unit/test_link.c
 *	  Unit tests of the links, against values from tables of the functions.
 */
#include <math.h>

#include "eval/link.h"
#include "test.h"

/* float32 steps may differ from the exact value by so much */
#define FLOAT_ULP 6e-8

TEST(single_links_have_their_textbook_values)
{
	CHECK_DOUBLE(mls_link_one(MLS_LINK_NONE, false, -2.5), -2.5);
	CHECK_CLOSE(mls_link_one(MLS_LINK_LOGIT, false, 1.0), 0.7310585786300049, 1e-15, 0);
	CHECK_CLOSE(mls_link_one(MLS_LINK_PROBIT, false, 1.96), 0.9750021048517795, 1e-15, 0);
	CHECK_CLOSE(mls_link_one(MLS_LINK_PROBIT, false, -5.0), 2.8665157187919391e-07, 1e-14, 0);
	CHECK_CLOSE(mls_link_one(MLS_LINK_CLOGLOG, false, 0.0), 0.6321205588285577, 1e-15, 0);
	CHECK_CLOSE(mls_link_one(MLS_LINK_LOGLOG, false, 0.0), 0.36787944117144233, 1e-15, 0);
	CHECK_CLOSE(mls_link_one(MLS_LINK_EXP, false, 1.0), 2.718281828459045, 1e-15, 0);
	CHECK_DOUBLE(mls_link_one(MLS_LINK_CAUCHIT, false, 0.0), 0.5);
	CHECK_CLOSE(mls_link_one(MLS_LINK_CAUCHIT, false, 1.0), 0.75, 1e-15, 0);
	CHECK_CLOSE(mls_link_one(MLS_LINK_CAUCHIT, false, -1.0), 0.25, 1e-15, 0);
}

TEST(links_go_to_their_limits)
{
	CHECK_DOUBLE(mls_link_one(MLS_LINK_LOGIT, false, 1000.0), 1.0);
	CHECK_DOUBLE(mls_link_one(MLS_LINK_LOGIT, false, -1000.0), 0.0);
	CHECK_DOUBLE(mls_link_one(MLS_LINK_CLOGLOG, false, 1000.0), 1.0);
	CHECK_DOUBLE(mls_link_one(MLS_LINK_LOGLOG, false, -1000.0), 0.0);
	CHECK_DOUBLE(mls_link_one(MLS_LINK_PROBIT, false, -1000.0), 0.0);
	CHECK(isnan(mls_link_one(MLS_LINK_LOGIT, false, NAN)));
}

TEST(in_a_float_context_results_are_floats)
{
	for (int link = 0; link < MLS_N_LINKS; link++)
	{
		if (link == MLS_LINK_NONE || link == MLS_LINK_SIMPLEMAX || link == MLS_LINK_XGBOOST_SOFTMAX)
			continue;

		double		value = mls_link_one((MlsLink) link, true, (double) 0.3f);

		CHECK_DOUBLE(value, (double) (float) value);
	}
	CHECK_CLOSE(mls_link_one(MLS_LINK_LOGIT, true, 1.0), 0.7310585786300049, FLOAT_ULP, 0);

	/* 1 + e^-20 is 1 in float, so the quotient is too */
	CHECK_DOUBLE(mls_link_one(MLS_LINK_LOGIT, true, 20.0), 1.0);
	CHECK(mls_link_one(MLS_LINK_LOGIT, false, 20.0) < 1.0);
}

TEST(softmax_and_simplemax_share_one_among_the_scores)
{
	double		scores[3] = {1.0, 2.0, 3.0};
	double		far[2] = {1000.0, -1000.0};
	double		shares[3] = {1.0, 2.0, 5.0};

	mls_link_row(MLS_LINK_SOFTMAX, false, scores, 3);
	CHECK_CLOSE(scores[0], 0.09003057317038046, 1e-15, 0);
	CHECK_CLOSE(scores[1], 0.24472847105479764, 1e-15, 0);
	CHECK_CLOSE(scores[2], 0.6652409557748218, 1e-15, 0);

	mls_link_row(MLS_LINK_SOFTMAX, false, far, 2);
	CHECK_DOUBLE(far[0], 1.0);
	CHECK_DOUBLE(far[1], 0.0);

	mls_link_row(MLS_LINK_SIMPLEMAX, false, shares, 3);
	CHECK_DOUBLE(shares[0], 0.125);
	CHECK_DOUBLE(shares[1], 0.25);
	CHECK_DOUBLE(shares[2], 0.625);
}

TEST(a_single_link_takes_each_score_of_a_row_by_itself)
{
	double		scores[2] = {0.0, 1.0};

	mls_link_row(MLS_LINK_EXP, false, scores, 2);
	CHECK_DOUBLE(scores[0], 1.0);
	CHECK_DOUBLE(scores[1], exp(1.0));
}

TEST(xgboost_links_are_float32)
{
	double		scores[3] = {1.0, 2.0, 3.0};
	double		even[2] = {-7.5, -7.5};

	CHECK_DOUBLE(mls_link_one(MLS_LINK_XGBOOST_SIGMOID, false, 0.0), 0.5);
	CHECK_CLOSE(mls_link_one(MLS_LINK_XGBOOST_SIGMOID, false, 1.0), 0.7310585786300049, FLOAT_ULP, 0);
	CHECK_CLOSE(mls_link_one(MLS_LINK_XGBOOST_EXP, false, 1.0), 2.718281828459045, FLOAT_ULP, 0);

	/* the exponent is bounded, so a probability never is 0 */
	CHECK(mls_link_one(MLS_LINK_XGBOOST_SIGMOID, false, -1000.0) > 0.0);
	CHECK(mls_link_one(MLS_LINK_XGBOOST_SIGMOID, false, -1000.0) < 1e-38);
	CHECK_DOUBLE(mls_link_one(MLS_LINK_XGBOOST_SIGMOID_UNBOUNDED, false, -1000.0), 0.0);
	CHECK_DOUBLE(mls_link_one(MLS_LINK_XGBOOST_SIGMOID_UNBOUNDED, false, -88.6),
				 mls_link_one(MLS_LINK_XGBOOST_SIGMOID, false, -88.6));
	CHECK_DOUBLE(mls_link_one(MLS_LINK_XGBOOST_SIGMOID, false, 1000.0), 1.0);

	mls_link_row(MLS_LINK_XGBOOST_SOFTMAX, false, scores, 3);
	CHECK_CLOSE(scores[0], 0.09003057317038046, FLOAT_ULP, 0);
	CHECK_CLOSE(scores[2], 0.6652409557748218, FLOAT_ULP, 0);
	CHECK_DOUBLE(scores[1], (double) (float) scores[1]);

	mls_link_row(MLS_LINK_XGBOOST_SOFTMAX, false, even, 2);
	CHECK_DOUBLE(even[0], 0.5);
	CHECK_DOUBLE(even[1], 0.5);
}

TEST(xgboost_hinge_is_the_sign)
{
	CHECK_DOUBLE(mls_link_one(MLS_LINK_XGBOOST_HINGE, true, 0.25), 1.0);
	CHECK_DOUBLE(mls_link_one(MLS_LINK_XGBOOST_HINGE, true, 0.0), 0.0);
	CHECK_DOUBLE(mls_link_one(MLS_LINK_XGBOOST_HINGE, true, -0.25), 0.0);
}
