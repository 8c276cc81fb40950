/*
 * eval/treat.c
 *	  How a field's value is judged and replaced before the model sees it.
 *
 * In this order (PMML 4.4, MiningSchema): is it missing; does it read as the
 * field's type; is it among the valid values; is it an outlier.  Each may be
 * replaced, and what replaces a value is not judged again.
 *
 * An input arrives in whatever type the caller's column has.  Reading it as the
 * field's type loses nothing: an integer field does not take 1.5, a boolean one
 * not 2.
 */
#include <stdio.h>

#include "base/data_type.h"
#include "base/number.h"
#include "eval/list.h"
#include "eval/steps.h"

/* A value after judging, and what the judgement was. */
typedef struct Judged
{
	MlsInputState state;
	MlsCell		cell;			/* VALID, OUTLIER: of the field's type; INVALID: as good as it could be read */
	const char *reason;
} Judged;

/* ---- reading a value as the field's type ---- */

/* Whether a text is a level of the field, or at least known to the model. */
static bool
is_level(const MlsEval *eval, const MlsImgTreatment *treatment, const char *text, MlsCell *level)
{
	const MlsString *known = mls_image_find_string(eval->image, text, strlen(text));

	if (known == NULL)
		return false;
	*level = MLS_CELL_STRING(known);
	return treatment->valid_values == MLS_NONE ||
		mls_set_has(eval->image, treatment->valid_values, *level);
}

/* The first of the spellings that is a level, else the first one itself. */
static MlsCell
level_of(MlsEval *eval, const MlsImgTreatment *treatment, const char *const *spellings, int n)
{
	MlsCell		level;

	for (int i = 0; i < n; i++)
		if (is_level(eval, treatment, spellings[i], &level))
			return level;
	return mls_text_cell(eval, spellings[0], strlen(spellings[0]));
}

/* Whether a number is an integer that 64 bits hold. */
static bool
is_whole(MlsCell cell)
{
	return cell.datum.d == floor(cell.datum.d) && cell.datum.d >= -0x1p63 && cell.datum.d < 0x1p63;
}

/* The same where the text alone is the category; false: the number is none. */
static bool
read_as_text(MlsEval *eval, MlsCell cell, MlsCell *value)
{
	char		digits[MLS_NUMBER_TEXT];
	bool		is_real = cell.tag == MLS_TAG_DOUBLE || cell.tag == MLS_TAG_FLOAT;

	if (is_real && !is_whole(cell))
		return false;
	snprintf(digits, sizeof(digits), "%lld", is_real ? (long long) cell.datum.d : (long long) cell.datum.i);
	*value = mls_text_cell(eval, digits, strlen(digits));
	return true;
}

/* A number or a boolean as a category. */
static MlsCell
read_as_category(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell)
{
	static const char *const yes[] = {"true", "t", "1", "True", "TRUE", "T", "1.0"};
	static const char *const no[] = {"false", "f", "0", "False", "FALSE", "F", "0.0"};
	char		whole[MLS_NUMBER_TEXT];
	char		real[MLS_NUMBER_TEXT];
	const char *spellings[] = {whole, real};

	if (cell.tag == MLS_TAG_BOOLEAN)
		return level_of(eval, treatment, cell.datum.i != 0 ? yes : no, 7);
	if (cell.tag == MLS_TAG_INTEGER || (cell.datum.d == floor(cell.datum.d) && fabs(cell.datum.d) < 0x1p63))
	{
		long long	integer = cell.tag == MLS_TAG_INTEGER ? (long long) cell.datum.i : (long long) cell.datum.d;

		snprintf(whole, sizeof(whole), "%lld", integer);
		snprintf(real, sizeof(real), "%lld.0", integer);
		return level_of(eval, treatment, spellings, 2);
	}
	return mls_cast(eval, cell, MLS_TYPE_STRING);
}

/* Reads a value (not missing) as the field's type; false if it is none. */
static bool
read_value(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell raw, MlsCell *value)
{
	MlsDataType type = (MlsDataType) treatment->data_type;
	bool		is_real = raw.tag == MLS_TAG_DOUBLE || raw.tag == MLS_TAG_FLOAT;

	if (type == MLS_TYPE_STRING && treatment->exact_texts && raw.tag < MLS_TAG_STRING)
	{
		if (!read_as_text(eval, raw, value))
			return false;
	}
	else if (type == MLS_TYPE_STRING && raw.tag < MLS_TAG_STRING)
		*value = read_as_category(eval, treatment, raw);
	else if ((type == MLS_TYPE_INTEGER || mls_is_count(type)) && is_real && !is_whole(raw))
		return false;
	else
		*value = mls_cast(eval, raw, type);
	if (type == MLS_TYPE_TIME_SECONDS && value->tag == MLS_TAG_INTEGER && value->datum.i < 0)
		return false;
	return value->tag != MLS_TAG_INVALID;
}

/* ---- judging ---- */

static bool
is_nan(MlsCell cell)
{
	return (cell.tag == MLS_TAG_DOUBLE || cell.tag == MLS_TAG_FLOAT) && isnan(cell.datum.d);
}

/* Whether a value, or the text that it came as, is listed. */
static bool
is_listed(const MlsImage *image, uint32_t set, MlsCell raw, bool is_read, MlsCell value)
{
	if (set == MLS_NONE)
		return false;
	return (is_read && mls_set_has(image, set, value)) ||
		(raw.tag == MLS_TAG_STRING && mls_set_has(image, set, raw));
}

static bool
in_intervals(const MlsImage *image, const MlsImgTreatment *treatment, MlsCell value)
{
	const MlsImgInterval *intervals = MLS_RECORDS(image, INTERVAL) + treatment->intervals.first;
	double		number;

	if (!mls_cell_number(value, &number))
		return false;
	for (uint32_t i = 0; i < treatment->intervals.n; i++)
		if (mls_in_interval(&intervals[i], number))
			return true;
	return false;
}

static Judged
judge(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell raw)
{
	const MlsImage *image = eval->image;
	MlsCell		value = raw;
	bool		is_read;
	double		number;

	if (raw.tag == MLS_TAG_MISSING)
		return (Judged) {MLS_INPUT_MISSING, raw, "no value"};
	if (raw.tag == MLS_TAG_INVALID)
		return (Judged) {MLS_INPUT_INVALID, raw, "there can be no value"};
	is_read = !is_nan(raw) && read_value(eval, treatment, raw, &value);
	if (is_nan(raw) || (is_read && is_nan(value)))
		return (Judged) {MLS_INPUT_MISSING, MLS_CELL_MISSING, "NaN counts as missing"};
	if (is_listed(image, treatment->missing_values, raw, is_read, value))
		return (Judged) {MLS_INPUT_MISSING, MLS_CELL_MISSING, "listed as a missing value"};
	if (is_listed(image, treatment->invalid_values, raw, is_read, value))
		return (Judged) {MLS_INPUT_INVALID, is_read ? value : raw, "listed as an invalid value"};
	if (!is_read)
		return (Judged) {MLS_INPUT_INVALID, raw, "not of the field's type"};
	if (treatment->valid_values != MLS_NONE || treatment->intervals.n > 0)
	{
		bool		listed = treatment->valid_values != MLS_NONE &&
			mls_set_has(image, treatment->valid_values, value);

		if (!listed && !in_intervals(image, treatment, value))
			return (Judged) {MLS_INPUT_INVALID, value,
				treatment->intervals.n > 0 ? "outside of the valid range" : "not among the valid values"};
	}
	if ((treatment->has_low || treatment->has_high) && treatment->outliers != MLS_OUTLIERS_AS_IS &&
		mls_cell_number(value, &number) &&
		((treatment->has_low && number < treatment->low) || (treatment->has_high && number > treatment->high)))
		return (Judged) {MLS_INPUT_OUTLIER, value, "outside of lowValue and highValue"};
	return (Judged) {MLS_INPUT_VALID, value, ""};
}

/* ---- replacing ---- */

static MlsCell
treat_missing(const MlsEval *eval, const MlsImgTreatment *treatment)
{
	if (treatment->missing_returns_invalid)
		return mls_invalid_cell(MLS_REASON_MISSING_INPUT, treatment->input);
	return mls_or_constant(eval, MLS_CELL_MISSING, treatment->missing_replacement);
}

static MlsCell
treat_invalid(const MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell)
{
	if (cell.tag == MLS_TAG_INVALID)
		return cell;
	switch ((MlsInvalidValueTreatment) treatment->invalid)
	{
		case MLS_INVALID_AS_IS:
			return cell;
		case MLS_INVALID_AS_MISSING:
			return treat_missing(eval, treatment);
		case MLS_INVALID_AS_VALUE:
			return mls_or_constant(eval, MLS_CELL_MISSING, treatment->invalid_replacement);
		case MLS_INVALID_RETURN_INVALID:
			break;
	}
	return mls_invalid_cell(MLS_REASON_INVALID_INPUT, treatment->input);
}

static MlsCell
treat_outlier(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell)
{
	double		number = 0;

	if (treatment->outliers == MLS_OUTLIERS_AS_MISSING_VALUES)
		return treat_missing(eval, treatment);
	mls_cell_number(cell, &number);
	return mls_cast(eval, MLS_CELL_DOUBLE(treatment->has_low && number < treatment->low ?
										  treatment->low : treatment->high),
					(MlsDataType) treatment->data_type);
}

static MlsCell
treat(MlsEval *eval, const MlsImgTreatment *treatment, Judged judged)
{
	switch (judged.state)
	{
		case MLS_INPUT_MISSING:
			return treat_missing(eval, treatment);
		case MLS_INPUT_INVALID:
			return treat_invalid(eval, treatment, judged.cell);
		case MLS_INPUT_OUTLIER:
			return treat_outlier(eval, treatment, judged.cell);
		case MLS_INPUT_VALID:
			break;
	}
	return judged.cell;
}

/* ---- the steps ---- */

/* The tag of values that go on as they are, unless they are NaN; MISSING: there are none. */
static MlsTag
passing_tag(const MlsImgTreatment *treatment)
{
	if (treatment->outliers != MLS_OUTLIERS_AS_IS || treatment->valid_values != MLS_NONE ||
		treatment->invalid_values != MLS_NONE || treatment->missing_values != MLS_NONE ||
		treatment->intervals.n > 0)
		return MLS_TAG_MISSING;
	switch ((MlsDataType) treatment->data_type)
	{
		case MLS_TYPE_DOUBLE:
			return MLS_TAG_DOUBLE;
		case MLS_TYPE_FLOAT:
			return MLS_TAG_FLOAT;
		case MLS_TYPE_INTEGER:
			return MLS_TAG_INTEGER;
		case MLS_TYPE_BOOLEAN:
			return MLS_TAG_BOOLEAN;
		case MLS_TYPE_STRING:
			return MLS_TAG_STRING;
		case MLS_TYPE_DATE:
			return MLS_TAG_DATE;
		case MLS_TYPE_TIME:
			return MLS_TAG_TIME;
		case MLS_TYPE_DATETIME:
			return MLS_TAG_DATETIME;
		case MLS_TYPE_TIME_SECONDS:	/* a negative one does not go on */
		case MLS_TYPE_NONE:
			return MLS_TAG_MISSING;
		default:				/* those that count since a year */
			return MLS_TAG_INTEGER;
	}
}

/* A cell after its treatment; one that is then invalid fails its row if that is strict. */
static MlsCell
treated(MlsEval *eval, const MlsImgTreatment *treatment, bool strict, uint32_t row, MlsCell cell)
{
	cell = treat(eval, treatment, judge(eval, treatment, cell));
	if (cell.tag == MLS_TAG_INVALID && strict)
		mls_fail_row(eval, row, cell.datum.reason);
	return cell;
}

void
mls_step_treat(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	const MlsImgTreatment *treatment = &MLS_RECORDS(eval->image, TREATMENT)[step->record];
	bool		strict = (step->flags & MLS_STEP_STRICT) != 0;
	MlsTag		passing = passing_tag(treatment);

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = mls_argument(eval, step, 0, row);

		if (cell.tag == MLS_TAG_MISSING || cell.tag != passing || is_nan(cell))
			cell = treated(eval, treatment, strict, row, cell);
		mls_put(eval, step->out, row, cell);
	}
}

/*
 * Keeps a value whose column is about to say why it is none; false without
 * memory.
 */
static bool
keep_refused(MlsEval *eval, uint32_t input, uint32_t row, MlsCell cell)
{
	MlsRefused *refused = (MlsRefused *) mls_text_room(eval, sizeof(*refused));

	if (refused == NULL)
		return false;
	*refused = (MlsRefused) {eval->refused, input, row, cell};
	eval->refused = refused;
	return true;
}

MlsCell
mls_eval_arrived(const MlsEval *eval, uint32_t input, uint32_t row)
{
	for (const MlsRefused *refused = eval->refused; refused != NULL; refused = refused->next)
		if (refused->input == input && refused->row == row)
			return refused->cell;
	return mls_get(eval, MLS_RECORDS(eval->image, INPUT)[input].column, row);
}

void
mls_treat_others(MlsEval *eval)
{
	const MlsImgInput *inputs = MLS_RECORDS(eval->image, INPUT);

	for (uint32_t i = 0; i < MLS_N_RECORDS(eval->image, INPUT); i++)
	{
		const MlsImgTreatment *treatment;
		MlsTag		passing;

		if (!inputs[i].plain)
			continue;
		treatment = &MLS_RECORDS(eval->image, TREATMENT)[inputs[i].treatment];
		passing = passing_tag(treatment);
		for (uint32_t row = 0; row < eval->n; row++)
		{
			MlsCell		cell = mls_get(eval, inputs[i].column, row);
			MlsCell		used;

			if (cell.tag == MLS_TAG_MISSING || (cell.tag == passing && !is_nan(cell)))
				continue;
			used = treated(eval, treatment, true, row, cell);
			if (used.tag == MLS_TAG_INVALID && !keep_refused(eval, i, row, cell))
				eval->status[row] = (MlsReason) {MLS_REASON_NO_MEMORY, MLS_NONE};
			mls_put(eval, inputs[i].column, row, used);
		}
	}
}

/*
 * Whether a field's value is one that the document allows: what a treatment has
 * put in its place is, and of one that passes as it is the value that arrived
 * decides.
 */
static bool
is_allowed(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell value, uint32_t row)
{
	const MlsImgInput *input;

	if (treatment->check && treatment->invalid != MLS_INVALID_AS_IS)
		return true;
	if (treatment->input != MLS_NONE)
	{
		input = &MLS_RECORDS(eval->image, INPUT)[treatment->input];
		if (input->read && !input->takes_list)
			value = mls_get(eval, input->column, row);
	}
	return judge(eval, treatment, value).state != MLS_INPUT_INVALID;
}

void
mls_step_is_valid(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	bool		negated = (step->flags & MLS_STEP_NOT) != 0;

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = mls_argument(eval, step, 0, row);

		if (cell.tag == MLS_TAG_MISSING)
			cell = MLS_CELL_BOOLEAN(false);	/* a missing value is neither valid nor not valid */
		else if (cell.tag != MLS_TAG_INVALID)
			cell = MLS_CELL_BOOLEAN(is_allowed(eval, &MLS_RECORDS(eval->image, TREATMENT)[step->record], cell, row) != negated);
		mls_finish(eval, step, row, cell);
	}
}

MlsCell
mls_treat_cell(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell)
{
	if (cell.tag == MLS_TAG_MISSING || cell.tag != passing_tag(treatment) || is_nan(cell))
		return treat(eval, treatment, judge(eval, treatment, cell));
	return cell;
}

/* ---- explanations ---- */

/* What was done with a value that was missing. */
static const char *
missing_reason(const MlsImgTreatment *treatment)
{
	if (treatment->missing_returns_invalid)
		return "missing; missingValueTreatment is returnInvalid";
	if (treatment->missing_replacement != MLS_NONE)
		return "missing; replaced by missingValueReplacement";
	return "missing";
}

static const char *
treatment_reason(const MlsImgTreatment *treatment, Judged judged)
{
	switch (judged.state)
	{
		case MLS_INPUT_VALID:
			return "valid";
		case MLS_INPUT_MISSING:
			return missing_reason(treatment);
		case MLS_INPUT_OUTLIER:
			if (treatment->outliers == MLS_OUTLIERS_AS_EXTREME_VALUES)
				return "outlier; replaced by lowValue or highValue";
			return treatment->missing_replacement != MLS_NONE ?
				"outlier, treated as missing; replaced by missingValueReplacement" : "outlier, treated as missing";
		case MLS_INPUT_INVALID:
			switch ((MlsInvalidValueTreatment) treatment->invalid)
			{
				case MLS_INVALID_RETURN_INVALID:
					return "invalidValueTreatment is returnInvalid";
				case MLS_INVALID_AS_IS:
					return "used as it is; invalidValueTreatment is asIs";
				case MLS_INVALID_AS_MISSING:
					return treatment->missing_replacement != MLS_NONE ?
						"treated as missing; replaced by missingValueReplacement" : "treated as missing";
				case MLS_INVALID_AS_VALUE:
					return "replaced by invalidValueReplacement";
			}
	}
	return "";
}

/* A history: its first element that leaves no value, else its last one. */
static Judged
judge_list(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell)
{
	Judged		judged = judge(eval, treatment, MLS_CELL_MISSING);
	MlsList		list;
	MlsListElement element;

	mls_list_open(&list, eval, cell);
	while (mls_list_next(&list, &element))
	{
		judged = judge(eval, treatment, mls_element_cell(&list, &element));
		if (treat(eval, treatment, judged).tag == MLS_TAG_INVALID)
			return judged;
	}
	return list.is_bad ? judge(eval, treatment, cell) : judged;
}

MlsExplanation
mls_explain_input(MlsEval *eval, uint32_t input, uint32_t row)
{
	const MlsImgInput *in = &MLS_RECORDS(eval->image, INPUT)[input];
	const MlsImgTreatment *treatment = &MLS_RECORDS(eval->image, TREATMENT)[in->treatment];
	MlsCell		cell = mls_eval_arrived(eval, input, row);
	Judged		judged = in->has_history && mls_is_array(cell) ? judge_list(eval, treatment, cell) : judge(eval, treatment, cell);

	return (MlsExplanation) {judged.state, treat(eval, treatment, judged), judged.reason,
		treatment_reason(treatment, judged)};
}
