/*
 * pg/batch_calls.c
 *	  Calls of scoring functions in expressions of a plan.
 *
 * A block is scored before it is known which of its rows the query will come to.
 * So there are two kinds of calls: those whose value is asked for in every row that
 * is come to, and those that CASE, COALESCE, AND, OR or a FILTER may pass over,
 * which are scored where the conditions (pg/batch_conditions.h) say so.  Calls in
 * subqueries are of neither kind.  The node has to be given columns; where
 * arguments are computed, the node below does that, for all rows: those of the second
 * kind only if nobody can notice.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "pg/batch.h"
#include "pg/batch_calls.h"
#include "pg/batch_conditions.h"
#include "pg/batch_stage.h"
#include "pg/planned.h"
#include "pg/values.h"

/* ---- what a call is given ---- */

static bool
is_row_type(Oid type)
{
	return type == RECORDOID || get_typtype(type) == TYPTYPE_COMPOSITE;
}

MlsCallForm
mls_call_form(const FuncExpr *call)
{
	const MlsRowFunction *function = mls_called_function((const Node *) call);
	MlsCallForm form = {MLS_FORM_OTHER, function->target};
	const Const *plan;
	MlsPlanned	planned;

	if (function->kind == MLS_INPUT_RECORD)
		return (MlsCallForm) {MLS_FORM_ROW, 1};
	plan = lsecond(call->args);
	if (!IsA(plan, Const) || plan->constisnull || list_length(call->args) <= function->target)
		return form;
	mls_planned_parse(TextDatumGetCString(plan->constvalue), &planned);
	if (planned.of_row)
		return form;			/* where the row is read */
	if (!planned.is_whole)
		form.kind = MLS_FORM_COLUMNS;
	else if (is_row_type(exprType(list_nth(call->args, function->target))))
		form.kind = MLS_FORM_ROW;
	return form;
}

/* ---- which calls can be batched ---- */

/* Whether an expression is the same for all rows of an execution, and cannot fail. */
static bool
is_constant(const Node *node)
{
	return IsA(node, Const) || (IsA(node, Param) && ((const Param *) node)->paramkind == PARAM_EXTERN);
}

/* Whether taking a value can neither fail nor depend on anything but the row. */
static bool
is_column(const Node *node)
{
	if (IsA(node, Var))
		return ((const Var *) node)->varattno > 0;
	return IsA(node, Const);
}

bool
mls_type_is_safe(Oid type)
{
	switch (mls_value_kind(type))
	{
		case MLS_VALUE_NONE:
			/* arrays can be too short; what cannot be read at all is an error of the first row */
			return !OidIsValid(mls_array_element(type));
		case MLS_VALUE_TEXT:
		case MLS_VALUE_BPCHAR:
		case MLS_VALUE_NAME:
		case MLS_VALUE_CSTRING:
		case MLS_VALUE_CHAR:
		case MLS_VALUE_ENUM:
			return GetDatabaseEncoding() == PG_UTF8;	/* else it would have to be converted */
		default:
			return true;
	}
}

static bool
uncomputable_walker(Node *node, void *context)
{
	if (node == NULL || mls_is_given(node))
		return false;
	return IsA(node, SubPlan) || IsA(node, AlternativeSubPlan) || mls_called_function(node) != NULL ||
		expression_tree_walker(node, uncomputable_walker, context);
}

/* Whether a value can be computed by the node below, for rows ahead of the one that it is asked for. */
static bool
is_computable(Node *node)
{
	return !contain_volatile_functions(node) && !expression_returns_set(node) && !uncomputable_walker(node, NULL);
}

/* rows_as_columns: see mls_collect_calls; conditional: the call may be passed over */
static bool
is_batchable(const FuncExpr *call, bool rows_as_columns, bool conditional)
{
	MlsCallForm form;
	int			n = list_length(call->args);

	if (call->funcretset || call->funcvariadic)
		return false;
	form = mls_call_form(call);
	if (form.kind == MLS_FORM_OTHER)
		return false;
	for (int i = 0; i < n; i++)
	{
		Node	   *argument = list_nth(call->args, i);

		if (form.kind == MLS_FORM_COLUMNS && i >= form.input)
		{
			if (!mls_type_is_safe(exprType(argument)))
				return false;
			if (!is_column(argument) &&
				(!is_computable(argument) || (conditional && mls_can_fail(argument, NIL))))
				return false;
		}
		else if (form.kind == MLS_FORM_ROW && i == form.input)
		{
			if (!IsA(argument, Var) ||
				(((const Var *) argument)->varattno != InvalidAttrNumber && !rows_as_columns))
				return false;
		}
		else if (!is_constant(argument))
			return false;
	}
	return true;
}

bool
mls_call_is_batchable(const FuncExpr *call)
{
	return is_batchable(call, false, false);
}

List *
mls_computed_arguments(List *calls)
{
	List	   *computed = NIL;
	ListCell   *cell;

	foreach(cell, calls)
	{
		const FuncExpr *call = lfirst(cell);
		MlsCallForm form = mls_call_form(call);

		for (int i = form.input; form.kind == MLS_FORM_COLUMNS && i < list_length(call->args); i++)
			if (!is_column(list_nth(call->args, i)))
				computed = list_append_unique(computed, list_nth(call->args, i));
	}
	return computed;
}

/* ---- calls in an expression ---- */

typedef struct Collected
{
	List	   *calls;			/* that are evaluated in any case */
	List	   *conditional;	/* others */
	bool		with_conditional;
	bool		rows_as_columns;
	MlsWhen		when;			/* what the walker has come to is evaluated */
} Collected;

/* Notes a call that is evaluated only now and then. */
static void
collect_conditional(FuncExpr *call, Collected *collected)
{
	Expr	   *when = make_ands_explicit(collected->when.conditions);
	MlsConditionalCall *entry;
	ListCell   *cell;

	foreach(cell, collected->conditional)
	{
		entry = lfirst(cell);
		if (equal(entry->call, call))
		{
			entry->when = make_orclause(list_make2(entry->when, when));
			entry->is_known &= collected->when.is_known;
			entry->parts = list_append_unique_ptr(entry->parts, collected->when.part);
			return;
		}
	}
	entry = palloc(sizeof(MlsConditionalCall));
	*entry = (MlsConditionalCall) {call, when, collected->when.is_known, list_make1(collected->when.part)};
	collected->conditional = lappend(collected->conditional, entry);
}

static bool collect_walker(Node *node, Collected *collected);

/* What follows is a part of an expression that may be passed over. */
static void
enter_part(Node *expression, Collected *collected)
{
	if (collected->when.part == NULL)
		collected->when.part = expression;
}

/* AND and OR: what comes after an argument is come to only where a test holds for it. */
static void
collect_sequence(BoolExpr *expression, Collected *collected)
{
	BoolTestType test = expression->boolop == AND_EXPR ? IS_NOT_FALSE : IS_NOT_TRUE;
	MlsWhen		outer = collected->when;
	ListCell   *cell;

	foreach(cell, expression->args)
	{
		collect_walker(lfirst(cell), collected);
		enter_part((Node *) expression, collected);
		mls_when(&collected->when, lfirst(cell), test, collected->calls);
	}
	collected->when = outer;
}

static void
collect_coalesce(CoalesceExpr *expression, Collected *collected)
{
	MlsWhen		outer = collected->when;
	ListCell   *cell;

	foreach(cell, expression->args)
	{
		collect_walker(lfirst(cell), collected);
		enter_part((Node *) expression, collected);
		mls_when_null(&collected->when, lfirst(cell), collected->calls);
	}
	collected->when = outer;
}

static void
collect_case(CaseExpr *expression, Collected *collected)
{
	MlsWhen		outer = collected->when;
	ListCell   *cell;

	collect_walker((Node *) expression->arg, collected);
	foreach(cell, expression->args)
	{
		CaseWhen   *branch = lfirst_node(CaseWhen, cell);
		Node	   *condition = mls_branch_condition(expression, branch);
		MlsWhen		here;

		collect_walker((Node *) branch->expr, collected);
		enter_part((Node *) expression, collected);
		here = collected->when;
		mls_when_true(&collected->when, condition, collected->calls);
		collect_walker((Node *) branch->result, collected);
		collected->when = here;
		mls_when(&collected->when, condition, IS_NOT_TRUE, collected->calls);
	}
	collect_walker((Node *) expression->defresult, collected);
	collected->when = outer;
}

static bool
collect_walker(Node *node, Collected *collected)
{
	if (node == NULL || (collected->when.part != NULL && !collected->with_conditional))
		return false;
	if (mls_called_function(node) != NULL)
	{
		/* arguments of a call that is not needed are not computed either */
		if (!is_batchable((FuncExpr *) node, collected->rows_as_columns, collected->when.part != NULL))
			return expression_tree_walker(node, collect_walker, collected);
		if (collected->when.part != NULL)
			collect_conditional((FuncExpr *) node, collected);
		else
			collected->calls = list_append_unique(collected->calls, node);
		return false;
	}
	switch (nodeTag(node))
	{
		case T_CaseExpr:
			collect_case((CaseExpr *) node, collected);
			return false;
		case T_CoalesceExpr:
			collect_coalesce((CoalesceExpr *) node, collected);
			return false;
		case T_BoolExpr:
			if (((BoolExpr *) node)->boolop == NOT_EXPR)
				return expression_tree_walker(node, collect_walker, collected);
			collect_sequence((BoolExpr *) node, collected);
			return false;
		case T_List:
		case T_TargetEntry:
		case T_FuncExpr:
		case T_OpExpr:
		case T_DistinctExpr:
		case T_NullIfExpr:
		case T_ScalarArrayOpExpr:
		case T_RelabelType:
		case T_CoerceViaIO:
		case T_ConvertRowtypeExpr:
		case T_CollateExpr:
		case T_NullTest:
		case T_BooleanTest:
		case T_CoerceToDomain:
		case T_FieldSelect:
		case T_ArrayExpr:
		case T_RowExpr:
		case T_MinMaxExpr:
			return expression_tree_walker(node, collect_walker, collected);
		default:
			return false;
	}
}

List *
mls_collect_calls(List *calls, Node *expression, bool rows_as_columns)
{
	Collected	collected = {.calls = calls, .rows_as_columns = rows_as_columns, .when = mls_always};

	collect_walker(expression, &collected);
	return collected.calls;
}

List *
mls_collect_conditional_calls(Node *expression, bool rows_as_columns)
{
	Collected	collected = {.with_conditional = true, .rows_as_columns = rows_as_columns, .when = mls_always};
	List	   *result = NIL;
	ListCell   *cell;

	collected.calls = mls_collect_calls(NIL, expression, rows_as_columns);
	collect_walker(expression, &collected);
	foreach(cell, collected.conditional)
	{
		MlsConditionalCall *entry = lfirst(cell);

		if (!list_member(collected.calls, entry->call) && OidIsValid(mls_asking_function(entry->call)) &&
			(entry->is_known || mls_enable_batch == MLS_BATCH_FORCE))
			result = lappend(result, entry);
	}
	return result;
}

List *
mls_calls_of(const List *conditional)
{
	List	   *calls = NIL;
	const ListCell *cell;

	foreach(cell, conditional)
		calls = lappend(calls, ((const MlsConditionalCall *) lfirst(cell))->call);
	return calls;
}

bool
mls_calls_share_evaluation(const FuncExpr *a, const FuncExpr *b)
{
	MlsCallForm x = mls_call_form(a);
	MlsCallForm y = mls_call_form(b);

	if (x.kind != y.kind || !equal(linitial(a->args), linitial(b->args)))
		return false;
	if (mls_called_function((const Node *) a)->kind != mls_called_function((const Node *) b)->kind)
		return false;
	if (x.kind == MLS_FORM_ROW && x.input == 1)
		return equal(lsecond(a->args), lsecond(b->args));
	return equal(lsecond(a->args), lsecond(b->args)) &&
		equal(list_copy_tail(a->args, x.input), list_copy_tail(b->args, y.input));
}

bool
mls_calls_add_no_evaluation(const List *calls, const List *others)
{
	const ListCell *cell;

	foreach(cell, calls)
	{
		bool		shares = false;
		const ListCell *other;

		foreach(other, others)
			shares |= mls_calls_share_evaluation(lfirst(cell), lfirst(other));
		if (!shares)
			return false;
	}
	return true;
}
