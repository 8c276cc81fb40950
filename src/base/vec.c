/*
 * base/vec.c
 *	  A growing array in a load's arena.
 */
#include <string.h>

#include "base/vec.h"

void *
mls_push(MlsLoad *load, MlsVec *vec, size_t item_size)
{
	if (vec->n == vec->capacity)
	{
		uint32_t	capacity = vec->capacity ? vec->capacity * 2 : 8;
		void	   *items;

		/* the highest number is no index anywhere (MLS_NONE) */
		if (capacity > UINT32_MAX / 2)
			mls_fatal(load, MLS_TOO_LARGE, NULL, NULL, "too many elements of one kind");
		items = mls_alloc_n(load, capacity, item_size);
		if (vec->n > 0)
			memcpy(items, vec->items, vec->n * item_size);
		vec->items = items;
		vec->capacity = capacity;
	}
	return (char *) vec->items + (size_t) vec->n++ * item_size;
}
