/*
 * image/image_rule_set.h
 *	  Records of a RuleSetModel: rules in document order.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_RULE_SET_H
#define MLS_IMAGE_RULE_SET_H

#include "image/records.h"

/*
 * Scores are numbered: in a classification they are the model's categories, in a
 * regression the numbers in "scores".
 */
typedef struct MlsImgRuleSet
{
	uint32_t	selection;		/* MlsRuleSelection */
	uint32_t	n_scores;		/* different ones */
	MlsSpan		scores;			/* NUMBER, n_scores of them: of regression */
	MlsSpan		rules;			/* RULE */
	uint32_t	default_score;	/* or MLS_NONE */
	uint32_t	confidence;		/* column of the prediction's confidence, or MLS_NONE */
	double		default_confidence; /* NAN: none */
} MlsImgRuleSet;

/* A rule with those inside it: the records up to "end".  They count only where it is true itself. */
typedef struct MlsImgRule
{
	uint32_t	predicate;		/* PREDICATE */
	uint32_t	end;			/* RULE, or the number behind the set's last */
	uint32_t	score;			/* MLS_NONE: a CompoundRule, which has none */
	uint32_t	entity;			/* STRING: the id, or the number that stands for it; nobody asks: MLS_NONE */
	MlsSpan		distributions;	/* DISTRIBUTION */
	double		confidence;
	double		weight;
} MlsImgRule;

#endif
