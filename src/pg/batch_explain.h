/*
 * pg/batch_explain.h
 *	  What EXPLAIN (ANALYZE) tells of a batch node.
 */
#ifndef MLS_PG_BATCH_EXPLAIN_H
#define MLS_PG_BATCH_EXPLAIN_H

#include "postgres.h"

#include "commands/explain.h"

#include "pg/batch_block.h"
#include "pg/compat.h"

/*
 * Adds, after the node has run: the models with versions, how many blocks there
 * were and of how many rows; with VERBOSE what scores each model, from how many
 * columns; with TIMING the time that scoring took, without reading rows.
 */
extern void mls_batch_explain(const MlsBatchBlock *block, ExplainState *es);

#endif
