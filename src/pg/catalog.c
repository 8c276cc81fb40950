/*
 * pg/catalog.c
 *	  The extension's tables: where they are, reading a row.
 *
 * The tables' OIDs are looked up once in a backend, in the schema of the function at
 * work or that which pg_extension names, and again after an invalidation of one of them: that is
 * what DROP EXTENSION and CREATE EXTENSION send.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_class.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "storage/bufmgr.h"
#include "utils/fmgroids.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "base/hot.h"
#include "pg/catalog.h"
#include "pg/catalog_int.h"
#include "pg/catalog_memo.h"
#include "pg/compat.h"

/* Citus' list of the tables that it manages. */
#define CITUS_TABLES	"pg_dist_partition"

/* Tables of so few pages are read as a whole, the first times. */
#define FEW_PAGES		2
#define MOST_READINGS	4

typedef struct TableShape
{
	const char *name;
	int			n_keys;
	struct
	{
		const char *name;
		Oid			type;
		RegProcedure equal;
	}			key[2];
} TableShape;

static const TableShape shapes[MLS_N_TABLES] = {
	[MLS_TABLE_MODEL] = {"ml_model", 1, {{"name", TEXTOID, F_TEXTEQ}}},
	[MLS_TABLE_VERSION] = {"ml_model_version", 2, {{"name", TEXTOID, F_TEXTEQ}, {"version", INT4OID, F_INT4EQ}}},
	[MLS_TABLE_ALIAS] = {"ml_model_alias", 2, {{"name", TEXTOID, F_TEXTEQ}, {"alias", TEXTOID, F_TEXTEQ}}},
	[MLS_TABLE_DOCUMENT] = {"ml_document", 2, {{"digest", BYTEAOID, F_BYTEAEQ}, {"chunk", INT4OID, F_INT4EQ}}},
	[MLS_TABLE_IMAGE] = {"ml_image", 2, {{"digest", BYTEAOID, F_BYTEAEQ}, {"chunk", INT4OID, F_INT4EQ}}},
};

static struct
{
	bool		valid;
	MlsCatalogPlace place;
	Oid			tables[MLS_N_TABLES];
}			catalog;

/* the transaction in which this backend last heard of a change that a snapshot it has may not see */
static LocalTransactionId changed_in = InvalidLocalTransactionId;

static void
forget_catalog(Datum arg, Oid relation)
{
	if (FirstSnapshotSet && (!OidIsValid(relation) || relation == catalog.tables[MLS_TABLE_MODEL]))
		changed_in = MLS_LXID();
	if (!OidIsValid(relation))
		catalog.valid = false;
	for (int i = 0; i < MLS_N_TABLES; i++)
		if (relation == catalog.tables[i])
			catalog.valid = false;
}

void
mls_catalog_init(void)
{
	CacheRegisterRelcacheCallback(forget_catalog, (Datum) 0);
}

static Oid
find_owner(Oid table)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(table));

	if (!HeapTupleIsValid(tuple))
		return InvalidOid;

	Oid			owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;

	ReleaseSysCache(tuple);
	return owner;
}

/* A function of the extension that is at work; by the time it is used it may be gone. */
static Oid	hint = InvalidOid;

MLS_HOT void
mls_catalog_hint(Oid function)
{
	hint = function;
}

/*
 * The schema of the function at work, if the table ml_model is there and has the
 * function's owner: nobody else could have put it there.  This spares a new
 * connection the opening of pg_extension.
 */
static Oid
find_schema_by_hint(void)
{
	HeapTuple	tuple = OidIsValid(hint) ? SearchSysCache1(PROCOID, ObjectIdGetDatum(hint)) : NULL;
	Oid			schema = InvalidOid;
	Oid			table;

	if (!HeapTupleIsValid(tuple))
		return InvalidOid;

	Form_pg_proc function = (Form_pg_proc) GETSTRUCT(tuple);

	table = get_relname_relid(shapes[MLS_TABLE_MODEL].name, function->pronamespace);
	if (OidIsValid(table) && find_owner(table) == function->proowner)
		schema = function->pronamespace;
	ReleaseSysCache(tuple);
	return schema;
}

/* The extension's schema in this database, or InvalidOid. */
static Oid
find_schema(void)
{
	Relation	rel = table_open(ExtensionRelationId, AccessShareLock);
	ScanKeyData key;

	ScanKeyInit(&key, Anum_pg_extension_extname, BTEqualStrategyNumber, F_NAMEEQ,
				CStringGetDatum("ml_score"));

	SysScanDesc scan = systable_beginscan(rel, ExtensionNameIndexId, true, NULL, 1, &key);
	HeapTuple	tuple = systable_getnext(scan);
	Oid			schema = InvalidOid;

	if (HeapTupleIsValid(tuple))
		schema = ((Form_pg_extension) GETSTRUCT(tuple))->extnamespace;
	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	return schema;
}

/*
 * Whether Citus manages a table, by the first column of its own list.  Turning
 * a table into a reference table invalidates it, so the answer can be kept.
 */
static bool
find_citus(Oid table)
{
	Oid			list = get_relname_relid(CITUS_TABLES, PG_CATALOG_NAMESPACE);

	if (!OidIsValid(list))
		return false;

	Relation	rel = table_open(list, AccessShareLock);
	ScanKeyData key;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(table));

	SysScanDesc scan = systable_beginscan(rel, InvalidOid, false, NULL, 1, &key);
	bool		found = HeapTupleIsValid(systable_getnext(scan));

	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	return found;
}

/* A table that is asked for the first time: most connections only ever score, and read one. */
static Oid
find_table(MlsTable table)
{
	if (!OidIsValid(catalog.tables[table]) && OidIsValid(catalog.place.schema))
		catalog.tables[table] = get_relname_relid(shapes[table].name, catalog.place.schema);
	if (!OidIsValid(catalog.tables[table]))
	{
		catalog.valid = false;
		ereport(ERROR,
				errcode(ERRCODE_UNDEFINED_TABLE),
				errmsg("extension ml_score is not installed in this database"),
				errhint("Use CREATE EXTENSION ml_score."));
	}
	return catalog.tables[table];
}

/* Makes "catalog" valid, or raises an error. */
static void
find_catalog(void)
{
	while (!catalog.valid)
	{
		/* looking up may itself take notice of an invalidation, hence the loop */
		catalog.valid = true;
		mls_memo_forget();
		catalog.place.schema = find_schema_by_hint();
		if (!OidIsValid(catalog.place.schema))
			catalog.place.schema = find_schema();
		memset(catalog.tables, 0, sizeof(catalog.tables));
		find_table(MLS_TABLE_MODEL);
		catalog.place.owner = find_owner(catalog.tables[MLS_TABLE_MODEL]);
		catalog.place.by_citus = find_citus(catalog.tables[MLS_TABLE_MODEL]);
	}
}

/* Takes the wanted columns out of a tuple, as copies. */
static void
take_row(HeapTuple tuple, TupleDesc desc, uint32 columns, MlsRow *row)
{
	for (int i = 1; i <= MLS_CATALOG_COLUMNS; i++)
	{
		row->value[i] = (Datum) 0;
		row->is_null[i] = true;
		if ((columns & MLS_WANT(i)) == 0 || i > desc->natts)
			continue;

		Form_pg_attribute attribute = TupleDescAttr(desc, i - 1);
		Datum		value = heap_getattr(tuple, i, desc, &row->is_null[i]);

		if (row->is_null[i])
			continue;
		if (attribute->attlen == -1)
			value = PointerGetDatum(PG_DETOAST_DATUM_COPY(value));
		row->value[i] = value;
	}
}

/*
 * Whether to look for a row in all of a table.  Most connections look for one or two
 * rows; in a table of few pages that is done long before an index is opened.  (But a
 * SERIALIZABLE transaction would have read all of the table.)
 */
static bool
is_better_read(Relation rel)
{
	static int	n_read = 0;

	if (n_read == MOST_READINGS || IsolationIsSerializable() || RelationGetNumberOfBlocks(rel) > FEW_PAGES)
		return false;
	n_read++;
	return true;
}

/* The row by its key; keeps it if it shall be found again faster. */
static bool
look_up_row(Relation rel, MlsTable table, const Datum *keys, uint32 columns, bool keep, MlsRow *row)
{
	const TableShape *shape = &shapes[table];
	ScanKeyData scan_keys[2];

	for (int i = 0; i < shape->n_keys; i++)
		ScanKeyInit(&scan_keys[i], i + 1, BTEqualStrategyNumber, shape->key[i].equal, keys[i]);

	Oid			index = keep && is_better_read(rel) ? InvalidOid : mls_primary_key_index(rel);
	SysScanDesc scan = systable_beginscan(rel, index, OidIsValid(index), GetActiveSnapshot(),
										  shape->n_keys, scan_keys);
	HeapTuple	tuple = systable_getnext(scan);
	bool		found = HeapTupleIsValid(tuple);

	if (found)
	{
		take_row(tuple, RelationGetDescr(rel), columns, row);
		if (keep && TTS_IS_BUFFERTUPLE(scan->slot))
			mls_memo_keep(table, rel, keys, shape->n_keys, columns, tuple,
						  ((BufferHeapTupleTableSlot *) scan->slot)->buffer, row);
	}
	systable_endscan(scan);
	return found;
}

static bool
scan_row(MlsTable table, const Datum *keys, uint32 columns, MlsRow *row)
{
	bool		is_small = table != MLS_TABLE_DOCUMENT && table != MLS_TABLE_IMAGE;
	Relation	rel;

	if (is_small)
	{
		AcceptInvalidationMessages();
		if (catalog.valid && mls_memo_find(table, keys, columns, row))
			return true;
	}

	/* the extension may have been dropped, and created again, since we looked it up */
	while ((rel = try_table_open(find_table(table), AccessShareLock)) == NULL)
	{
		catalog.valid = false;
		find_catalog();
	}

	bool		found = look_up_row(rel, table, keys, columns, is_small, row);

	/*
	 * As with a system catalog, the lock goes now and not at the end of the
	 * transaction: a query that scores for an hour would otherwise hold up an
	 * update of the extension, and that everybody's predict().
	 */
	table_close(rel, AccessShareLock);
	return found;
}

static bool
spi_row(MlsTable table, const Datum *keys, uint32 columns, MlsRow *row)
{
	const TableShape *shape = &shapes[table];
	MemoryContext context = CurrentMemoryContext;
	MlsParam	params[2];
	StringInfoData query;
	MlsCatalogUse use;

	initStringInfo(&query);
	appendStringInfo(&query, "SELECT * FROM @%s WHERE ", shape->name);
	for (int i = 0; i < shape->n_keys; i++)
	{
		appendStringInfo(&query, "%s%s OPERATOR(pg_catalog.=) $%d",
						 i == 0 ? "" : " AND ", shape->key[i].name, i + 1);
		params[i] = (MlsParam) {shape->key[i].type, keys[i], false};
	}
	mls_catalog_begin(&use);

	bool		found = mls_sql_read(query.data, shape->n_keys, params) > 0;

	if (found)
	{
		MemoryContext old = MemoryContextSwitchTo(context);

		take_row(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, columns, row);
		MemoryContextSwitchTo(old);
	}
	mls_catalog_end(&use);
	return found;
}

bool
mls_catalog_row(MlsTable table, const Datum *keys, uint32 columns, MlsRow *row)
{
	if (!catalog.valid)
		find_catalog();

	bool		pushed = !ActiveSnapshotSet();

	if (pushed)
		PushActiveSnapshot(GetTransactionSnapshot());

	bool		found = catalog.place.by_citus ?
		spi_row(table, keys, columns, row) : scan_row(table, keys, columns, row);

	if (pushed)
		PopActiveSnapshot();
	return found;
}

const MlsCatalogPlace *
mls_catalog_place(void)
{
	if (!catalog.valid)
		find_catalog();
	return &catalog.place;
}

Oid
mls_catalog_table(MlsTable table)
{
	if (!catalog.valid)
		find_catalog();
	return find_table(table);
}

void
mls_catalog_change(void)
{
	CacheInvalidateRelcacheByRelid(mls_catalog_table(MLS_TABLE_MODEL));
}

bool
mls_catalog_has_changed(void)
{
	return changed_in == MLS_LXID();
}
