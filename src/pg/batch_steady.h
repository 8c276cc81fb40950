/*
 * pg/batch_steady.h
 *	  Whether reading a plan's rows ahead of need can be noticed.
 */
#ifndef MLS_PG_BATCH_STEADY_H
#define MLS_PG_BATCH_STEADY_H

#include "postgres.h"

#include "nodes/plannodes.h"

/*
 * Whether rows of a plan may be read before they are asked for, or without being
 * asked for in the end: nothing in it is volatile, locks rows or writes.
 * Subplans of the statement that its expressions run are looked at too.
 */
extern bool mls_is_steady(const PlannedStmt *statement, Plan *plan);

/* The same for a plan whose own target list does not count, and of its conditions only these. */
extern bool mls_is_steady_below(const PlannedStmt *statement, Plan *plan, List *conditions);

#endif
