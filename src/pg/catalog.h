/*
 * pg/catalog.h
 *	  The extension's tables: where they are, reading a row, writing as their
 *	  owner.
 *
 * Reading is by index scan under the active snapshot, as system catalogs are
 * read but for the snapshot; a row that was read before is looked for where it was
 * first (pg/catalog_memo.h), which takes less than a microsecond.  Where Citus manages the
 * tables (as reference tables their rows are elsewhere) it is by SPI.
 *
 * Writing is by SPI between mls_catalog_begin() and mls_catalog_end(), which
 * become the tables' owner, so that nobody needs rights to the tables.
 */
#ifndef MLS_PG_CATALOG_H
#define MLS_PG_CATALOG_H

#include "postgres.h"

#include "executor/spi.h"
#include "utils/snapshot.h"

typedef enum MlsTable
{
	MLS_TABLE_MODEL,
	MLS_TABLE_VERSION,
	MLS_TABLE_ALIAS,
	MLS_TABLE_DOCUMENT,
	MLS_TABLE_IMAGE,
	MLS_N_TABLES
} MlsTable;

/* Columns by attribute number, as the script creates them. */
enum
{
	MLS_MODEL_NAME = 1,
	MLS_MODEL_OWNER,
	MLS_MODEL_DEFAULT_VERSION,
	MLS_MODEL_LAST_VERSION,
	MLS_MODEL_DEFAULT_CONTENT_ID,
	MLS_MODEL_DEFAULT_DIGEST,
	MLS_MODEL_DEFAULT_ON_INVALID,
	MLS_MODEL_ACCESS
};

enum
{
	MLS_VERSION_NAME = 1,
	MLS_VERSION_VERSION,
	MLS_VERSION_CONTENT_ID,
	MLS_VERSION_DIGEST,
	MLS_VERSION_DOCUMENT,
	MLS_VERSION_OPTIONS,
	MLS_VERSION_INFO,
	MLS_VERSION_FIELDS
};

enum
{
	MLS_ALIAS_VERSION = 3
};

enum
{
	MLS_DOCUMENT_DATA = 3
};

enum
{
	MLS_IMAGE_FORMAT_COLUMN = 3,
	MLS_IMAGE_DATA
};

#define MLS_CATALOG_COLUMNS 10		/* of the tables above, as far as C code reads them */
#define MLS_WANT(number)		(1u << (number))

/* A row's values by attribute number, in the current memory context. */
typedef struct MlsRow
{
	Datum		value[MLS_CATALOG_COLUMNS + 1];
	bool		is_null[MLS_CATALOG_COLUMNS + 1];
} MlsRow;

/*
 * Reads the row with this primary key, as the active snapshot sees it; false if
 * there is none.  n_keys and their types are the table's: text, text and int4,
 * text and text, bytea and int4.  Of the columns, those in the set "columns"
 * (MLS_WANT) are given, detoasted; the others are NULL.
 */
extern bool mls_catalog_row(MlsTable table, const Datum *keys, uint32 columns, MlsRow *row);

/* A parameter of a statement; NULL pointers are SQL's NULL. */
typedef struct MlsParam
{
	Oid			type;
	Datum		value;
	bool		is_null;
} MlsParam;

extern MlsParam mls_text(const char *text);
extern MlsParam mls_bytea(const void *bytes, size_t length);
extern MlsParam mls_json(const char *text);
extern MlsParam mls_int4(int32 value);
extern MlsParam mls_int8(int64 value);

/* Become the tables' owner, safe from the caller's search_path; and go back.  An error goes back by itself. */
typedef struct MlsCatalogUse
{
	Oid			user;
	int			security;
	int			guc_level;
} MlsCatalogUse;

extern void mls_catalog_begin(MlsCatalogUse *use);
extern void mls_catalog_end(MlsCatalogUse *use);

/*
 * Runs a statement in between; "@" in it stands for the extension's schema and
 * a point.  Each statement sees what committed before it, as far as the
 * transaction's isolation level allows.  Gives the number of rows; those of a
 * query are in SPI_tuptable.
 */
extern uint64 mls_sql(const char *statement, int n, const MlsParam *params);
#define MLS_SQL(statement, ...) \
	mls_sql((statement), sizeof((MlsParam[]) {__VA_ARGS__}) / sizeof(MlsParam), (MlsParam[]) {__VA_ARGS__})

/*
 * The same, seeing all that has committed even in REPEATABLE READ: for
 * questions such as "does anybody refer to this?".
 */
extern uint64 mls_sql_latest(const char *statement, int n, const MlsParam *params);
#define MLS_SQL_LATEST(statement, ...) \
	mls_sql_latest((statement), sizeof((MlsParam[]) {__VA_ARGS__}) / sizeof(MlsParam), (MlsParam[]) {__VA_ARGS__})

/* The same under the active snapshot, without writing: where rows are looked through that no key tells. */
extern uint64 mls_sql_read(const char *statement, int n, const MlsParam *params);

/* Columns (from 1) of a row (from 0) of the last query; palloc'd in the caller's context of mls_catalog_begin. */
extern char *mls_sql_text(uint64 row, int column);
extern int64 mls_sql_int(uint64 row, int column, bool *is_null);
extern bytea *mls_sql_bytea(uint64 row, int column);

/*
 * Says which function of the extension is at work: its schema is looked at first when
 * the tables are to be found.  Cheap.
 */
extern void mls_catalog_hint(Oid function);

/* OID of a table; raises an error if the extension is not there. */
extern Oid mls_catalog_table(MlsTable table);

/* Lets plans that depend on the models be made anew, in all backends when the transaction commits. */
extern void mls_catalog_change(void);

/* Whether this backend has heard of such a change in its current transaction, after it took a snapshot. */
extern bool mls_catalog_has_changed(void);

/* Raises the error of a function that writes where nothing can be written (standby, read-only transaction). */
extern void mls_catalog_prevent_read_only(const char *function);

/* Once per backend. */
extern void mls_catalog_init(void);

#endif
