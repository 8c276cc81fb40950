/*
 * eval/vectors_plain.c
 *	  The inner loops for any CPU.
 *
 * Vectors of 16 bytes are what nearly every CPU has; where there are none, the
 * compiler makes do with bytes.
 */
#include <math.h>
#include <string.h>

#include "eval/forest_run.h"
#include "eval/place.h"
#include "eval/vectors.h"

#define TARGET

/* ---- numbers ---- */

typedef double Doubles __attribute__((vector_size(16), aligned(8), may_alias));

#define DOUBLES				Doubles
#define N_DOUBLES			2
#define SQUARE_ROOTS(v)		((DOUBLES) {sqrt((v)[0]), sqrt((v)[1])})
#define IS_ANY(masks)		(((masks)[0] | (masks)[1]) != 0)

#include "eval/vectors_columns.h"
#include "eval/vectors_dense.h"
#include "eval/vectors_points.h"

static void
place_rows(const MlsPlace *places, uint32_t n_places, uint32_t first, const double *numbers)
{
	mls_place_some(places, n_places, first, numbers, MLS_PLACE_ROWS);
}

/* ---- blocks of rows ---- */

typedef int8_t Bytes __attribute__((vector_size(16)));
typedef uint8_t Unsigned __attribute__((vector_size(16)));	/* whose sums wrap around */

#define VECTOR				Bytes
#define WIDTH				16
#define PART				16
#define LOAD(p)				load(p)
#define LOAD_WAY(p, step)	LOAD(p)
#define STORE(p, v)			store((p), (v))
#define SPLAT(byte)			((Bytes) {0} + (int8_t) (byte))
#define IS_BELOW(v, cut)	((Bytes) ((v) < (cut)))
#define CHOOSE(m, v, w)		choose((m), (v), (w))
#define ADD(v, w)			((Bytes) ((Unsigned) (v) + (Unsigned) (w)))
#define CHOOSE_BELOW(v, cut, w, x)	choose(IS_BELOW(v, cut), (w), (x))
#define ADD_BELOW(w, v, cut)		ADD(w, IS_BELOW(v, cut))

static inline Bytes
load(const void *bytes)
{
	Bytes		vector;

	memcpy(&vector, bytes, sizeof(vector));
	return vector;
}

static inline void
store(void *bytes, Bytes vector)
{
	memcpy(bytes, &vector, sizeof(vector));
}

static inline Bytes
choose(Bytes mask, Bytes v, Bytes w)
{
	return (v & mask) | (w & ~mask);
}

#include "eval/vectors_masks.h"

static bool
is_supported(void)
{
	return true;
}

static void
fill_bins(const MlsCuts *cuts, const double *numbers, uint32_t n, int8_t *bins)
{
	for (uint32_t i = 0; i < n; i++)
	{
		double		number = numbers[i] < INFINITY ? numbers[i] : INFINITY;

		mls_put_bins(mls_forest_rank(cuts->cuts, cuts->keys, cuts->n, number), cuts->n, bins + i, MLS_MASK_ROWS);
	}
}

const MlsVectors mls_vectors_plain = {
	"portable", is_supported, fill_bins, find_leaves, NULL, NULL, NULL,
	dense_products, dense_distances, sum_columns, apply_two, squares_of_row, squares_of_rows,
	least_of_rows, take_nearer, roots, place_rows
};
