/*
 * ir/predicate.h
 *	  PMML's predicates: three-valued conditions on a row.
 */
#ifndef MLS_IR_PREDICATE_H
#define MLS_IR_PREDICATE_H

#include "ir/field.h"

typedef struct MlsPredicate
{
	uint8_t		kind;			/* MlsPredicateKind */
	uint8_t		op;				/* MlsSimpleOperator or MlsBooleanOperator */
	bool		is_not_in;		/* SimpleSetPredicate booleanOperator="isNotIn" */
	uint32_t	line;
	const char *field;			/* SIMPLE, SIMPLE_SET, CODE_SET; shared by all that name the field */
	union
	{
		MlsLiteral	value;		/* SIMPLE */
		struct
		{
			const char **values;
			uint32_t	n;
		}			set;		/* SIMPLE_SET */
		struct
		{
			uint32_t   *codes;	/* ascending */
			uint32_t	n;
		}			codes;		/* CODE_SET */
		struct
		{
			struct MlsPredicate *parts;
			uint32_t	n;
		}			compound;
	}			u;
} MlsPredicate;

#endif
