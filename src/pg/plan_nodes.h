/*
 * pg/plan_nodes.h
 *	  The nodes of a finished plan, one after the other.
 */
#ifndef MLS_PG_PLAN_NODES_H
#define MLS_PG_PLAN_NODES_H

#include "postgres.h"

#include "nodes/plannodes.h"

/* Calls visit for each node of a plan, if there is one: a parent before its children. */
extern void mls_plan_visit(Plan *plan, void (*visit) (Plan *plan, void *context), void *context);

#endif
