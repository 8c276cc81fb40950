/*
 * eval/steps_history.c
 *	  What a field was before: steps that read the list which came with the row.
 *
 * Such a list holds the values of one field in rows one after the other, the
 * oldest first; the last one is the row's own.  Each is treated as the
 * MiningSchema has it, as if it had come alone.
 */
#include "eval/functions.h"
#include "eval/list.h"
#include "eval/steps.h"

/* Elements of the list; false, and *reason, if it cannot be read to its end. */
static bool
count_elements(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell, uint32_t *n, MlsCell *reason)
{
	MlsList		list;
	MlsListElement element;

	*n = 0;
	mls_list_open(&list, eval, cell);
	while (mls_list_next(&list, &element))
		++*n;
	*reason = list.no_memory ? MLS_CELL_NO_MEMORY : mls_invalid_cell(MLS_REASON_INVALID_INPUT, treatment->input);
	return !list.is_bad;
}

/* The element at a place from 0; an INVALID one before it if that is asked for. */
static MlsCell
element_at(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell, uint32_t place, bool strict)
{
	MlsList		list;
	MlsListElement element;
	MlsCell		value = MLS_CELL_MISSING;

	mls_list_open(&list, eval, cell);
	for (uint32_t i = 0; i <= place && mls_list_next(&list, &element); i++)
	{
		if (i < place && !strict)
			continue;
		value = mls_treat_cell(eval, treatment, mls_element_cell(&list, &element));
		if (value.tag == MLS_TAG_INVALID)
			break;
	}
	return value;
}

/* A function of values, of which missing ones do not count. */
static MlsCell
apply(MlsEval *eval, MlsHistoryFunction function, const MlsCell *values, uint32_t n)
{
	if (function == MLS_HISTORY_COUNT)
		return MLS_CELL_INTEGER(n);
	if (n == 0)
		return MLS_CELL_MISSING;
	switch (function)
	{
		case MLS_HISTORY_SUM:
			return mls_fn_SUM(eval, values, n);
		case MLS_HISTORY_AVERAGE:
			return mls_fn_AVG(eval, values, n);
		case MLS_HISTORY_MIN:
			return mls_fn_MIN(eval, values, n);
		case MLS_HISTORY_MAX:
			return mls_fn_MAX(eval, values, n);
		case MLS_HISTORY_MEDIAN:
			return mls_fn_MEDIAN(eval, values, n);
		case MLS_HISTORY_PRODUCT:
			return mls_fn_PRODUCT(eval, values, n);
		case MLS_HISTORY_VALUE:
		case MLS_HISTORY_COUNT:
			break;
	}
	return values[0];
}

/* The same of the elements from first on up to, and without, end. */
static MlsCell
function_of(MlsEval *eval, const MlsImgStep *step, MlsCell cell, uint32_t first, uint32_t end)
{
	const MlsImgTreatment *treatment = &MLS_RECORDS(eval->image, TREATMENT)[step->record];
	MlsCell    *values = mls_text_room(eval, ((size_t) (end - first) + 1) * sizeof(MlsCell));
	MlsList		list;
	MlsListElement element;
	uint32_t	n = 0;

	if (values == NULL)
		return MLS_CELL_NO_MEMORY;
	mls_list_open(&list, eval, cell);
	for (uint32_t i = 0; i < end && mls_list_next(&list, &element); i++)
	{
		if (i < first)
			continue;
		values[n] = mls_treat_cell(eval, treatment, mls_element_cell(&list, &element));
		if (values[n].tag == MLS_TAG_INVALID)
			return values[n];
		n += values[n].tag != MLS_TAG_MISSING;
	}
	return apply(eval, (MlsHistoryFunction) step->function, values, n);
}

/* Without a list: the row's own value may have a replacement. */
static MlsCell
history_of_none(MlsEval *eval, const MlsImgStep *step, const MlsImgTreatment *treatment)
{
	MlsCell		value = mls_treat_cell(eval, treatment, MLS_CELL_MISSING);

	if (value.tag == MLS_TAG_MISSING || value.tag == MLS_TAG_INVALID)
		return value;
	return step->n_records == 0 ? apply(eval, (MlsHistoryFunction) step->function, &value, 1) : MLS_CELL_MISSING;
}

static MlsCell
history(MlsEval *eval, const MlsImgStep *step, uint32_t row)
{
	const MlsImgTreatment *treatment = &MLS_RECORDS(eval->image, TREATMENT)[step->record];
	MlsCell		cell = mls_argument(eval, step, 0, row);
	MlsCell		reason;
	uint32_t	back = step->n_records;
	uint32_t	n;

	if (cell.tag == MLS_TAG_INVALID)
		return cell;
	if (cell.tag == MLS_TAG_MISSING)
		return history_of_none(eval, step, treatment);
	if (!count_elements(eval, treatment, cell, &n, &reason))
		return reason;
	if (step->function != MLS_HISTORY_VALUE)
	{
		uint32_t	end = back == 0 || n == 0 ? n : n - 1;

		return function_of(eval, step, cell, back == 0 || back > end ? 0 : end - back, end);
	}
	if (back < n)
		return element_at(eval, treatment, cell, n - 1 - back, (step->flags & MLS_STEP_STRICT) != 0);
	return back == 0 ? mls_treat_cell(eval, treatment, MLS_CELL_MISSING) : MLS_CELL_MISSING;
}

void
mls_step_history(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	bool		strict = (step->flags & MLS_STEP_STRICT) != 0;

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = history(eval, step, row);

		if (cell.tag == MLS_TAG_INVALID && strict)
			mls_fail_row(eval, row, cell.datum.reason);
		mls_finish(eval, step, row, cell);
	}
}
