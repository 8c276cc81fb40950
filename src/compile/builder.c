/*
 * compile/builder.c
 *	  The growing image: records, texts, constants, columns.
 */
#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/data_type.h"
#include "base/number.h"
#include "compile/compile_int.h"

uint32_t
mls_append_n(MlsCompile *c, MlsSection section, size_t record_size, uint32_t n)
{
	MlsVec	   *vec = &c->sections[section];
	uint32_t	first = vec->n;

	mls_tick(c->load);
	mls_push_n(c->load, vec, record_size, n);
	return first;
}

/* ---- texts ---- */

uint32_t
mls_string(MlsCompile *c, const char *text)
{
	void	   *known = mls_map_get(&c->strings, text);
	size_t		length;
	size_t		size;
	uint32_t	offset;
	uint32_t	code;
	MlsString  *string;

	/* codes are kept as pointers, one more than they are: NULL means none */
	if (known)
		return (uint32_t) ((uintptr_t) known - 1);

	length = strlen(text);
	size = (sizeof(MlsString) + length + 1 + 3) & ~(size_t) 3;
	if (size > UINT32_MAX / 2)
		mls_fatal(c->load, MLS_TOO_LARGE, NULL, NULL, "a text is too long");
	offset = MLS_APPEND_N(c, STRING_BYTES, (uint32_t) size);
	code = MLS_APPEND(c, STRING);
	*MLS_BUILT(c, STRING, code) = offset;
	string = (MlsString *) MLS_BUILT(c, STRING_BYTES, offset);
	string->code = code;
	string->length = (uint32_t) length;
	memcpy(string->bytes, text, length + 1);
	mls_map_put(c->load, &c->strings, text, (void *) ((uintptr_t) code + 1));
	return code;
}

const char *
mls_built_string(MlsCompile *c, uint32_t code)
{
	return ((const MlsString *) MLS_BUILT(c, STRING_BYTES, *MLS_BUILT(c, STRING, code)))->bytes;
}

/* ---- constants ---- */

/* A negative zero compares as zero and would only surprise in a division. */
static double
without_negative_zero(double number)
{
	return number == 0.0 ? 0.0 : number;
}

/* Reads a text as a date or time: as the type if it is one of them, else as whatever of them it is. */
static void
read_moment(MlsImgConstant *constant, const char *text, MlsDataType type)
{
	static const MlsDataType moments[] = {MLS_TYPE_DATE, MLS_TYPE_TIME, MLS_TYPE_DATETIME};
	size_t		length = strlen(text);
	int64_t		micros;

	for (int i = 0; i < 3; i++)
	{
		/* of a dateTime the half that a date has would not be all of it */
		if (moments[i] == MLS_TYPE_DATE && mls_parse_datetime(text, length, &micros))
			continue;
		if ((mls_type_kind(type) != MLS_KIND_MOMENT || moments[i] == type || type == MLS_TYPE_DATE) &&
			mls_parse_moment(moments[i], text, length, &constant->moment))
		{
			constant->moment_tag = (uint8_t) mls_tag_of_type(moments[i]);
			return;
		}
	}
}

/* Reads the text as everything that it could be compared with. */
static void
read_constant(MlsImgConstant *constant, const char *text, MlsDataType type)
{
	size_t		length = strlen(text);
	bool		truth;
	float		as_float;

	if (mls_parse_number(text, length, &constant->number))
	{
		constant->is_number = true;
		constant->number = without_negative_zero(constant->number);
		constant->as_float = mls_parse_float(text, length, &as_float) ?
			without_negative_zero((double) as_float) : constant->number;
		constant->is_integral = mls_parse_int64(text, length, &constant->integer);
		if (!constant->is_integral && mls_parse_boolean(text, length, &truth))
		{
			constant->is_integral = true;
			constant->integer = truth;
		}
	}
	else if (mls_is_count(type) && mls_parse_moment(type, text, length, &constant->integer))
	{
		constant->is_number = constant->is_integral = true;
		constant->number = (double) constant->integer;
		constant->as_float = (double) (float) constant->integer;
	}
	else
		read_moment(constant, text, type);
	constant->boolean = -1;
	if (mls_parse_boolean(text, length, &truth))
		constant->boolean = truth;
}

/* A tag that the text does not fit becomes that of a string. */
static uint8_t
fitting_tag(const MlsImgConstant *constant, MlsTag tag)
{
	if (((tag == MLS_TAG_DOUBLE || tag == MLS_TAG_FLOAT) && !constant->is_number) ||
		(tag == MLS_TAG_INTEGER && !constant->is_integral) ||
		(tag == MLS_TAG_BOOLEAN && constant->boolean < 0) ||
		(tag > MLS_TAG_STRING && constant->moment_tag != tag))
		return MLS_TAG_STRING;
	return (uint8_t) tag;
}

uint32_t
mls_constant(MlsCompile *c, const char *text, MlsDataType type)
{
	void	   *known = mls_map_get(&c->constants[type], text);
	uint32_t	code;
	uint32_t	place;
	MlsImgConstant *constant;

	if (known)
		return (uint32_t) ((uintptr_t) known - 1);
	code = mls_string(c, text);
	place = MLS_APPEND(c, CONSTANT);
	constant = MLS_BUILT(c, CONSTANT, place);
	constant->text = code;
	read_constant(constant, text, type);
	constant->tag = fitting_tag(constant, mls_tag_of_type(type));
	mls_map_put(c->load, &c->constants[type], text, (void *) ((uintptr_t) place + 1));
	return place;
}

uint32_t
mls_literal_constant(MlsCompile *c, MlsLiteral literal, MlsDataType type)
{
	char		text[MLS_NUMBER_TEXT];

	if (literal.text)
		return mls_constant(c, literal.text, type);
	mls_format_double(text, literal.number);
	return mls_constant(c, mls_strdup(c->load, text), type == MLS_TYPE_NONE ? MLS_TYPE_DOUBLE : type);
}

uint32_t
mls_number_constant(MlsCompile *c, double number)
{
	return mls_literal_constant(c, (MlsLiteral) {NULL, number, true}, MLS_TYPE_DOUBLE);
}

uint32_t
mls_missing_constant(MlsCompile *c)
{
	uint32_t	code = mls_string(c, "");
	uint32_t	place = MLS_APPEND(c, CONSTANT);
	MlsImgConstant *constant = MLS_BUILT(c, CONSTANT, place);

	constant->text = code;
	constant->tag = MLS_TAG_MISSING;
	constant->boolean = -1;
	return place;
}

uint32_t
mls_typed_constant(MlsCompile *c, const char *text, MlsDataType type, uint32_t line, const char *what)
{
	uint32_t	place = mls_constant(c, text, type);

	if (MLS_BUILT(c, CONSTANT, place)->tag != mls_tag_of_type(type))
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, line, what), NULL,
					"\"%s\" is no %s", text, mls_data_type_name(type));
	return place;
}

MlsDataType
mls_literal_type(const char *text)
{
	size_t		length = strlen(text);
	double		number;

	if (!mls_parse_double(text, length, &number))
		return MLS_TYPE_STRING;
	for (const char *p = text; *p; p++)
	{
		if (*p == '.' || *p == 'e' || *p == 'E')
			return MLS_TYPE_DOUBLE;
	}
	return isfinite(number) && fabs(number) < 0x1p63 ? MLS_TYPE_INTEGER : MLS_TYPE_DOUBLE;
}

double
mls_literal_number(MlsCompile *c, MlsLiteral literal, bool is_float, uint32_t line, const char *what)
{
	double		number;
	float		as_float;

	if (!literal.text)
		return is_float ? (double) (float) literal.number : literal.number;
	if (is_float && mls_parse_float(literal.text, strlen(literal.text), &as_float))
		return (double) as_float;
	if (!is_float && mls_parse_double(literal.text, strlen(literal.text), &number))
		return number;
	mls_problem(c->load, MLS_INVALID, mls_place(c->load, line, what), NULL,
				"\"%s\" is no number", literal.text);
	return 0;
}

/* ---- lists ---- */

MlsSpan
mls_index_list(MlsCompile *c, const uint32_t *values, uint32_t n)
{
	MlsSpan		span = {MLS_APPEND_N(c, INDEX, n), n};

	if (n > 0)
		memcpy(MLS_BUILT(c, INDEX, span.first), values, n * sizeof(uint32_t));
	return span;
}

MlsSpan
mls_index_one(MlsCompile *c, uint32_t value)
{
	return mls_index_list(c, &value, 1);
}

MlsSpan
mls_number_list(MlsCompile *c, const double *values, uint32_t n)
{
	MlsSpan		span = {MLS_APPEND_N(c, NUMBER, n), n};

	if (n > 0)
		memcpy(MLS_BUILT(c, NUMBER, span.first), values, n * sizeof(double));
	return span;
}

/* ---- columns ---- */

uint32_t
mls_new_columns(MlsCompile *c, MlsScope *scope, uint32_t n)
{
	uint32_t	first;

	if (scope == c->innermost)
	{
		for (uint32_t i = 0; i < c->free_columns.n; i++)
		{
			MlsSpan    *run = &MLS_ITEM(&c->free_columns, MlsSpan, i);

			if (run->n == n)
			{
				first = run->first;
				*run = MLS_ITEM(&c->free_columns, MlsSpan, --c->free_columns.n);
				*MLS_PUSH(c->load, &scope->columns, MlsSpan) = (MlsSpan) {first, n};
				return first;
			}
		}
	}
	if (n >= MLS_MAX_COLUMNS - c->n_columns)
		mls_fatal(c->load, MLS_TOO_LARGE, NULL, NULL, "the model needs too many intermediate results");
	first = c->n_columns;
	c->n_columns += n;
	if (scope)
		*MLS_PUSH(c->load, &scope->columns, MlsSpan) = (MlsSpan) {first, n};
	return first;
}

void
mls_release_columns(MlsCompile *c, MlsScope *scope)
{
	for (uint32_t i = 0; i < scope->columns.n; i++)
		*MLS_PUSH(c->load, &c->free_columns, MlsSpan) = MLS_ITEM(&scope->columns, MlsSpan, i);
	scope->columns.n = 0;
}
