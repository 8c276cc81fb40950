/*
 * pg/score.c
 *	  predict, predict_class, predict_proba_of, predict_set.
 *
 * Each function has an overload for every kind of input (MlsInputKind), which
 * differ in how the second argument is read.
 */
#include "postgres.h"

#include <math.h>

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "base/hot.h"
#include "base/words.h"
#include "pg/host.h"
#include "pg/results.h"
#include "pg/row_functions.h"

/* predict has no number for this result: say why, and what to use instead. */
static void __attribute__((noreturn))
no_number(const MlsCall *call, const MlsImgResult *result)
{
	if (result->no_number == MLS_NO_EVENT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("predict() cannot tell which class of model \"%s\" it should give the probability of",
						call->scorer->label),
				 errdetail("The classes are %s.", mls_list_categories(call, result)),
				 errhint("Load the model with event => '...', or use predict_proba_of(), predict_class() or predict_proba().")));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("model \"%s\" does not predict a number", call->scorer->label),
			 result->no_number != MLS_IS_LIST &&
			 (result->function == MLS_FUNCTION_CLASSIFICATION || result->function == MLS_FUNCTION_CLUSTERING)
			 ? errhint("Use predict_class().") : errhint("Use predict_json().")));
}

/* A number column of the scored row as float8; NULL if it is missing or there is no result. */
static MLS_HOT Datum
number_datum(MlsCall *call, uint32 column)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	MlsCell		cell;

	if (!mls_call_cell(call, column, &cell))
		PG_RETURN_NULL();
	switch (cell.tag)
	{
		case MLS_TAG_DOUBLE:
		case MLS_TAG_FLOAT:
			PG_RETURN_FLOAT8(cell.datum.d);
		case MLS_TAG_INTEGER:
		case MLS_TAG_BOOLEAN:
			PG_RETURN_FLOAT8((double) cell.datum.i);
		case MLS_TAG_STRING:
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("model \"%s\" predicts the text \"%s\", which is no number",
							call->scorer->label, mls_show_text(cell.datum.s->bytes)),
					 errhint("Use predict_class().")));
			break;
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("model \"%s\" predicts %s, which is no number",
							call->scorer->label, mls_cell_text(&cell)),
					 errhint("Use predict_json().")));
			break;
		default:
			break;
	}
	PG_RETURN_NULL();
}

MLS_HOT Datum
mls_predict_value(MlsCall *call)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	const MlsImgResult *result = mls_call_result(call);

	if (unlikely(result->no_number != MLS_HAS_NUMBER))
		no_number(call, result);
	if (!mls_call_score(call))
		PG_RETURN_NULL();
	return number_datum(call, result->number);
}

static MLS_HOT Datum
predict(FunctionCallInfo fcinfo, MlsInputKind kind)
{
	MlsCall		call;

	if (!mls_call_begin(&call, fcinfo, kind, 2, 3))
		PG_RETURN_NULL();
	return mls_predict_value(&call);
}
MLS_OVERLOADS(predict);

Datum
mls_predict_class_value(MlsCall *call)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	const MlsImgResult *result = mls_call_result(call);
	text	   *prediction;

	if (result->function == MLS_FUNCTION_REGRESSION || result->no_number == MLS_IS_LIST)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" does not predict a class", call->scorer->label),
				 result->no_number == MLS_IS_LIST ? errhint("It predicts a list: use predict_json().")
				 : errhint("It predicts a number: use predict().")));
	if (!mls_call_score(call) ||
		!mls_prediction_text(call, result, &prediction) || prediction == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(prediction);
}

static Datum
predict_class(FunctionCallInfo fcinfo, MlsInputKind kind)
{
	MlsCall		call;

	if (!mls_call_begin(&call, fcinfo, kind, 2, 3))
		PG_RETURN_NULL();
	return mls_predict_class_value(&call);
}
MLS_OVERLOADS(predict_class);

/* Argument 2 is the class. */
Datum
mls_predict_proba_of_value(MlsCall *call)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	const MlsImgResult *result;
	char	   *class_name;
	char	   *utf8;
	uint32		class_index;

	if (PG_ARGISNULL(2))
		PG_RETURN_NULL();
	result = mls_call_classes(call);
	class_name = text_to_cstring(PG_GETARG_TEXT_PP(2));
	utf8 = mls_utf8(class_name, strlen(class_name));
	class_index = mls_find_category(call, result, utf8, strlen(utf8));
	if (class_index == MLS_NONE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" has no class \"%s\"", call->scorer->label, class_name),
				 errdetail("The classes are %s.", mls_list_categories(call, result))));
	if (!mls_call_score(call))
		PG_RETURN_NULL();
	return number_datum(call, result->probabilities + class_index);
}

static Datum
predict_proba_of(FunctionCallInfo fcinfo, MlsInputKind kind)
{
	MlsCall		call;

	if (PG_ARGISNULL(2) || !mls_call_begin(&call, fcinfo, kind, 3, 4))
		PG_RETURN_NULL();
	return mls_predict_proba_of_value(&call);
}
MLS_OVERLOADS(predict_proba_of);

/* ---- predict_set ---- */

typedef struct MlsClassProbability
{
	uint32		category;
	double		probability;
} MlsClassProbability;

/* Most probable first; of equals the one that the model has first. */
static int
compare_probabilities(const void *a, const void *b)
{
	const MlsClassProbability *x = a;
	const MlsClassProbability *y = b;

	if (x->probability != y->probability)
		return x->probability > y->probability ? -1 : 1;
	return x->category < y->category ? -1 : 1;
}

/* (model, input, target, on_invalid, n, cutoff) */
static Datum
predict_set(FunctionCallInfo fcinfo, MlsInputKind kind)
{
	ReturnSetInfo *set = (ReturnSetInfo *) fcinfo->resultinfo;
	MlsCall		call;
	const MlsImgResult *result;
	MlsClassProbability *classes;
	uint32		n_classes = 0;
	uint32		most = PG_ARGISNULL(4) ? PG_UINT32_MAX : (uint32) Max(PG_GETARG_INT32(4), 0);
	double		cutoff = PG_ARGISNULL(5) ? -INFINITY : PG_GETARG_FLOAT8(5);

	InitMaterializedSRF(fcinfo, 0);
	if (!mls_call_begin(&call, fcinfo, kind, 2, 3))
		PG_RETURN_NULL();
	result = mls_call_classes(&call);
	if (!mls_call_score(&call))
		PG_RETURN_NULL();

	classes = palloc_extended(Max(result->categories.n, 1) * sizeof(MlsClassProbability),
							  MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < result->categories.n; i++)
	{
		MlsCell		cell;

		if (!mls_call_cell(&call, result->probabilities + i, &cell))
			PG_RETURN_NULL();
		if ((cell.tag == MLS_TAG_DOUBLE || cell.tag == MLS_TAG_FLOAT) && cell.datum.d >= cutoff)
			classes[n_classes++] = (MlsClassProbability) {i, cell.datum.d};
	}
	qsort(classes, n_classes, sizeof(MlsClassProbability), compare_probabilities);

	for (uint32 i = 0; i < Min(n_classes, most); i++)
	{
		const MlsString *category = mls_category(&call, result, classes[i].category);
		Datum		values[2];
		bool		nulls[2] = {false, false};

		values[0] = PointerGetDatum(mls_to_text(category->bytes, category->length));
		values[1] = Float8GetDatum(classes[i].probability);
		tuplestore_putvalues(set->setResult, set->setDesc, values, nulls);
	}
	PG_RETURN_NULL();
}
MLS_OVERLOADS_OF_VALUE(predict_set);
