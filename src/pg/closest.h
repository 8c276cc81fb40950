/*
 * pg/closest.h
 *	  Which of many names did the user mean?
 */
#ifndef MLS_PG_CLOSEST_H
#define MLS_PG_CLOSEST_H

#include "postgres.h"

/*
 *	 MlsClosest closest;
 *	 mls_closest_begin(&closest, "frad");
 *	 mls_closest_offer(&closest, name);			-- for each name
 *	 closest.best								-- "fraud", or NULL: nothing is near
 *
 * Names are in the server's encoding and must live as long as the struct; case
 * does not count as a difference.
 */
typedef struct MlsClosest
{
	const char *best;
	char	   *wanted;			/* lower case */
	int			distance;		/* of best; at first the greatest that is near enough, plus one */
} MlsClosest;

extern void mls_closest_begin(MlsClosest *closest, const char *wanted);
extern void mls_closest_offer(MlsClosest *closest, const char *name);

#endif
