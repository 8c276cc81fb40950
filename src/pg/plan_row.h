/*
 * pg/plan_row.h
 *	  A row in a query, as the columns that it is made of.
 */
#ifndef MLS_PG_PLAN_ROW_H
#define MLS_PG_PLAN_ROW_H

#include "postgres.h"

#include "nodes/pathnodes.h"

typedef struct MlsPlanRow
{
	int			n;
	char	  **names;			/* server encoding */
	Oid		   *types;
	Node	  **values;			/* parts of the query, or Vars made for it */
	Node	   *there;			/* if an outer join may make the row NULL: true where it has not; else NULL */
} MlsPlanRow;

/*
 * Takes apart a whole-row reference or a ROW(); palloc's.  False where that
 * cannot be done, or where the row as a whole may be NULL and nothing tells.  What a record of the row would be has just these columns, by name,
 * type and value.
 */
extern bool mls_plan_row(PlannerInfo *root, Node *record, MlsPlanRow *row);

#endif
