/*
 * pg/batch_planning.h
 *	  Putting nodes that score in blocks into a finished plan: what the parts of
 *	  this share.
 */
#ifndef MLS_PG_BATCH_PLANNING_H
#define MLS_PG_BATCH_PLANNING_H

#include "postgres.h"

#include "nodes/plannodes.h"

/* One statement. */
typedef struct MlsPlanning
{
	PlannedStmt *statement;
	int			last_node_id;	/* the highest plan_node_id that has been given */
} MlsPlanning;

/* What a node has above it. */
typedef struct MlsAbove
{
	bool		marks;			/* the parent goes back to marked rows */
	bool		limited;		/* a LIMIT reads what the node gives, ... */
	int64		bound;			/* ... this many rows at most; -1: not known */
	bool		knows_read;		/* the parent reads some columns only: ... */
	Bitmapset  *read;			/* ... these */
} MlsAbove;

extern const MlsAbove mls_nothing_above;

/* Whether a node reads rows of a table; and whether it hands them on as they are stored, if all columns are wanted. */
extern bool mls_scans_table(const Plan *plan);
extern bool mls_gives_stored_rows(const Plan *plan);

/* Whether a node computes its target list from what it reads, joins, aggregates. */
extern bool mls_is_projecting(const Plan *plan);

/* Whether a node above plan that computes the calls of these expressions would pay, and may be there. */
extern bool mls_worth_it(const MlsPlanning *planning, const Plan *plan, const MlsAbove *above,
						 List *conditions, List *targetlist);

/*
 * Stages (pg/batch_stage.h) over a child that take part in what plan does, which
 * gives so many rows: they drop rows for which the conditions do not hold, and give the target list, both
 * of them expressions over the child.  A condition that calls another model than
 * the one before it has a stage of its own, and so have conditional calls.  Returns
 * the topmost one.
 */
extern Plan *mls_stack_stages(MlsPlanning *planning, const Plan *plan, double rows, Plan *child,
							  List *conditions, List *targetlist, int64 bound);

/*
 * Gives a projecting node's calls to nodes of their own, of which the topmost
 * takes its place.  Returns the node itself if there is nothing to do.
 */
extern Plan *mls_batch_projecting(MlsPlanning *planning, Plan *plan, const MlsAbove *above);

/*
 * Has a node below an Agg or WindowAgg compute calls in the arguments of aggregates
 * and window functions.  If the child computes its own target list, the calls
 * become a part of that.  Columns that only calls have read are no longer asked
 * for.  False if there is nothing to do.
 */
extern bool mls_batch_arguments(MlsPlanning *planning, Plan *plan);

/*
 * What a node reads of its outer or inner child, added to what that has above it
 * otherwise.  The planner may have let a scan give all columns of its table where
 * nobody minds.
 */
extern MlsAbove mls_above_child(const Plan *plan, bool outer, MlsAbove above);

#endif
