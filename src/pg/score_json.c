/*
 * pg/score_json.c
 *	  predict_proba, predict_json.
 */
#include "postgres.h"

#include "utils/fmgrprotos.h"

#include "base/words.h"
#include "pg/results.h"
#include "pg/row_functions.h"

Datum
mls_predict_proba_value(MlsCall *call)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	const MlsImgResult *result = mls_call_classes(call);
	JsonbParseState *state = NULL;
	JsonbValue *object;
	MemoryContext old;
	bool		any;

	if (!mls_call_score(call))
		PG_RETURN_NULL();

	old = MemoryContextSwitchTo(call->row);
	object = mls_push_probabilities(call, result, &state, &any);
	MemoryContextSwitchTo(old);
	if (object == NULL || !any)
		PG_RETURN_NULL();
	PG_RETURN_JSONB_P(JsonbValueToJsonb(object));
}

static Datum
predict_proba(FunctionCallInfo fcinfo, MlsInputKind kind)
{
	MlsCall		call;

	if (!mls_call_begin(&call, fcinfo, kind, 2, 3))
		PG_RETURN_NULL();
	return mls_predict_proba_value(&call);
}
MLS_OVERLOADS(predict_proba);

/* ---- predict_json ---- */

static void
push_key(JsonbParseState **state, const char *utf8, size_t length)
{
	JsonbValue	key;

	mls_json_string(utf8, length, &key);
	pushJsonbValue(state, WJB_KEY, &key);
}

/* Pushes what a column of the row holds, as the value of a key or an element of an array; false: no result. */
static bool
push_column(MlsCall *call, JsonbParseState **state, JsonbIteratorToken as, uint32 column, uint8 data_type)
{
	MlsCell		cell;
	JsonbValue	value;

	if (!mls_call_cell(call, column, &cell))
		return false;
	if (data_type == MLS_TYPE_STRING && cell.tag != MLS_TAG_STRING && cell.tag != MLS_TAG_MISSING)
	{
		char	   *shown = mls_cell_text(&cell);

		mls_json_string(shown, strlen(shown), &value);
	}
	else
		mls_cell_json(&cell, &value);
	pushJsonbValue(state, as, &value);
	return true;
}

/* Pushes the columns of a list, as many as result has elements, as an array; null if the row has none; false: no result. */
static bool
push_list(MlsCall *call, JsonbParseState **state, const MlsImgResult *result, MlsSpan columns, MlsDataType data_type)
{
	MlsCell		length;

	if (!mls_call_cell(call, result->value, &length))
		return false;
	if (length.tag != MLS_TAG_INTEGER)
		return push_column(call, state, WJB_VALUE, result->value, MLS_TYPE_NONE);
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (uint32 i = 0; i < columns.n && i < length.datum.i; i++)
	{
		if (!push_column(call, state, WJB_ELEM, columns.first + i, data_type))
			return false;
	}
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
	return true;
}

/* The key of a target. */
static void
push_target(MlsCall *call, JsonbParseState **state, const MlsImgResult *result)
{
	if (result->name != MLS_NONE)
	{
		const MlsString *name = mls_image_string(call->scorer->image, result->name);

		push_key(state, name->bytes, name->length);
	}
	else
		push_key(state, "prediction", strlen("prediction"));
}

/* The prediction of a target. */
static bool
push_result(MlsCall *call, JsonbParseState **state, const MlsImgResult *result)
{
	push_target(call, state, result);
	if (result->no_number == MLS_IS_LIST)
		return push_list(call, state, result, result->items, MLS_TYPE_NONE);
	return push_column(call, state, WJB_VALUE, result->value, MLS_TYPE_NONE);
}

/*
 * The probabilities of a target's classes, for formats without outputs of their
 * own; of several targets by the targets' names.
 */
static bool
push_all_probabilities(MlsCall *call, JsonbParseState **state, const MlsImgResult *results, uint32 n)
{
	bool		opened = false;
	bool		any;

	if (!call->scorer->image->default_outputs)
		return true;
	for (uint32 i = 0; i < n; i++)
	{
		if (results[i].probabilities == MLS_NONE)
			continue;
		if (!opened)
			push_key(state, "probabilities", strlen("probabilities"));
		if (!opened && n > 1)
			pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
		opened = true;
		if (n > 1)
			push_target(call, state, &results[i]);
		if (mls_push_probabilities(call, &results[i], state, &any) == NULL)
			return false;
	}
	if (opened && n > 1)
		pushJsonbValue(state, WJB_END_OBJECT, NULL);
	return true;
}

/* Pushes the array that a text holds, or null. */
static bool
push_array_text(MlsCall *call, JsonbParseState **state, uint32 column)
{
	MlsCell		cell;
	JsonbValue	value;
	char	   *text;
	Jsonb	   *json;

	if (!mls_call_cell(call, column, &cell))
		return false;
	if (cell.tag != MLS_TAG_STRING)
		return push_column(call, state, WJB_VALUE, column, MLS_TYPE_NONE);
	text = pnstrdup(cell.datum.s->bytes, cell.datum.s->length);
	json = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(pg_any_to_server(text, (int) cell.datum.s->length, PG_UTF8))));
	value.type = jbvBinary;
	value.val.binary.data = &json->root;
	value.val.binary.len = VARSIZE(json) - VARHDRSZ;
	pushJsonbValue(state, WJB_VALUE, &value);
	return true;
}

/* What an output field holds: a value, or several as an array; false: no result. */
static bool
push_output(MlsCall *call, JsonbParseState **state, const MlsImgOutput *output)
{
	if (output->shape == MLS_OUTPUT_TEXT)
		return push_array_text(call, state, output->column);
	if (output->shape == MLS_OUTPUT_VALUE)
		return push_column(call, state, WJB_VALUE, output->column, output->data_type);
	if (output->shape == MLS_OUTPUT_LIST)
		return push_list(call, state, MLS_RECORDS(call->scorer->image, RESULT),
						 (MlsSpan) {output->column, output->n_columns}, output->data_type);
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (uint32 i = 0; i < output->n_columns; i++)
	{
		if (!push_column(call, state, WJB_ELEM, output->column + i, output->data_type))
			return false;
	}
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
	return true;
}

/* Everything that the row gives; NULL: no result. */
static JsonbValue *
push_all(MlsCall *call)
{
	const MlsImage *image = call->scorer->image;
	const MlsImgResult *results = call->target != NULL ? mls_call_result(call) : MLS_RECORDS(image, RESULT);
	uint32		n_results = call->target != NULL ? 1 : MLS_N_RECORDS(image, RESULT);
	const MlsImgOutput *outputs = MLS_RECORDS(image, OUTPUT);
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (uint32 i = 0; i < n_results; i++)
	{
		if (!push_result(call, &state, &results[i]))
			return NULL;
	}
	if (!push_all_probabilities(call, &state, results, n_results))
		return NULL;
	for (uint32 i = 0; i < MLS_N_RECORDS(image, OUTPUT); i++)
	{
		const MlsString *name = mls_image_string(image, outputs[i].name);

		push_key(&state, name->bytes, name->length);
		if (!push_output(call, &state, &outputs[i]))
			return NULL;
	}
	return pushJsonbValue(&state, WJB_END_OBJECT, NULL);
}

Datum
mls_predict_json_value(MlsCall *call)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	JsonbValue *object;
	MemoryContext old;

	if (!mls_call_score(call))
		PG_RETURN_NULL();

	old = MemoryContextSwitchTo(call->row);
	object = push_all(call);
	MemoryContextSwitchTo(old);
	if (object == NULL)
		PG_RETURN_NULL();
	PG_RETURN_JSONB_P(JsonbValueToJsonb(object));
}

static Datum
predict_json(FunctionCallInfo fcinfo, MlsInputKind kind)
{
	MlsCall		call;

	if (!mls_call_begin(&call, fcinfo, kind, 2, 3))
		PG_RETURN_NULL();
	return mls_predict_json_value(&call);
}
MLS_OVERLOADS(predict_json);
