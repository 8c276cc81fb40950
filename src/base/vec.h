/*
 * base/vec.h
 *	  A growing array in a load's arena.
 *
 *	 MlsVec v = {0};
 *	 Thing *t = MLS_PUSH(load, &v, Thing);		-- zeroed; leaves without memory
 *	 Thing *all = (Thing *) v.items;			-- v.n of them
 *
 * Growing moves the items and gives their old place back, so pointers into the
 * items do not survive a push.
 */
#ifndef MLS_BASE_VEC_H
#define MLS_BASE_VEC_H

#include <string.h>

#include "base/load.h"

typedef struct MlsVec
{
	void	   *items;
	uint32_t	n;
	uint32_t	capacity;
} MlsVec;

/* Gives the items' place back; the vector is empty then. */
extern void mls_give_back_items(MlsLoad *load, MlsVec *vec, size_t item_size);

/* n items at once, next to each other; gives the first (any pointer if n is 0). */
extern void *mls_push_n(MlsLoad *load, MlsVec *vec, size_t item_size, uint32_t n);

static inline void *
mls_push(MlsLoad *load, MlsVec *vec, size_t item_size)
{
	if (vec->n == vec->capacity)
		return mls_push_n(load, vec, item_size, 1);
	return memset((char *) vec->items + vec->n++ * item_size, 0, item_size);
}

#define MLS_PUSH(load, vec, type)		((type *) mls_push((load), (vec), sizeof(type)))
#define MLS_ITEM(vec, type, i)			(((type *) (vec)->items)[i])

#endif
