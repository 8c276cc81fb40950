/*
 * ir/predicate.h
 *	  PMML's predicates: three-valued conditions on a row.
 */
#ifndef MLS_IR_PREDICATE_H
#define MLS_IR_PREDICATE_H

#include "ir/field.h"

typedef enum MlsPredicateKind
{
	MLS_PRED_TRUE,
	MLS_PRED_FALSE,
	MLS_PRED_SIMPLE,			/* SimplePredicate */
	MLS_PRED_SIMPLE_SET,		/* SimpleSetPredicate */
	MLS_PRED_COMPOUND,			/* CompoundPredicate */

	/*
	 * Not PMML: some trainers code categories as numbers.  True when the
	 * field's value, truncated toward zero, is one of the codes; false for
	 * every other number, negative or huge ones too; unknown when missing.
	 */
	MLS_PRED_CODE_SET
} MlsPredicateKind;

typedef enum MlsSimpleOperator
{
	MLS_OP_EQUAL,
	MLS_OP_NOT_EQUAL,
	MLS_OP_LESS_THAN,
	MLS_OP_LESS_OR_EQUAL,
	MLS_OP_GREATER_THAN,
	MLS_OP_GREATER_OR_EQUAL,
	MLS_OP_IS_MISSING,
	MLS_OP_IS_NOT_MISSING
} MlsSimpleOperator;

typedef enum MlsBooleanOperator
{
	MLS_BOOL_AND,
	MLS_BOOL_OR,
	MLS_BOOL_XOR,
	MLS_BOOL_SURROGATE
} MlsBooleanOperator;

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
