/*
 * pg/batch_stage.c
 *	  Building blocks of plans that score in blocks.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/tlist.h"
#include "parser/parsetree.h"
#include "utils/lsyscache.h"

#include "pg/batch.h"
#include "pg/batch_calls.h"
#include "pg/batch_stage.h"

/* ---- what expressions need ---- */

typedef struct Needed
{
	List	   *targetlist;
	List	   *calls;
} Needed;

bool
mls_is_given(const Node *node)
{
	return IsA(node, Var) || IsA(node, Aggref) || IsA(node, GroupingFunc) || IsA(node, WindowFunc);
}

static bool
needed_walker(Node *node, Needed *needed)
{
	if (node == NULL)
		return false;
	if (!mls_is_given(node) && !(IsA(node, FuncExpr) && list_member(needed->calls, node)))
		return expression_tree_walker(node, needed_walker, needed);
	if (tlist_member((Expr *) node, needed->targetlist) == NULL)
		needed->targetlist = lappend(needed->targetlist,
									 makeTargetEntry((Expr *) copyObject(node),
													 list_length(needed->targetlist) + 1, NULL, false));
	return false;
}

List *
mls_add_needed(List *targetlist, Node *expression, List *calls)
{
	Needed		needed = {targetlist, calls};

	needed_walker(expression, &needed);
	return needed.targetlist;
}

static bool
whole_row_walker(Node *node, List *calls)
{
	if (node == NULL || (IsA(node, FuncExpr) && list_member(calls, node)))
		return false;
	if (IsA(node, Var))
		return ((Var *) node)->varattno == InvalidAttrNumber;
	return expression_tree_walker(node, whole_row_walker, calls);
}

bool
mls_reads_whole_row(Node *expression, List *calls)
{
	return whole_row_walker(expression, calls);
}

/* ---- references to a child's columns ---- */

/* A reference to column number n of the plan that varno stands for, which has the expression's type. */
static Node *
reference(int varno, AttrNumber n, Node *expression)
{
	Var		   *var;

	if (!IsA(expression, Var))
		return (Node *) makeVar(varno, n, exprType(expression), exprTypmod(expression),
								exprCollation(expression), 0);
	/* keeps the names that the column is shown by */
	var = copyObject((Var *) expression);
	var->varno = varno;
	var->varattno = n;
	return (Node *) var;
}

static Node *
over_list_mutator(Node *node, List *targetlist)
{
	TargetEntry *entry;

	if (node == NULL)
		return NULL;
	if (mls_is_given(node) || IsA(node, FuncExpr))
	{
		entry = tlist_member((Expr *) node, targetlist);
		if (entry != NULL)
			return reference(OUTER_VAR, entry->resno, node);
	}
	return expression_tree_mutator(node, over_list_mutator, targetlist);
}

Node *
mls_over_list(Node *expression, List *targetlist)
{
	return over_list_mutator(expression, targetlist);
}

List *
mls_references(List *targetlist)
{
	List	   *list = NIL;
	ListCell   *cell;

	foreach(cell, targetlist)
	{
		TargetEntry *entry = lfirst_node(TargetEntry, cell);

		list = lappend(list, makeTargetEntry((Expr *) reference(OUTER_VAR, entry->resno, (Node *) entry->expr),
											 entry->resno, entry->resname, entry->resjunk));
	}
	return list;
}

static Node *
over_child_mutator(Node *node, List *targetlist)
{
	if (node == NULL)
		return NULL;
	if (IsA(node, Var) && ((Var *) node)->varno == OUTER_VAR)
		return copyObject((Node *) get_tle_by_resno(targetlist, ((Var *) node)->varattno)->expr);
	return expression_tree_mutator(node, over_child_mutator, targetlist);
}

Node *
mls_over_child(Node *expression, List *targetlist)
{
	return over_child_mutator(expression, targetlist);
}

typedef struct Computed
{
	List	   *expressions;
	AttrNumber	first;
} Computed;

static Node *
over_computed_mutator(Node *node, Computed *computed)
{
	ListCell   *cell;

	if (node == NULL)
		return NULL;
	foreach(cell, computed->expressions)
		if (equal(lfirst(cell), node))
			return reference(OUTER_VAR, computed->first + foreach_current_index(cell), node);
	return expression_tree_mutator(node, over_computed_mutator, computed);
}

Node *
mls_over_computed(Node *expression, List *computed, AttrNumber first)
{
	Computed	context = {computed, first};

	return over_computed_mutator(expression, &context);
}

static Node *
over_table_mutator(Node *node, Index *scanrelid)
{
	if (node == NULL)
		return NULL;
	if (IsA(node, Var) && (Index) ((Var *) node)->varno == *scanrelid && ((Var *) node)->varattno > 0)
		return reference(OUTER_VAR, ((Var *) node)->varattno, node);
	return expression_tree_mutator(node, over_table_mutator, scanrelid);
}

Node *
mls_over_table(Node *expression, Index scanrelid)
{
	return over_table_mutator(expression, &scanrelid);
}

/* ---- the node ---- */

typedef struct Stage
{
	List	   *calls;
	List	   *conditional;
	List	   *entries;		/* custom_scan_tlist */
} Stage;

/* A reference to a new entry of the node's own rows. */
static Node *
new_entry(Stage *stage, Node *expression)
{
	TargetEntry *entry = makeTargetEntry((Expr *) copyObject(expression), list_length(stage->entries) + 1, NULL, false);

	stage->entries = lappend(stage->entries, entry);
	return reference(INDEX_VAR, entry->resno, expression);
}

/* A reference to what an expression over the child gives, as an entry of the node's own rows. */
static Node *
entry_for(Stage *stage, Node *expression)
{
	TargetEntry *entry = tlist_member((Expr *) expression, stage->entries);

	return entry == NULL ? new_entry(stage, expression) : reference(INDEX_VAR, entry->resno, expression);
}

/* The entry of a conditional call: no value, but what gives it. */
static Expr *
conditional_entry(FuncExpr *call)
{
	return (Expr *) makeRelabelType((Expr *) call, INTERNALOID, -1, InvalidOid, COERCE_IMPLICIT_CAST);
}

/* The function that asks a conditional call's entry for the value. */
static Node *
ask_entry(Stage *stage, FuncExpr *call)
{
	List	   *args = list_make1(entry_for(stage, (Node *) conditional_entry(call)));

	return (Node *) makeFuncExpr(mls_asking_function(call), call->funcresulttype, args,
								 call->funccollid, InvalidOid, COERCE_EXPLICIT_CALL);
}

/* The condition under which a call is evaluated; NULL: it is no conditional one. */
static Expr *
when_called(const List *conditional, const void *call)
{
	ListCell   *cell;

	foreach(cell, conditional)
	{
		const MlsConditionalCall *entry = lfirst(cell);

		if (equal(entry->call, call))
			return entry->when;
	}
	return NULL;
}

static Node *
stage_mutator(Node *node, Stage *stage)
{
	if (node == NULL)
		return NULL;
	if (IsA(node, Var) || (IsA(node, FuncExpr) && list_member(stage->calls, node)))
		return entry_for(stage, node);
	if (IsA(node, FuncExpr) && when_called(stage->conditional, node) != NULL)
		return ask_entry(stage, (FuncExpr *) node);
	return expression_tree_mutator(node, stage_mutator, stage);
}

static bool
has_call_walker(Node *node, void *context)
{
	if (node == NULL)
		return false;
	return mls_called_function(node) != NULL || expression_tree_walker(node, has_call_walker, context);
}

/* A condition over the child that is true wherever a call is asked for. */
static Expr *
when_asked(const Stage *stage, const Expr *call)
{
	Expr	   *when = when_called(stage->conditional, call);

	/* what the node computes itself is not there yet; then the call shares that evaluation anyway */
	return has_call_walker((Node *) when, NULL) ? (Expr *) makeBoolConst(true, false) : when;
}

Plan *
mls_make_stage(Plan *child, List *calls, List *conditional, List *conditions, List *targetlist, int64 bound)
{
	CustomScan *node = mls_batch_node();
	Stage		stage = {calls, conditional, NIL};
	ListCell   *cell;

	foreach(cell, targetlist)
	{
		TargetEntry *old = lfirst_node(TargetEntry, cell);
		TargetEntry *entry = flatCopyTargetEntry(old);

		/* columns that nobody reads take part, each by itself: then the node's rows mostly are its result */
		entry->expr = (Expr *) (IsA(old->expr, Const) ? new_entry(&stage, (Node *) old->expr)
								: stage_mutator((Node *) old->expr, &stage));
		node->scan.plan.targetlist = lappend(node->scan.plan.targetlist, entry);
	}
	node->scan.plan.qual = (List *) stage_mutator((Node *) conditions, &stage);
	foreach(cell, calls)
		entry_for(&stage, lfirst(cell));
	foreach(cell, stage.entries)
	{
		Expr	   *entry = lfirst_node(TargetEntry, cell)->expr;

		if (mls_is_asked(entry))
			node->custom_exprs = lappend(node->custom_exprs, when_asked(&stage, ((RelabelType *) entry)->arg));
	}
	node->scan.plan.lefttree = child;
	node->custom_scan_tlist = stage.entries;
	node->custom_private = list_make1(makeConst(INT8OID, -1, InvalidOid, sizeof(int64),
												Int64GetDatum(bound), bound < 0, FLOAT8PASSBYVAL));
	return &node->scan.plan;
}

int
mls_width_of(List *targetlist)
{
	int64		width = 0;
	ListCell   *cell;

	foreach(cell, targetlist)
	{
		Node	   *expression = (Node *) lfirst_node(TargetEntry, cell)->expr;

		width += get_typavgwidth(exprType(expression), exprTypmod(expression));
	}
	return (int) Min(width, INT_MAX / 2);
}
