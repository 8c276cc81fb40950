/*
 * pg/batch_read.c
 *	  What nodes of a finished plan read: tables, columns of their children.
 */
#include "postgres.h"

#include "nodes/nodeFuncs.h"
#include "nodes/primnodes.h"

#include "pg/batch_planning.h"

bool
mls_scans_table(const Plan *plan)
{
	return IsA(plan, IndexOnlyScan) || mls_gives_stored_rows(plan);
}

bool
mls_gives_stored_rows(const Plan *plan)
{
	switch (nodeTag(plan))
	{
		case T_SeqScan:
		case T_SampleScan:
		case T_IndexScan:
		case T_BitmapHeapScan:
		case T_TidScan:
		case T_TidRangeScan:
			return true;
		default:
			return false;
	}
}

typedef struct Read
{
	int			varno;
	Bitmapset  *columns;
} Read;

static bool
read_walker(Node *node, Read *read)
{
	if (node == NULL)
		return false;
	if (IsA(node, Var) && ((Var *) node)->varno == read->varno)
		read->columns = bms_add_member(read->columns, ((Var *) node)->varattno);
	return expression_tree_walker(node, read_walker, read);
}

MlsAbove
mls_above_child(const Plan *plan, bool outer, MlsAbove above)
{
	Read		read = {outer ? OUTER_VAR : INNER_VAR, NULL};
	ListCell   *cell;

	above.knows_read = false;
	switch (nodeTag(plan))
	{
		case T_Agg:
			{
				const Agg  *aggregate = (const Agg *) plan;

				if (aggregate->chain != NIL)
					return above;
				for (int i = 0; i < aggregate->numCols; i++)
					read.columns = bms_add_member(read.columns, aggregate->grpColIdx[i]);
				break;
			}
		case T_NestLoop:
			read_walker((Node *) ((const Join *) plan)->joinqual, &read);
			foreach(cell, ((const NestLoop *) plan)->nestParams)
				read_walker((Node *) lfirst_node(NestLoopParam, cell)->paramval, &read);
			break;
		case T_MergeJoin:
			read_walker((Node *) ((const Join *) plan)->joinqual, &read);
			read_walker((Node *) ((const MergeJoin *) plan)->mergeclauses, &read);
			break;
		case T_HashJoin:
			read_walker((Node *) ((const Join *) plan)->joinqual, &read);
			read_walker((Node *) ((const HashJoin *) plan)->hashclauses, &read);
			read_walker((Node *) ((const HashJoin *) plan)->hashkeys, &read);
			break;
		default:
			return above;
	}
	read_walker((Node *) plan->targetlist, &read);
	read_walker((Node *) plan->qual, &read);
	above.knows_read = true;
	above.read = read.columns;
	return above;
}
