/*
 * pg/batch_asked.h
 *	  Calls in a batch node whose values are given only where they are asked for.
 *
 * The node's row has for such a call a pointer to it.  predict_asked(pointer), in
 * the node's own expressions, gives the value for the row that is given out.
 */
#ifndef MLS_PG_BATCH_ASKED_H
#define MLS_PG_BATCH_ASKED_H

#include "postgres.h"

#include "pg/batch_block.h"

/* Begins a block of at most n rows. */
extern void mls_asked_begin(MlsBatchCall *call, uint32 n);

/*
 * Takes the next row, where the call may be evaluated for it.  False if the block
 * must have no row after it.
 */
extern bool mls_asked_take(MlsBatchCall *call, const MlsBatchRow *row);

#endif
