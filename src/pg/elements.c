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

void
mls_put_elements(MlsSink *sink, ArrayType *array, const MlsElementType *type,
				 const MlsElement *elements, uint32 n, const char *source)
{
	const char *data = ARR_DATA_PTR(array);
	const bits8 *nulls = ARR_NULLBITMAP(array);
	bool		fixed = nulls == NULL && type->length > 0;
	size_t		stride = fixed ? att_align_nominal(type->length, type->align) : 0;
	uint32		at = 0;			/* the element that data points to, unless fixed */

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
