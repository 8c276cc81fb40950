/*
 * pg/invalid.c
 *	  A row that has no result: an error that says why, or NULL.
 */
#include "postgres.h"

#include "pg/host.h"
#include "pg/invalid.h"
#include "pg/results.h"

#define MOST_SHOWN	100			/* characters of a value in a message */

static const char *
shorten(const char *text)
{
	int			length = (int) strlen(text);
	int			shown = pg_mbcharcliplen(text, length, MOST_SHOWN);

	return shown == length ? text : psprintf("%s...", pnstrdup(text, shown));
}

static const char *
explain(MlsReasonCode code)
{
	switch (code)
	{
		case MLS_REASON_MISSING_INPUT:
			return "The field's missingValueTreatment is returnInvalid.";
		case MLS_REASON_UNDEFINED:
			return "A function of the model has no value here: a division by zero, an overflow, or an argument outside its domain.";
		case MLS_REASON_NOT_A_NUMBER:
			return "The model needs a number where it has text or a date.";
		case MLS_REASON_NO_DEFAULT_CHILD:
			return "A tree of the model cannot decide without the value and names no child for this case.";
		case MLS_REASON_MISSING_VALUE:
			return "A field is missing without which the model has no result.";
		case MLS_REASON_TOO_MUCH_WORK:
			return "A regular expression or a recursive normalization of the model takes too many steps for the value.";
		default:
			return "The model gives no reason.";
	}
}

void
mls_no_result(MlsCall *call, MlsReason reason)
{
	MlsScorer  *scorer = call->scorer;
	uint32		n_inputs = MLS_N_RECORDS(scorer->image, INPUT);
	MlsExplanation explanation;
	MlsCell		arrived;
	const char *field;
	const char *value;

	if (reason.code == MLS_REASON_NO_MEMORY)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("Model \"%s\" could not be scored.", scorer->label)));
	if (call->on_invalid == MLS_ON_INVALID_NULL)
		return;

	if (reason.input >= n_inputs)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("model \"%s\" has no result for this row", scorer->label),
				 errdetail("%s", explain(reason.code)),
				 errhint("on_invalid => 'null' (or the setting ml_score.on_invalid) gives NULL for such rows.")));

	explanation = mls_explain_input(call->eval, reason.input, call->at);
	arrived = mls_eval_arrived(call->eval, reason.input, call->at);
	field = mls_show_text(mls_image_string(scorer->image,
										   MLS_RECORDS(scorer->image, INPUT)[reason.input].name)->bytes);
	value = arrived.tag == MLS_TAG_INVALID ? NULL : mls_cell_text(&arrived);
	if (value != NULL)
		value = mls_show_text(value);
	ereport(ERROR,
			(errcode(reason.code == MLS_REASON_INVALID_INPUT || reason.code == MLS_REASON_MISSING_INPUT
					 ? ERRCODE_INVALID_PARAMETER_VALUE : ERRCODE_DATA_EXCEPTION),
			 reason.code == MLS_REASON_MISSING_INPUT || value == NULL
			 ? errmsg("field \"%s\" of model \"%s\" must not be missing", field, scorer->label)
			 : errmsg("value \"%s\" is not valid for field \"%s\" of model \"%s\"",
					  shorten(value), field, scorer->label),
			 reason.code == MLS_REASON_INVALID_INPUT && explanation.reason[0] != '\0'
			 ? errdetail("The value is %s.", explanation.reason) : errdetail("%s", explain(reason.code)),
			 errhint("on_invalid => 'null' (or the setting ml_score.on_invalid) gives NULL for such rows.")));
}
