/*
 * pg/batch_scores.h
 *	  The evaluation of a model in a batch node, and the values of rows in it.
 */
#ifndef MLS_PG_BATCH_SCORES_H
#define MLS_PG_BATCH_SCORES_H

#include "postgres.h"

#include "pg/batch_block.h"
#include "pg/batch_row.h"

/*
 * An evaluation for blocks of most rows at most, in the context of the call's
 * scorer; call->scores is NULL again when that goes.  It may be what an equal call
 * of an earlier statement has left there, as this one will (mls_call_resume()).
 * layout: of the child's rows, or NULL.
 */
extern void mls_scores_make(MlsBatchCall *call, TupleDesc child, const MlsRowLayout *layout, uint32 most);

/* Begins a block of n rows. */
extern void mls_scores_begin(MlsBatchCall *call, uint32 n, uint32 most);

/* Takes the values of the next row. */
extern void mls_scores_take(MlsBatchScores *scores, const MlsBatchRow *row);

/* Scores the rows that have been taken. */
extern void mls_scores_run(MlsBatchScores *scores);

/* The evaluation, and how many columns it reads. */
extern MlsEval *mls_scores_eval(const MlsBatchScores *scores);
extern int	mls_scores_columns(const MlsBatchScores *scores);

#endif
