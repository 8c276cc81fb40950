/*
 * pg/plan_row.c
 *	  A row in a query, as the columns that it is made of.
 *
 * When the planner simplifies expressions, a row is one of two things.
 *
 *	- A whole-row Var of a table, a view, a subquery, a WITH query or a function
 *	  in FROM (whose NULL rows are rows of NULLs there).  Each of its columns is
 *	  a Var of the same relation.  The row itself is NULL only where an outer join
 *	  has found no partner for it; whether that can have happened is said by the
 *	  Var from 16 on, and by the join tree before.  Where it has, a table's column
 *	  tableoid is NULL, which it never is otherwise.
 *
 *	- A RowExpr: what becomes of a whole-row Var when its subquery is pulled up
 *	  into the query around it, or of a join's.  It is never NULL.
 *
 * Some expressions that are simplified belong to another relation than the
 * query's first one, whatever their Vars say (constraints, which the planner
 * renumbers later).  A Var must therefore be of the relation's own row type.
 *
 * Others are of another query than the planner says: when it looks whether an
 * EXISTS can be done by hashing, it simplifies the conditions in it as if they
 * were the outer query's, whose relations have the same numbers.  A Var that an
 * EXISTS has too is left alone; what is in the EXISTS comes again with its own query.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/sysattr.h"
#include "access/table.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/primnodes.h"
#include "optimizer/optimizer.h"
#include "optimizer/tlist.h"
#include "parser/parse_relation.h"
#include "parser/parsetree.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/typcache.h"

#include "pg/compat.h"
#include "pg/plan_row.h"

/* Whether a relation is where an outer join may put NULLs, as the join tree has it. */
static bool
is_nullable(Node *node, int relation, bool nullable)
{
	ListCell   *cell;

	if (node == NULL)
		return false;
	if (IsA(node, RangeTblRef))
		return nullable && ((RangeTblRef *) node)->rtindex == relation;
	if (IsA(node, FromExpr))
	{
		foreach(cell, ((FromExpr *) node)->fromlist)
		{
			if (is_nullable(lfirst(cell), relation, nullable))
				return true;
		}
	}
	else if (IsA(node, JoinExpr))
	{
		JoinExpr   *join = (JoinExpr *) node;
		bool		left = join->jointype != JOIN_INNER && join->jointype != JOIN_LEFT &&
			join->jointype != JOIN_SEMI && join->jointype != JOIN_ANTI;
		bool		right = join->jointype != JOIN_INNER && join->jointype != JOIN_RIGHT;

		return is_nullable(join->larg, relation, nullable || left) ||
			is_nullable(join->rarg, relation, nullable || right);
	}
	return false;
}

static bool
may_be_null(PlannerInfo *root, const Var *var)
{
#if PG_VERSION_NUM >= 160000
	/* the join of a MERGE is made of the statement later than its actions are written */
	if (root->parse->commandType != CMD_MERGE)
		return var->varnullingrels != NULL;
#endif
	return is_nullable((Node *) root->parse->jointree, var->varno, false);
}

/*
 * Whether a query groups by rows in several ways.  Such a row is NULL in results
 * of the groupings that it takes no part in, and its columns are not.
 */
static bool
groups_rows(const Query *query)
{
	ListCell   *cell;

	if (query->groupingSets == NIL)
		return false;
	foreach(cell, query->groupClause)
	{
		if (type_is_rowtype(exprType(get_sortgroupclause_expr(lfirst(cell), query->targetList))))
			return true;
	}
	return false;
}

/* Whether a row that an outer join may make NULL is there; NULL: nothing tells that. */
static Node *
row_is_there(PlannerInfo *root, const RangeTblEntry *rte, const Var *row)
{
	NullTest   *test;
	Var		   *column;

	if (rte->rtekind != RTE_RELATION || root->parse->commandType == CMD_MERGE ||
		(rte->relkind != RELKIND_RELATION && rte->relkind != RELKIND_PARTITIONED_TABLE &&
		 rte->relkind != RELKIND_MATVIEW))
		return NULL;
	column = makeVar(row->varno, TableOidAttributeNumber, OIDOID, -1, InvalidOid, row->varlevelsup);
	mls_null_where(column, row);
	test = makeNode(NullTest);
	test->arg = (Expr *) column;
	test->nulltesttype = IS_NOT_NULL;
	test->location = -1;
	return (Node *) test;
}

static bool
has_row_walker(Node *node, const Var *row)
{
	if (node == NULL)
		return false;
	if (IsA(node, Var))
	{
		const Var  *var = (Var *) node;

		return var->varattno == row->varattno && var->varno == row->varno && var->varlevelsup == row->varlevelsup &&
			var->vartype == row->vartype;
	}
	return expression_tree_walker(node, has_row_walker, (void *) row);
}

/* Whether conditions of an EXISTS have a Var like this one. */
static bool
is_in_exists_walker(Node *node, const Var *row)
{
	if (node == NULL)
		return false;
	if (IsA(node, SubLink) && ((SubLink *) node)->subLinkType == EXISTS_SUBLINK)
		return has_row_walker((Node *) castNode(Query, ((SubLink *) node)->subselect)->jointree, row);
	return expression_tree_walker(node, is_in_exists_walker, (void *) row);
}

static bool
may_be_of_exists(PlannerInfo *root, const Var *row)
{
	return root->parse->hasSubLinks &&
		(query_tree_walker(root->parse, is_in_exists_walker, (void *) row,
						   QTW_IGNORE_RT_SUBQUERIES | QTW_IGNORE_CTE_SUBQUERIES) ||
		 is_in_exists_walker((Node *) root->append_rel_list, row));
}

static void
row_begin(MlsPlanRow *row, int most)
{
	row->n = 0;
	row->there = NULL;
	row->names = palloc(Max(most, 1) * sizeof(char *));
	row->types = palloc(Max(most, 1) * sizeof(Oid));
	row->values = palloc(Max(most, 1) * sizeof(Node *));
}

static void
row_add(MlsPlanRow *row, char *name, Node *value)
{
	row->names[row->n] = name;
	row->types[row->n] = exprType(value);
	row->values[row->n++] = value;
}

/* A descriptor's names of columns, as type_names() gives them. */
static char **
descriptor_names(TupleDesc descriptor, int *n)
{
	char	  **names = palloc(Max(descriptor->natts, 1) * sizeof(char *));

	*n = descriptor->natts;
	for (int i = 0; i < *n; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, i);

		names[i] = attribute->attisdropped ? "" : pstrdup(NameStr(attribute->attname));
	}
	return names;
}

/*
 * Names of a row's columns where they are told by its type, not by the query:
 * "" for dropped ones, which take a place.  NULL for an anonymous record.
 */
static char **
type_names(Oid type, int *n)
{
	TupleDesc	descriptor;
	char	  **names;

	if (type == RECORDOID)
		return NULL;
	descriptor = lookup_rowtype_tupdesc_noerror(type, -1, true);
	if (descriptor == NULL)
	{
		*n = 0;
		return palloc(sizeof(char *));
	}
	names = descriptor_names(descriptor, n);
	ReleaseTupleDesc(descriptor);
	return names;
}

/*
 * The same of a row of the query: mostly a table's, whose columns are known without
 * the cache of types, which a new connection has not got yet.
 */
static char **
row_names(const RangeTblEntry *rte, const Var *row, int *n)
{
	char	  **names = NULL;
	Relation	relation;

	if (rte->rtekind != RTE_RELATION)
		return type_names(row->vartype, n);
	relation = table_open(rte->relid, NoLock);
	if (relation->rd_rel->reltype == row->vartype)
		names = descriptor_names(RelationGetDescr(relation), n);
	table_close(relation, NoLock);
	return names != NULL ? names : type_names(row->vartype, n);
}

/* The name of column i by the type's names, or if there are none by the query's. */
static char *
column_name(char **names, int n, List *query_names, int i)
{
	if (names != NULL)
		return i < n ? names[i] : "";
	return i < list_length(query_names) ? strVal(list_nth(query_names, i)) : "";
}

static bool
take_var(PlannerInfo *root, Var *var, MlsPlanRow *row)
{
	RangeTblEntry *rte;
	Node	   *there = NULL;
	List	   *query_names;
	List	   *vars;
	char	  **names;
	int			n = 0;

	if (may_be_of_exists(root, var))
		return false;
	for (Index up = 0; up < var->varlevelsup && root != NULL; up++)
		root = root->parent_root;
	if (root == NULL || var->varattno != InvalidAttrNumber || mls_is_old_or_new(var) ||
		var->varno < 1 || var->varno > list_length(root->parse->rtable))
		return false;
	rte = rt_fetch(var->varno, root->parse->rtable);
	switch (rte->rtekind)
	{
		case RTE_RELATION:
			if (get_rel_type_id(rte->relid) != var->vartype || mls_has_virtual_columns(rte->relid))
				return false;
			break;
		case RTE_SUBQUERY:
			if (rte->subquery == NULL)	/* it has been pulled up: the Var is of something else */
				return false;
			break;
		case RTE_CTE:
		case RTE_VALUES:
		case RTE_FUNCTION:
		case RTE_TABLEFUNC:
			break;
		default:
			return false;
	}
	if (!type_is_rowtype(var->vartype) || groups_rows(root->parse))
		return false;
	if (may_be_null(root, var) && (there = row_is_there(root, rte, var)) == NULL)
		return false;

	names = row_names(rte, var, &n);
	mls_expand_rte(rte, var->varno, var->varlevelsup, &query_names, &vars);
	if (names != NULL && list_length(vars) != n)
		return false;
	row_begin(row, list_length(vars));
	row->there = there;
	for (int i = 0; i < list_length(vars); i++)
	{
		char	   *name = column_name(names, n, query_names, i);
		Var		   *column = list_nth(vars, i);

		if (name[0] == '\0' || !IsA(column, Var))
			continue;
		mls_null_where(column, var);
		row_add(row, name, (Node *) column);
	}
	return true;
}

static bool
take_row_expr(PlannerInfo *root, RowExpr *expr, MlsPlanRow *row)
{
	int			n = 0;
	char	  **names = type_names(expr->row_typeid, &n);

	if (groups_rows(root->parse) || (names != NULL && list_length(expr->args) > n))
		return false;
	if (contain_volatile_functions((Node *) expr->args) || expression_returns_set((Node *) expr->args))
		return false;
	row_begin(row, list_length(expr->args));
	for (int i = 0; i < list_length(expr->args); i++)
	{
		char	   *name = column_name(names, n, expr->colnames, i);

		if (name[0] != '\0')
			row_add(row, name, list_nth(expr->args, i));
	}
	return true;
}

bool
mls_plan_row(PlannerInfo *root, Node *record, MlsPlanRow *row)
{
	if (IsA(record, Var))
		return take_var(root, (Var *) record, row);
	if (IsA(record, RowExpr))
		return take_row_expr(root, (RowExpr *) record, row);
	return false;
}
