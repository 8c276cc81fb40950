/*
 * pg/planned.h
 *	  What a call on explicit columns was planned for.
 *
 * The planner turns predict('fraud', t) into
 *
 *	 predict_columns('fraud', 'version 7, 4611686018427387904: amount, "Odd Name"', t.amount, t."Odd Name")
 *
 * The second argument names the version that the planner saw, by number and
 * content id, the arguments target and on_invalid if there were any ("version
 * 7, 46..., target y, on_invalid null: ..."), and the columns that follow.
 * Names are written as SQL's identifiers.
 */
#ifndef MLS_PG_PLANNED_H
#define MLS_PG_PLANNED_H

#include "postgres.h"

#include "access/tupdesc.h"

#include "pg/resolve.h"
#include "pg/settings.h"

typedef struct MlsPlanned
{
	int32		version;
	int64		content_id;
	char	   *target;			/* NULL: none named */
	MlsOnInvalid on_invalid;
	int			n_names;
	char	  **names;			/* of the columns, in the order of the arguments; server encoding */
} MlsPlanned;

/* The text, palloc'd, server encoding. */
extern char *mls_planned_text(const MlsPlanned *planned);

/* Back from the text; palloc's.  Raises ERRCODE_INVALID_PARAMETER_VALUE. */
extern void mls_planned_parse(const char *text, MlsPlanned *planned);

/* The columns as a descriptor, palloc'd; types in their order.  Raises the same if there are not as many. */
extern TupleDesc mls_planned_descriptor(const MlsPlanned *planned, const Oid *types, int n);

#endif
