/*
 * pg/invalid.h
 *	  A row that has no result.
 */
#ifndef MLS_PG_INVALID_H
#define MLS_PG_INVALID_H

#include "pg/call.h"

/*
 * Returns if the call shall give NULL for such a row.  Else raises an error
 * that names the field, the value, the model and the rule:
 * ERRCODE_INVALID_PARAMETER_VALUE for a value that came in,
 * ERRCODE_DATA_EXCEPTION for one that came out of the model's own functions.
 * Memory that ran out is always an error.
 */
extern void mls_no_result(MlsCall *call, MlsReason reason);

#endif
