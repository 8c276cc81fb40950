/*
 * ir/predicate.h
 *	  PMML's predicates: three-valued conditions on a row.
 */
#ifndef MLS_IR_PREDICATE_H
#define MLS_IR_PREDICATE_H

#include "base/load.h"
#include "ir/field.h"

typedef struct MlsTextSet
{
	const char **values;
	uint32_t	n;
} MlsTextSet;

typedef struct MlsCodeSet
{
	uint32_t   *codes;			/* ascending */
	uint32_t	n;
} MlsCodeSet;

typedef struct MlsPredicateList
{
	struct MlsPredicate *parts;
	uint32_t	n;
} MlsPredicateList;

/* A forest has one for each node: these are small. */
typedef struct MlsPredicate
{
	uint8_t		kind;			/* MlsPredicateKind */
	uint8_t		op;				/* MlsSimpleOperator or MlsBooleanOperator */
	bool		is_not_in;		/* SimpleSetPredicate booleanOperator="isNotIn" */
	bool		is_number;		/* SIMPLE: the value is a number */
	uint32_t	line;
	const char *field;			/* SIMPLE, SIMPLE_SET, CODE_SET; shared by all that name the field */
	union
	{
		const char *text;		/* SIMPLE, if not is_number; NULL where there is none */
		double		number;		/* SIMPLE, if is_number */
		MlsTextSet *set;		/* SIMPLE_SET */
		MlsCodeSet *codes;		/* CODE_SET */
		MlsPredicateList *compound;
	}			u;
} MlsPredicate;

/* Whether a predicate compares by order: a SIMPLE one with <, <=, > or >=. */
extern bool mls_is_order(const MlsPredicate *predicate);

/* What predicates point at: a set of codes, which stay where they are, and room for the parts of a compound; leave. */
extern MlsCodeSet *mls_code_set(MlsLoad *load, uint32_t *codes, uint32_t n);
extern MlsPredicateList *mls_predicate_list(MlsLoad *load, uint32_t n);

/* With what a SIMPLE predicate compares. */
static inline MlsLiteral
mls_predicate_value(const MlsPredicate *predicate)
{
	if (predicate->is_number)
		return (MlsLiteral) {NULL, predicate->u.number, true};
	return (MlsLiteral) {predicate->u.text, 0, false};
}

/* A SIMPLE predicate of formats that hold numbers. */
static inline MlsPredicate
mls_compare_number(const char *field, MlsSimpleOperator op, double number)
{
	return (MlsPredicate) {
		.kind = MLS_PRED_SIMPLE, .op = (uint8_t) op, .is_number = true, .field = field, .u.number = number
	};
}

#endif
