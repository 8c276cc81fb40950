/*
 * pmml/pmml_rule_set.c
 *	  RuleSetModel.
 *
 * How many records a rule or the whole set was made from (recordCount, nbCorrect,
 * the ScoreDistribution of the RuleSet) informs, and never changes a score.
 */
#include <math.h>

#include "pmml/pmml_util.h"

static void read_rules(MlsPmml *pmml, const MlsXml *element, MlsRule **rules, uint32_t *n);

static bool
is_rule(const MlsXml *element)
{
	return mls_xml_is(element, "SimpleRule") || mls_xml_is(element, "CompoundRule");
}

static void
read_rule(MlsPmml *pmml, const MlsXml *element, MlsRule *rule)
{
	bool		is_simple = mls_xml_is(element, "SimpleRule");
	uint32_t	n_predicates = 0;

	rule->line = element->line;
	rule->id = mls_xml_get(element, "id");
	rule->confidence = mls_pmml_number(pmml, element, "confidence", 1.0);
	rule->weight = mls_pmml_number(pmml, element, "weight", 1.0);
	if (is_simple)
	{
		rule->score = mls_pmml_required(pmml, element, "score");
		rule->distributions = MLS_NEW_N(pmml->load, MlsScoreDistribution, mls_xml_count(element, "ScoreDistribution"));
	}
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_pmml_is_predicate(child))
		{
			if (n_predicates++ == 0)
				mls_pmml_predicate(pmml, child, &rule->predicate);
			else
				mls_pmml_problem(pmml, MLS_INVALID, child, "there is more than one predicate");
		}
		else if (is_simple && mls_xml_is(child, "ScoreDistribution"))
			mls_pmml_score_distribution(pmml, child, &rule->distributions[rule->n_distributions++]);
		else if (is_simple || !is_rule(child))
			mls_pmml_unknown(pmml, child);
	}
	if (n_predicates == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "the predicate is missing");
	if (!is_simple)
	{
		read_rules(pmml, element, &rule->rules, &rule->n_rules);
		if (rule->n_rules == 0)
			mls_pmml_problem(pmml, MLS_INVALID, element, "there is no rule in it");
	}
}

/* The rules among an element's children. */
static void
read_rules(MlsPmml *pmml, const MlsXml *element, MlsRule **rules, uint32_t *n)
{
	if (pmml->predicates == MLS_PMML_MAX_PREDICATES)
	{
		mls_pmml_problem(pmml, MLS_TOO_LARGE, element, "more than %d rules in each other", MLS_PMML_MAX_PREDICATES);
		return;
	}
	pmml->predicates++;
	*rules = MLS_NEW_N(pmml->load, MlsRule,
					   (size_t) mls_xml_count(element, "SimpleRule") + mls_xml_count(element, "CompoundRule"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (is_rule(child))
			read_rule(pmml, child, &(*rules)[(*n)++]);
	}
	pmml->predicates--;
}

static void
read_rule_set(MlsPmml *pmml, const MlsXml *element, MlsRuleSetModel *rule_set)
{
	static const MlsPmmlWord criteria[] = {
		{"firstHit", MLS_RULES_FIRST_HIT},
		{"weightedSum", MLS_RULES_WEIGHTED_SUM},
		{"weightedMax", MLS_RULES_WEIGHTED_MAX},
		{NULL, 0}
	};
	const MlsXml *method = mls_xml_child(element, "RuleSelectionMethod");

	rule_set->line = element->line;
	rule_set->defaultScore = mls_xml_get(element, "defaultScore");
	rule_set->defaultConfidence = mls_pmml_number(pmml, element, "defaultConfidence", NAN);
	if (method)
		rule_set->selection = (MlsRuleSelection) mls_pmml_word(pmml, method, "criterion", criteria, -1);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the RuleSelectionMethod is missing");
	read_rules(pmml, element, &rule_set->rules, &rule_set->n_rules);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!is_rule(child) && !mls_xml_is(child, "RuleSelectionMethod") && !mls_xml_is(child, "ScoreDistribution"))
			mls_pmml_unknown(pmml, child);
	}
}

void
mls_pmml_rule_set(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	const MlsXml *rule_set = mls_pmml_only(pmml, element, "RuleSet");

	model->u.rule_set = MLS_NEW(pmml->load, MlsRuleSetModel);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "RuleSet"))
			mls_pmml_other_child(pmml, element, child);
	}
	if (rule_set)
		read_rule_set(pmml, rule_set, model->u.rule_set);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the RuleSet is missing");
}
