/*
 * load/rows.c
 *	  For rows that a document brings itself and that its load scores.
 */
#include "load/rows.h"

#include <string.h>

#include "base/calendar.h"
#include "base/number.h"

static void *
arena_alloc(void *context, size_t size)
{
	return mls_try_alloc((MlsLoad *) context, size);
}

static void
arena_free(void *context, void *pointer)
{
	(void) context;
	(void) pointer;
}

static bool
never_cancelled(void *context)
{
	(void) context;
	return false;
}

MlsEval *
mls_load_eval(MlsLoad *load, const MlsImage *image)
{
	const MlsHost host = {load, arena_alloc, arena_free, never_cancelled};
	MlsEval    *eval = mls_eval_new(image, MLS_LOAD_BLOCK, &host);

	if (eval == NULL)
		mls_fatal(load, MLS_NO_MEMORY, NULL, NULL, "out of memory while scoring the rows of the document");
	return eval;
}

uint32_t
mls_load_input(const MlsImage *image, const char *name)
{
	const MlsImgInput *inputs = MLS_RECORDS(image, INPUT);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, INPUT); i++)
	{
		if (inputs[i].read && inputs[i].name != MLS_NONE && strcmp(mls_image_string(image, inputs[i].name)->bytes, name) == 0)
			return i;
	}
	return MLS_NONE;
}

const char *
mls_load_text(MlsLoad *load, MlsCell cell)
{
	char		number[MLS_NUMBER_TEXT];
	char		moment[MLS_CALENDAR_TEXT];

	switch (cell.tag)
	{
		case MLS_TAG_MISSING:
		case MLS_TAG_INVALID:
			return NULL;
		case MLS_TAG_STRING:
			return mls_strdup(load, cell.datum.s->bytes);
		case MLS_TAG_BOOLEAN:
			return cell.datum.i != 0 ? "true" : "false";
		case MLS_TAG_INTEGER:
			return mls_format(load, "%lld", (long long) cell.datum.i);
		case MLS_TAG_FLOAT:
			mls_format_float(number, (float) cell.datum.d);
			return mls_strdup(load, number);
		case MLS_TAG_DOUBLE:
			mls_format_double(number, cell.datum.d);
			return mls_strdup(load, number);
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			mls_format_moment(moment, cell);
			return mls_strdup(load, moment);
	}
	return NULL;
}
