/*
 * image/check_predicates.c
 *	  The image's check: predicates.
 */
#include "image/check_int.h"

static const char *
check_compound(const MlsImage *image, uint32_t i)
{
	const MlsImgPredicate *predicates = MLS_RECORDS(image, PREDICATE);
	const MlsImgPredicate *p = &predicates[i];

	MLS_NEED(p->op <= MLS_BOOL_SURROGATE, "a compound predicate has an unknown operator");
	MLS_NEED(p->height > 0 && p->height <= MLS_MAX_PREDICATE_HEIGHT, "predicates are nested too deeply");
	MLS_NEED(MLS_HAS_SPAN(image, PREDICATE, p->members) && (p->members.n == 0 || p->members.first > i),
			 "a compound predicate's parts do not exist");
	for (uint32_t part = p->members.first; part < p->members.first + p->members.n; part++)
		MLS_NEED(predicates[part].parent == i && predicates[part].height < p->height,
				 "a predicate is not part of the one that names it");
	return NULL;
}

const char *
mls_check_predicates(const MlsImage *image)
{
	const MlsImgPredicate *predicates = MLS_RECORDS(image, PREDICATE);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, PREDICATE); i++)
	{
		const MlsImgPredicate *p = &predicates[i];
		const char *fault;
		bool		needs_constant;

		MLS_NEED(MLS_IS_BOOL(p->is_not_in) && MLS_IS_BOOL(p->is_numeric), "a predicate's flag is no boolean");
		switch ((MlsPredicateKind) p->kind)
		{
			case MLS_PRED_TRUE:
			case MLS_PRED_FALSE:
				MLS_NEED(p->height == 0, "a predicate's height is wrong");
				continue;
			case MLS_PRED_COMPOUND:
				if ((fault = check_compound(image, i)) != NULL)
					return fault;
				continue;
			case MLS_PRED_SIMPLE:
				needs_constant = p->op != MLS_OP_IS_MISSING && p->op != MLS_OP_IS_NOT_MISSING;
				MLS_NEED(p->op <= MLS_OP_IS_NOT_MISSING, "a predicate has an unknown operator");
				MLS_NEED(!needs_constant || MLS_HAS(image, CONSTANT, p->constant), "a predicate's value does not exist");
				MLS_NEED(MLS_ARE_CONSTANTS(image, p->members), "an ordinal field's values do not exist");
				break;
			case MLS_PRED_SIMPLE_SET:
				MLS_NEED(MLS_HAS(image, SET, p->constant), "a predicate's set does not exist");
				break;
			case MLS_PRED_CODE_SET:
				MLS_NEED(MLS_HAS_SPAN(image, INDEX, p->members), "a predicate's codes do not exist");
				break;
			default:
				return "a predicate is of no kind";
		}
		MLS_NEED(p->height == 0, "a predicate's height is wrong");
		MLS_NEED(MLS_HAS_COLUMN(image, p->column), "a predicate's field does not exist");
	}
	return NULL;
}
