/*
 * pg/elements.c
 *	  Elements of arrays as values of inputs, read where they lie.
 */
#include "postgres.h"

#include "access/tupmacs.h"
#include "utils/lsyscache.h"

#include "pg/elements.h"

void
mls_element_type(Oid type, MlsElementType *element)
{
	element->type = type;
	element->kind = mls_value_kind(type);
	get_typlenbyvalalign(type, &element->length, &element->by_value, &element->align);
}

uint32
mls_count_elements(ArrayType *array, const char *source)
{
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("array \"%s\" has %d dimensions, but a model's inputs are one row of values",
						source, ARR_NDIM(array))));
	return ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
}

MlsPlace *
mls_element_places(MlsEval *eval, const MlsElementType *type, const MlsElement *elements, uint32 n)
{
	MlsPlace   *places;

	if (type->kind != MLS_VALUE_FLOAT8)
		return NULL;
	places = palloc_extended(Max(n, 1) * sizeof(MlsPlace), MCXT_ALLOC_HUGE);
	for (uint32 e = 0; e < n; e++)
	{
		if (!mls_eval_place(eval, elements[e].input, &places[e]))
		{
			pfree(places);
			return NULL;
		}
	}
	return places;
}

/* Elements of a float8[] without NULLs. */
static void
place_elements(uint32 row, const double *values, const MlsElement *elements,
			   const MlsPlace *places, uint32 n)
{
	for (uint32 e = 0; e < n; e++)
	{
		MlsPlace	place = mls_place_at(&places[e], row);

		mls_place_double(&place, values[elements[e].index]);
	}
}

void
mls_put_elements(MlsSink *sink, ArrayType *array, const MlsElementType *type,
				 const MlsElement *elements, const MlsPlace *places, uint32 n, const char *source)
{
	const char *data = ARR_DATA_PTR(array);
	const bits8 *nulls = ARR_NULLBITMAP(array);
	bool		fixed = nulls == NULL && type->length > 0;
	size_t		stride = fixed ? att_align_nominal(type->length, type->align) : 0;
	uint32		at = 0;			/* the element that data points to, unless fixed */

	if (fixed && places != NULL && likely(sink->arrivals == NULL))
	{
		place_elements(sink->row, (const double *) data, elements, places, n);
		return;
	}
	for (uint32 e = 0; e < n; e++)
	{
		uint32		index = elements[e].index;
		const char *value = data + index * stride;

		if (unlikely(sink->arrivals != NULL))
			mls_arrived_element(sink, elements[e].input, source, index);
		if (!fixed)
		{
			/* NULL elements take no room */
			for (; at < index; at++)
			{
				if (nulls != NULL && att_isnull(at, nulls))
					continue;
				data = att_addlength_pointer(data, type->length, data);
				data = (const char *) att_align_nominal(data, type->align);
			}
			if (nulls != NULL && att_isnull(index, nulls))
				continue;
			value = data;
		}
		mls_put_datum(sink, elements[e].input, type->kind,
					  fetch_att(value, type->by_value, type->length));
	}
}
