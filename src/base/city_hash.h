/*
 * base/city_hash.h
 *	  CityHash, by which CatBoost knows the values of categorical features.
 */
#ifndef MLS_BASE_CITY_HASH_H
#define MLS_BASE_CITY_HASH_H

#include <stddef.h>
#include <stdint.h>

/* The 64-bit hash of bytes, of version 1.0 (later versions give other numbers). */
extern uint64_t mls_city_hash(const char *bytes, size_t length);

/* What CatBoost writes of it into models: the lower 32 bits, with a sign. */
static inline int32_t
mls_catboost_hash(const char *bytes, size_t length)
{
	return (int32_t) (uint32_t) mls_city_hash(bytes, length);
}

#endif
