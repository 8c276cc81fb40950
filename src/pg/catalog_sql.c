/*
 * pg/catalog_sql.c
 *	  The extension's tables: statements on them, as their owner.
 */
#include "postgres.h"

#include "access/xact.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "pg/catalog.h"
#include "pg/catalog_int.h"

/* Citus' setting that lets a query on a shard read one of its tables. */
#define CITUS_NESTED	"citus.allow_nested_distributed_execution"

void
mls_catalog_prevent_read_only(const char *function)
{
	PreventCommandIfReadOnly(function);
	PreventCommandIfParallelMode(function);
	PreventCommandDuringRecovery(function);
}

void
mls_catalog_begin(MlsCatalogUse *use)
{
	const MlsCatalogPlace *place = mls_catalog_place();

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	GetUserIdAndSecContext(&use->user, &use->security);
	SetUserIdAndSecContext(place->owner,
						   use->security | SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION);
	use->guc_level = NewGUCNestLevel();
	(void) set_config_option("search_path", "pg_catalog, pg_temp", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	if (place->by_citus && GetConfigOption(CITUS_NESTED, true, false) != NULL)
		(void) set_config_option(CITUS_NESTED, "on", PGC_USERSET, PGC_S_SESSION,
								 GUC_ACTION_SAVE, true, 0, false);
}

void
mls_catalog_end(MlsCatalogUse *use)
{
	AtEOXact_GUC(false, use->guc_level);
	SetUserIdAndSecContext(use->user, use->security);
	SPI_finish();
}

/* The statement with "@" replaced, in SPI's context. */
static char *
expand_schema(const char *statement)
{
	const char *schema = quote_identifier(get_namespace_name(mls_catalog_place()->schema));
	StringInfoData out;

	initStringInfo(&out);
	for (const char *p = statement; *p != '\0'; p++)
	{
		if (*p == '@')
			appendStringInfo(&out, "%s.", schema);
		else
			appendStringInfoChar(&out, *p);
	}
	return out.data;
}

typedef enum Sight
{
	SIGHT_TRANSACTION,
	SIGHT_LATEST,
	SIGHT_ACTIVE
} Sight;

static uint64
run(const char *statement, int n, const MlsParam *params, Sight sight)
{
	Oid			types[16];
	Datum		values[16];
	char		nulls[16];

	Assert(n <= (int) lengthof(types));
	for (int i = 0; i < n; i++)
	{
		types[i] = params[i].type;
		values[i] = params[i].value;
		nulls[i] = params[i].is_null ? 'n' : ' ';
	}

	char	   *query = expand_schema(statement);
	SPIPlanPtr	plan = SPI_prepare(query, n, types);
	int			rc;

	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed for \"%s\": %s", query, SPI_result_code_string(SPI_result));
	if (sight == SIGHT_LATEST)
	{
		/* what this transaction wrote itself has to be seen as well */
		CommandCounterIncrement();
		rc = SPI_execute_snapshot(plan, values, nulls, GetLatestSnapshot(), InvalidSnapshot,
								  false, true, 0);
	}
	else
		rc = SPI_execute_plan(plan, values, nulls, sight == SIGHT_ACTIVE, 0);
	if (rc < 0)
		elog(ERROR, "\"%s\" failed: %s", query, SPI_result_code_string(rc));
	SPI_freeplan(plan);
	return SPI_processed;
}

uint64
mls_sql(const char *statement, int n, const MlsParam *params)
{
	return run(statement, n, params, SIGHT_TRANSACTION);
}

uint64
mls_sql_latest(const char *statement, int n, const MlsParam *params)
{
	return run(statement, n, params, SIGHT_LATEST);
}

uint64
mls_sql_read(const char *statement, int n, const MlsParam *params)
{
	return run(statement, n, params, SIGHT_ACTIVE);
}
