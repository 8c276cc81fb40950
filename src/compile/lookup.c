/*
 * compile/lookup.c
 *	  Sets of constants and tables of MapValues, sorted so that a value is found
 *	  by halving.
 *
 * What order fits depends on the values that will be looked up, which is known
 * from the field's type.  Where a constant does not fit that type (the text "N/A"
 * among the values of a number) nothing is sorted: such sets are small.
 */
#include <math.h>
#include <stdlib.h>

#include "base/data_type.h"
#include "compile/compile_int.h"

/* A constant with what it is sorted by. */
typedef struct Key
{
	double		number;
	int64_t		integer;
	uint32_t	constant;
} Key;

/* A row of a table; a member of a set is a row of one key. */
typedef struct Row
{
	const Key  *keys;
	uint32_t	n_keys;
	uint32_t	position;		/* in the document */
	uint32_t	result;
} Row;

/* How constants are sorted that are compared with values of the type. */
static MlsSetOrder
order_of_type(MlsDataType type)
{
	switch (type)
	{
		case MLS_TYPE_STRING:
			return MLS_ORDER_TEXT;
		case MLS_TYPE_DOUBLE:
			return MLS_ORDER_NUMBER;
		case MLS_TYPE_FLOAT:
			return MLS_ORDER_FLOAT;
		case MLS_TYPE_INTEGER:
			return MLS_ORDER_INTEGER;
		default:
			return mls_is_count(type) ? MLS_ORDER_INTEGER : MLS_ORDER_NONE;
	}
}

/* The key of a constant in an order; false if it does not fit. */
static bool
make_key(MlsCompile *c, uint32_t place, MlsSetOrder order, Key *key)
{
	const MlsImgConstant *constant = MLS_BUILT(c, CONSTANT, place);

	*key = (Key) {0, 0, place};
	switch (order)
	{
		case MLS_ORDER_TEXT:
			key->integer = constant->text;
			return true;
		case MLS_ORDER_NUMBER:
			key->number = constant->number;
			return constant->is_number && !isnan(key->number);
		case MLS_ORDER_FLOAT:
			key->number = constant->as_float;
			return constant->is_number && !isnan(key->number);
		case MLS_ORDER_INTEGER:
			key->integer = constant->integer;
			return constant->is_integral;
		case MLS_ORDER_NONE:
			break;
	}
	return false;
}

static int
compare_rows(const void *a, const void *b)
{
	const Row  *x = a;
	const Row  *y = b;

	for (uint32_t i = 0; i < x->n_keys; i++)
	{
		if (x->keys[i].number != y->keys[i].number)
			return x->keys[i].number < y->keys[i].number ? -1 : 1;
		if (x->keys[i].integer != y->keys[i].integer)
			return x->keys[i].integer < y->keys[i].integer ? -1 : 1;
	}
	return x->position < y->position ? -1 : x->position > y->position;
}

uint32_t
mls_constant_set(MlsCompile *c, const char *const *texts, uint32_t n, MlsDataType type)
{
	MlsSetOrder order = order_of_type(type);
	Key		   *keys = MLS_NEW_N(c->load, Key, n);
	Row		   *rows = MLS_NEW_N(c->load, Row, n);
	uint32_t   *members = MLS_NEW_N(c->load, uint32_t, n);
	MlsSpan		span;
	uint32_t	place;

	for (uint32_t i = 0; i < n; i++)
	{
		members[i] = mls_constant(c, texts[i], type);
		if (!make_key(c, members[i], order, &keys[i]))
			order = MLS_ORDER_NONE;
		rows[i] = (Row) {&keys[i], 1, i, MLS_NONE};
	}
	if (order != MLS_ORDER_NONE)
	{
		qsort(rows, n, sizeof(Row), compare_rows);
		for (uint32_t i = 0; i < n; i++)
			members[i] = rows[i].keys[0].constant;
	}
	span = mls_index_list(c, members, n);
	place = MLS_APPEND(c, SET);
	*MLS_BUILT(c, SET, place) = (MlsImgSet) {span, order};
	return place;
}

uint32_t
mls_constant_map(MlsCompile *c, const char *const *cells, uint32_t n_rows, uint32_t n_keys,
				 const MlsDataType *key_types, MlsDataType result_type)
{
	uint32_t   *orders = MLS_NEW_N(c->load, uint32_t, n_keys);
	Row		   *rows = MLS_NEW_N(c->load, Row, n_rows);
	uint32_t	n = 0;
	bool		sorted = true;
	uint32_t   *indices;
	uint32_t	place;
	MlsImgMap	map;

	for (uint32_t k = 0; k < n_keys; k++)
		orders[k] = order_of_type(key_types[k]);
	for (uint32_t i = 0; i < n_rows; i++)
	{
		const char *const *row = cells + (size_t) i * (n_keys + 1);
		Key		   *keys;
		bool		complete = true;

		/* a row that lacks a key never matches */
		for (uint32_t k = 0; k < n_keys; k++)
			complete &= row[k] != NULL;
		if (!complete)
			continue;
		keys = MLS_NEW_N(c->load, Key, n_keys);
		for (uint32_t k = 0; k < n_keys; k++)
		{
			uint32_t	constant = mls_constant(c, row[k], key_types[k]);

			if (!make_key(c, constant, orders[k], &keys[k]))
			{
				orders[k] = MLS_ORDER_NONE;
				sorted = false;
			}
		}
		rows[n++] = (Row) {
			keys, n_keys, i, row[n_keys] ? mls_constant(c, row[n_keys], result_type) : MLS_NONE
		};
	}
	if (sorted)
		qsort(rows, n, sizeof(Row), compare_rows);

	map.n_keys = n_keys;
	map.n_rows = n;
	map.orders = mls_index_list(c, orders, n_keys).first;
	if ((uint64_t) n * (n_keys + 1) > UINT32_MAX / 2)
		mls_fatal(c->load, MLS_TOO_LARGE, NULL, NULL, "a table of MapValues is too large");
	map.rows = MLS_APPEND_N(c, INDEX, n * (n_keys + 1));
	indices = MLS_BUILT(c, INDEX, map.rows);
	for (uint32_t i = 0; i < n; i++)
	{
		for (uint32_t k = 0; k < n_keys; k++)
			*indices++ = rows[i].keys[k].constant;
		*indices++ = rows[i].result;
	}
	place = MLS_APPEND(c, MAP);
	*MLS_BUILT(c, MAP, place) = map;
	return place;
}
