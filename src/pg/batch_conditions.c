/*
 * pg/batch_conditions.c
 *	  When a part of an expression is evaluated.
 *
 * What stands in a branch of CASE, behind the first argument of COALESCE, AND or
 * OR, or behind a FILTER, is evaluated only for some rows.  Scoring a block of rows
 * has to know which before it is asked, so it evaluates the conditions itself, for
 * rows that the query may never come to.  Nobody may notice: only conditions are
 * taken that cannot fail, do nothing and always say the same.
 */
#include "postgres.h"

#include "catalog/pg_proc.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"

#include "pg/batch_conditions.h"

const MlsWhen mls_always = {.is_known = true};

/* ---- what can be evaluated ahead ---- */

static bool
function_can_fail(Oid function)
{
	switch (function)
	{
			/* not marked so, but these take all values */
		case F_NUMERIC_EQ:
		case F_NUMERIC_NE:
		case F_NUMERIC_LT:
		case F_NUMERIC_LE:
		case F_NUMERIC_GT:
		case F_NUMERIC_GE:
		case F_NUMERIC_INT2:
		case F_NUMERIC_INT4:
		case F_NUMERIC_INT8:
		case F_ENUM_EQ:
		case F_ENUM_NE:
		case F_TEXT_BPCHAR:
			return false;
		default:
			/* an error can tell of its arguments, so what is leakproof has none */
			return !get_func_leakproof(function) || func_volatile(function) == PROVOLATILE_VOLATILE;
	}
}

static bool
can_fail_walker(Node *node, const List *known)
{
	if (node == NULL)
		return false;
	switch (nodeTag(node))
	{
		case T_Const:
			return false;
		case T_Param:
			return ((Param *) node)->paramkind != PARAM_EXTERN;
		case T_Var:
			return ((Var *) node)->varattno <= 0;
		case T_Aggref:
		case T_GroupingFunc:
		case T_WindowFunc:
			return false;		/* a column, for who evaluates the condition */
		case T_FuncExpr:
			if (list_member(known, node))
				return false;
			if (((FuncExpr *) node)->funcretset || function_can_fail(((FuncExpr *) node)->funcid))
				return true;
			break;
		case T_OpExpr:
		case T_DistinctExpr:
		case T_NullIfExpr:
			if (function_can_fail(((OpExpr *) node)->opfuncid))
				return true;
			break;
		case T_ScalarArrayOpExpr:
			if (function_can_fail(((ScalarArrayOpExpr *) node)->opfuncid))
				return true;
			break;
		case T_List:
		case T_BoolExpr:
		case T_BooleanTest:
		case T_NullTest:
		case T_RelabelType:
		case T_CollateExpr:
		case T_CoalesceExpr:
		case T_CaseExpr:
		case T_CaseWhen:
		case T_CaseTestExpr:
		case T_ArrayExpr:
			break;
		default:
			return true;
	}
	return expression_tree_walker(node, can_fail_walker, (void *) known);
}

bool
mls_can_fail(Node *expression, const List *known)
{
	return can_fail_walker(expression, known);
}

/* ---- conditions ---- */

void
mls_when_true(MlsWhen *when, Node *condition, const List *known)
{
	if (mls_can_fail(condition, known))
		when->is_known = false;
	else
		when->conditions = lappend(list_copy(when->conditions), condition);
}

void
mls_when(MlsWhen *when, Node *condition, BoolTestType test, const List *known)
{
	BooleanTest *node = makeNode(BooleanTest);

	node->arg = (Expr *) condition;
	node->booltesttype = test;
	node->location = -1;
	mls_when_true(when, (Node *) node, known);
}

void
mls_when_null(MlsWhen *when, Node *value, const List *known)
{
	NullTest   *node = makeNode(NullTest);

	node->arg = (Expr *) value;
	node->nulltesttype = IS_NULL;
	node->location = -1;
	mls_when_true(when, (Node *) node, known);
}

CaseExpr *
mls_value_where(Expr *condition, Expr *value)
{
	CaseExpr   *conditional = makeNode(CaseExpr);
	CaseWhen   *branch = makeNode(CaseWhen);

	branch->expr = condition;
	branch->result = value;
	branch->location = -1;
	conditional->casetype = exprType((Node *) value);
	conditional->casecollid = exprCollation((Node *) value);
	conditional->args = list_make1(branch);
	conditional->defresult = (Expr *) makeNullConst(conditional->casetype, exprTypmod((Node *) value),
													conditional->casecollid);
	conditional->location = -1;
	return conditional;
}

/* Puts the value that a CASE is about in the places that stand for it. */
static Node *
case_test_mutator(Node *node, Node *value)
{
	if (node == NULL)
		return NULL;
	if (IsA(node, CaseTestExpr))
		return value;
	if (IsA(node, CaseExpr) && ((CaseExpr *) node)->arg != NULL)
	{
		CaseExpr   *other = copyObject((CaseExpr *) node);

		/* in its branches they stand for its own value */
		other->arg = (Expr *) case_test_mutator((Node *) other->arg, value);
		return (Node *) other;
	}
	return expression_tree_mutator(node, case_test_mutator, value);
}

Node *
mls_branch_condition(const CaseExpr *expression, const CaseWhen *branch)
{
	if (expression->arg == NULL)
		return (Node *) branch->expr;
	return case_test_mutator((Node *) branch->expr, (Node *) expression->arg);
}
