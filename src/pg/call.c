/*
 * pg/call.c
 *	  A call site of a scoring function: what it keeps from row to row.
 *
 * State hangs on fn_extra.  That lives as long as the expression: a query, or
 * in PL/pgSQL a whole transaction of many statements.  So a name that has been
 * resolved is good only under the mark that it was resolved under (snapshot,
 * command, user, see pg/resolve.h); mls_mark_holds() is asked for every row and
 * costs a few comparisons.  Rows scored under one snapshot therefore never see
 * two versions, and a new statement sees what its snapshot sees.
 *
 * The name may come from a column.  A call site keeps several models, the most
 * recently used first.
 *
 * An error may leave at any point, and PL/pgSQL may catch it and call again
 * with the same state.  What is being built is therefore noted (building) and
 * thrown away by the next call, and nothing half-built is ever entered.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/hot.h"
#include "pg/bind_columns.h"
#include "pg/cache.h"
#include "pg/call_site.h"
#include "pg/host.h"
#include "pg/invalid.h"
#include "pg/stored_row.h"

static void
set_ref(MlsScorer *scorer, const MlsVersionRef *ref)
{
	bool		same = scorer->ref.version == ref->version && strcmp(scorer->ref.name, ref->name) == 0;

	scorer->ref = *ref;
	if (same)
		return;
	snprintf(scorer->label, sizeof(scorer->label), "%s@%d", ref->name, ref->version);
	scorer->binding.model = scorer->label;
}

/* A scorer for a version; to be entered as the first one. */
static MlsScorer *
make_scorer(MlsCallSite *site, const char *spec, uint32 spec_length, const MlsVersionRef *ref)
{
	MemoryContext context = AllocSetContextCreate(site->context, "ml_score scorer",
												  ALLOCSET_SMALL_SIZES);
	MlsScorer  *scorer;

	site->building = context;
	scorer = MemoryContextAllocZero(context, sizeof(MlsScorer));
	scorer->context = context;
	scorer->spec = MemoryContextAlloc(context, spec_length + 1);
	memcpy(scorer->spec, spec, spec_length);
	scorer->spec_length = spec_length;
	scorer->image = mls_cache_use(ref, context, &scorer->use);
	scorer->is_held = true;
	scorer->host = mls_context_host(context);
	scorer->eval = mls_eval_new(scorer->image, 1, &scorer->host);
	if (scorer->eval == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("Model \"%s@%d\" takes %zu bytes to score.", ref->name, ref->version,
						   mls_eval_size(scorer->image, 1))));
	scorer->binding.context = context;
	scorer->binding.image = scorer->image;
	set_ref(scorer, ref);
	return scorer;
}

/* Takes out the scorer at a place, without freeing it. */
static MlsScorer *
take_out(MlsCallSite *site, int i)
{
	MlsScorer  *scorer = site->scorers[i];

	memmove(&site->scorers[i], &site->scorers[i + 1],
			(site->n_scorers - i - 1) * sizeof(MlsScorer *));
	site->n_scorers--;
	return scorer;
}

static void
put_first(MlsCallSite *site, MlsScorer *scorer)
{
	memmove(&site->scorers[1], &site->scorers[0], site->n_scorers * sizeof(MlsScorer *));
	site->scorers[0] = scorer;
	site->n_scorers++;
}

/* Whether a scorer is good for a version; sees to it that the image stays in place. */
static MLS_HOT bool
can_score(MlsScorer *scorer, const MlsVersionRef *ref)
{
	if (scorer->ref.content_id != ref->content_id ||
		memcmp(scorer->ref.digest, ref->digest, MLS_DIGEST_LENGTH) != 0)
		return false;
	scorer->is_held = mls_cache_resume(scorer->use);
	return scorer->is_held;
}

/* The scorer for the name, made ready where its mark does not hold. */
static MLS_HOT MlsScorer *
find_scorer(MlsCallSite *site, text *name)
{
	const char *spec = VARDATA_ANY(name);
	uint32		spec_length = VARSIZE_ANY_EXHDR(name);
	MlsScorer  *scorer = NULL;
	MlsVersionRef ref;

	for (int i = 0; i < site->n_scorers; i++)
	{
		scorer = site->scorers[i];
		if (scorer->spec_length == spec_length && memcmp(scorer->spec, spec, spec_length) == 0)
		{
			if (i > 0)
				put_first(site, take_out(site, i));
			break;
		}
		scorer = NULL;
	}
	if (scorer != NULL && likely(mls_mark_holds(&scorer->mark)) && can_score(scorer, &scorer->ref))
		return scorer;

	if (site->columns != NULL)
		mls_resolve_planned(pnstrdup(spec, spec_length), &site->columns->planned, &ref);
	else
		mls_resolve(pnstrdup(spec, spec_length), &ref);
	if (scorer != NULL && can_score(scorer, &ref))
		set_ref(scorer, &ref);
	else
	{
		MlsScorer  *made = make_scorer(site, spec, spec_length, &ref);

		if (scorer != NULL)
			MemoryContextDelete(take_out(site, 0)->context);
		else if (site->n_scorers == MLS_MOST_SCORERS)
			MemoryContextDelete(take_out(site, MLS_MOST_SCORERS - 1)->context);
		site->building = NULL;
		scorer = made;
		put_first(site, scorer);
	}
	mls_mark_set(&scorer->mark);
	/* a plan for another version is used once */
	if (site->columns != NULL && site->columns->planned.content_id != ref.content_id)
		scorer->mark.outlives_it = false;
	return scorer;
}

/* Whether the one name of a site still means the version that it has ready. */
static inline bool
is_ready(const MlsCallSite *site)
{
	return site->one_name && site->n_scorers > 0 && site->scorers[0]->is_held &&
		likely(mls_mark_holds(&site->scorers[0]->mark));
}

bool
mls_call_is_ready(FunctionCallInfo fcinfo)
{
	const MlsCallSite *site = fcinfo->flinfo->fn_extra;

	return site != NULL && site->building == NULL && is_ready(site);
}

MLS_HOT bool
mls_call_begin(MlsCall *call, FunctionCallInfo fcinfo, MlsInputKind kind, int target, int on_invalid)
{
	MlsCallSite *site;
	MemoryContext old;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return false;
	CHECK_FOR_INTERRUPTS();

	site = mls_call_site(fcinfo);
	MemoryContextReset(site->row);
	old = MemoryContextSwitchTo(site->row);
	call->fcinfo = fcinfo;
	call->kind = kind;
	call->input = 1;
	call->row = site->row;
	call->columns = NULL;
	call->target = NULL;
	call->on_invalid = MLS_ON_INVALID_UNSET;
	if (kind == MLS_INPUT_COLUMNS)
	{
		call->columns = mls_call_columns(site, fcinfo, target);
		call->kind = call->columns->kind;
		call->input = target;
		call->target = call->columns->planned.target;
		call->on_invalid = call->columns->planned.on_invalid;
	}
	else
	{
		if (target > 0 && !PG_ARGISNULL(target))
			call->target = text_to_cstring(PG_GETARG_TEXT_PP(target));
		if (on_invalid > 0 && !PG_ARGISNULL(on_invalid))
			call->on_invalid = mls_parse_on_invalid(text_to_cstring(PG_GETARG_TEXT_PP(on_invalid)));
	}
	if (call->kind != MLS_INPUT_COLUMNS && PG_ARGISNULL(call->input))
	{
		MemoryContextSwitchTo(old);
		return false;
	}
	if (is_ready(site))
		call->scorer = site->scorers[0];
	else
		call->scorer = find_scorer(site, PG_GETARG_TEXT_PP(0));
	if (call->on_invalid == MLS_ON_INVALID_UNSET)
		call->on_invalid = call->scorer->ref.on_invalid;
	if (call->on_invalid == MLS_ON_INVALID_UNSET)
		call->on_invalid = (MlsOnInvalid) mls_on_invalid;
	call->eval = call->scorer->eval;
	call->at = 0;
	call->is_scored = false;
	MemoryContextSwitchTo(old);
	return true;
}

MLS_HOT void
mls_call_bind(MlsCall *call, MlsArrival *arrivals)
{
	MlsScorer  *scorer = call->scorer;
	MlsBinding *binding = &scorer->binding;
	Datum		input = call->fcinfo->args[call->input].value;
	MlsSink		sink = {scorer->eval, 0, arrivals};
	MemoryContext old = MemoryContextSwitchTo(call->row);

	mls_binding_names(binding);
	mls_eval_begin(scorer->eval, 1);
	switch (call->kind)
	{
		case MLS_INPUT_RECORD:
			mls_bind_record(binding, DatumGetHeapTupleHeader(input), &sink);
			break;
		case MLS_INPUT_COLUMNS:
			if (call->columns->row != NULL)
				mls_bind_stored(binding, call->columns->descriptor, mls_stored_row(call->fcinfo, call->input),
								call->columns->attributes, call->columns->last, &sink);
			else
				mls_bind_arguments(binding, call->columns->descriptor,
								   &call->fcinfo->args[call->input], &sink);
			break;
		case MLS_INPUT_JSONB:
			mls_bind_jsonb(binding, DatumGetJsonbP(input), &sink);
			break;
		case MLS_INPUT_JSON:
			{
				text	   *json = DatumGetTextPP(input);

				mls_bind_json_text(binding, VARDATA_ANY(json), VARSIZE_ANY_EXHDR(json), &sink);
				break;
			}
		case MLS_INPUT_TEXT:
			{
				text	   *value = DatumGetTextPP(input);

				mls_bind_text(binding, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), &sink);
				break;
			}
		case MLS_INPUT_ARRAY:
			mls_bind_array(binding, DatumGetArrayTypeP(input), &sink);
			break;
	}
	MemoryContextSwitchTo(old);
}

MLS_HOT bool
mls_call_score(MlsCall *call)
{
	MlsReason	status;

	if (!call->is_scored)
	{
		mls_call_bind(call, NULL);
		mls_eval_run(call->eval);
		CHECK_FOR_INTERRUPTS(); /* what was cancelled has given up */
		call->is_scored = true;
	}
	status = mls_eval_status(call->eval, call->at);
	if (likely(status.code == MLS_REASON_NONE))
		return true;
	mls_no_result(call, status);
	return false;
}

MLS_HOT bool
mls_call_cell(MlsCall *call, uint32 column, MlsCell *cell)
{
	*cell = mls_eval_cell(call->eval, column, call->at);
	if (likely(cell->tag != MLS_TAG_INVALID))
		return true;
	mls_no_result(call, cell->datum.reason);
	return false;
}
