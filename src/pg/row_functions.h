/*
 * pg/row_functions.h
 *	  The scoring functions that give one value for a row, in a form that takes
 *	  rows which have been scored already.
 */
#ifndef MLS_PG_ROW_FUNCTIONS_H
#define MLS_PG_ROW_FUNCTIONS_H

#include "postgres.h"

#include "pg/call.h"

typedef struct MlsRowFunction
{
	const char *symbol;			/* in this library */
	MlsInputKind kind;			/* COLUMNS or RECORD */
	int			target;			/* as mls_call_begin has them */
	int			on_invalid;

	/* The result for the call's row; sets call->fcinfo->isnull. */
	Datum		(*value) (MlsCall *call);
} MlsRowFunction;

/* The one of a C function's name; NULL if there is none. */
extern const MlsRowFunction *mls_row_function(const char *symbol);

extern Datum mls_predict_value(MlsCall *call);
extern Datum mls_predict_class_value(MlsCall *call);
extern Datum mls_predict_proba_of_value(MlsCall *call);
extern Datum mls_predict_proba_value(MlsCall *call);
extern Datum mls_predict_json_value(MlsCall *call);

#endif
