/*
 * pg/call.h
 *	  A call site of a scoring function: what it keeps from row to row.
 */
#ifndef MLS_PG_CALL_H
#define MLS_PG_CALL_H

#include "postgres.h"

#include "fmgr.h"

#include "eval/eval.h"
#include "pg/binding.h"
#include "pg/cache.h"
#include "pg/planned.h"
#include "pg/resolve.h"

/* What the second argument is; of a call on columns it says what they are (pg/planned.h). */
typedef enum MlsInputKind
{
	MLS_INPUT_COLUMNS,
	MLS_INPUT_RECORD,
	MLS_INPUT_JSONB,
	MLS_INPUT_JSON,
	MLS_INPUT_TEXT,
	MLS_INPUT_ARRAY
} MlsInputKind;

/* A model at a call site, ready to score. */
typedef struct MlsScorer
{
	MemoryContext context;		/* everything here */
	char	   *spec;			/* the name as it was called; server encoding, not terminated */
	uint32		spec_length;
	MlsMark		mark;			/* under which the name was resolved */
	MlsVersionRef ref;
	char		label[MLS_MODEL_NAME_MAX + 16]; /* "name@version", for messages */
	const MlsImage *image;
	MlsImageUse *use;
	bool		is_held;		/* it stays in place now: the use is not suspended */
	MlsHost		host;
	MlsEval    *eval;			/* of one row */
	MlsBinding	binding;
	struct MlsBatchScores *blocks;	/* what a batch node has left for the next one (pg/batch_scores.h); NULL: nothing */
	char	   *target;			/* that was asked for last, and its result; NULL: none named */
	const MlsImgResult *result;
} MlsScorer;

/* The columns of a call site that is given columns. */
typedef struct MlsCallColumns
{
	MemoryContext context;
	bool		constant;		/* the text is the same in each call */
	char	   *text;			/* that tells; server encoding */
	size_t		length;
	MlsPlanned	planned;
	int			first;			/* the argument that is the first of them */
	int			n;				/* arguments */
	Oid		   *types;			/* of each column */
	TupleDesc	row;			/* NULL, or of the stored row that the one argument stands for, ... */
	int		   *attributes;		/* ... and which of its attributes the columns are, from 0 */
	int			last;			/* attributes that these are among */
	TupleDesc	descriptor;		/* NULL: there is but the input itself, ... */
	MlsInputKind kind;			/* ... of this kind, else COLUMNS */
} MlsCallColumns;

/* One call. */
typedef struct MlsCall
{
	FunctionCallInfo fcinfo;
	MlsScorer  *scorer;
	MlsInputKind kind;
	int			input;			/* argument; of COLUMNS the first one */
	MemoryContext row;			/* reset with each call */
	const MlsCallColumns *columns;	/* of a call on columns */
	MlsOnInvalid on_invalid;
	const char *target;			/* that the call names, or NULL */
	MlsEval    *eval;			/* the row is row number "at" of its block */
	uint32		at;
	bool		is_scored;		/* which has been scored already */
} MlsCall;

/*
 * Takes up what an equal call of an earlier statement has left, and leaves it for
 * the next one; before mls_call_begin(), if fn_extra is NULL.  It is left when
 * fn_mcxt is reset; what else hangs on the scorer has to be detached by then.
 */
extern void mls_call_resume(FunctionCallInfo fcinfo, MlsInputKind kind);

/*
 * Begins a call: arguments 0 and 1 are the model's name and the input, target
 * and on_invalid the places of the optional ones (0: the function has none).  In
 * a call on columns, target is the place of the first column.
 * False if the result is NULL because the name or the input is.  Resolves the
 * name if need be; does not look at the input yet.
 */
extern bool mls_call_begin(MlsCall *call, FunctionCallInfo fcinfo, MlsInputKind kind,
						   int target, int on_invalid);

/*
 * Whether the next mls_call_begin() of a call site whose arguments are constants, and
 * that has begun a call before, has nothing to find out, and so raises no error.
 */
extern bool mls_call_is_ready(FunctionCallInfo fcinfo);

/* Takes the input.  Then mls_explain_input() can be asked. */
extern void mls_call_bind(MlsCall *call, MlsArrival *arrivals);

/*
 * Scores the input, unless that has been done.  False if the row has no result because a value is invalid
 * and the call shall give NULL then; raises an error if it shall not.
 */
extern bool mls_call_score(MlsCall *call);

/*
 * A cell of the scored row.  False as with mls_call_score: the cell says that it
 * cannot have a value.
 */
extern bool mls_call_cell(MlsCall *call, uint32 column, MlsCell *cell);

/*
 * The SQL functions of a name: an overload for each kind of input.  They call
 * static Datum name(FunctionCallInfo fcinfo, MlsInputKind kind).
 */
#define MLS_OVERLOAD(name, suffix, kind) \
	PG_FUNCTION_INFO_V1(mls_##name##_##suffix); \
	Datum \
	mls_##name##_##suffix(PG_FUNCTION_ARGS) \
	{ \
		if (unlikely(fcinfo->flinfo->fn_extra == NULL)) \
			mls_call_resume(fcinfo, kind); \
		return name(fcinfo, kind); \
	} \
	extern Datum mls_##name##_##suffix(PG_FUNCTION_ARGS)

#define MLS_OVERLOADS(name) \
	MLS_OVERLOADS_OF_VALUE(name); \
	MLS_OVERLOAD(name, columns, MLS_INPUT_COLUMNS)

/* Without the one that the planner calls. */
#define MLS_OVERLOADS_OF_VALUE(name) \
	MLS_OVERLOAD(name, record, MLS_INPUT_RECORD); \
	MLS_OVERLOAD(name, jsonb, MLS_INPUT_JSONB); \
	MLS_OVERLOAD(name, json, MLS_INPUT_JSON); \
	MLS_OVERLOAD(name, text, MLS_INPUT_TEXT); \
	MLS_OVERLOAD(name, array, MLS_INPUT_ARRAY)

#endif
