/*
 * pg/batch_block.h
 *	  A block of rows in a batch node: where their values go, and their scores.
 *
 * The rows come one by one from the node's child.  What calls need goes into the
 * columns of evaluations; what the node hands through is kept beside.  Calls that
 * score the same row with the same model share an evaluation.
 */
#ifndef MLS_PG_BATCH_BLOCK_H
#define MLS_PG_BATCH_BLOCK_H

#include "postgres.h"

#include "executor/tuptable.h"
#include "nodes/execnodes.h"
#include "portability/instr_time.h"

#include "pg/batch_calls.h"
#include "pg/batch_row.h"
#include "pg/bind_columns.h"
#include "pg/row_functions.h"

typedef struct MlsBatchScores MlsBatchScores;
typedef struct MlsBatchBlock MlsBatchBlock;

/* A call that the node computes. */
typedef struct MlsBatchCall
{
	MlsBatchBlock *block;
	const MlsRowFunction *function;
	FuncExpr   *expression;
	MlsCallForm form;
	FmgrInfo	info;
	FunctionCallInfo fcinfo;
	int			entry;			/* in the node's rows, from 0 */
	bool		in_condition;	/* the node's own conditions read it */
	bool		is_asked;		/* its value is for who asks (pg/batch_asked.h) */
	ExprState  *when;			/* ... which is only where this is true; of a leader; NULL: maybe everywhere */
	bool		is_begun;		/* in this block; of a call that is asked for */
	bool		is_run;			/* its rows have been scored; of a leader that is asked for */
	bool		is_null;		/* in this block, whatever the row: without a model */
	struct MlsBatchCall *leader;	/* the call whose scores this one shares; may be itself */
	MlsBatchScores *scores;		/* of a leader, as long as its model stays */
	MemoryContextCallback leave;	/* of the block's context: the scores are left for the next statement */
	MlsCall		call;			/* in this block */
	uint32	   *places;			/* of the block's rows, in the scores of a leader that is asked for */
	uint32		n_places;		/* room there */
	uint32		n_taken;
	MlsNumbers	numbers;		/* that are the call's values; without data: not known yet, or none */
} MlsBatchCall;

/* A column of the child that the node hands through. */
typedef struct MlsBatchThrough
{
	AttrNumber	attribute;		/* below 0: a system column */
	int			entry;
	bool		by_value;
	int16		length;
} MlsBatchThrough;

struct MlsBatchBlock
{
	PlanState  *child;
	ExprContext *econtext;
	TupleDesc	child_descriptor;	/* with the names of columns, if the child gives stored rows */
	MemoryContext context;		/* lives as long as the node */
	MemoryContext values;		/* of the rows of this block that are not passed by value */
	MemoryContext row;			/* for what taking a row needs */
	int			n_calls;
	MlsBatchCall *calls;
	int			n_through;
	MlsBatchThrough *through;
	AttrNumber	last_needed;	/* attribute of the child */
	MlsRowLayout *layout;		/* of the child's rows as they are stored; NULL: that varies */
	uint32		most;			/* rows of the largest block; 0: not known yet */
	uint32		capacity;		/* rows that datums has room for */
	uint32		n;				/* rows of this block */
	uint32		at;				/* the row that is given out */
	TupleTableSlot *last;		/* the child's, that has the last row */
	Datum	   *datums;			/* those handed through: n_through for each row */
	bool	   *nulls;
	Size		bytes;			/* in values */
	bool		time;			/* note how long scoring takes */
	instr_time	scoring;
	uint64		n_blocks;
	uint64		n_rows;
	uint32		largest;
};

/* Starts a block of at most n rows; resolves the models.  Returns how many it may have. */
extern uint32 mls_batch_begin(MlsBatchBlock *block, uint32 n);

/* Takes the next row; false if the block has no room for more after it. */
extern bool mls_batch_take(MlsBatchBlock *block, TupleTableSlot *slot);

/* Scores the rows taken, but not where that is for who asks. */
extern void mls_batch_score(MlsBatchBlock *block);

/* Scores the rows of a leader. */
extern void mls_batch_run(MlsBatchCall *call);

/* Has a call that has begun give values of its leader's scores. */
extern void mls_batch_join(MlsBatchCall *call);

/* Whether the values of a row's calls, those that are not for who asks, may be errors. */
extern bool mls_batch_may_fail(const MlsBatchBlock *block, uint32 row);

/* Columns that are read for a leader whose scores there are. */
extern int	mls_batch_columns(const MlsBatchCall *call);

/* The value of a call for a row of the block, in the current context. */
extern Datum mls_batch_value(MlsBatchCall *call, uint32 row, bool *isnull);

#endif
