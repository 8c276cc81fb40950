/*
 * json/json_array.c
 *	  Arrays of numbers that are not in the tree: their elements, read when they
 *	  are asked for.
 *
 * In the tree such an array is an item without children, whose valuestring (which
 * cJSON has no use for in an array) points to where its elements are: in the
 * document, which outlives the tree.
 */
#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "base/number.h"
#include "json/json_int.h"

void
mls_json_make_array(cJSON *item, MlsJsonArray *array)
{
	item->type = cJSON_Array;
	item->child = NULL;
	item->valuestring = (char *) array;
}

static const MlsJsonArray *
array_of(const cJSON *item)
{
	return cJSON_IsArray(item) ? (const MlsJsonArray *) item->valuestring : NULL;
}

/* ---- elements ---- */

/* Reads a number, of which the scan has seen that it is one; behind it. */
static const char *
read_number(const char *p, double *value)
{
	const char *start = p;
	bool		negative = *p == '-';
	uint64_t	digits = 0;
	int			n_digits = 0;	/* significant ones */
	int			exponent = 0;
	bool		point = false;

	p += negative;
	for (; (*p >= '0' && *p <= '9') || *p == '.'; p++)
	{
		if (*p == '.')
		{
			point = true;
			continue;
		}
		n_digits += digits != 0 || *p != '0';
		exponent -= point;
		digits = digits * 10 + (uint64_t) (*p - '0');
	}
	if (*p == 'e' || *p == 'E')
	{
		bool		below = *++p == '-';
		int			written = 0;

		p += *p == '-' || *p == '+';
		for (; *p >= '0' && *p <= '9'; p++)
			written = written < 100000 ? written * 10 + (*p - '0') : written;
		exponent += below ? -written : written;
	}
	if (n_digits > MLS_DECIMAL_DIGITS || !mls_decimal_double(digits, exponent, value))
		mls_parse_double(start, (size_t) (p - start), value);
	else if (negative)
		*value = -*value;
	return p;
}

/* Reads an element written as in a document; behind it and its comma. */
static const char *
read_text(const char *p, cJSON *item)
{
	while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
		p++;
	if ((*p >= '0' && *p <= '9') || (*p == '-' && p[1] != 'I'))
	{
		item->type = cJSON_Number;
		p = read_number(p, &item->valuedouble);
	}
	else
		item->type = *p == 't' ? cJSON_True : *p == 'f' ? cJSON_False : cJSON_NULL;

	/* the scan has seen that a comma or a bracket ends it */
	while (*p != ',' && *p != ']')
		p++;
	return p + 1;
}

static inline uint64_t
big_endian(const char *p, int n)
{
	uint64_t	value = 0;

	for (int i = 0; i < n; i++)
		value = value << 8 | (unsigned char) p[i];
	return value;
}

/* Reads an element of a binary form; behind it. */
static const char *
read_binary(MlsArrayForm form, const char *p, cJSON *item)
{
	static const int sizes[] = {
		[MLS_ARRAY_INT8] = 1, [MLS_ARRAY_UINT8] = 1, [MLS_ARRAY_INT16] = 2, [MLS_ARRAY_INT32] = 4,
		[MLS_ARRAY_INT64] = 8, [MLS_ARRAY_FLOAT32] = 4, [MLS_ARRAY_FLOAT64] = 8
	};
	uint64_t	bits = big_endian(p, sizes[form]);
	uint32_t	low = (uint32_t) bits;
	float		narrow;

	item->type = cJSON_Number;
	switch (form)
	{
		case MLS_ARRAY_INT8:
			item->valuedouble = (int8_t) bits;
			break;
		case MLS_ARRAY_UINT8:
			item->valuedouble = (uint8_t) bits;
			break;
		case MLS_ARRAY_INT16:
			item->valuedouble = (int16_t) bits;
			break;
		case MLS_ARRAY_INT32:
			item->valuedouble = (int32_t) bits;
			break;
		case MLS_ARRAY_INT64:
			item->valuedouble = (double) (int64_t) bits;
			break;
		case MLS_ARRAY_FLOAT32:
			memcpy(&narrow, &low, sizeof(narrow));
			item->valuedouble = narrow;
			break;
		default:
			memcpy(&item->valuedouble, &bits, sizeof(bits));
			break;
	}

	/* as in text, where it is none of the numbers */
	if (!isfinite(item->valuedouble))
		item->type = cJSON_NULL;
	return p + sizes[form];
}

MlsElements
mls_json_elements(const MlsAt *at)
{
	MlsElements elements = {.array = array_of(at->item)};

	if (elements.array != NULL)
	{
		elements.p = elements.array->data;
		elements.left = elements.array->n;
	}
	else if (at->item != NULL)
		elements.next = at->item->child;
	return elements;
}

const cJSON *
mls_json_next(MlsElements *elements)
{
	const cJSON *item = elements->next;

	if (elements->array == NULL)
	{
		if (item != NULL)
			elements->next = item->next;
		return item;
	}
	if (elements->left == 0)
		return NULL;
	elements->left--;
	if (elements->array->form == MLS_ARRAY_TEXT)
		elements->p = read_text(elements->p, &elements->element);
	else
		elements->p = read_binary(elements->array->form, elements->p, &elements->element);
	return &elements->element;
}

/* ---- many at once ---- */

/* Reads integers of so many bytes, signed or not; false: one is out of range. */
static inline bool
read_integers(const MlsJsonArray *array, int size, bool is_signed, int32_t least, int32_t most, int32_t *values)
{
	const char *p = array->data;
	int			unused = 64 - 8 * size;

	for (uint32_t i = 0; i < array->n; i++, p += size)
	{
		uint64_t	bits = big_endian(p, size);
		int64_t		value = is_signed ? (int64_t) (bits << unused) >> unused : (int64_t) bits;

		if (value < least || value > most)
			return false;
		values[i] = (int32_t) value;
	}
	return true;
}

bool
mls_json_binary_integers(const MlsAt *at, int32_t least, int32_t most, int32_t *values)
{
	const MlsJsonArray *array = array_of(at->item);

	if (array == NULL)
		return false;
	switch (array->form)
	{
		case MLS_ARRAY_INT8:
			return read_integers(array, 1, true, least, most, values);
		case MLS_ARRAY_UINT8:
			return read_integers(array, 1, false, least, most, values);
		case MLS_ARRAY_INT16:
			return read_integers(array, 2, true, least, most, values);
		case MLS_ARRAY_INT32:
			return read_integers(array, 4, true, least, most, values);
		default:
			return false;
	}
}

bool
mls_json_binary_floats(const MlsAt *at, float *values)
{
	const MlsJsonArray *array = array_of(at->item);

	if (array == NULL || array->form != MLS_ARRAY_FLOAT32)
		return false;
	for (uint32_t i = 0; i < array->n; i++)
	{
		uint32_t	bits = (uint32_t) big_endian(array->data + 4 * (size_t) i, 4);

		memcpy(&values[i], &bits, sizeof(bits));
		if (!isfinite(values[i]))
			return false;
	}
	return true;
}

/* ---- the whole ---- */

uint32_t
mls_json_length(const MlsAt *at)
{
	const MlsJsonArray *array = array_of(at->item);
	uint32_t	n = 0;

	if (array != NULL)
		return array->n;
	if (cJSON_IsArray(at->item))
	{
		for (const cJSON *item = at->item->child; item != NULL; item = item->next)
			n++;
	}
	return n;
}

const cJSON *
mls_json_first(MlsLoad *load, const cJSON *item)
{
	const MlsJsonArray *array = array_of(item);
	MlsAt		at = {NULL, NULL, 0, item};
	MlsElements elements;
	cJSON	   *children;

	if (item == NULL)
		return NULL;
	if (array == NULL)
		return item->child;

	elements = mls_json_elements(&at);
	children = MLS_NEW_N(load, cJSON, array->n);
	for (uint32_t i = 0; i < array->n; i++)
	{
		const cJSON *element = mls_json_next(&elements);

		mls_tick(load);
		children[i].type = element->type;
		children[i].valuedouble = element->valuedouble;
		children[i].prev = i > 0 ? &children[i - 1] : &children[array->n - 1];
		children[i].next = i + 1 < array->n ? &children[i + 1] : NULL;
	}

	/* from now on an array as any other */
	((cJSON *) item)->valuestring = NULL;
	((cJSON *) item)->child = array->n > 0 ? children : NULL;
	return item->child;
}
