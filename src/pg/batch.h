/*
 * pg/batch.h
 *	  Scoring in blocks of rows: a node of the plan that computes the calls of
 *	  scoring functions for many rows at a time.
 *
 * The node is a CustomScan "MlScore" over one child.  Its custom_scan_tlist
 * describes the rows that its own targetlist and qual see (as INDEX_VAR), by
 * four kinds of entries:
 *
 *	 a Var of the child's columns (OUTER_VAR), or a system column of the scan that
 *	 is the child (a plain Var): handed through
 *	 a Const: nobody reads the column
 *	 a FuncExpr: a call of a scoring function, computed here
 *	 a RelabelType of a FuncExpr to "internal": the same, but asked for only where
 *		predict_asked(entry) is evaluated
 *
 * Entries handed through are kept for as many rows as are scored together.
 * custom_exprs has for each entry of the last kind, in their order, an expression
 * over the child that is true wherever the value is asked for.
 */
#ifndef MLS_PG_BATCH_H
#define MLS_PG_BATCH_H

#include "postgres.h"

#include "nodes/extensible.h"
#include "nodes/plannodes.h"

/* ml_score.enable_batch */
typedef enum MlsEnableBatch
{
	MLS_BATCH_OFF,
	MLS_BATCH_ON,				/* where it pays */
	MLS_BATCH_FORCE				/* wherever it can be, for tests */
} MlsEnableBatch;

extern int	mls_enable_batch;

/* What custom_private holds, in this order. */
typedef enum MlsBatchPrivate
{
	MLS_BATCH_BOUND				/* Const int8: rows that the parent reads at most; NULL: not known */
} MlsBatchPrivate;

/* A node of which only the kind is set. */
extern CustomScan *mls_batch_node(void);
extern bool mls_is_batch_node(const Plan *plan);

/* Whether an entry is of the last kind. */
static inline bool
mls_is_asked(const Expr *entry)
{
	return IsA(entry, RelabelType);
}

/* Once per backend, from _PG_init: the node, and the planner's hook. */
extern void mls_batch_node_init(void);
extern void mls_batch_plan_init(void);

#endif
