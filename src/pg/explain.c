/*
 * pg/explain.c
 *	  explain_input: what became of each value before the model saw it.
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "pg/results.h"

/* Columns of the result. */
enum
{
	EXPLAIN_FIELD,
	EXPLAIN_COLUMN,
	EXPLAIN_VALUE,
	EXPLAIN_STATE,
	EXPLAIN_USED,
	EXPLAIN_REASON,
	N_EXPLAIN
};

static const char *const state_names[] = {
	[MLS_INPUT_VALID] = "valid",
	[MLS_INPUT_MISSING] = "missing",
	[MLS_INPUT_INVALID] = "invalid",
	[MLS_INPUT_OUTLIER] = "outlier",
};

/* Sets a column to a text of the server's encoding; NULL stays NULL. */
static void
set_text(Datum *values, bool *nulls, int column, const char *text)
{
	nulls[column] = text == NULL;
	values[column] = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

static void
explain_one(MlsCall *call, uint32 input, const MlsArrival *arrival, Datum *values, bool *nulls)
{
	const MlsImage *image = call->scorer->image;
	const MlsImgInput *record = &MLS_RECORDS(image, INPUT)[input];
	const MlsString *name = mls_image_string(image, record->name);
	MlsExplanation explanation;
	char	   *used;

	for (int i = 0; i < N_EXPLAIN; i++)
		set_text(values, nulls, i, NULL);
	nulls[EXPLAIN_FIELD] = false;
	values[EXPLAIN_FIELD] = PointerGetDatum(mls_to_text(name->bytes, name->length));
	if (!record->read)
	{
		set_text(values, nulls, EXPLAIN_REASON, "the model does not read this field");
		return;
	}

	explanation = mls_explain_input(call->scorer->eval, input, 0);
	set_text(values, nulls, EXPLAIN_COLUMN, arrival->source);
	set_text(values, nulls, EXPLAIN_VALUE, arrival->text);
	set_text(values, nulls, EXPLAIN_STATE, state_names[explanation.state]);
	set_text(values, nulls, EXPLAIN_REASON, explanation.reason);
	used = explanation.used.tag == MLS_TAG_INVALID ? NULL : mls_cell_text(&explanation.used);
	if (used != NULL)
	{
		nulls[EXPLAIN_USED] = false;
		values[EXPLAIN_USED] = PointerGetDatum(mls_to_text(used, strlen(used)));
	}
}

static Datum
explain_input(FunctionCallInfo fcinfo, MlsInputKind kind)
{
	ReturnSetInfo *set = (ReturnSetInfo *) fcinfo->resultinfo;
	MlsCall		call;
	MlsArrival *arrivals;
	uint32		n;

	InitMaterializedSRF(fcinfo, 0);
	if (!mls_call_begin(&call, fcinfo, kind, 0, 0))
		PG_RETURN_NULL();
	n = MLS_N_RECORDS(call.scorer->image, INPUT);
	arrivals = palloc_extended(Max(n, 1) * sizeof(MlsArrival), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	mls_call_bind(&call, arrivals);
	for (uint32 i = 0; i < n; i++)
	{
		Datum		values[N_EXPLAIN];
		bool		nulls[N_EXPLAIN];

		explain_one(&call, i, &arrivals[i], values, nulls);
		tuplestore_putvalues(set->setResult, set->setDesc, values, nulls);
	}
	PG_RETURN_NULL();
}
MLS_OVERLOADS_OF_VALUE(explain_input);
