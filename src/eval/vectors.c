/*
 * eval/vectors.c
 *	  Chooses among the variants of inner loops.
 *
 * Who chooses at the same time as another thread chooses the same.
 */
#include <stddef.h>

#include "base/hot.h"
#include "eval/vectors.h"

static const MlsVectors *const variants[] = {
	&mls_vectors_plain,
#ifdef MLS_HAS_AVX
	&mls_vectors_avx2,
	&mls_vectors_avx512,
#endif
};

#define N_VARIANTS	(sizeof(variants) / sizeof(variants[0]))

static const MlsVectors *chosen;

MLS_HOT const MlsVectors *
mls_vectors(void)
{
	if (chosen == NULL)
	{
		size_t		i = N_VARIANTS - 1;

		while (i > 0 && !variants[i]->is_supported())
			i--;
		chosen = variants[i];
	}
	return chosen;
}

const MlsVectors *
mls_vectors_at(uint32_t i)
{
	for (size_t k = 0; k < N_VARIANTS; k++)
	{
		if (variants[k]->is_supported() && i-- == 0)
			return variants[k];
	}
	return NULL;
}

void
mls_use_vectors(const MlsVectors *vectors)
{
	chosen = vectors;
}
