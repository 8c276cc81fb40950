/*
 * json/json_util.c
 *	  Access to a parsed document that checks types and names places.
 *
 * Floats.  XGBoost writes a float as the shortest decimal that only this float
 * is nearest to (its first releases: with 17 digits), and reads it as the float
 * nearest to the decimal.  cJSON gives the double nearest to it, and rounding
 * that to float goes wrong if the double lies just in the middle of two floats
 * while the decimal does not.  Of all finite floats this happens to one,
 * 7.038531e-26.  So when the double is such a middle, the decimal is recovered:
 * at most nine digits, which a double keeps.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "json/json_int.h"

/* ---- places ---- */

/* How many bytes a place's step adds to the path: its key, with a point before it, or its index; as text in room. */
static size_t
step_of(const MlsAt *at, char room[16], const char **text)
{
	*text = at->key != NULL ? at->key : room;
	return at->key != NULL ? strlen(at->key) : (size_t) snprintf(room, 16, "[%u]", at->index);
}

/* Whether a point stands before the step. */
static bool
has_point(const MlsAt *at)
{
	return at->key != NULL && at->parent->parent != NULL;
}

/* The path of a place, which may be a long one. */
static char *
path_of(MlsLoad *load, const MlsAt *place)
{
	char		room[16];
	const char *text;
	size_t		length = 0;
	char	   *path;

	for (const MlsAt *at = place; at->parent != NULL; at = at->parent)
		length += step_of(at, room, &text) + has_point(at);
	path = mls_alloc(load, length + 1);
	for (const MlsAt *at = place; at->parent != NULL; at = at->parent)
	{
		size_t		step = step_of(at, room, &text);

		length -= step;
		memcpy(path + length, text, step);
		if (has_point(at))
			path[--length] = '.';
	}
	return path;
}

static void
			problem(MlsLoad *load, MlsCode code, const MlsAt *at, const char *hint, const char *format,
					va_list arguments) __attribute__((format(printf, 5, 0)));

static void
problem(MlsLoad *load, MlsCode code, const MlsAt *at, const char *hint, const char *format, va_list arguments)
{
	char		message[1024];
	char	   *path = NULL;

	/* only counted; the path would be memory for nothing */
	if (load->n_problems < MLS_MAX_PROBLEMS && at->parent != NULL)
		path = path_of(load, at);
	vsnprintf(message, sizeof(message), format, arguments);
	mls_problem(load, code, path, hint, "%s", message);
}

void
mls_json_problem(MlsLoad *load, MlsCode code, const MlsAt *at, const char *format,...)
{
	va_list		arguments;

	va_start(arguments, format);
	problem(load, code, at, NULL, format, arguments);
	va_end(arguments);
}

void
mls_json_problem_hint(MlsLoad *load, MlsCode code, const MlsAt *at, const char *hint, const char *format,...)
{
	va_list		arguments;

	va_start(arguments, format);
	problem(load, code, at, hint, format, arguments);
	va_end(arguments);
}

const char *
mls_json_kind(const cJSON *item)
{
	switch (item->type & 0xFF)
	{
		case cJSON_Object:
			return "an object";
		case cJSON_Array:
			return "an array";
		case cJSON_String:
			return "text";
		case cJSON_Number:
			return "a number";
		case cJSON_True:
		case cJSON_False:
			return "a boolean";
		default:
			return "null";
	}
}

MlsAt
mls_json_member(const MlsAt *at, const char *key)
{
	return (MlsAt) {at, key, 0, cJSON_IsObject(at->item) ? cJSON_GetObjectItemCaseSensitive(at->item, key) : NULL};
}

MlsAt
mls_json_element(const MlsAt *at, uint32_t index, const cJSON *item)
{
	return (MlsAt) {at, NULL, index, item};
}

void
mls_json_only(MlsLoad *load, MlsCode code, const MlsAt *at, const char *const *known)
{
	const cJSON *item;
	uint64_t	seen = 0;		/* by place in the list */
	uint32_t	n = 0;
	uint32_t	k = 0;

	if (!cJSON_IsObject(at->item))
		return;
	while (known[n] != NULL)
		n++;
	MLS_JSON_EACH(item, load, at->item)
	{
		MlsAt		member = {at, item->string, 0, item};
		uint32_t	tried = 0;

		/* keys mostly come in the list's order */
		mls_tick(load);
		for (; tried < n && strcmp(known[k], item->string) != 0; tried++)
			k = k + 1 < n ? k + 1 : 0;
		if (tried == n)
			mls_json_problem(load, code, &member, "this key is not known");
		else if (seen >> k & 1)
			mls_json_problem(load, MLS_INVALID, &member, "this key occurs twice");
		else
			seen |= (uint64_t) 1 << k;
	}
}

/* ---- single values ---- */

static bool
is_there(MlsLoad *load, const MlsAt *at, bool required)
{
	if (at->item == NULL && required)
		mls_json_problem(load, MLS_INVALID, at, "this key is missing");
	return at->item != NULL;
}

static bool
is_kind(MlsLoad *load, const MlsAt *at, bool required, bool is, const char *wanted)
{
	if (!is_there(load, at, required))
		return false;
	if (!is)
		mls_json_problem(load, MLS_INVALID, at, "this is %s instead of %s", mls_json_kind(at->item), wanted);
	return is;
}

bool
mls_json_is_object(MlsLoad *load, const MlsAt *at, bool required)
{
	return is_kind(load, at, required, cJSON_IsObject(at->item), "an object");
}

bool
mls_json_is_array(MlsLoad *load, const MlsAt *at, bool required)
{
	return is_kind(load, at, required, cJSON_IsArray(at->item), "an array");
}

const char *
mls_json_text(MlsLoad *load, const MlsAt *at, bool required)
{
	return is_kind(load, at, required, cJSON_IsString(at->item), "text") ? at->item->valuestring : NULL;
}

int
mls_json_word(MlsLoad *load, const MlsAt *at, bool required, const char *const *words)
{
	const char *text = mls_json_text(load, at, required);
	const char *list = words[0];

	if (text == NULL)
		return -1;
	for (int i = 0; words[i] != NULL; i++)
	{
		if (strcmp(words[i], text) == 0)
			return i;
	}
	for (int i = 1; words[i] != NULL; i++)
		list = mls_format(load, "%s, %s", list, words[i]);
	mls_json_problem(load, MLS_INVALID, at, "\"%s\" is none of %s", text, list);
	return -1;
}

bool
mls_json_number(MlsLoad *load, const MlsAt *at, bool required, double *value)
{
	if (!is_kind(load, at, required, cJSON_IsNumber(at->item), "a number"))
		return false;
	if (!isfinite(at->item->valuedouble))
	{
		mls_json_problem(load, MLS_INVALID, at, "this number is too large");
		return false;
	}
	*value = at->item->valuedouble;
	return true;
}

/* An integer from least to most; notes what it is instead. */
static bool
integer_in(MlsLoad *load, const MlsAt *at, double number, int64_t least, int64_t most, int64_t *value)
{
	if (number != floor(number) || fabs(number) > 9007199254740992.0)
	{
		mls_json_problem(load, MLS_INVALID, at, "%.17g is no integer", number);
		return false;
	}
	if ((int64_t) number < least || (int64_t) number > most)
	{
		mls_json_problem(load, MLS_INVALID, at, "%lld is not between %lld and %lld",
						 (long long) number, (long long) least, (long long) most);
		return false;
	}
	*value = (int64_t) number;
	return true;
}

bool
mls_json_integer(MlsLoad *load, const MlsAt *at, bool required, int64_t least, int64_t most, int64_t *value)
{
	double		number;

	return mls_json_number(load, at, required, &number) && integer_in(load, at, number, least, most, value);
}

bool
mls_json_integer_text(MlsLoad *load, const MlsAt *at, bool required, int64_t least, int64_t most, int64_t *value)
{
	const char *text = mls_json_text(load, at, required);
	int64_t		number;

	if (text == NULL)
		return false;
	if (!mls_parse_int64(text, strlen(text), &number))
	{
		mls_json_problem(load, MLS_INVALID, at, "\"%s\" is no integer", text);
		return false;
	}
	if (number < least || number > most)
	{
		mls_json_problem(load, MLS_INVALID, at, "%lld is not between %lld and %lld",
						 (long long) number, (long long) least, (long long) most);
		return false;
	}
	*value = number;
	return true;
}

/* ---- arrays ---- */

/* What nearly all elements are, so that it is looked for first. */
static inline bool
is_finite_number(const cJSON *item)
{
	return (item->type & 0xFF) == cJSON_Number && isfinite(item->valuedouble);
}

static bool
has_length(MlsLoad *load, const MlsAt *at, size_t n)
{
	uint32_t	length;

	if (!mls_json_is_array(load, at, true))
		return false;
	length = mls_json_length(at);
	if (length != n)
		mls_json_problem(load, MLS_INVALID, at, "this array has %u elements instead of %zu", length, n);
	return length == n;
}

int32_t *
mls_json_integers(MlsLoad *load, const MlsAt *at, uint32_t n, int32_t least, int32_t most)
{
	MlsVec		room = {0};

	return mls_json_integers_in(load, at, n, least, most, &room);
}

int32_t *
mls_json_integers_in(MlsLoad *load, const MlsAt *at, uint32_t n, int32_t least, int32_t most, MlsVec *room)
{
	MlsElements elements = mls_json_elements(at);
	int32_t    *values;
	const cJSON *item;
	uint32_t	i = 0;
	bool		sound = true;

	if (!has_length(load, at, n))
		return NULL;
	room->n = 0;
	values = mls_push_n(load, room, sizeof(int32_t), n);
	if (mls_json_binary_integers(at, least, most, values))
		return values;
	while ((item = mls_json_next(&elements)) != NULL)
	{
		MlsAt		element;
		int64_t		value;

		mls_tick(load);
		if (is_finite_number(item) && item->valuedouble >= least && item->valuedouble <= most &&
			(int32_t) item->valuedouble == item->valuedouble)
		{
			values[i++] = (int32_t) item->valuedouble;
			continue;
		}
		element = mls_json_element(at, i, item);
		value = cJSON_IsTrue(item);
		if (!cJSON_IsBool(item) && !mls_json_integer(load, &element, true, least, most, &value))
			sound = false;
		values[i++] = (int32_t) value;
	}
	return sound ? values : NULL;
}

float
mls_json_float(double value)
{
	float		nearest = (float) value;
	float		other = nextafterf(nearest, value > nearest ? INFINITY : -INFINITY);
	char		digits[MLS_NUMBER_TEXT];
	double		again;

	if (value == nearest || isnan(value) || fabs(value - nearest) != fabs(other - value))
		return nearest;
	snprintf(digits, sizeof(digits), "%.8e", value);
	if (mls_parse_double(digits, strlen(digits), &again) && again == value)
		mls_parse_float(digits, strlen(digits), &nearest);
	return nearest;
}

/* A finite number, or, if that may be, NaN for null; notes what it is instead. */
static bool
number_or_null(MlsLoad *load, const MlsAt *at, bool or_null, double *value)
{
	if (is_finite_number(at->item))
	{
		*value = at->item->valuedouble;
		return true;
	}
	if (or_null && cJSON_IsNull(at->item))
	{
		*value = NAN;
		return true;
	}
	return mls_json_number(load, at, true, value);
}

float *
mls_json_floats(MlsLoad *load, const MlsAt *at, size_t n, bool or_null)
{
	MlsVec		room = {0};

	return mls_json_floats_in(load, at, n, or_null, &room);
}

float *
mls_json_floats_in(MlsLoad *load, const MlsAt *at, size_t n, bool or_null, MlsVec *room)
{
	MlsElements elements = mls_json_elements(at);
	float	   *values;
	const cJSON *item;
	uint32_t	i = 0;
	bool		sound = true;

	if (!has_length(load, at, n))
		return NULL;
	room->n = 0;
	values = mls_push_n(load, room, sizeof(float), (uint32_t) n);
	if (mls_json_binary_floats(at, values))
		return values;
	while ((item = mls_json_next(&elements)) != NULL)
	{
		MlsAt		element = mls_json_element(at, i, item);
		double		number = 0.0;

		mls_tick(load);
		if (!number_or_null(load, &element, or_null, &number))
			sound = false;
		else if (isinf((float) number))
		{
			mls_json_problem(load, MLS_INVALID, &element, "%.17g is beyond float32", number);
			sound = false;
		}
		values[i++] = mls_json_float(number);
	}
	return sound ? values : NULL;
}

/* The elements of an array as doubles; false, noted, if one is none. */
static bool
read_doubles(MlsLoad *load, const MlsAt *at, bool or_null, double *values)
{
	MlsElements elements = mls_json_elements(at);
	const cJSON *item;
	uint32_t	i = 0;
	bool		sound = true;

	while ((item = mls_json_next(&elements)) != NULL)
	{
		MlsAt		element = mls_json_element(at, i, item);

		mls_tick(load);
		if (or_null && cJSON_IsString(item) && strcmp(item->valuestring, "-Infinity") == 0)
			values[i++] = -INFINITY;
		else
			sound &= number_or_null(load, &element, or_null, &values[i++]);
	}
	return sound;
}

bool
mls_json_doubles_to(MlsLoad *load, const MlsAt *at, size_t n, double *values)
{
	return has_length(load, at, n) && read_doubles(load, at, false, values);
}

double *
mls_json_doubles(MlsLoad *load, const MlsAt *at, size_t n, bool or_null)
{
	MlsVec		room = {0};

	return mls_json_doubles_in(load, at, n, or_null, &room);
}

double *
mls_json_doubles_in(MlsLoad *load, const MlsAt *at, size_t n, bool or_null, MlsVec *room)
{
	double	   *values;

	if (!has_length(load, at, n))
		return NULL;
	room->n = 0;
	values = mls_push_n(load, room, sizeof(double), (uint32_t) n);
	return read_doubles(load, at, or_null, values) ? values : NULL;
}
