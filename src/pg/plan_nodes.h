/*
 * pg/plan_nodes.h
 *	  The nodes of a finished plan, one after the other.
 */
#ifndef MLS_PG_PLAN_NODES_H
#define MLS_PG_PLAN_NODES_H

#include "postgres.h"

#include "nodes/plannodes.h"

typedef void (*MlsPlanVisitor) (Plan *plan, void *context);

/* Calls visit for each node of a statement's plan and subplans: a parent before its children. */
extern void mls_plan_visit(const PlannedStmt *statement, MlsPlanVisitor visit, void *context);

#endif
