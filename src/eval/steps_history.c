/*
 * eval/steps_history.c
 *	  What a field was before: steps that read the list which came with the row.
 *
 * Such a list holds the values of one field in rows one after the other, the
 * oldest first; the last one is the row's own.  Each is treated as the
 * MiningSchema has it, as if it had come alone.  Where the elements are in the
 * text is found once for a row, however many steps then ask for some of them.
 */
#include "eval/functions.h"
#include "eval/list.h"
#include "eval/steps.h"

/* ---- where the elements are ---- */

static MlsCell
find_elements(MlsEval *eval, const MlsImgStep *step, MlsCell cell)
{
	const MlsImgTreatment *treatment = &MLS_RECORDS(eval->image, TREATMENT)[step->record];
	uint32_t   *offsets = NULL;
	uint32_t	size = 0;
	uint32_t	n = 0;
	uint32_t	offset = 0;
	MlsList		list;
	MlsListElement element;

	if (cell.tag == MLS_TAG_INVALID)
		return cell;
	if (!mls_is_array(cell))
		return MLS_CELL_MISSING;
	mls_list_open(&list, eval, cell);
	for (; mls_list_next(&list, &element); offset = mls_list_behind_comma(&list))
	{
		if (n == size && (offsets = mls_text_grow(eval, offsets, &size, sizeof(*offsets))) == NULL)
			return MLS_CELL_NO_MEMORY;
		offsets[n++] = offset;
	}
	if (list.is_bad)
		return list.no_memory ? MLS_CELL_NO_MEMORY : mls_invalid_cell(MLS_REASON_INVALID_INPUT, treatment->input);
	return mls_text_cell(eval, n > 0 ? (const char *) offsets : "", n * sizeof(uint32_t));
}

void
mls_step_find_elements(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		mls_put(eval, step->out, row, find_elements(eval, step, mls_argument(eval, step, 0, row)));
	}
}

/* ---- what is made of them ---- */

/* A list and where its elements are. */
typedef struct History
{
	MlsCell		cell;			/* as it arrived */
	const char *offsets;		/* numbers of 32 bits; NULL: a list of one */
	uint32_t	n;
} History;

/* Starts reading at an element. */
static void
open_at(MlsList *list, MlsEval *eval, const History *history, uint32_t place)
{
	uint32_t	offset;

	mls_list_open(list, eval, history->cell);
	if (history->offsets == NULL || place >= history->n || !list->is_array)
		return;
	memcpy(&offset, history->offsets + (size_t) place * sizeof(offset), sizeof(offset));
	mls_list_go(list, offset);
}

/* The element at a place from 0; an INVALID one before it if that is asked for. */
static MlsCell
element_at(MlsEval *eval, const MlsImgTreatment *treatment, const History *history, uint32_t place, bool strict)
{
	MlsList		list;
	MlsListElement element;
	MlsCell		value = MLS_CELL_MISSING;

	open_at(&list, eval, history, strict ? 0 : place);
	for (uint32_t i = strict ? 0 : place; i <= place && mls_list_next(&list, &element); i++)
	{
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
function_of(MlsEval *eval, const MlsImgStep *step, const History *history, uint32_t first, uint32_t end)
{
	const MlsImgTreatment *treatment = &MLS_RECORDS(eval->image, TREATMENT)[step->record];
	MlsCell    *values = mls_text_room(eval, ((size_t) (end - first) + 1) * sizeof(MlsCell));
	MlsList		list;
	MlsListElement element;
	uint32_t	n = 0;

	if (values == NULL)
		return MLS_CELL_NO_MEMORY;
	open_at(&list, eval, history, first);
	for (uint32_t i = first; i < end && mls_list_next(&list, &element); i++)
	{
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
	MlsCell		elements = mls_argument(eval, step, 1, row);
	History		of = {cell, NULL, 1};
	uint32_t	back = step->n_records;
	uint32_t	n;

	if (cell.tag == MLS_TAG_INVALID)
		return cell;
	if (cell.tag == MLS_TAG_MISSING)
		return history_of_none(eval, step, treatment);
	if (elements.tag == MLS_TAG_INVALID)
		return elements;
	if (elements.tag == MLS_TAG_STRING)
		of = (History) {cell, elements.datum.s->bytes, elements.datum.s->length / (uint32_t) sizeof(uint32_t)};
	n = of.n;
	if (step->function != MLS_HISTORY_VALUE)
	{
		uint32_t	end = back == 0 || n == 0 ? n : n - 1;

		return function_of(eval, step, &of, back == 0 || back > end ? 0 : end - back, end);
	}
	if (back < n)
		return element_at(eval, treatment, &of, n - 1 - back, (step->flags & MLS_STEP_STRICT) != 0);
	return back == 0 ? mls_treat_cell(eval, treatment, MLS_CELL_MISSING) : MLS_CELL_MISSING;
}

void
mls_step_history(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	bool		strict = (step->flags & MLS_STEP_STRICT) != 0;

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = mls_wants_no_more(eval) ? MLS_CELL_TOO_MUCH_WORK : history(eval, step, row);

		if (cell.tag == MLS_TAG_INVALID && strict)
			mls_fail_row(eval, row, cell.datum.reason);
		mls_finish(eval, step, row, cell);
	}
}
