/*
 * compile/terms.c
 *	  Predicates judged by what is known of a row.
 *
 * A predicate on a field is open as long as one of its cuts lies within what is
 * known of the field's value; the cut in the middle is then the best to ask for,
 * so that a set of many ranges is searched by halving.
 */
#include <math.h>
#include <string.h>

#include "compile/terms.h"

#define MAX_HEIGHT		32		/* of compound predicates */

typedef enum TermKind
{
	TERM_CONSTANT,
	TERM_RANGES,
	TERM_COMPOUND
} TermKind;

/* A predicate, or a part of one. */
typedef struct Term
{
	TermKind	kind;
	MlsTruth	constant;
	uint32_t	field;			/* RANGES: place among the fields */
	MlsRanges	ranges;
	uint8_t		op;				/* COMPOUND: MlsBooleanOperator */
	uint32_t	first_part;
	uint32_t	n_parts;
} Term;

/* ---- facts ---- */

const MlsFact *
mls_find_fact(const MlsFacts *facts, uint32_t field)
{
	for (uint32_t i = 0; i < facts->n; i++)
	{
		if (facts->fact[i].field == field)
			return &facts->fact[i];
	}
	return NULL;
}

bool
mls_learn(MlsFacts *facts, MlsFact learnt)
{
	for (uint32_t i = 0; i < facts->n; i++)
	{
		MlsFact    *fact = &facts->fact[i];

		if (fact->field != learnt.field)
			continue;
		fact->is_missing = learnt.is_missing;
		fact->from = fmax(fact->from, learnt.from);
		fact->to = fmin(fact->to, learnt.to);
		return true;
	}
	if (facts->n == MLS_MAX_FACTS)
		return false;
	facts->fact[facts->n++] = learnt;
	return true;
}

bool
mls_same_facts(const MlsFacts *a, const MlsFacts *b)
{
	if (a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++)
	{
		const MlsFact *x = &a->fact[i];
		const MlsFact *y = &b->fact[i];

		if (x->field != y->field || x->is_missing != y->is_missing || x->from != y->from || x->to != y->to)
			return false;
	}
	return true;
}

/* ---- terms ---- */

void
mls_clear_terms(MlsTerms *terms)
{
	terms->terms.n = 0;
	terms->cuts.n = 0;
}

static bool
make_term(MlsLoad *load, MlsTerms *terms, const MlsPredicate *predicate, uint32_t place, uint32_t height)
{
	Term		term;

	memset(&term, 0, sizeof(term));
	switch ((MlsPredicateKind) predicate->kind)
	{
		case MLS_PRED_TRUE:
		case MLS_PRED_FALSE:
			term.kind = TERM_CONSTANT;
			term.constant = predicate->kind == MLS_PRED_TRUE ? MLS_TRUE : MLS_FALSE;
			break;

		case MLS_PRED_SIMPLE:
		case MLS_PRED_SIMPLE_SET:
		case MLS_PRED_CODE_SET:
			term.kind = TERM_RANGES;
			term.field = terms->field_of(terms->context, predicate->field);
			if (term.field == MLS_NO_FIELD)
				return false;

			MlsRangeField *field = &MLS_ITEM(terms->fields, MlsRangeField, term.field);

			/* which parts are looked at when one cannot be is settled where each is */
			if (mls_look_matters(field) && height > 0)
				return false;
			if (!mls_ranges_of(load, field, predicate, &terms->cuts, &term.ranges))
				return false;
			break;

		case MLS_PRED_COMPOUND:
			if (height >= MAX_HEIGHT)
				return false;
			term.kind = TERM_COMPOUND;
			term.op = predicate->op;
			term.first_part = terms->terms.n;
			term.n_parts = predicate->u.compound->n;
			for (uint32_t i = 0; i < term.n_parts; i++)
				memset(MLS_PUSH(load, &terms->terms, Term), 0, sizeof(Term));
			for (uint32_t i = 0; i < term.n_parts; i++)
			{
				if (!make_term(load, terms, &predicate->u.compound->parts[i], term.first_part + i, height + 1))
					return false;
			}
			break;
	}
	MLS_ITEM(&terms->terms, Term, place) = term;
	return true;
}

bool
mls_add_terms(MlsLoad *load, MlsTerms *terms, const MlsPredicate *predicate, uint32_t *first)
{
	*first = terms->terms.n;
	memset(MLS_PUSH(load, &terms->terms, Term), 0, sizeof(Term));
	return make_term(load, terms, predicate, *first, 0);
}

bool
mls_are_opposite(MlsLoad *load, MlsTerms *terms, const MlsPredicate *first, const MlsPredicate *second,
				 uint32_t *field, double *cut, bool *first_is_below)
{
	MlsRangeField *compared;
	MlsRanges	ranges[2];
	const double *cuts;

	if (!mls_is_order(first) || !mls_is_order(second) ||
		(first->field != second->field && strcmp(first->field, second->field) != 0) ||
		(*field = terms->field_of(terms->context, first->field)) == MLS_NO_FIELD)
		return false;
	mls_clear_terms(terms);
	compared = &MLS_ITEM(terms->fields, MlsRangeField, *field);
	if (!mls_ranges_of(load, compared, first, &terms->cuts, &ranges[0]) ||
		!mls_ranges_of(load, compared, second, &terms->cuts, &ranges[1]))
		return false;
	cuts = terms->cuts.items;
	*cut = cuts != NULL ? cuts[0] : 0;
	*first_is_below = ranges[0].lowest == MLS_TRUE;
	return ranges[0].n_cuts == 1 && ranges[1].n_cuts == 1 && cuts[0] == cuts[1] &&
		ranges[0].lowest != ranges[1].lowest;
}

bool
mls_terms_name(const MlsTerms *terms, uint32_t first, uint32_t end, uint32_t field)
{
	for (uint32_t i = first; i < end; i++)
	{
		const Term *term = &MLS_ITEM(&terms->terms, Term, i);

		if (term->kind == TERM_RANGES && term->field == field)
			return true;
	}
	return false;
}

/* ---- judging ---- */

static MlsJudgement
judged(MlsTruth truth)
{
	return (MlsJudgement) {.truth = truth};
}

static MlsJudgement
judge_ranges(const MlsTerms *terms, const Term *term, const MlsFacts *facts)
{
	const double *cuts = (const double *) terms->cuts.items + term->ranges.first_cut;
	uint32_t	n = term->ranges.n_cuts;
	const MlsFact *fact = mls_find_fact(facts, term->field);
	double		from = -INFINITY;
	double		to = INFINITY;

	if (fact && fact->is_missing)
		return judged(term->ranges.missing);
	if (fact)
	{
		from = fact->from;
		to = fact->to;
	}

	/* cuts up to "low" are passed already, those from "high" on are never reached */
	uint32_t	low = 0;
	uint32_t	high = n;

	for (uint32_t l = 0, h = n; l < h; low = l)
	{
		uint32_t	middle = l + (h - l) / 2;

		if (cuts[middle] <= from)
			l = middle + 1;
		else
			h = middle;
	}
	while (high > low && cuts[high - 1] >= to)
		high--;

	MlsTruth	here = (low % 2 == 0) == (term->ranges.lowest == MLS_TRUE) ? MLS_TRUE : MLS_FALSE;

	if (low == high && (fact || here == term->ranges.missing))
		return judged(here);
	return (MlsJudgement) {.is_open = true, .field = term->field,
		.cut = low == high ? INFINITY : cuts[low + (high - low) / 2]};
}

static MlsJudgement
judge(const MlsTerms *terms, const Term *term, const MlsFacts *facts)
{
	MlsJudgement	open = {0};
	bool		unknown = false;
	bool		parity = false;

	if (term->kind == TERM_CONSTANT)
		return judged(term->constant);
	if (term->kind == TERM_RANGES)
		return judge_ranges(terms, term, facts);

	for (uint32_t i = 0; i < term->n_parts; i++)
	{
		MlsJudgement	part = judge(terms, &MLS_ITEM(&terms->terms, Term, term->first_part + i), facts);

		if (term->op == MLS_BOOL_SURROGATE)
		{
			if (part.is_open || part.truth != MLS_UNKNOWN)
				return part;
		}
		else if (part.is_open)
		{
			if (!open.is_open)
				open = part;
		}
		else if (part.truth == MLS_UNKNOWN)
			unknown = true;
		else if (term->op == MLS_BOOL_XOR)
			parity ^= part.truth == MLS_TRUE;
		else if (part.truth == (term->op == MLS_BOOL_AND ? MLS_FALSE : MLS_TRUE))
			return part;
	}
	if (term->op == MLS_BOOL_SURROGATE || (term->op == MLS_BOOL_XOR && unknown))
		return judged(MLS_UNKNOWN);
	if (open.is_open)
		return open;
	if (unknown)
		return judged(MLS_UNKNOWN);
	if (term->op == MLS_BOOL_XOR)
		return judged(parity ? MLS_TRUE : MLS_FALSE);
	return judged(term->op == MLS_BOOL_AND ? MLS_TRUE : MLS_FALSE);
}

MlsJudgement
mls_judge(const MlsTerms *terms, uint32_t first, const MlsFacts *facts)
{
	return judge(terms, &MLS_ITEM(&terms->terms, Term, first), facts);
}
