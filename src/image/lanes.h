/*
 * image/lanes.h
 *	  Matrices of an image that are read several columns at a time.
 *
 * A matrix of r rows and c columns lies in NUMBER as blocks of MLS_LANES
 * columns, each of them row by row, so that a loop over the rows works on
 * MLS_LANES columns at once.  The last block is filled up with zeros.
 */
#ifndef MLS_IMAGE_LANES_H
#define MLS_IMAGE_LANES_H

#include <stdint.h>

#define MLS_LANES	8

/* Rows of a block of rows that such loops take at once. */
#define MLS_DENSE_ROWS	4

/* Rows that a network takes at once where they go side by side: whole vectors of any CPU. */
#define MLS_NETWORK_ROWS	16

/* How many blocks, how many columns with those that fill up, how many numbers in all. */
static inline uint64_t
mls_lane_blocks(uint32_t n_columns)
{
	return ((uint64_t) n_columns + MLS_LANES - 1) / MLS_LANES;
}

static inline uint64_t
mls_lane_columns(uint32_t n_columns)
{
	return mls_lane_blocks(n_columns) * MLS_LANES;
}

static inline uint64_t
mls_lane_numbers(uint32_t n_rows, uint32_t n_columns)
{
	return mls_lane_columns(n_columns) * n_rows;
}

/* The place of a number in the matrix. */
static inline uint64_t
mls_lane_place(uint32_t n_rows, uint32_t row, uint32_t column)
{
	return ((uint64_t) (column / MLS_LANES) * n_rows + row) * MLS_LANES + column % MLS_LANES;
}

#endif
