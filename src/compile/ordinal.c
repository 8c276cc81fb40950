/*
 * compile/ordinal.c
 *	  The order of an ordinal field's values.
 *
 * It is that in which the document lists them, whatever their type is.  Where
 * numbers are listed ascending nothing has to be kept: they can be compared as
 * numbers, with such that are not listed too.
 */
#include <string.h>

#include "base/number.h"
#include "compile/compile_int.h"

/* An order whose values the image has, once for all predicates that compare by it. */
typedef struct MlsListedOrder
{
	const MlsValueElement *order;
	MlsSpan		values;
} MlsListedOrder;

/* Whether the values are numbers, each above the one before. */
static bool
are_ascending_numbers(const MlsValueElement *values, uint32_t n)
{
	double		before = 0;

	for (uint32_t i = 0; i < n; i++)
	{
		double		number;

		if (!mls_parse_number(values[i].value, strlen(values[i].value), &number) || (i > 0 && !(number > before)))
			return false;
		before = number;
	}
	return true;
}

void
mls_set_order(MlsCompile *c, MlsField *field, const MlsValueElement *values, uint32_t n)
{
	MlsValueElement *order;
	uint32_t	n_order = 0;

	if (field->op_type != MLS_OPTYPE_ORDINAL || n == 0)
		return;
	order = MLS_NEW_N(c->load, MlsValueElement, n);
	for (uint32_t i = 0; i < n; i++)
	{
		if (values[i].property == MLS_VALUE_VALID)
			order[n_order++] = values[i];
	}
	if (mls_is_numeric(field->data_type) && are_ascending_numbers(order, n_order))
		return;
	field->order = order;
	field->n_order = n_order;
}

MlsSpan
mls_ordinal_values(MlsCompile *c, const MlsField *field)
{
	uint32_t   *values;
	MlsSpan		listed;

	for (uint32_t i = 0; i < c->orders.n; i++)
	{
		if (MLS_ITEM(&c->orders, MlsListedOrder, i).order == field->order)
			return MLS_ITEM(&c->orders, MlsListedOrder, i).values;
	}
	values = MLS_NEW_N(c->load, uint32_t, field->n_order);
	for (uint32_t i = 0; i < field->n_order; i++)
		values[i] = mls_constant(c, field->order[i].value, field->data_type);
	listed = mls_index_list(c, values, field->n_order);
	*MLS_PUSH(c->load, &c->orders, MlsListedOrder) = (MlsListedOrder) {field->order, listed};
	return listed;
}

uint32_t
mls_ordinal_map(MlsCompile *c, const MlsField *field)
{
	const char **cells = MLS_NEW_N(c->load, const char *, 2 * (size_t) field->n_order);

	for (uint32_t i = 0; i < field->n_order; i++)
	{
		cells[2 * i] = field->order[i].value;
		cells[2 * i + 1] = mls_format(c->load, "%u", i);
	}
	return mls_constant_map(c, cells, field->n_order, 1, &field->data_type, MLS_TYPE_INTEGER);
}

bool
mls_is_in_order(const MlsField *field, const char *text)
{
	bool		found = false;

	/* as a rule it is the same text: few need to be read as numbers */
	for (uint32_t i = 0; i < field->n_order && !found; i++)
		found = strcmp(field->order[i].value, text) == 0;
	for (uint32_t i = 0; i < field->n_order && !found; i++)
		found = mls_category_place(&field->order[i].value, 1, text) == 0;
	return found;
}
