/*
 * load/verify.c
 *	  A model's own verification rows (ModelVerification).
 *
 * A VerificationField is an input, an expected result, or both things' names
 * clash: if any field names an Output, then those that name a target are
 * observed values (inputs at most) and not results.  An empty cell of an input
 * is a missing value, of a result it says nothing.
 *
 * Where the model has a group field, the rows of one key are one case
 * (verify_lists.c).
 *
 * The expected text is read in the type of the value that came out, so that a
 * float32 result is compared with the float32 that was written.
 */
#include "load/verify.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/data_type.h"
#include "base/number.h"
#include "eval/eval.h"
#include "load/rows.h"
#include "load/verify_lists.h"

#define SKIP_HINT		"The option verify => false loads the model all the same."

typedef struct VerifiedField
{
	const MlsVerificationField *field;
	uint32_t	input;			/* INPUT, or MLS_NONE */
	uint32_t	column;			/* of the result, or MLS_NONE */
	bool		is_list;		/* the result is a JSON array */
} VerifiedField;

static bool
is_named(const MlsImage *image, uint32_t code, const char *name)
{
	return code != MLS_NONE && strcmp(mls_image_string(image, code)->bytes, name) == 0;
}

static void
find_output(MlsLoad *load, uint32_t line, const MlsImage *image, VerifiedField *field)
{
	const MlsImgOutput *outputs = MLS_RECORDS(image, OUTPUT);

	field->column = MLS_NONE;
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, OUTPUT) && field->column == MLS_NONE; i++)
	{
		if (!is_named(image, outputs[i].name, field->field->field))
			continue;
		if (outputs[i].shape == MLS_OUTPUT_LIST)
			mls_problem(load, MLS_VERIFICATION, mls_place(load, line, "ModelVerification"), SKIP_HINT,
						"the output \"%s\" is a list, which verification rows cannot state", field->field->field);
		field->column = outputs[i].column;
		field->is_list = outputs[i].shape == MLS_OUTPUT_TEXT;
	}
}

/* The column of a target; a list, of which a row's one cell cannot tell, is a problem. */
static uint32_t
find_target(MlsLoad *load, const MlsModelVerification *verification, const MlsImage *image, const char *name)
{
	const MlsImgResult *results = MLS_RECORDS(image, RESULT);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, RESULT); i++)
	{
		if (!is_named(image, results[i].name, name))
			continue;
		if (results[i].no_number != MLS_IS_LIST)
			return results[i].value;
		mls_problem(load, MLS_VERIFICATION, mls_place(load, verification->line, "ModelVerification"), SKIP_HINT,
					"the prediction \"%s\" is a list, which verification rows cannot state", name);
	}
	return MLS_NONE;
}

/* Which fields are inputs and which results. */
static VerifiedField *
sort_fields(MlsLoad *load, const MlsModelVerification *verification, const MlsImage *image)
{
	VerifiedField *fields = MLS_NEW_N(load, VerifiedField, verification->n_fields);
	bool		any_output = false;

	for (uint32_t i = 0; i < verification->n_fields; i++)
	{
		const char *name = verification->fields[i].field;

		fields[i].field = &verification->fields[i];
		fields[i].input = mls_load_input(image, name);
		find_output(load, verification->line, image, &fields[i]);
		any_output |= fields[i].column != MLS_NONE;
	}
	if (!any_output)
		for (uint32_t i = 0; i < verification->n_fields; i++)
			fields[i].column = find_target(load, verification, image, fields[i].field->field);
	return fields;
}

/*
 * The rows of one key as one, where a field is the model's group; first_rows as
 * in verify_lists.h, NULL if nothing has changed.
 */
static const MlsModelVerification *
group_rows(MlsLoad *load, const MlsModel *model, const MlsImage *image, const VerifiedField *fields, uint32_t **first_rows)
{
	const MlsModelVerification *verification = model->verification;
	MlsCellsAre *are = MLS_NEW_N(load, MlsCellsAre, verification->n_fields);
	uint32_t	group = MLS_NONE;

	*first_rows = NULL;
	for (uint32_t i = 0; i < verification->n_fields; i++)
	{
		for (uint32_t k = 0; k < model->n_fields; k++)
			if (model->fields[k].usageType == MLS_USAGE_GROUP && strcmp(model->fields[k].name, fields[i].field->field) == 0)
				group = i;
		if (fields[i].is_list || (fields[i].input != MLS_NONE && MLS_RECORDS(image, INPUT)[fields[i].input].takes_list))
			are[i] = MLS_CELLS_ARE_A_LIST;
	}
	return group == MLS_NONE ? verification : mls_verify_transactions(load, verification, group, are, first_rows);
}

static bool
numbers_agree(double actual, double expected, const MlsVerificationField *field)
{
	double		zero = field->zeroThreshold;

	if (actual == expected || (isnan(actual) && isnan(expected)))
		return true;
	if (fabs(actual) <= zero && fabs(expected) <= zero)
		return true;

	double		one = expected * (1 - field->precision);
	double		other = expected * (1 + field->precision);

	return actual >= fmin(one, other) && actual <= fmax(one, other);
}

static bool
agrees(MlsCell actual, const char *expected, const MlsVerificationField *field)
{
	size_t		length = strlen(expected);

	switch (actual.tag)
	{
		case MLS_TAG_MISSING:
		case MLS_TAG_INVALID:
			return false;
		case MLS_TAG_STRING:
			{
				double		a,
							e;

				if (strcmp(actual.datum.s->bytes, expected) == 0)
					return true;
				/* "1" and "1.0" are the same category */
				return mls_parse_double(actual.datum.s->bytes, actual.datum.s->length, &a) &&
					mls_parse_double(expected, length, &e) && a == e;
			}
		case MLS_TAG_BOOLEAN:
			{
				bool		e;

				return mls_parse_boolean(expected, length, &e) && e == (actual.datum.i != 0);
			}
		case MLS_TAG_INTEGER:
			{
				double		e;

				return mls_parse_double(expected, length, &e) &&
					numbers_agree((double) actual.datum.i, e, field);
			}
		case MLS_TAG_FLOAT:
			{
				float		e;

				return mls_parse_float(expected, length, &e) &&
					numbers_agree(actual.datum.d, e, field);
			}
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			{
				static const MlsDataType types[] = {
					[MLS_TAG_DATE] = MLS_TYPE_DATE,
					[MLS_TAG_TIME] = MLS_TYPE_TIME,
					[MLS_TAG_DATETIME] = MLS_TYPE_DATETIME
				};
				int64_t		e;

				return mls_parse_moment(types[actual.tag], expected, length, &e) && actual.datum.i == e;
			}
		case MLS_TAG_DOUBLE:
			{
				double		e;

				return mls_parse_double(expected, length, &e) &&
					numbers_agree(actual.datum.d, e, field);
			}
	}
	return false;
}

/* A value for a message. */
static const char *
show(MlsLoad *load, MlsCell cell)
{
	if (cell.tag == MLS_TAG_MISSING)
		return "no value";
	if (cell.tag == MLS_TAG_INVALID)
		return "an invalid value";
	if (cell.tag == MLS_TAG_STRING)
		return mls_format(load, "\"%s\"", cell.datum.s->bytes);
	return mls_load_text(load, cell);
}

static void
compare_row(MlsLoad *load, const MlsModelVerification *verification, const VerifiedField *fields,
			const uint32_t *first_rows, const MlsEval *eval, uint32_t row_of_block, uint32_t row)
{
	const char **cells = verification->cells + (size_t) row * verification->n_fields;
	bool		has_result = mls_eval_status(eval, row_of_block).code == MLS_REASON_NONE;

	for (uint32_t i = 0; i < verification->n_fields; i++)
	{
		if (fields[i].column == MLS_NONE || cells[i] == NULL)
			continue;

		MlsCell		actual = {MLS_TAG_INVALID, {0}};

		if (has_result)
			actual = mls_eval_cell(eval, fields[i].column, row_of_block);
		if (fields[i].is_list && actual.tag == MLS_TAG_STRING ?
			!mls_lists_agree(load, actual.datum.s->bytes, cells[i], fields[i].field, numbers_agree) :
			!agrees(actual, cells[i], fields[i].field))
			mls_problem(load, MLS_VERIFICATION,
						mls_place(load, verification->line, "ModelVerification"),
						SKIP_HINT,
						"verification row %u: field \"%s\" should be %s, the model gives %s",
						(first_rows ? first_rows[row] : row) + 1, fields[i].field->field, cells[i], show(load, actual));
	}
}

void
mls_verify(MlsLoad *load, const MlsModel *model, const MlsImage *image)
{
	VerifiedField *fields = sort_fields(load, model->verification, image);
	uint32_t   *first_rows;
	const MlsModelVerification *verification = group_rows(load, model, image, fields, &first_rows);
	MlsEval    *eval = mls_load_eval(load, image);

	for (uint32_t first = 0; first < verification->n_rows; first += MLS_LOAD_BLOCK)
	{
		uint32_t	n = verification->n_rows - first;

		if (n > MLS_LOAD_BLOCK)
			n = MLS_LOAD_BLOCK;
		mls_tick(load);
		mls_eval_begin(eval, n);
		for (uint32_t row = 0; row < n; row++)
		{
			const char **cells = verification->cells + (size_t) (first + row) * verification->n_fields;

			for (uint32_t i = 0; i < verification->n_fields; i++)
				if (fields[i].input != MLS_NONE && cells[i] != NULL)
					mls_set_text(eval, fields[i].input, row, cells[i], strlen(cells[i]));
		}
		mls_eval_run(eval);
		for (uint32_t row = 0; row < n; row++)
			compare_row(load, verification, fields, first_rows, eval, row, first + row);
	}
	mls_eval_free(eval);
	mls_stop_if_problems(load);
}
