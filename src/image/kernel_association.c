/*
 * image/kernel_association.c
 *	  The association kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

static const char *
check_output(const MlsImage *image, const MlsImgRuleOutput *output, uint32_t n_rules)
{
	MLS_NEED(MLS_HAS_COLUMN(image, output->column), "an output of rules has no column");
	MLS_NEED(output->algorithm <= MLS_RULES_ASSOCIATION && MLS_IS_BOOL(output->is_list), "an output selects rules in no known way");
	MLS_NEED(mls_indices_below(image, (MlsSpan) {output->order, n_rules}, n_rules, false), "an output's rules have no order");
	if (output->is_list)
		MLS_NEED(mls_indices_below(image, (MlsSpan) {output->texts, n_rules}, MLS_N_RECORDS(image, STRING), false),
				 "an output's rules have no texts");
	else
		MLS_NEED(mls_indices_below(image, (MlsSpan) {output->values, n_rules}, MLS_N_RECORDS(image, CONSTANT), false),
				 "an output's rules have no values");
	return NULL;
}

const char *
mls_check_kernel_association(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgAssociation *association;
	const char *fault = NULL;

	MLS_NEED(MLS_GIVE_ONE(image, given, ASSOCIATION, model->body), "a model's rules do not exist");
	association = &MLS_RECORDS(image, ASSOCIATION)[model->body];
	MLS_NEED(MLS_GIVE(image, given, ITEM, association->items), "a model's items do not exist");
	MLS_NEED(MLS_GIVE(image, given, ASSOCIATION_RULE, association->rules), "a model's rules do not exist");
	MLS_NEED(MLS_GIVE(image, given, RULE_OUTPUT, association->outputs), "the outputs of rules do not exist");
	MLS_NEED(MLS_HAS_COLUMN_OR_NONE(image, association->list) && MLS_HAS_OR_NONE(image, INPUT, association->input),
			 "a list of items has no column");
	MLS_NEED(association->parents.n % 2 == 0 && MLS_HAS_SPAN(image, INDEX, association->parents), "items have no parents");
	for (uint32_t i = 0; i < association->parents.n; i += 2)
	{
		const uint32_t *pair = &MLS_RECORDS(image, INDEX)[association->parents.first + i];

		MLS_NEED(MLS_HAS(image, STRING, pair[0]) && pair[1] < association->items.n && (i == 0 || pair[-2] <= pair[0]),
				 "a value belongs to no item");
	}
	for (uint32_t i = 0; i < association->items.n; i++)
	{
		const MlsImgItem *item = &MLS_RECORDS(image, ITEM)[association->items.first + i];

		MLS_NEED(association->list != MLS_NONE ? MLS_HAS(image, STRING, item->text) :
				 MLS_HAS_COLUMN(image, item->column) && MLS_HAS_OR_NONE(image, CONSTANT, item->constant),
				 "an item does not exist");
	}
	for (uint32_t i = 0; i < association->rules.n; i++)
	{
		const MlsImgAssociationRule *rule = &MLS_RECORDS(image, ASSOCIATION_RULE)[association->rules.first + i];

		MLS_NEED(mls_indices_below(image, rule->antecedent, association->items.n, false) &&
				 mls_indices_below(image, rule->consequent, association->items.n, false), "a rule's items do not exist");
	}
	for (uint32_t i = 0; i < association->outputs.n && fault == NULL; i++)
		fault = check_output(image, &MLS_RECORDS(image, RULE_OUTPUT)[association->outputs.first + i], association->rules.n);
	return fault;
}

/* Which items a row has, and which rules apply to them. */
MlsScratch
mls_scratch_association(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgAssociation *association = &MLS_RECORDS(image, ASSOCIATION)[model->body];

	return (MlsScratch) {(uint64_t) association->items.n + association->rules.n + 2 * 8, 0};
}
