/*
 * pg/batch_stage.h
 *	  Building blocks of plans that score in blocks: expressions over a child's
 *	  columns, and MlScore nodes that compute them.
 *
 * "Columns" here are Vars, and where stated other expressions that a child
 * gives.  A reference to the child's column number n is a Var of OUTER_VAR, n.
 */
#ifndef MLS_PG_BATCH_STAGE_H
#define MLS_PG_BATCH_STAGE_H

#include "postgres.h"

#include "nodes/plannodes.h"

/*
 * Whether an expression is a node's to compute, and a column for those above it:
 * a Var, an aggregate, a window function.
 */
extern bool mls_is_given(const Node *node);

/*
 * Adds to a target list, each once, what an expression needs of its input: what is
 * given, and in their place the calls of the list that it contains.
 */
extern List *mls_add_needed(List *targetlist, Node *expression, List *calls);

/* The expression over a child that gives the target list: what equals an entry becomes a reference. */
extern Node *mls_over_list(Node *expression, List *targetlist);

/* A target list that gives what a child's gives. */
extern List *mls_references(List *targetlist);

/* The way back: references become what the target list has there. */
extern Node *mls_over_child(Node *expression, List *targetlist);

/* An expression in which what equals one of these is the child's column that gives it: column number first, and so on. */
extern Node *mls_over_computed(Node *expression, List *computed, AttrNumber first);

/*
 * The same as mls_over_list() over a scan that gives all columns of its table: references by
 * attribute number.  System columns and whole rows remain Vars of the table.
 */
extern Node *mls_over_table(Node *expression, Index scanrelid);

/* Whether an expression reads a whole row elsewhere than in one of the calls. */
extern bool mls_reads_whole_row(Node *expression, List *calls);

/*
 * An MlScore node over the child that computes the calls, and the conditional
 * ones (MlsConditionalCall) where they are asked for, drops rows for which the
 * conditions do not hold, and gives the target list; all of them are expressions
 * over the child.  Costs, parameters and plan_node_id are the caller's to set.
 * bound: rows that the parent reads at most, or -1.
 */
extern Plan *mls_make_stage(Plan *child, List *calls, List *conditional, List *conditions,
							List *targetlist, int64 bound);

/* Bytes of a row of a target list, about. */
extern int	mls_width_of(List *targetlist);

#endif
