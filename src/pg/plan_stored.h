/*
 * pg/plan_stored.h
 *	  Calls on many columns of a stored row, in finished plans.
 */
#ifndef MLS_PG_PLAN_STORED_H
#define MLS_PG_PLAN_STORED_H

#include "postgres.h"

#include "nodes/plannodes.h"

/*
 * Makes calls on the row that a node reads of those on many of its columns, in
 * the nodes of a plan that read tables.  After whatever wants to see the columns.
 */
extern void mls_plan_stored(PlannedStmt *statement);

#endif
