/*
 * pg/batch_conditions.h
 *	  When a part of an expression is evaluated.
 */
#ifndef MLS_PG_BATCH_CONDITIONS_H
#define MLS_PG_BATCH_CONDITIONS_H

#include "postgres.h"

#include "nodes/primnodes.h"

/* Where in an expression a walker is. */
typedef struct MlsWhen
{
	Node	   *part;			/* the outermost expression that may pass over what is here; NULL: none */
	bool		is_known;		/* the conditions are all there are */
	List	   *conditions;		/* what is here is evaluated only where all of these are true */
} MlsWhen;

extern const MlsWhen mls_always;

/* Whether evaluating an expression ahead of need could be noticed; calls that are members of known do not count. */
extern bool mls_can_fail(Node *expression, const List *known);

/*
 * Adds that a condition holds.  It becomes one of the conditions if evaluating it
 * ahead of need cannot be noticed.
 */
extern void mls_when_true(MlsWhen *when, Node *condition, const List *known);

/* The same for a condition that test says something else of. */
extern void mls_when(MlsWhen *when, Node *condition, BoolTestType test, const List *known);
extern void mls_when_null(MlsWhen *when, Node *value, const List *known);

/* A value where a condition is true, else NULL; made of both. */
extern CaseExpr *mls_value_where(Expr *condition, Expr *value);

/* The condition of a CASE's branch, by itself. */
extern Node *mls_branch_condition(const CaseExpr *expression, const CaseWhen *branch);

#endif
