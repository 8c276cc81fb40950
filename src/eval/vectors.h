/*
 * eval/vectors.h
 *	  The inner loops that are written for several CPUs.
 *
 * A variant is a file vectors_<cpu>.c with a table of functions.  What it does not
 * write itself are loops for vectors of any width, which it compiles for its own:
 *
 *	 vectors_masks.h	a forest's questions to blocks of rows
 *	 vectors_bins.h		from numbers to bins
 *	 vectors_dense.h	sums over the numbers of a row
 *	 vectors_columns.h	sums and functions of columns
 *	 vectors_points.h	distances to points
 *	 vectors_place.h	numbers into columns
 *
 * All variants of a loop give the same bits.  Which one runs is chosen once in a
 * process, by what the CPU has (vectors.c); the first one runs everywhere.
 */
#ifndef MLS_EVAL_VECTORS_H
#define MLS_EVAL_VECTORS_H

#include "image/image.h"

/* What bins of a slot are found with: MlsImgForestSlot.cuts and keys. */
typedef struct MlsCuts
{
	const double *cuts;
	const float *keys;
	uint32_t	n;				/* at least 1 */
} MlsCuts;

/* A tree of a forest's MASKS. */
typedef struct MlsMaskTree
{
	uint32_t	form;			/* MlsMaskForm */
	uint32_t	depth;
	const MlsImgMaskQuestion *questions;
	const MlsImgMaskSplit *splits;	/* of a list */
	uint32_t	n_splits;
} MlsMaskTree;

struct MlsColumnOperand;		/* eval/columns.h */
struct MlsColumnSums;
struct MlsComparison;			/* eval/comparison.h */
struct MlsNearest;
struct MlsDense;				/* eval/dense.h */
struct MlsPlace;				/* eval/eval.h */

typedef struct MlsVectors
{
	const char *name;
	bool		(*is_supported) (void);

	/*
	 * The bins of n numbers (at most MLS_MASK_ROWS), each less 128; those of one
	 * bin lie together, MLS_MASK_ROWS apart from those of the next.  NaN is above
	 * all cuts.
	 */
	void		(*fill_bins) (const MlsCuts *cuts, const double *numbers, uint32_t n, int8_t *bins);

	/*
	 * The leaves of a tree for the first n of MLS_MASK_ROWS rows, in the register
	 * MLS_MASK_REGISTER(result), result < MLS_MASK_RESULTS.  bins: MLS_MASK_ROWS
	 * for each, as above.  operands: see MlsImgMaskSplit; aligned to 32.
	 */
	void		(*find_leaves) (const MlsMaskTree *tree, const int8_t *bins, uint8_t *operands,
								uint32_t result, uint32_t n);

	/*
	 * The bins of one row, each less 128: of n slots of a forest, whose numbers are
	 * those given.  May be NULL, as the next two: then rows are scored otherwise.
	 */
	void		(*fill_row) (const MlsImage *image, const MlsImgForestSlot *slots, uint32_t n,
							 const double *numbers, int8_t *bins);

	/*
	 * The places of the scores of a group of n trees for the row with these bins, of
	 * which there are MLS_MASK_ROW_BINS.  bytes: all of MASK_BYTE.
	 */
	void		(*find_row_scores) (const MlsImgMaskRowGroup *group, uint32_t n, const uint8_t *bytes, uint32_t n_bins,
									const int8_t *bins, uint32_t scores[MLS_MASK_ROW_TREES]);

	/* The leaves of a group of trees of LEVELS, as many as it has room for. */
	void		(*find_row_levels) (const uint8_t *bytes, uint32_t n_bins, const int8_t *bins, uint8_t *leaves);

	/* mls_dense_products(), mls_dense_distances() */
	void		(*products) (const struct MlsDense *dense);
	void		(*distances) (const struct MlsDense *dense);

	void		(*sum_columns) (const struct MlsColumnSums *sums);

	/* One of the four operations, MIN or MAX for n rows. */
	void		(*apply_two) (MlsFunction function, const struct MlsColumnOperand *a, const struct MlsColumnOperand *b,
							  double *out, uint32_t n);

	/* Of a dense comparison: the sums of squares of a row that has been read, for each point. */
	void		(*squares_of_row) (const struct MlsComparison *comparison, double *out);

	/*
	 * Those of n rows from "first" on (at most MLS_ROWS_AT_ONCE), whose fields are
	 * all doubles, for some points: out[point * MLS_ROWS_AT_ONCE + row].  What is
	 * written behind the nth row means nothing.
	 */
	void		(*squares_of_rows) (const struct MlsComparison *comparison, uint32_t first, uint32_t n,
									uint32_t point, uint32_t n_points, double *out);

	/* Of such sums the least one of each row; infinite where all are NaN. */
	void		(*least_of_rows) (const double *squares, uint32_t n, uint32_t n_points, double *least);

	/* Of such sums: the points become the nearest ones of the rows to which they are nearer. */
	void		(*take_nearer) (const double *squares, uint32_t n, uint32_t point, uint32_t n_points, bool has_roots,
								struct MlsNearest *nearest);

	/* Each of n numbers becomes the root of the factor times it. */
	void		(*roots) (double factor, uint32_t n, double *out);

	/* mls_place_rows() of MLS_PLACE_ROWS rows. */
	void		(*place_rows) (const struct MlsPlace *places, uint32_t n_places, uint32_t first, const double *numbers);
} MlsVectors;

/* The best of those that the CPU supports, or the one that mls_use_vectors() named. */
extern const MlsVectors *mls_vectors(void);

/* For tests: the ith variant that the CPU supports, or NULL; and its use from now on (NULL: the best one's). */
extern const MlsVectors *mls_vectors_at(uint32_t i);
extern void mls_use_vectors(const MlsVectors *vectors);

/* The variants. */
extern const MlsVectors mls_vectors_plain;
#if defined(__x86_64__) && defined(__GNUC__)
#define MLS_HAS_AVX
extern const MlsVectors mls_vectors_avx2;
extern const MlsVectors mls_vectors_avx512;
#endif

/* What the files of loops use, however small the compiler finds them. */
#define INLINE	static inline __attribute__((always_inline))

/* A number's bins, which lie so far apart, from its rank: how many cuts are not above it. */
static inline void
mls_put_bins(uint32_t rank, uint32_t n_cuts, int8_t *bins, uint32_t apart)
{
	for (uint32_t first = 0; first < n_cuts; first += MLS_CUTS_OF_BIN, bins += apart)
	{
		uint32_t	bin = rank > first ? rank - first : 0;

		*bins = (int8_t) ((bin < MLS_CUTS_OF_BIN ? (int) bin : MLS_CUTS_OF_BIN) - 128);
	}
}

#endif
