/*
 * pg/results.c
 *	  What a model gives, as SQL has it.
 */
#include "postgres.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "lib/stringinfo.h"
#include "base/hot.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "base/calendar.h"
#include "base/number.h"
#include "base/words.h"
#include "pg/host.h"
#include "pg/results.h"

static const MlsImgConstant *
category_constant(const MlsCall *call, const MlsImgResult *result, uint32 i)
{
	const MlsImage *image = call->scorer->image;
	uint32		constant = MLS_RECORDS(image, INDEX)[result->categories.first + i];

	return &MLS_RECORDS(image, CONSTANT)[constant];
}

const MlsString *
mls_category(const MlsCall *call, const MlsImgResult *result, uint32 i)
{
	return mls_image_string(call->scorer->image, category_constant(call, result, i)->text);
}

uint32
mls_find_category(const MlsCall *call, const MlsImgResult *result,
				  const char *text, size_t length)
{
	double		number;
	bool		boolean;

	for (uint32 i = 0; i < result->categories.n; i++)
	{
		const MlsString *category = mls_category(call, result, i);

		if (category->length == length && memcmp(category->bytes, text, length) == 0)
			return i;
	}
	if (mls_parse_double(text, length, &number))
	{
		for (uint32 i = 0; i < result->categories.n; i++)
		{
			const MlsImgConstant *constant = category_constant(call, result, i);

			if (constant->is_number && constant->number == number)
				return i;
		}
	}
	if (mls_parse_boolean(text, length, &boolean))
	{
		for (uint32 i = 0; i < result->categories.n; i++)
		{
			if (category_constant(call, result, i)->boolean == (int) boolean)
				return i;
		}
	}
	return MLS_NONE;
}

char *
mls_list_categories(const MlsCall *call, const MlsImgResult *result)
{
	StringInfoData list;

	initStringInfo(&list);
	for (uint32 i = 0; i < result->categories.n; i++)
	{
		if (i > 0)
			appendStringInfoString(&list, i + 1 == result->categories.n ? " and " : ", ");
		if (i == 20 && result->categories.n > 21)
		{
			appendStringInfo(&list, "%u more", result->categories.n - i);
			break;
		}
		appendStringInfo(&list, "\"%s\"", mls_show_text(mls_category(call, result, i)->bytes));
	}
	return list.data;
}

text *
mls_to_text(const char *utf8, size_t length)
{
	const char *server = pg_any_to_server(utf8, (int) length, PG_UTF8);

	if (server != utf8)
		length = strlen(server);
	return cstring_to_text_with_len(server, (int) length);
}

char *
mls_cell_text(const MlsCell *cell)
{
	char	   *number;

	switch (cell->tag)
	{
		case MLS_TAG_DOUBLE:
			number = palloc(DOUBLE_SHORTEST_DECIMAL_LEN);
			double_to_shortest_decimal_buf(cell->datum.d, number);
			return number;
		case MLS_TAG_FLOAT:
			number = palloc(FLOAT_SHORTEST_DECIMAL_LEN);
			float_to_shortest_decimal_buf((float) cell->datum.d, number);
			return number;
		case MLS_TAG_INTEGER:
			return psprintf(INT64_FORMAT, cell->datum.i);
		case MLS_TAG_BOOLEAN:
			return pstrdup(cell->datum.i ? "true" : "false");
		case MLS_TAG_STRING:
			return pnstrdup(cell->datum.s->bytes, cell->datum.s->length);
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			number = palloc(MLS_CALENDAR_TEXT);
			mls_format_moment(number, *cell);
			return number;
		default:
			return NULL;
	}
}

bool
mls_prediction_text(MlsCall *call, const MlsImgResult *result, text **prediction)
{
	MlsCell		cell;
	char	   *shown;

	*prediction = NULL;
	if (!mls_call_cell(call, result->value, &cell))
		return false;

	/* a number or boolean that is a category: as the document writes it */
	if (cell.tag != MLS_TAG_MISSING && cell.tag < MLS_TAG_STRING)
	{
		for (uint32 i = 0; i < result->categories.n; i++)
		{
			const MlsImgConstant *constant = category_constant(call, result, i);

			if (cell.tag == MLS_TAG_BOOLEAN ? constant->boolean == cell.datum.i
				: cell.tag == MLS_TAG_INTEGER ? constant->is_integral && constant->integer == cell.datum.i
				: constant->is_number && cell.datum.d ==
				(cell.tag == MLS_TAG_FLOAT ? constant->as_float : constant->number))
			{
				const MlsString *category = mls_category(call, result, i);

				*prediction = mls_to_text(category->bytes, category->length);
				return true;
			}
		}
	}
	shown = mls_cell_text(&cell);
	if (shown != NULL)
		*prediction = mls_to_text(shown, strlen(shown));
	return true;
}

void
mls_json_string(const char *utf8, size_t length, JsonbValue *value)
{
	const char *server = pg_any_to_server(utf8, (int) length, PG_UTF8);

	value->type = jbvString;
	value->val.string.val = unconstify(char *, server);
	value->val.string.len = server != utf8 ? strlen(server) : length;
}

void
mls_cell_json(const MlsCell *cell, JsonbValue *value)
{
	switch (cell->tag)
	{
		case MLS_TAG_DOUBLE:
		case MLS_TAG_FLOAT:
			{
				char	   *shown = mls_cell_text(cell);

				/* JSON has no other way to write these */
				if (!isfinite(cell->datum.d))
				{
					mls_json_string(shown, strlen(shown), value);
					break;
				}
				value->type = jbvNumeric;
				value->val.numeric = DatumGetNumeric(DirectFunctionCall3(numeric_in,
																		 CStringGetDatum(shown),
																		 ObjectIdGetDatum(InvalidOid),
																		 Int32GetDatum(-1)));
				break;
			}
		case MLS_TAG_INTEGER:
			value->type = jbvNumeric;
			value->val.numeric = int64_to_numeric(cell->datum.i);
			break;
		case MLS_TAG_BOOLEAN:
			value->type = jbvBool;
			value->val.boolean = cell->datum.i != 0;
			break;
		case MLS_TAG_STRING:
			mls_json_string(cell->datum.s->bytes, cell->datum.s->length, value);
			break;
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			{
				char	   *shown = mls_cell_text(cell);

				mls_json_string(shown, strlen(shown), value);
				break;
			}
		default:
			value->type = jbvNull;
	}
}

JsonbValue *
mls_push_probabilities(MlsCall *call, const MlsImgResult *result,
					   JsonbParseState **state, bool *any)
{
	*any = false;
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	for (uint32 i = 0; i < result->categories.n; i++)
	{
		const MlsString *category = mls_category(call, result, i);
		JsonbValue	value;
		MlsCell		cell;

		if (!mls_call_cell(call, result->probabilities + i, &cell))
			return NULL;
		*any |= cell.tag != MLS_TAG_MISSING;
		mls_json_string(category->bytes, category->length, &value);
		pushJsonbValue(state, WJB_KEY, &value);
		mls_cell_json(&cell, &value);
		pushJsonbValue(state, WJB_VALUE, &value);
	}
	return pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

/* ---- which result ---- */

static char *
list_targets(const MlsImage *image)
{
	StringInfoData list;

	initStringInfo(&list);
	for (uint32 i = 0; i < MLS_N_RECORDS(image, RESULT); i++)
		appendStringInfo(&list, "%s\"%s\"", i > 0 ? ", " : "",
						 mls_show_text(mls_image_string(image, MLS_RECORDS(image, RESULT)[i].name)->bytes));
	return list.data;
}

static const MlsImgResult *
find_result(const MlsScorer *scorer, const char *target)
{
	const MlsImage *image = scorer->image;
	const MlsImgResult *results = MLS_RECORDS(image, RESULT);
	uint32		n = MLS_N_RECORDS(image, RESULT);
	const char *utf8;

	if (target == NULL)
	{
		if (n == 1)
			return &results[0];
		if (n == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("model \"%s\" has no prediction of its own", scorer->label),
					 errhint("predict_json() shows what it gives.")));
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" has several targets", scorer->label),
				 errdetail("The targets are %s.", list_targets(image)),
				 errhint("Name one of them: target => '...'.")));
	}

	utf8 = mls_utf8(target, strlen(target));
	for (uint32 i = 0; i < n; i++)
	{
		if (results[i].name != MLS_NONE &&
			strcmp(mls_image_string(image, results[i].name)->bytes, utf8) == 0)
			return &results[i];
	}
	for (uint32 i = 0; i < n; i++)
	{
		if (results[i].name != MLS_NONE &&
			pg_strcasecmp(mls_image_string(image, results[i].name)->bytes, utf8) == 0)
			return &results[i];
	}
	if (n == 0 || results[0].name == MLS_NONE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" has no target \"%s\"", scorer->label, target),
				 errhint("Its document names no target: leave the argument out.")));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("model \"%s\" has no target \"%s\"", scorer->label, target),
			 n == 1 ? errdetail("The target is %s.", list_targets(image))
			 : errdetail("The targets are %s.", list_targets(image))));
}

MLS_HOT const MlsImgResult *
mls_call_result(MlsCall *call)
{
	MlsScorer  *scorer = call->scorer;
	const char *target = call->target;

	if (scorer->result == NULL ||
		(target == NULL) != (scorer->target == NULL) ||
		(target != NULL && strcmp(target, scorer->target) != 0))
	{
		const MlsImgResult *result = find_result(scorer, target);

		if (scorer->target != NULL)
			pfree(scorer->target);
		scorer->target = NULL;
		scorer->result = NULL;
		if (target != NULL)
			scorer->target = MemoryContextStrdup(scorer->context, target);
		scorer->result = result;
	}
	return scorer->result;
}

const MlsImgResult *
mls_call_classes(MlsCall *call)
{
	const MlsImgResult *result = mls_call_result(call);

	if (result->probabilities == MLS_NONE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" gives no probabilities", call->scorer->label),
				 result->no_number == MLS_IS_LIST ? errhint("It predicts a list: use predict_json().")
				 : result->function == MLS_FUNCTION_CLASSIFICATION
				 ? errhint("predict_class() gives the predicted class.")
				 : result->no_number == MLS_HAS_NUMBER ? errhint("It predicts a number: use predict().")
				 : errhint("predict_json() shows what it gives.")));
	return result;
}
