/*
 * pmml/pmml_predicate.c
 *	  Predicates: SimplePredicate, SimpleSetPredicate, CompoundPredicate, True, False.
 */
#include "pmml/pmml_util.h"

static void
read_simple(MlsPmml *pmml, const MlsXml *element, MlsPredicate *predicate)
{
	static const MlsPmmlWord operators[] = {
		{"equal", MLS_OP_EQUAL},
		{"notEqual", MLS_OP_NOT_EQUAL},
		{"lessThan", MLS_OP_LESS_THAN},
		{"lessOrEqual", MLS_OP_LESS_OR_EQUAL},
		{"greaterThan", MLS_OP_GREATER_THAN},
		{"greaterOrEqual", MLS_OP_GREATER_OR_EQUAL},
		{"isMissing", MLS_OP_IS_MISSING},
		{"isNotMissing", MLS_OP_IS_NOT_MISSING},
		{NULL, 0}
	};

	predicate->field = mls_pmml_field(pmml, element, "field");
	predicate->op = (uint8_t) mls_pmml_word(pmml, element, "operator", operators, -1);
	if (predicate->op != MLS_OP_IS_MISSING && predicate->op != MLS_OP_IS_NOT_MISSING)
		predicate->u.text = mls_pmml_required(pmml, element, "value");
}

static void
read_simple_set(MlsPmml *pmml, const MlsXml *element, MlsPredicate *predicate)
{
	static const MlsPmmlWord operators[] = {{"isIn", false}, {"isNotIn", true}, {NULL, 0}};
	const MlsXml *array = mls_pmml_only(pmml, element, mls_xml_child(element, "array") ? "array" : "Array");

	predicate->field = mls_pmml_field(pmml, element, "field");
	predicate->u.set = MLS_NEW(pmml->load, MlsTextSet);
	predicate->is_not_in = mls_pmml_word(pmml, element, "booleanOperator", operators, -1) != 0;
	if (array)
		predicate->u.set->values = mls_pmml_array(pmml, array, &predicate->u.set->n);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the Array is missing");
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_pmml_is_array(child))
			mls_pmml_unknown(pmml, child);
	}
}

static void
read_compound(MlsPmml *pmml, const MlsXml *element, MlsPredicate *predicate)
{
	static const MlsPmmlWord operators[] = {
		{"and", MLS_BOOL_AND},
		{"or", MLS_BOOL_OR},
		{"xor", MLS_BOOL_XOR},
		{"surrogate", MLS_BOOL_SURROGATE},
		{NULL, 0}
	};
	uint32_t	n = 0;

	predicate->op = (uint8_t) mls_pmml_word(pmml, element, "booleanOperator", operators, -1);
	for (const MlsXml *child = element->first; child; child = child->next)
		n++;
	predicate->u.compound = mls_predicate_list(pmml->load, n);
	if (n == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no predicate in it");
	if (pmml->predicates == MLS_PMML_MAX_PREDICATES)
	{
		mls_pmml_problem(pmml, MLS_TOO_LARGE, element, "more than %d predicates in each other",
						 MLS_PMML_MAX_PREDICATES);
		return;
	}
	pmml->predicates++;
	n = 0;
	for (const MlsXml *child = element->first; child; child = child->next)
		mls_pmml_predicate(pmml, child, &predicate->u.compound->parts[n++]);
	pmml->predicates--;
}

static const struct
{
	const char *element;
	MlsPredicateKind kind;
	void		(*read) (MlsPmml *pmml, const MlsXml *element, MlsPredicate *predicate);
}			kinds[] =
{
	{"SimplePredicate", MLS_PRED_SIMPLE, read_simple},
	{"SimpleSetPredicate", MLS_PRED_SIMPLE_SET, read_simple_set},
	{"CompoundPredicate", MLS_PRED_COMPOUND, read_compound},
	{"True", MLS_PRED_TRUE, NULL},
	{"False", MLS_PRED_FALSE, NULL}
};

/* The entry of an element in kinds, or -1. */
static int
find_kind(const MlsXml *element)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
	{
		if (mls_xml_is(element, kinds[i].element))
			return (int) i;
	}
	return -1;
}

bool
mls_pmml_is_predicate(const MlsXml *element)
{
	return find_kind(element) >= 0;
}

void
mls_pmml_predicate(MlsPmml *pmml, const MlsXml *element, MlsPredicate *predicate)
{
	int			i = find_kind(element);

	mls_tick(pmml->load);
	predicate->line = element->line;
	if (i < 0)
	{
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "this element is not known as a predicate");
		return;
	}
	predicate->kind = (uint8_t) kinds[i].kind;
	if (kinds[i].read)
		kinds[i].read(pmml, element, predicate);
}
