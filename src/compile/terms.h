/*
 * compile/terms.h
 *	  Predicates judged by what is known of a row, for all rows of which the same
 *	  is known at once.
 */
#ifndef MLS_COMPILE_TERMS_H
#define MLS_COMPILE_TERMS_H

#include "compile/ranges.h"

/* What is known of a field. */
typedef struct MlsFact
{
	uint32_t	field;			/* place among the fields */
	bool		is_missing;
	double		from;			/* not missing: from <= value < to */
	double		to;
} MlsFact;

#define MLS_MAX_FACTS	8		/* fields known of at once; enough for any predicate met */

typedef struct MlsFacts
{
	uint32_t	n;
	MlsFact		fact[MLS_MAX_FACTS];
} MlsFacts;

/* What is known of a field, or NULL. */
extern const MlsFact *mls_find_fact(const MlsFacts *facts, uint32_t field);

/* Adds what has become known of a field; false: too much is known. */
extern bool mls_learn(MlsFacts *facts, MlsFact learnt);

extern bool mls_same_facts(const MlsFacts *a, const MlsFacts *b);

/*
 * Predicates made ready to be judged.  Begin with zeros; fields holds
 * MlsRangeFields.  field_of(context, name) gives the place of the field of that
 * name in it, or MLS_NO_FIELD if its values cannot be compared as numbers.
 */
typedef struct MlsTerms
{
	MlsVec	   *fields;
	uint32_t	(*field_of) (void *context, const char *name);
	void	   *context;
	MlsVec		terms;			/* private */
	MlsVec		cuts;			/* double */
} MlsTerms;
#define MLS_NO_FIELD	UINT32_MAX

/* Forgets all predicates. */
extern void mls_clear_terms(MlsTerms *terms);

/*
 * Adds a predicate behind the others; its terms are those from *first up to the
 * first of the next one.  False: it cannot be judged by ranges of numbers.
 * Leaves.
 */
extern bool mls_add_terms(MlsLoad *load, MlsTerms *terms, const MlsPredicate *predicate, uint32_t *first);

/*
 * Whether two predicates cut a field at one number, and one is true below it, the
 * other at it and above; both unknown where the field is missing.  Uses the room of
 * the terms, which are forgotten.  Not all pairs that do so are seen.  Leaves.
 */
extern bool mls_are_opposite(MlsLoad *load, MlsTerms *terms, const MlsPredicate *first, const MlsPredicate *second,
							 uint32_t *field, double *cut, bool *first_is_below);

/* Whether one of the terms from first up to end looks at the field. */
extern bool mls_terms_name(const MlsTerms *terms, uint32_t first, uint32_t end, uint32_t field);

/* What a predicate is for rows of which the facts are known. */
typedef struct MlsJudgement
{
	bool		is_open;		/* not known yet: whether the field's value is below the cut would help */
	MlsTruth	truth;			/* if not open */
	uint32_t	field;
	double		cut;			/* INFINITY: only whether the value is missing */
} MlsJudgement;

extern MlsJudgement mls_judge(const MlsTerms *terms, uint32_t first, const MlsFacts *facts);

#endif
