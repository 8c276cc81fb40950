/*
 * pg/call_site.h
 *	  What a call site keeps from row to row, and from one execution to the next.
 */
#ifndef MLS_PG_CALL_SITE_H
#define MLS_PG_CALL_SITE_H

#include "postgres.h"

#include "lib/ilist.h"

#include "pg/call.h"

#define MLS_MOST_SCORERS	64

typedef struct MlsCallSite
{
	MemoryContext context;		/* everything here */
	MemoryContext row;
	MemoryContext building;		/* of a scorer that is not among them yet, or of columns */
	bool		one_name;		/* the model's name is the same in each call */
	MlsCallColumns *columns;	/* of a call on columns */
	int			n_scorers;
	MlsScorer  *scorers[MLS_MOST_SCORERS];	/* most recently used first */

	/* of a site that outlives its statement */
	dlist_node	node;			/* while it is idle */
	Oid			function;
	char	   *name;			/* of the model; server encoding, not terminated */
	uint32		name_length;
} MlsCallSite;

/*
 * The call site: that of fn_extra, or a new one, which ends with the statement.
 * What an error has left half-built is thrown away.
 */
extern MlsCallSite *mls_call_site(FunctionCallInfo fcinfo);

/* What the columns of a call on columns are; first is the place of the first one. */
extern const MlsCallColumns *mls_call_columns(MlsCallSite *site, FunctionCallInfo fcinfo, int first);

#endif
