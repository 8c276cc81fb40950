/*
 * pg/batch_functions.h
 *	  Which functions of a plan are ours.
 */
#ifndef MLS_PG_BATCH_FUNCTIONS_H
#define MLS_PG_BATCH_FUNCTIONS_H

#include "postgres.h"

#include "nodes/primnodes.h"

#include "pg/row_functions.h"

/* The scoring function that an expression calls, if it calls one on a row or on columns; else NULL. */
extern const MlsRowFunction *mls_called_function(const Node *node);

/* The function predict_asked(internal) that belongs to a call; InvalidOid if there is none that the user may call. */
extern Oid	mls_asking_function(const FuncExpr *call);

#endif
