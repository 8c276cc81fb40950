/*
 * pg/batch_calls.h
 *	  Calls of scoring functions in expressions of a plan.
 */
#ifndef MLS_PG_BATCH_CALLS_H
#define MLS_PG_BATCH_CALLS_H

#include "postgres.h"

#include "nodes/primnodes.h"

#include "pg/batch_functions.h"

/* How a call gets what it scores. */
typedef struct MlsCallForm
{
	enum
	{
		MLS_FORM_COLUMNS,		/* the arguments from input on are columns */
		MLS_FORM_ROW,			/* argument input is a row */
		MLS_FORM_OTHER			/* JSON and the like */
	}			kind;
	int			input;
} MlsCallForm;

/* For calls of functions that mls_called_function() knows. */
extern MlsCallForm mls_call_form(const FuncExpr *call);

/*
 * Whether a call can be computed for rows ahead of the one that its value is
 * asked for: its arguments are columns, constants and the like, or can be computed
 * below, so that taking them cannot fail, nor can reading their types.
 */
extern bool mls_call_is_batchable(const FuncExpr *call);

/* The arguments of such calls that have to be computed below, each once. */
extern List *mls_computed_arguments(List *calls);

/* Whether every value of a type can be put into an evaluation without an error. */
extern bool mls_type_is_safe(Oid type);

/*
 * Adds to calls (FuncExpr, each once) those within an expression that are
 * evaluated, and can be batched, whenever the expression is.  rows_as_columns:
 * a row may also come as one column, which is not batchable as it stands.
 */
extern List *mls_collect_calls(List *calls, Node *expression, bool rows_as_columns);

/* A call that is evaluated, and can be batched, only where a condition holds. */
typedef struct MlsConditionalCall
{
	FuncExpr   *call;
	Expr	   *when;			/* true for each row in which it is, and can be evaluated ahead */
	bool		is_known;		/* true for no other rows */
	List	   *parts;			/* the outermost expressions that may pass it over */
} MlsConditionalCall;

/*
 * The other calls within an expression that can be batched (MlsConditionalCall,
 * each call once), where that pays: conditions tell for which rows they are
 * evaluated.  Conditions may contain the first kind of calls.
 */
extern List *mls_collect_conditional_calls(Node *expression, bool rows_as_columns);

/* Their calls. */
extern List *mls_calls_of(const List *conditional);

/* Whether two calls score the same row with the same model. */
extern bool mls_calls_share_evaluation(const FuncExpr *a, const FuncExpr *b);

/* Whether each of the calls scores what one of the others scores. */
extern bool mls_calls_add_no_evaluation(const List *calls, const List *others);

#endif
