/*
 * image/image_masks.h
 *	  Records that find the leaves of a forest's trees for many rows at once.
 *
 * Included by image.h, which defines what these refer to.
 *
 * A comparison with a threshold is one with the threshold's place among all that
 * the forest has for the slot (MlsImgForestSlot.cuts): if a number's rank is r,
 * it is below cut c just if r <= c.  Cut up into bytes of 255 cuts each, ranks
 * are bins: of a slot's bin p, the cuts from 255 * p on count, and the number is
 * below cut c = 255 * p + q just if the bin is at most q, for q below 255.
 *
 * So a split is one comparison of bytes, for as many rows as a vector has bytes,
 * and its result is a mask.  A tree is a list of splits, children before their
 * parents.  Each chooses by its mask, for each row, between what its two ways
 * hold: the number of a leaf, or what an earlier split has chosen.  What the last
 * one chooses are the leaves of all rows.  No step depends on a row's values, so
 * there is nothing to mispredict and nothing to wait for; the price is that each
 * row pays for all splits of the tree.
 *
 * What is chosen lies in registers of MLS_MASK_ROWS bytes.  The last split of the
 * ith tree writes register i % MLS_MASK_RESULTS, which no other one writes or
 * reads, so that the leaves of several trees can be added together.
 */
#ifndef MLS_IMAGE_MASKS_H
#define MLS_IMAGE_MASKS_H

#include "image/records.h"

#define MLS_MASK_ROWS		128 /* of a block that is scored at once */
#define MLS_MASK_STRIPE		32	/* rows whose masks are made at once, at most */
#define MLS_MASK_LEAVES		256 /* of a tree, at most */
#define MLS_MASK_RESULTS	4
#define MLS_MASK_REGISTERS	64	/* at most */
#define MLS_MASK_BINS		65535	/* of a row, at most */
#define MLS_CUTS_OF_BIN		255

/* What the forest of the same model needs beside its own records. */
typedef struct MlsImgMasks
{
	uint32_t	n_bins;			/* of a row */
	uint32_t	n_registers;
	MlsSpan		trees;			/* MASK_TREE: as many as the forest has */
	MlsSpan		splits;			/* MASK_SPLIT: of all trees */
} MlsImgMasks;

/*
 * scores: what the leaves hold (MlsImgForestNode.threshold), at least one; FLOAT
 * if the forest is simple and its steps round to float, else NUMBER.
 */
typedef struct MlsImgMaskTree
{
	MlsSpan		splits;			/* MASK_SPLIT; none: the first leaf is the tree */
	MlsSpan		scores;
} MlsImgMaskTree;

/* A way of a split: a leaf's number, or MLS_MASK_REGISTER(r), what register r holds. */
#define MLS_MASK_REGISTER(r)	(MLS_MASK_LEAVES + MLS_MASK_ROWS / MLS_MASK_STRIPE * (r))

typedef struct MlsImgMaskSplit
{
	uint16_t	bin;
	int8_t		cut;			/* q - 127: the bin less 128 is below it, as signed bytes */
	uint8_t		to;				/* register */
	uint16_t	below;
	uint16_t	above;
} MlsImgMaskSplit;

#endif
