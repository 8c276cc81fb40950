/*
 * pg/support.c
 *	  What the planner asks about scoring functions: another form, and the price.
 *
 * predict('fraud', t) of a whole row makes PostgreSQL form a composite value of
 * all columns of t, which predict takes apart again; for a small model that is
 * most of the time.  So the call becomes one on just the columns that the model
 * reads, predict_columns('fraud', '...', t.amount, t.country), which does the
 * same as the call on the row and finds the same errors.  Where it would not,
 * or where that is not known for sure, the call stays as it is, or at most says
 * what it was planned for (pg/planned.h).  Nothing here raises an error for what
 * is wrong with a call: that is for its execution, which may never happen.
 */
#include "postgres.h"

#include "access/transam.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "common/string.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "pg/batch_conditions.h"
#include "pg/catalog.h"
#include "pg/compat.h"
#include "pg/elements.h"
#include "pg/host.h"
#include "pg/plan_model.h"
#include "pg/plan_row.h"
#include "pg/planned.h"
#include "pg/values.h"

PG_FUNCTION_INFO_V1(mls_support);
PG_FUNCTION_INFO_V1(mls_columns_support);

/* In the unit of mls_image_work(). */
#define WORK_PER_ROW	20.0
#define WORK_PER_JSONB	200.0
#define WORK_PER_JSON	400.0

/* ---- which columns ---- */

/* A constant of type text: true, and its text or NULL. */
static bool
is_text_constant(Node *node, char **value)
{
	Const	   *constant = (Const *) node;

	if (!IsA(node, Const) || constant->consttype != TEXTOID)
		return false;
	*value = constant->constisnull ? NULL : TextDatumGetCString(constant->constvalue);
	return true;
}

/* The function that does the same on columns: by its name, with or without an argument class. */
static Oid
find_columns_function(Oid function, bool has_class)
{
	Oid			types[] = {TEXTOID, TEXTOID, TEXTOID, ANYOID};
	char	   *name = psprintf("%s_columns", get_func_name(function));

	types[2] = has_class ? TEXTOID : ANYOID;
	return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum(name),
						   PointerGetDatum(buildoidvector(types, has_class ? 4 : 3)),
						   ObjectIdGetDatum(get_func_namespace(function)));
}

/* Whether a column of this type can feed what it was found to feed. */
static bool
is_readable(Oid type, const MlsMatch *match)
{
	MlsElementType element;

	if (match->input != MLS_NONE)
		return mls_value_kind(type) != MLS_VALUE_NONE;
	mls_element_type(mls_array_element(type), &element);
	return element.kind != MLS_VALUE_NONE;
}

static bool
make_key(char *name, bool has_elements, MlsKey *key)
{
	char	   *utf8;

	/* what is not known to be text of some encoding may not be text at all */
	if (GetDatabaseEncoding() == PG_SQL_ASCII && !pg_is_ascii(name))
		return false;
	utf8 = mls_utf8(name, strlen(name));
	*key = (MlsKey) {utf8, strlen(utf8), has_elements};
	return true;
}

/* A column that the model reads. */
typedef struct MlsNeeded
{
	int			column;			/* of the row */
	uint32		input;			/* the first that it feeds */
	MlsKey		key;
	MlsMatch	match;
} MlsNeeded;

static int
compare_needed(const void *a, const void *b)
{
	const MlsNeeded *x = a;
	const MlsNeeded *y = b;

	return x->input < y->input ? -1 : x->input > y->input;
}

static bool
same_match(const MlsMatch *a, const MlsMatch *b)
{
	if (a->input != b->input || a->n_elements != b->n_elements)
		return false;
	for (uint32 e = 0; e < a->n_elements; e++)
	{
		if (a->elements[e].index != b->elements[e].index || a->elements[e].input != b->elements[e].input)
			return false;
	}
	return true;
}

/* Whether the columns by themselves feed the inputs as they do among all of the row's. */
static bool
match_alone(const MlsPlanModel *model, const MlsNeeded *needed, int n)
{
	MlsKey	   *keys = palloc(n * sizeof(MlsKey));
	MlsMatch   *matches = palloc(n * sizeof(MlsMatch));

	for (int i = 0; i < n; i++)
		keys[i] = needed[i].key;
	if (!mls_names_try(model->names, keys, n, matches))
		return false;
	for (int i = 0; i < n; i++)
	{
		if (!same_match(&matches[i], &needed[i].match))
			return false;
	}
	return true;
}

/*
 * The columns that the model reads, in the order of its inputs, so that numbers
 * side by side go to places side by side; their number, or 0 if the row does not
 * do.
 */
static int
find_needed(const MlsPlanModel *model, const MlsPlanRow *row, MlsNeeded **result)
{
	MlsKey	   *keys = palloc(Max(row->n, 1) * sizeof(MlsKey));
	MlsMatch   *matches = palloc(Max(row->n, 1) * sizeof(MlsMatch));
	MlsNeeded  *needed = palloc(Max(row->n, 1) * sizeof(MlsNeeded));
	int			n = 0;

	for (int i = 0; i < row->n; i++)
	{
		if (!make_key(row->names[i], OidIsValid(mls_array_element(row->types[i])), &keys[i]))
			return 0;
	}
	if (!mls_names_try(model->names, keys, row->n, matches))
		return 0;
	for (int i = 0; i < row->n; i++)
	{
		if (matches[i].input == MLS_NONE && matches[i].n_elements == 0)
			continue;
		if (!is_readable(row->types[i], &matches[i]))
			return 0;
		needed[n++] = (MlsNeeded) {
			i, matches[i].input != MLS_NONE ? matches[i].input : matches[i].elements[0].input,
			keys[i], matches[i]
		};
	}
	qsort(needed, n, sizeof(MlsNeeded), compare_needed);
	*result = needed;
	return n > 0 && match_alone(model, needed, n) ? n : 0;
}

/* ---- whether a call is alone ---- */

static bool
count_function(Oid function, void *context)
{
	/* one that is not the server's own may be, or may be expanded to, a call on a model */
	if (function >= FirstNormalObjectId)
		++*(int *) context;
	return false;
}

static bool
count_calls(Node *node, void *context)
{
	if (node == NULL)
		return false;
	check_functions_in_node(node, count_function, context);
	if (IsA(node, Query))
		return query_tree_walker((Query *) node, count_calls, context, 0);
	return expression_tree_walker(node, count_calls, context);
}

/* Whether the statement may have other calls on a model. */
static bool
has_other_calls(PlannerInfo *root)
{
	int			n = 0;

	while (root->parent_root != NULL)
		root = root->parent_root;
	count_calls((Node *) root->parse, &n);
	return n > 1;
}

/* ---- another form ---- */

/*
 * The columns to pass for a row, in planned the names and as a list the values; NIL
 * where there is no way.  *there: see MlsPlanRow.
 */
static List *
take_columns(PlannerInfo *root, Node *input, const MlsPlanModel *model, int most, MlsPlanned *planned,
			 Node **there)
{
	List	   *values = NIL;
	MlsPlanRow	row;
	MlsNeeded  *needed;
	int			n;

	if (!mls_plan_row(root, input, &row))
		return NIL;
	n = find_needed(model, &row, &needed);
	if (n > most)
		return NIL;
	planned->names = palloc(Max(n, 1) * sizeof(char *));
	for (int i = 0; i < n; i++)
	{
		planned->names[planned->n_names++] = row.names[needed[i].column];
		values = lappend(values, row.values[needed[i].column]);
	}
	*there = row.there;
	return values;
}

/* The call that says what it was planned for, or NULL. */
static Node *
rewrite(PlannerInfo *root, FuncExpr *call)
{
	bool		has_class = list_length(call->args) == 5;
	int			first = has_class ? 3 : 2;	/* target, and behind it on_invalid */
	Node	   *input = lsecond(call->args);
	MlsPlanned	planned = {0};
	const MlsPlanModel *model;
	char	   *spec;
	char	   *on_invalid;
	Oid			function;
	Node	   *there = NULL;
	List	   *values;
	List	   *args;
	FuncExpr   *result;

	if (!mls_enable_rewrite || root == NULL || list_length(call->args) != first + 2 ||
		!is_text_constant(linitial(call->args), &spec) || spec == NULL ||
		!is_text_constant(list_nth(call->args, first), &planned.target) ||
		!is_text_constant(list_nth(call->args, first + 1), &on_invalid))
		return NULL;
	if (on_invalid != NULL)
	{
		planned.on_invalid = mls_find_on_invalid(on_invalid);
		if (planned.on_invalid == MLS_ON_INVALID_UNSET)
			return NULL;
	}
	function = find_columns_function(call->funcid, has_class);
	if (!OidIsValid(function) || !mls_may_execute(call->funcid) || !mls_may_execute(function))
		return NULL;

	mls_catalog_hint(call->funcid);
	mls_plan_depends(root);
	model = mls_plan_model(spec);
	if (model == NULL)
		return NULL;
	planned.version = model->ref.version;
	planned.content_id = model->ref.content_id;
	values = take_columns(root, input, model, FUNC_MAX_ARGS - first, &planned, &there);
	if (values == NIL)
	{
		if (!has_other_calls(root))
			return NULL;
		planned.is_whole = true;
		values = list_make1(input);
	}

	args = list_make2(linitial(call->args),
					  makeConst(TEXTOID, -1, exprCollation(linitial(call->args)), -1,
								CStringGetTextDatum(mls_planned_text(&planned)), false, false));
	if (has_class)
		args = lappend(args, lthird(call->args));
	result = makeFuncExpr(function, call->funcresulttype, list_concat(args, values),
						  call->funccollid, call->inputcollid, COERCE_EXPLICIT_CALL);
	result->location = call->location;
	/* of a row that is NULL the result is */
	return there == NULL ? (Node *) result : (Node *) mls_value_where((Expr *) there, (Expr *) result);
}

/* ---- the price ---- */

/* Work that a call is beside that of the model: getting the input together and taking it apart. */
static double
input_work(Oid type)
{
	switch (type)
	{
		case JSONBOID:
			return WORK_PER_JSONB;
		case JSONOID:
		case TEXTOID:
			return WORK_PER_JSON;
		default:
			return type_is_rowtype(type) ? WORK_PER_ROW : 0;
	}
}

/* Estimates what a call costs; false: nothing better than the function's own COST is known. */
static bool
estimate(SupportRequestCost *request, bool is_input)
{
	FuncExpr   *call = (FuncExpr *) request->node;
	const MlsPlanModel *model;
	double		work;
	char	   *spec;

	if (call == NULL || !IsA(call, FuncExpr) || list_length(call->args) < 2 ||
		!is_text_constant(linitial(call->args), &spec) || spec == NULL)
		return false;
	model = mls_plan_model(spec);
	if (model == NULL)
		return false;
	work = model->work;
	if (is_input)
		work += input_work(exprType(lsecond(call->args)));
	request->startup = 0;
	request->per_tuple = work * cpu_operator_cost;
	return true;
}

Datum
mls_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);

	if (IsA(request, SupportRequestSimplify))
	{
		SupportRequestSimplify *simplify = (SupportRequestSimplify *) request;

		PG_RETURN_POINTER(rewrite(simplify->root, simplify->fcall));
	}
	if (IsA(request, SupportRequestCost) && estimate((SupportRequestCost *) request, true))
		PG_RETURN_POINTER(request);
	PG_RETURN_POINTER(NULL);
}

Datum
mls_columns_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);

	if (IsA(request, SupportRequestCost) && estimate((SupportRequestCost *) request, false))
		PG_RETURN_POINTER(request);
	PG_RETURN_POINTER(NULL);
}
