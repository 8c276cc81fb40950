/*
 * ir/rule_set.h
 *	  PMML's RuleSetModel.
 */
#ifndef MLS_IR_RULE_SET_H
#define MLS_IR_RULE_SET_H

#include "ir/predicate.h"

typedef struct MlsRule
{
	MlsPredicate predicate;
	const char *id;				/* or NULL */
	const char *score;			/* NULL: a CompoundRule */
	double		confidence;		/* 1 */
	double		weight;			/* 1 */
	struct MlsScoreDistribution *distributions;
	uint32_t	n_distributions;
	struct MlsRule *rules;		/* of a CompoundRule */
	uint32_t	n_rules;
	uint32_t	line;
} MlsRule;

typedef struct MlsRuleSetModel
{
	MlsRuleSelection selection; /* the first RuleSelectionMethod */
	const char *defaultScore;	/* or NULL */
	double		defaultConfidence;	/* NAN when absent */
	MlsRule    *rules;
	uint32_t	n_rules;
	uint32_t	line;
} MlsRuleSetModel;

#endif
