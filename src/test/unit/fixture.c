/*
 * test/unit/fixture.c
 *	  What a fixture's checks are about, and whether an answer is right.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/number.h"
#include "fixture.h"

const char *
fixture_text(const cJSON *object, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	return cJSON_IsString(item) ? item->valuestring : NULL;
}

double
fixture_number(const cJSON *object, const char *key, double otherwise)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	if (cJSON_IsString(item))
		return strtod(item->valuestring, NULL);
	return cJSON_IsNumber(item) ? item->valuedouble : otherwise;
}

static bool
text_is(const MlsImage *image, uint32_t code, const char *text)
{
	return code != MLS_NONE && strcmp(mls_image_string(image, code)->bytes, text) == 0;
}

/* The result of the target that a check names, of the first one if it names none. */
static const MlsImgResult *
checked_result(const MlsImage *image, const cJSON *check)
{
	const MlsImgResult *results = MLS_RECORDS(image, RESULT);

	for (uint32_t i = 0; cJSON_HasObjectItem(check, "target") && i < MLS_N_RECORDS(image, RESULT); i++)
	{
		if (text_is(image, results[i].name, fixture_text(check, "target")))
			return &results[i];
	}
	return &results[0];
}

static uint32_t
category_column(const MlsImage *image, const MlsImgResult *result, const char *category)
{
	const uint32_t *categories = MLS_RECORDS(image, INDEX) + result->categories.first;

	for (uint32_t k = 0; k < result->categories.n && result->probabilities != MLS_NONE; k++)
		if (text_is(image, MLS_RECORDS(image, CONSTANT)[categories[k]].text, category))
			return result->probabilities + k;
	return MLS_NONE;
}

/* The column of the element "margin/2" of an array "margin", or MLS_NONE. */
static uint32_t
element_column(const char *key, const char *name, MlsSpan columns)
{
	size_t		length = strlen(name);

	if (strncmp(key, name, length) != 0 || key[length] != '/' || (uint32_t) atoi(key + length + 1) >= columns.n)
		return MLS_NONE;
	return columns.first + (uint32_t) atoi(key + length + 1);
}

/* The column that a check is about, or MLS_NONE. */
uint32_t
fixture_column(const MlsImage *image, const cJSON *check)
{
	const MlsImgResult *results = MLS_RECORDS(image, RESULT);
	const MlsImgResult *result = checked_result(image, check);
	const MlsImgOutput *outputs = MLS_RECORDS(image, OUTPUT);
	const char *how = fixture_text(check, "how");
	const char *key = fixture_text(check, "key");
	uint32_t	element = MLS_NONE;

	if (strcmp(how, "predict") == 0)
		return result->number;
	if (strcmp(how, "predict_class") == 0)
		return result->value;
	if (strcmp(how, "predict_proba_of") == 0)
		return category_column(image, result, fixture_text(check, "class"));
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, OUTPUT); i++)
	{
		const char *name = mls_image_string(image, outputs[i].name)->bytes;

		if (strcmp(name, key) == 0)
			return outputs[i].column;

		if (outputs[i].shape == MLS_OUTPUT_ARRAY || outputs[i].shape == MLS_OUTPUT_LIST)
			element = element_column(key, name, (MlsSpan) {outputs[i].column, outputs[i].n_columns});
		if (element != MLS_NONE)
			return element;
	}
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, RESULT); i++)
	{
		if (text_is(image, results[i].name, key))
			return results[i].value;
		if (results[i].name != MLS_NONE)
			element = element_column(key, mls_image_string(image, results[i].name)->bytes, results[i].items);
		if (element != MLS_NONE)
			return element;
	}
	if (strcmp(key, "prediction") == 0)
		return result->value;
	if (strncmp(key, "probabilities/", 14) == 0)
		return category_column(image, result, key + 14);
	return MLS_NONE;
}

/* How many floats lie between two, at most 1000. */
static int
ulps_between(float a, float b)
{
	int			n = 0;

	while (a != b && n < 1000)
	{
		a = nextafterf(a, b);
		n++;
	}
	return n;
}

static bool
numbers_agree(const cJSON *check, double actual, double expected)
{
	const char *contract = fixture_text(check, "contract");

	if (actual == expected || (isnan(actual) && isnan(expected)))
		return true;
	if (strcmp(contract, "rel") == 0)
		return fabs(actual - expected) <=
			fixture_number(check, "rel", 0) * fmax(fabs(expected), fixture_number(check, "floor", 1));
	if (strcmp(contract, "float32_ulp") == 0)
		return ulps_between((float) actual, (float) expected) <= (int) fixture_number(check, "ulp", 0);
	return false;
}

/* A cell for a message. */
const char *
fixture_show(MlsCell cell)
{
	static char text[64];

	switch (cell.tag)
	{
		case MLS_TAG_MISSING:
			return "NULL";
		case MLS_TAG_INVALID:
			return "invalid";
		case MLS_TAG_STRING:
			return cell.datum.s->bytes;
		case MLS_TAG_INTEGER:
			snprintf(text, sizeof(text), "%lld", (long long) cell.datum.i);
			return text;
		case MLS_TAG_BOOLEAN:
			return cell.datum.i ? "true" : "false";
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			mls_format_moment(text, cell);
			return text;
		default:
			snprintf(text, sizeof(text), "%.17g", cell.datum.d);
			return text;
	}
}

bool
fixture_agrees(const cJSON *check, MlsCell actual, const char *expected)
{
	double		number;
	bool		truth;
	size_t		length;

	if (expected == NULL || actual.tag == MLS_TAG_MISSING || actual.tag == MLS_TAG_INVALID)
		return expected == NULL && actual.tag == MLS_TAG_MISSING;
	length = strlen(expected);
	switch (actual.tag)
	{
		case MLS_TAG_STRING:
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			return strcmp(fixture_show(actual), expected) == 0;
		case MLS_TAG_BOOLEAN:
			return mls_parse_boolean(expected, length, &truth) && truth == (actual.datum.i != 0);
		case MLS_TAG_INTEGER:
			return mls_parse_double(expected, length, &number) &&
				numbers_agree(check, (double) actual.datum.i, number);
		default:
			return mls_parse_double(expected, length, &number) &&
				numbers_agree(check, actual.datum.d, number);
	}
}
