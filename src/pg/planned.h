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
 *
 * Where the row cannot be taken apart, a statement with other calls has instead
 *
 *	 predict_columns('fraud', 'version 7, 4611686018427387904: *', t.*)
 *
 * with the input as it was, a row or JSON or an array, so that all calls of the
 * statement score the same version, whatever happens between planning and
 * execution.
 *
 * In a finished plan, a call on columns of the row that the plan's node has just
 * read from its table may be one on that row (pg/plan_stored.h):
 *
 *	 predict_columns('fraud', 'version 7, 4611686018427387904: amount, "Odd Name" of the row', ctid)
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
	int64		content_id;		/* 0: of no version in particular */
	char	   *target;			/* NULL: none named */
	MlsOnInvalid on_invalid;
	bool		is_whole;		/* "*": one argument follows, the input itself */
	bool		of_row;			/* the names' columns are those of the row whose ctid follows */
	int			n_names;
	char	  **names;			/* of the columns, in the order of the arguments; server encoding */
} MlsPlanned;

/* What the text of a call on a stored row ends with. */
#define MLS_OF_THE_ROW " of the row"

/* The text, palloc'd, server encoding. */
extern char *mls_planned_text(const MlsPlanned *planned);

/* Back from the text; palloc's.  Raises ERRCODE_INVALID_PARAMETER_VALUE. */
extern void mls_planned_parse(const char *text, MlsPlanned *planned);

/* For ereport(), about a call that nobody should have written: who makes them. */
extern int	mls_planned_hint(void);

/* The columns (not is_whole) as a descriptor, palloc'd; types in their order.  Raises the same if there are not as many. */
extern TupleDesc mls_planned_descriptor(const MlsPlanned *planned, const Oid *types, int n);

/*
 * Fills *ref with the version to score: what spec means (mls_resolve()), if that
 * is what was planned.  Otherwise the plan is made anew when it is used next, and
 * this time *ref is
 *
 *	- what spec means, if all that it reads is sure to be among the columns;
 *	- else, in READ COMMITTED, the version that was planned, as if the statement
 *	  had run a moment ago.
 *
 * This depends on the two versions alone, so all calls of a statement agree.
 * Raises ERRCODE_T_R_SERIALIZATION_FAILURE where the second way is barred: a
 * transaction that sees one state throughout would see two, or the version is
 * gone.
 */
extern void mls_resolve_planned(const char *spec, const MlsPlanned *planned, MlsVersionRef *ref);

#endif
