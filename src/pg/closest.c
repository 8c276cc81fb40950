/*
 * pg/closest.c
 *	  Which of many names did the user mean?
 *
 * The distance is Levenshtein's.  A name is near if no more than a third of
 * the wanted name's characters has to be changed.
 */
#include "postgres.h"

#include "catalog/pg_collation.h"
#include "mb/pg_wchar.h"
#include "utils/formatting.h"
#include "utils/varlena.h"

#include "pg/closest.h"

#define LONGEST_COMPARED	255 /* bytes; as much as the server compares at once */

static char *
fold(const char *name)
{
	size_t		length = pg_mbcliplen(name, strlen(name), LONGEST_COMPARED);

	return str_tolower(name, length, C_COLLATION_OID);
}

void
mls_closest_begin(MlsClosest *closest, const char *wanted)
{
	closest->best = NULL;
	closest->wanted = fold(wanted);
	closest->distance = pg_mbstrlen(closest->wanted) / 3 + 1;
}

void
mls_closest_offer(MlsClosest *closest, const char *name)
{
	char	   *folded = fold(name);
	int			distance = varstr_levenshtein_less_equal(closest->wanted, strlen(closest->wanted),
														 folded, strlen(folded), 1, 1, 1,
														 closest->distance, true);

	if (distance < closest->distance)
	{
		closest->best = name;
		closest->distance = distance;
	}
	pfree(folded);
}
