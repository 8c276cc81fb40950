/*
 * pg/batch_cost.h
 *	  What scoring in blocks costs beside a call for each row.
 *
 * Work is counted as mls_image_work() does, in PostgreSQL's operators.
 */
#ifndef MLS_PG_BATCH_COST_H
#define MLS_PG_BATCH_COST_H

#include "postgres.h"

#include "nodes/plannodes.h"

#include "pg/batch_planning.h"

/* Of a node that computes calls before it gives a row; about ten microseconds. */
#define MLS_BATCH_STARTUP	400.0

/* Of calls on a row: one by one, and in blocks. */
typedef struct MlsBatchWork
{
	double		alone;
	double		together;
} MlsBatchWork;

/* calls are FuncExprs; of the conditional ones (also FuncExprs) about half are counted. */
extern MlsBatchWork mls_batch_work(const List *calls, const List *conditional);

/* The same of all calls in an expression that can be batched. */
extern MlsBatchWork mls_batch_work_in(Node *expression);

/* Whether blocks are cheaper for so many rows. */
extern bool mls_batch_pays(MlsBatchWork work, double rows);

/* Rows that a plan would give without some of its conditions, about. */
extern double mls_rows_without(const MlsPlanning *planning, const Plan *plan, const List *conditions);

/* Of so many rows those for which conditions hold, about. */
extern double mls_rows_with(double rows, const List *conditions);

#endif
