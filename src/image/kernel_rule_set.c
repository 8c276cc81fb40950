/*
 * image/kernel_rule_set.c
 *	  The rule set kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

static const char *
check_rule(const MlsImage *image, const MlsImgModel *model, const MlsImgRuleSet *rule_set, uint32_t i, MlsGiven *given)
{
	const MlsImgRule *rule = &MLS_RECORDS(image, RULE)[i];
	const MlsImgDistribution *distributions = MLS_RECORDS(image, DISTRIBUTION);

	MLS_NEED(MLS_HAS(image, PREDICATE, rule->predicate), "a rule's predicate does not exist");
	MLS_NEED(rule->end > i && rule->end <= rule_set->rules.first + rule_set->rules.n, "a rule's end is outside of its set");
	MLS_NEED(rule->score == MLS_NONE || rule->score < rule_set->n_scores, "a rule's score does not exist");
	MLS_NEED(model->entity == MLS_NONE || rule->score == MLS_NONE || MLS_HAS(image, STRING, rule->entity), "a rule has no id");
	if (rule->distributions.n == 0)
		return NULL;
	MLS_NEED(MLS_GIVE(image, given, DISTRIBUTION, rule->distributions), "a rule's distributions do not exist");
	for (uint32_t d = 0; d < rule->distributions.n; d++)
		MLS_NEED(distributions[rule->distributions.first + d].category < model->categories.n,
				 "a distribution is of no category");
	return NULL;
}

const char *
mls_check_kernel_rule_set(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgRuleSet *rule_set;

	MLS_NEED(MLS_GIVE_ONE(image, given, RULE_SET, model->body), "a model's rule set does not exist");
	rule_set = &MLS_RECORDS(image, RULE_SET)[model->body];
	MLS_NEED(rule_set->selection <= MLS_RULES_WEIGHTED_MAX, "a rule set's selection is unknown");
	if (model->function == MLS_FUNCTION_CLASSIFICATION)
		MLS_NEED(rule_set->n_scores == model->categories.n, "a rule set's scores are no categories");
	else
		MLS_NEED(rule_set->scores.n == rule_set->n_scores && MLS_HAS_SPAN(image, NUMBER, rule_set->scores),
				 "a rule set's scores do not exist");
	MLS_NEED(rule_set->default_score == MLS_NONE || rule_set->default_score < rule_set->n_scores,
			 "a rule set's default score does not exist");
	MLS_NEED(MLS_HAS_COLUMN_OR_NONE(image, rule_set->confidence), "a rule set's confidence has no column");
	MLS_NEED(MLS_GIVE(image, given, RULE, rule_set->rules), "a rule set's rules do not exist");
	for (uint32_t i = rule_set->rules.first; i < rule_set->rules.first + rule_set->rules.n; i++)
	{
		const char *fault = check_rule(image, model, rule_set, i, given);

		if (fault != NULL)
			return fault;
	}
	return NULL;
}

/* The weight that each score has, and its heaviest rule. */
MlsScratch
mls_scratch_rule_set(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgRuleSet *rule_set = &MLS_RECORDS(image, RULE_SET)[model->body];

	return (MlsScratch) {(uint64_t) rule_set->n_scores * (sizeof(double) + sizeof(uint32_t)) + 2 * 8, 0};
}
