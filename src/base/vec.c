/*
 * base/vec.c
 *	  A growing array in a load's arena.
 */
#include <string.h>

#include "base/vec.h"

/* A vector of as many bytes grows by half, a smaller one to twice its size. */
#define MUCH	((size_t) 1024 * 1024)

void *
mls_push_n(MlsLoad *load, MlsVec *vec, size_t item_size, uint32_t n)
{
	void	   *result;

	/* the highest number is no index anywhere (MLS_NONE) */
	if (n >= UINT32_MAX - vec->n)
		mls_fatal(load, MLS_TOO_LARGE, NULL, NULL, "too many elements of one kind");
	if (vec->n + n > vec->capacity || !vec->items)
	{
		uint64_t	more = (size_t) vec->capacity * item_size < MUCH ? vec->capacity : vec->capacity / 2;
		uint64_t	capacity = vec->capacity ? vec->capacity + more : 8;
		void	   *items;

		if (capacity < (uint64_t) vec->n + n)
			capacity = (uint64_t) vec->n + n;
		if (capacity > UINT32_MAX)
			capacity = UINT32_MAX;
		items = mls_alloc_room(load, capacity, item_size);
		if (vec->n > 0)
			memcpy(items, vec->items, vec->n * item_size);
		if (vec->items)
			mls_give_back(load, vec->items, vec->capacity * item_size);
		vec->items = items;
		vec->capacity = (uint32_t) capacity;
	}
	result = (char *) vec->items + (size_t) vec->n * item_size;
	vec->n += n;
	return n > 0 ? memset(result, 0, (size_t) n * item_size) : result;
}

void
mls_give_back_items(MlsLoad *load, MlsVec *vec, size_t item_size)
{
	if (vec->items)
		mls_give_back(load, vec->items, vec->capacity * item_size);
	*vec = (MlsVec) {0};
}
