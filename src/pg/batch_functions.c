/*
 * pg/batch_functions.c
 *	  Which functions of a plan are ours.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/transam.h"
#include "catalog/pg_language.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "pg/batch_functions.h"
#include "pg/compat.h"

typedef struct KnownFunction
{
	Oid			oid;			/* hash key */
	const MlsRowFunction *function; /* NULL: some other function */
} KnownFunction;

/* Functions that have been looked up; thrown away when pg_proc changes. */
static HTAB *known_functions = NULL;
static bool known_functions_valid = false;

static void
forget_functions(Datum arg, int cache, uint32 hash)
{
	known_functions_valid = false;
}

static void
prepare_known_functions(void)
{
	static bool registered = false;
	HASHCTL		control = {.keysize = sizeof(Oid), .entrysize = sizeof(KnownFunction)};

	if (!registered)
	{
		CacheRegisterSyscacheCallback(PROCOID, forget_functions, (Datum) 0);
		registered = true;
	}
	if (known_functions_valid)
		return;
	if (known_functions != NULL)
		hash_destroy(known_functions);
	known_functions = NULL;
	known_functions = hash_create("ml_score functions", 64, &control, HASH_ELEM | HASH_BLOBS);
	known_functions_valid = true;
}

static const MlsRowFunction *
look_up_function(Oid oid)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(oid));
	const MlsRowFunction *function = NULL;
	Datum		symbol;
	bool		isnull;

	if (!HeapTupleIsValid(tuple))
		return NULL;
	if (((Form_pg_proc) GETSTRUCT(tuple))->prolang == ClanguageId)
	{
		symbol = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosrc, &isnull);
		if (!isnull)
			function = mls_row_function(TextDatumGetCString(symbol));
	}
	ReleaseSysCache(tuple);
	return function;
}

const MlsRowFunction *
mls_called_function(const Node *node)
{
	Oid			oid;
	KnownFunction *known;
	bool		found;

	if (!IsA(node, FuncExpr))
		return NULL;
	oid = ((const FuncExpr *) node)->funcid;
	if (oid < FirstNormalObjectId)
		return NULL;			/* the server's own */

	prepare_known_functions();
	known = hash_search(known_functions, &oid, HASH_FIND, NULL);
	if (known == NULL)
	{
		/* the look-up may hear of changes, so it comes before the entry */
		const MlsRowFunction *function = look_up_function(oid);

		prepare_known_functions();
		known = hash_search(known_functions, &oid, HASH_ENTER, &found);
		known->function = function;
	}
	return known->function;
}

Oid
mls_asking_function(const FuncExpr *call)
{
	Oid			types[] = {INTERNALOID};
	Oid			function = GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum("predict_asked"),
										   PointerGetDatum(buildoidvector(types, 1)),
										   ObjectIdGetDatum(get_func_namespace(call->funcid)));

	return OidIsValid(function) && mls_may_execute(function) ? function : InvalidOid;
}
