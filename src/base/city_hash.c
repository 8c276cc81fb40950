/*
 * base/city_hash.c
 *	  CityHash 1.0 of 64 bits, an algorithm of Geoff Pike and Jyrki Alakuijala.
 *
 * All arithmetic is modulo 2^64, words of the text are little-endian.  Texts of up
 * to 16, 32 and 64 bytes each have a formula of their own, which read them from both
 * ends; longer ones go through a state of 56 bytes, 64 bytes at a time, which
 * begins with the last 64 bytes of the text.
 */
#include "base/city_hash.h"

#define K0	UINT64_C(0xc3a5c85c97cb3127)
#define K1	UINT64_C(0xb492b66fbe98f273)
#define K2	UINT64_C(0x9ae16a3b2f90404f)
#define K3	UINT64_C(0xc949d7c7509e6557)
#define MIX	UINT64_C(0x9ddfea08eb382d69)

typedef struct Pair
{
	uint64_t	first;
	uint64_t	second;
} Pair;

static inline uint64_t
word_of(const char *bytes, int n)
{
	uint64_t	word = 0;

	for (int i = n; i-- > 0;)
		word = word << 8 | (unsigned char) bytes[i];
	return word;
}

static inline uint64_t
word64(const char *bytes)
{
	return word_of(bytes, 8);
}

static inline uint64_t
rotate(uint64_t word, unsigned n)
{
	return word >> (n & 63) | word << (-n & 63);
}

static inline uint64_t
fold(uint64_t word)
{
	return word ^ word >> 47;
}

/* Two words become one. */
static inline uint64_t
join(uint64_t low, uint64_t high)
{
	return fold((high ^ fold((low ^ high) * MIX)) * MIX) * MIX;
}

static uint64_t
hash_to_16(const char *bytes, size_t n)
{
	if (n > 8)
	{
		uint64_t	last = word64(bytes + n - 8);

		return join(word64(bytes), rotate(last + n, (unsigned) n)) ^ last;
	}
	if (n >= 4)
		return join(n + (word_of(bytes, 4) << 3), word_of(bytes + n - 4, 4));
	if (n > 0)
	{
		uint64_t	low = word_of(bytes, 1) + (word_of(bytes + n / 2, 1) << 8);
		uint64_t	high = n + (word_of(bytes + n - 1, 1) << 2);

		return fold(low * K2 ^ high * K3) * K2;
	}
	return K2;
}

static uint64_t
hash_to_32(const char *bytes, size_t n)
{
	uint64_t	a = word64(bytes) * K1;
	uint64_t	b = word64(bytes + 8);
	uint64_t	c = word64(bytes + n - 8) * K2;
	uint64_t	d = word64(bytes + n - 16) * K0;

	return join(rotate(a - b, 43) + rotate(c, 30) + d, a + rotate(b ^ K3, 20) - c + n);
}

/* Half of what a text of up to 64 bytes gives: 32 bytes of it, to the first word of which "start" was added. */
static Pair
half_of_64(uint64_t start, const char *bytes)
{
	uint64_t	last = word64(bytes + 24);
	uint64_t	a = word64(bytes) + start;
	uint64_t	b = rotate(a + last, 52);
	uint64_t	c = rotate(a, 37);

	a += word64(bytes + 8);
	c += rotate(a, 7);
	a += word64(bytes + 16);
	return (Pair) {a + last, b + rotate(a, 31) + c};
}

static uint64_t
hash_to_64(const char *bytes, size_t n)
{
	Pair		v = half_of_64((n + word64(bytes + n - 16)) * K0, bytes);
	Pair		w = half_of_64(word64(bytes + 16), bytes + n - 32);

	return fold(fold((v.first + w.second) * K2 + (w.first + v.second) * K0) * K0 + v.second) * K2;
}

/* 32 bytes, with two seeds. */
static Pair
hash_32_bytes(const char *bytes, uint64_t a, uint64_t b)
{
	uint64_t	last = word64(bytes + 24);
	uint64_t	start;

	a += word64(bytes);
	b = rotate(b + a + last, 21);
	start = a;
	a += word64(bytes + 8) + word64(bytes + 16);
	return (Pair) {a + last, b + rotate(a, 44) + start};
}

uint64_t
mls_city_hash(const char *bytes, size_t n)
{
	uint64_t	x;
	uint64_t	y;
	uint64_t	z;
	Pair		v;
	Pair		w;

	if (n <= 16)
		return hash_to_16(bytes, n);
	if (n <= 32)
		return hash_to_32(bytes, n);
	if (n <= 64)
		return hash_to_64(bytes, n);

	x = word64(bytes);
	y = word64(bytes + n - 16) ^ K1;
	z = word64(bytes + n - 56) ^ K0;
	v = hash_32_bytes(bytes + n - 64, n, y);
	w = hash_32_bytes(bytes + n - 32, n * K1, K0);
	z += fold(v.second) * K1;
	x = rotate(z + x, 39) * K1;
	y = rotate(y, 33) * K1;
	for (size_t blocks = (n - 1) / 64; blocks > 0; blocks--, bytes += 64)
	{
		uint64_t	swapped;

		x = rotate(x + y + v.first + word64(bytes + 16), 37) * K1;
		y = rotate(y + v.second + word64(bytes + 48), 42) * K1;
		x ^= w.second;
		y ^= v.first;
		z = rotate(z ^ w.first, 33);
		v = hash_32_bytes(bytes, v.second * K1, x + w.first);
		w = hash_32_bytes(bytes + 32, z + w.second, y);
		swapped = z;
		z = x;
		x = swapped;
	}
	return join(join(v.first, w.first) + fold(y) * K1 + z, join(v.second, w.second) + x);
}
