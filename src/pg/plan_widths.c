/*
 * pg/plan_widths.c
 *	  How wide the columns of a row are, where the planner would ask the statistics.
 *
 * A call on columns makes the planner ask how wide each of them is, which at the
 * first time in a connection is a look-up in pg_statistic for each: for 30 columns
 * a fifth of a millisecond, more than all else that planning such a call takes.  A
 * column of a type of fixed length has that length, and the statistics say nothing
 * else.  So for tables of statements with such calls it is told before it is asked
 * for.
 */
#include "postgres.h"

#include "optimizer/plancat.h"
#include "utils/rel.h"

#include "pg/plan_model.h"
#include "pg/plan_widths.h"

static get_relation_info_hook_type previous_info = NULL;

static void
tell_widths(Oid table, RelOptInfo *rel)
{
	Relation	relation = RelationIdGetRelation(table);

	if (!RelationIsValid(relation))
		return;
	for (int i = 0; i < RelationGetNumberOfAttributes(relation); i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(relation), i);
		int32	   *width = &rel->attr_widths[attribute->attnum - rel->min_attr];

		if (attribute->attlen > 0 && *width == 0)
			*width = attribute->attlen;
	}
	RelationClose(relation);
}

static void
relation_info(PlannerInfo *root, Oid table, bool inherited, RelOptInfo *rel)
{
	if (mls_plan_is_dependent(root))
		tell_widths(table, rel);
	if (previous_info)
		previous_info(root, table, inherited, rel);
}

void
mls_plan_widths_init(void)
{
	previous_info = get_relation_info_hook;
	get_relation_info_hook = relation_info;
}
