/*
 * ir/predicate.c
 *	  What predicates are made of.
 */
#include "ir/predicate.h"

bool
mls_is_order(const MlsPredicate *predicate)
{
	return predicate->kind == MLS_PRED_SIMPLE &&
		(predicate->op == MLS_OP_LESS_THAN || predicate->op == MLS_OP_LESS_OR_EQUAL ||
		 predicate->op == MLS_OP_GREATER_THAN || predicate->op == MLS_OP_GREATER_OR_EQUAL);
}

MlsCodeSet *
mls_code_set(MlsLoad *load, uint32_t *codes, uint32_t n)
{
	MlsCodeSet *set = MLS_NEW(load, MlsCodeSet);

	*set = (MlsCodeSet) {codes, n};
	return set;
}

MlsPredicateList *
mls_predicate_list(MlsLoad *load, uint32_t n)
{
	MlsPredicateList *list = MLS_NEW(load, MlsPredicateList);

	*list = (MlsPredicateList) {MLS_NEW_N(load, MlsPredicate, n), n};
	return list;
}
