/*
 * pg/call_site.c
 *	  What a call site keeps from row to row, and from one execution to the next.
 *
 * A statement that scores one row spends more time on getting ready (what are
 * the columns called, which inputs do they feed) than on scoring it.  A site
 * whose columns are constants of its query is therefore not thrown away with the
 * statement: it becomes idle, and the next statement with the same function and
 * columns, and the model's name that came first, takes it up.  An idle site holds no
 * image in place.  It resolves its name again like any other one, and is good for an
 * image that has not left its place since.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "nodes/nodeFuncs.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/hot.h"
#include "pg/call_site.h"
#include "pg/catalog.h"
#include "pg/stored_row.h"
#include "pg/values.h"

#define MOST_IDLE	32
#define MOST_BYTES	(1024 * 1024)	/* of an idle site */

/* Whether an argument is a constant of the query, and so the same in each call. */
static bool
is_constant(const FmgrInfo *function, int i)
{
	const FuncExpr *call = (const FuncExpr *) function->fn_expr;

	return call != NULL && IsA(call, FuncExpr) && i < list_length(call->args) &&
		IsA(list_nth(call->args, i), Const);
}

static MlsCallSite *
make_site(MemoryContext parent, const FmgrInfo *function)
{
	MemoryContext context = AllocSetContextCreate(parent, "ml_score call site", ALLOCSET_SMALL_SIZES);
	MlsCallSite *site = MemoryContextAllocZero(context, sizeof(MlsCallSite));

	site->context = context;
	site->row = AllocSetContextCreate(context, "ml_score row", ALLOCSET_SMALL_SIZES);
	site->one_name = is_constant(function, 0);
	return site;
}

MLS_HOT MlsCallSite *
mls_call_site(FunctionCallInfo fcinfo)
{
	MlsCallSite *site = fcinfo->flinfo->fn_extra;

	if (unlikely(site == NULL))
	{
		site = make_site(fcinfo->flinfo->fn_mcxt, fcinfo->flinfo);
		fcinfo->flinfo->fn_extra = site;
	}
	if (unlikely(site->building != NULL))
	{
		MemoryContextDelete(site->building);
		site->building = NULL;
	}
	return site;
}

/* ---- calls on columns ---- */

static void
forget_columns(MlsCallSite *site)
{
	MlsCallColumns *columns = site->columns;

	/* their plans have its descriptor */
	while (site->n_scorers > 0)
		MemoryContextDelete(site->scorers[--site->n_scorers]->context);
	site->columns = NULL;
	MemoryContextDelete(columns->context);
}

/* The kind of an input that is passed as it was. */
static MlsInputKind
kind_of_input(Oid type)
{
	switch (type)
	{
		case JSONBOID:
			return MLS_INPUT_JSONB;
		case JSONOID:
			return MLS_INPUT_JSON;
		case TEXTOID:
			return MLS_INPUT_TEXT;
		default:
			return OidIsValid(mls_array_element(type)) ? MLS_INPUT_ARRAY : MLS_INPUT_RECORD;
	}
}

/* What the columns of a stored row are; the current context is that of the columns. */
static void
read_stored(MlsCallColumns *columns, FunctionCallInfo fcinfo)
{
	const MlsPlanned *planned = &columns->planned;
	TupleDesc	row;

	if (columns->n != 1 || planned->n_names > FUNC_MAX_ARGS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a call on %d columns of a row passes %d values", planned->n_names, columns->n)));
	row = mls_stored_row(fcinfo, columns->first)->tts_tupleDescriptor;
	mls_stored_columns(row, planned->names, planned->n_names, &columns->attributes, &columns->types);
	for (int i = 0; i < planned->n_names; i++)
		columns->last = Max(columns->last, columns->attributes[i] + 1);
	columns->descriptor = mls_planned_descriptor(planned, columns->types, planned->n_names);
	mls_stored_keep(row, columns->context);
	columns->row = row;
}

/* What the arguments are: the columns, or the input as it was. */
static void
read_arguments(MlsCallColumns *columns, FunctionCallInfo fcinfo)
{
	columns->types = palloc(Max(columns->n, 1) * sizeof(Oid));
	for (int i = 0; i < columns->n; i++)
	{
		columns->types[i] = get_fn_expr_argtype(fcinfo->flinfo, columns->first + i);
		if (!OidIsValid(columns->types[i]) || get_fn_expr_variadic(fcinfo->flinfo))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the columns of a call on columns must be its arguments")));
	}
	if (!columns->planned.is_whole)
		columns->descriptor = mls_planned_descriptor(&columns->planned, columns->types, columns->n);
	else if (columns->n == 1)
		columns->kind = kind_of_input(columns->types[0]);
	else
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a call on an input as it was passes %d of them", columns->n)));
}

/* What the columns are, of a call that has not told yet or tells something else. */
static void
read_columns(MlsCallSite *site, FunctionCallInfo fcinfo, int first)
{
	MemoryContext context = AllocSetContextCreate(site->context, "ml_score columns",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	MlsCallColumns *columns = palloc0(sizeof(MlsCallColumns));

	site->building = context;
	columns->context = context;
	columns->constant = is_constant(fcinfo->flinfo, 1);
	columns->text = text_to_cstring(PG_GETARG_TEXT_PP(1));
	columns->length = strlen(columns->text);
	columns->first = first;
	columns->n = PG_NARGS() - first;
	mls_planned_parse(columns->text, &columns->planned);
	columns->kind = MLS_INPUT_COLUMNS;
	if (columns->planned.of_row)
		read_stored(columns, fcinfo);
	else
		read_arguments(columns, fcinfo);
	MemoryContextSwitchTo(old);
	site->building = NULL;
	site->columns = columns;
}

static MLS_HOT bool
is_text(text *value, const char *bytes, size_t length)
{
	return VARSIZE_ANY_EXHDR(value) == length && memcmp(VARDATA_ANY(value), bytes, length) == 0;
}

/* Whether the stored row that a call stands for is one of those whose columns are known. */
static MLS_HOT bool
is_of_row(const MlsCallColumns *columns, FunctionCallInfo fcinfo)
{
	return mls_stored_row(fcinfo, columns->first)->tts_tupleDescriptor == columns->row;
}

MLS_HOT const MlsCallColumns *
mls_call_columns(MlsCallSite *site, FunctionCallInfo fcinfo, int first)
{
	if (site->columns != NULL && unlikely(!site->columns->constant) &&
		!is_text(PG_GETARG_TEXT_PP(1), site->columns->text, site->columns->length))
		forget_columns(site);
	else if (site->columns != NULL && site->columns->row != NULL && unlikely(!is_of_row(site->columns, fcinfo)))
		forget_columns(site);
	if (unlikely(site->columns == NULL))
		read_columns(site, fcinfo, first);
	return site->columns;
}

/* ---- idle sites ---- */

static MemoryContext idle_context = NULL;
static dlist_head idle_sites = DLIST_STATIC_INIT(idle_sites);	/* most recently used first */
static int	n_idle = 0;

/* The end of a statement's use of a site. */
typedef struct MlsSiteUse
{
	MemoryContextCallback callback;
	MlsCallSite *site;
} MlsSiteUse;

static MLS_HOT void
end_use(void *arg)
{
	MlsCallSite *site = ((MlsSiteUse *) arg)->site;

	MemoryContextReset(site->row);
	if (site->building != NULL || MemoryContextMemAllocated(site->context, true) > MOST_BYTES)
	{
		MemoryContextDelete(site->context);
		return;
	}
	for (int i = 0; i < site->n_scorers; i++)
	{
		mls_cache_suspend(site->scorers[i]->use);
		site->scorers[i]->is_held = false;
	}
	dlist_push_head(&idle_sites, &site->node);
	if (n_idle < MOST_IDLE)
		n_idle++;
	else
	{
		site = dlist_tail_element(MlsCallSite, node, &idle_sites);
		dlist_delete(&site->node);
		MemoryContextDelete(site->context);
	}
}

/* Whether the arguments from the first one on are n of these types. */
static bool
has_types(const List *args, int first, const Oid *types, int n)
{
	if (list_length(args) != first + n)
		return false;
	for (int i = 0; i < n; i++)
	{
		const Node *argument = list_nth(args, first + i);

		/* nearly all are columns, whose type needs no asking */
		if ((IsA(argument, Var) ? ((const Var *) argument)->vartype : exprType(argument)) != types[i])
			return false;
	}
	return true;
}

/* Whether a site has been that of an equal call. */
static MLS_HOT bool
was_for(const MlsCallSite *site, FunctionCallInfo fcinfo, MlsInputKind kind)
{
	const MlsCallColumns *columns = site->columns;

	if (site->function != fcinfo->flinfo->fn_oid ||
		!is_text(PG_GETARG_TEXT_PP(0), site->name, site->name_length))
		return false;
	if (kind != MLS_INPUT_COLUMNS)
		return true;
	if (columns == NULL || !is_text(PG_GETARG_TEXT_PP(1), columns->text, columns->length))
		return false;
	if (columns->row != NULL)
		return PG_NARGS() == columns->first + 1 && is_of_row(columns, fcinfo);
	return has_types(((const FuncExpr *) fcinfo->flinfo->fn_expr)->args, columns->first, columns->types, columns->n);
}

static MLS_HOT MlsCallSite *
take_idle(FunctionCallInfo fcinfo, MlsInputKind kind)
{
	dlist_iter	iter;

	dlist_foreach(iter, &idle_sites)
	{
		MlsCallSite *site = dlist_container(MlsCallSite, node, iter.cur);

		if (was_for(site, fcinfo, kind))
		{
			dlist_delete(&site->node);
			n_idle--;
			return site;
		}
	}
	return NULL;
}

/* A site that outlives its statement. */
static MlsCallSite *
make_idle_site(FunctionCallInfo fcinfo)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	MlsCallSite *site = make_site(idle_context, fcinfo->flinfo);

	site->function = fcinfo->flinfo->fn_oid;
	site->name_length = VARSIZE_ANY_EXHDR(name);
	site->name = MemoryContextAlloc(site->context, site->name_length + 1);
	memcpy(site->name, VARDATA_ANY(name), site->name_length);
	return site;
}

MLS_HOT void
mls_call_resume(FunctionCallInfo fcinfo, MlsInputKind kind)
{
	FmgrInfo   *function = fcinfo->flinfo;
	MlsSiteUse *use;
	MlsCallSite *site;

	mls_catalog_hint(function->fn_oid);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) ||
		(kind == MLS_INPUT_COLUMNS && !is_constant(function, 1)))
		return;

	/* what may run out of memory comes first: a site must not be lost */
	use = MemoryContextAllocZero(function->fn_mcxt, sizeof(MlsSiteUse));
	if (idle_context == NULL)
		idle_context = AllocSetContextCreate(TopMemoryContext, "ml_score call sites", ALLOCSET_SMALL_SIZES);
	site = take_idle(fcinfo, kind);
	if (site == NULL)
		site = make_idle_site(fcinfo);

	/* no scorer holds its image now, so that the first one is not taken for that of the one name */
	site->one_name = is_constant(function, 0);
	use->site = site;
	use->callback.func = end_use;
	use->callback.arg = use;
	MemoryContextRegisterResetCallback(function->fn_mcxt, &use->callback);
	function->fn_extra = site;
}
