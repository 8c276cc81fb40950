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
#include "eval/steps.h"
#include "eval/treat.h"

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
in_intervals(const MlsImage *image, MlsSpan intervals, MlsCell value)
{
	const MlsImgInterval *interval = MLS_RECORDS(image, INTERVAL) + intervals.first;
	double		number;

	if (intervals.n == 0 || !mls_cell_number(value, &number))
		return false;
	for (uint32_t i = 0; i < intervals.n; i++)
		if (mls_in_interval(&interval[i], number))
			return true;
	return false;
}

/* Whether a value of the field's type is among those that the document allows. */
static inline bool
is_among_valid(const MlsImage *image, const MlsImgTreatment *treatment, MlsCell value)
{
	if (treatment->valid_values == MLS_NONE && treatment->intervals.n == 0)
		return true;
	return (treatment->valid_values != MLS_NONE && mls_set_has(image, treatment->valid_values, value)) ||
		in_intervals(image, treatment->intervals, value);
}

static inline bool
is_outlier(const MlsImgTreatment *treatment, MlsCell value)
{
	double		number;

	return treatment->outliers != MLS_OUTLIERS_AS_IS && (treatment->has_low || treatment->has_high) &&
		mls_cell_number(value, &number) &&
		((treatment->has_low && number < treatment->low) || (treatment->has_high && number > treatment->high));
}

MlsJudged
mls_judge_value(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell raw)
{
	const MlsImage *image = eval->image;
	MlsCell		value = raw;
	bool		is_read;

	if (raw.tag == MLS_TAG_MISSING)
		return (MlsJudged) {MLS_INPUT_MISSING, raw, "no value"};
	if (raw.tag == MLS_TAG_INVALID)
		return (MlsJudged) {MLS_INPUT_INVALID, raw, "there can be no value"};
	is_read = !is_nan(raw) && read_value(eval, treatment, raw, &value);
	if (is_nan(raw) || (is_read && is_nan(value)))
		return (MlsJudged) {MLS_INPUT_MISSING, MLS_CELL_MISSING, "NaN counts as missing"};
	if (is_listed(image, treatment->missing_values, raw, is_read, value))
		return (MlsJudged) {MLS_INPUT_MISSING, MLS_CELL_MISSING, "listed as a missing value"};
	if (is_listed(image, treatment->invalid_values, raw, is_read, value))
		return (MlsJudged) {MLS_INPUT_INVALID, is_read ? value : raw, "listed as an invalid value"};
	if (!is_read)
		return (MlsJudged) {MLS_INPUT_INVALID, raw, "not of the field's type"};
	if (!is_among_valid(image, treatment, value))
		return (MlsJudged) {MLS_INPUT_INVALID, value,
			treatment->intervals.n > 0 ? "outside of the valid range" : "not among the valid values"};
	if (is_outlier(treatment, value))
		return (MlsJudged) {MLS_INPUT_OUTLIER, value, "outside of lowValue and highValue"};
	return (MlsJudged) {MLS_INPUT_VALID, value, ""};
}

bool
mls_keeps_rules(const MlsImage *image, const MlsImgTreatment *treatment, MlsCell value)
{
	return (treatment->missing_values == MLS_NONE || !mls_set_has(image, treatment->missing_values, value)) &&
		(treatment->invalid_values == MLS_NONE || !mls_set_has(image, treatment->invalid_values, value)) &&
		is_among_valid(image, treatment, value) && !is_outlier(treatment, value);
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

MlsCell
mls_treat(MlsEval *eval, const MlsImgTreatment *treatment, MlsJudged judged)
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
