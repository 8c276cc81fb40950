/*
 * pg/manage.c
 *	  Dropping models and versions, default versions, aliases.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "pg/document_store.h"
#include "pg/model_lock.h"

PG_FUNCTION_INFO_V1(mls_drop_model);
PG_FUNCTION_INFO_V1(mls_set_default_version);
PG_FUNCTION_INFO_V1(mls_set_model_alias);
PG_FUNCTION_INFO_V1(mls_drop_model_alias);

static char *
text_argument(FunctionCallInfo fcinfo, int i, const char *what)
{
	if (PG_ARGISNULL(i))
		ereport(ERROR,
				errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				errmsg("%s must not be null", what));
	return text_to_cstring(PG_GETARG_TEXT_PP(i));
}

static int32
version_argument(FunctionCallInfo fcinfo, int i)
{
	return PG_ARGISNULL(i) ? 0 : PG_GETARG_INT32(i);
}

static void
lock_model(const MlsCatalogUse *use, const MlsSpec *spec, MlsModelRow *model)
{
	if (!mls_model_lock(use, spec->name, MLS_RIGHT_MANAGE, model))
		mls_no_model(spec->name);
}

/* ---- dropping ---- */

/* Document and content of a version that goes. */
typedef struct Leftover
{
	uint8		document[MLS_DIGEST_LENGTH];
	uint8		content[MLS_DIGEST_LENGTH];
} Leftover;

static void
copy_digest(uint8 *digest, uint64 row, int column)
{
	bytea	   *bytes = mls_sql_bytea(row, column);

	memcpy(digest, VARDATA_ANY(bytes), Min(VARSIZE_ANY_EXHDR(bytes), MLS_DIGEST_LENGTH));
	pfree(bytes);
}

/* What the last statement gave of n versions. */
static Leftover *
take_leftovers(uint64 n)
{
	Leftover   *leftovers = palloc0(sizeof(Leftover) * Max(n, 1));

	for (uint64 i = 0; i < n; i++)
	{
		copy_digest(leftovers[i].document, i, 1);
		copy_digest(leftovers[i].content, i, 2);
	}
	return leftovers;
}

static void
drop_all(const char *name)
{
	MlsParam	param = mls_text(name);

	/* in an order, so that two drops do not wait for each other's documents */
	uint64		n = MLS_SQL("SELECT document, digest FROM @ml_model_version"
							" WHERE name OPERATOR(pg_catalog.=) $1 ORDER BY document, digest", param);
	Leftover   *leftovers = take_leftovers(n);

	MLS_SQL("DELETE FROM @ml_model_alias WHERE name OPERATOR(pg_catalog.=) $1", param);
	MLS_SQL("DELETE FROM @ml_model_version WHERE name OPERATOR(pg_catalog.=) $1", param);
	MLS_SQL("DELETE FROM @ml_model WHERE name OPERATOR(pg_catalog.=) $1", param);
	for (uint64 i = 0; i < n; i++)
		mls_document_release(leftovers[i].document, leftovers[i].content);
}

/* Refuses to drop a version that something refers to, naming all that does. */
static void
check_unused(const char *name, int32 version, const MlsModelRow *model)
{
	uint64		n = MLS_SQL("SELECT alias FROM @ml_model_alias"
							" WHERE name OPERATOR(pg_catalog.=) $1 AND version OPERATOR(pg_catalog.=) $2"
							" ORDER BY alias",
							mls_text(name), mls_int4(version));
	bool		is_default = model->default_version == version;
	StringInfoData users;

	if (n == 0 && !is_default)
		return;
	initStringInfo(&users);
	if (is_default)
		appendStringInfoString(&users, "it is the default version");
	for (uint64 i = 0; i < n; i++)
		appendStringInfo(&users, "%s%salias \"%s\" means it", is_default && i == 0 ? " and " : "",
						 i == 0 ? "" : ", ", mls_sql_text(i, 1));
	ereport(ERROR,
			errcode(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST),
			errmsg("cannot drop version %d of model \"%s\" because %s", version, name, users.data),
			is_default ? errhint("Make another version the default first, by set_default_version(), or drop the whole model.") :
			errhint("Let the alias mean another version first, by set_model_alias(), or drop it by drop_model_alias()."));
}

static void
drop_version(const char *name, int32 version, const MlsModelRow *model)
{
	check_unused(name, version, model);

	Leftover   *leftovers = take_leftovers(MLS_SQL("DELETE FROM @ml_model_version"
												   " WHERE name OPERATOR(pg_catalog.=) $1"
												   " AND version OPERATOR(pg_catalog.=) $2"
												   " RETURNING document, digest",
												   mls_text(name), mls_int4(version)));

	mls_document_release(leftovers->document, leftovers->content);
}

Datum
mls_drop_model(PG_FUNCTION_ARGS)
{
	MlsSpec		spec;
	MlsCatalogUse use;
	MlsModelRow model;

	mls_catalog_prevent_read_only("drop_model()");
	mls_parse_spec(text_argument(fcinfo, 0, "name of the model"), &spec);
	mls_catalog_begin(&use);
	lock_model(&use, &spec, &model);

	int32		version = mls_named_version(&spec, PG_ARGISNULL(1), version_argument(fcinfo, 1));

	if (version == 0)
		drop_all(spec.name);
	else
		drop_version(spec.name, version, &model);
	mls_catalog_end(&use);
	PG_RETURN_VOID();
}

/* ---- default version and aliases ---- */

static int32
required_version(const MlsSpec *spec, FunctionCallInfo fcinfo, int i)
{
	int32		version = mls_named_version(spec, PG_ARGISNULL(i), version_argument(fcinfo, i));

	if (version == 0)
		ereport(ERROR,
				errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				errmsg("version must not be null"),
				errhint("Give its number, or name it as in \"%s@1\".", spec->name));
	return version;
}

Datum
mls_set_default_version(PG_FUNCTION_ARGS)
{
	MlsSpec		spec;
	MlsCatalogUse use;
	MlsModelRow model;

	mls_catalog_prevent_read_only("set_default_version()");
	mls_parse_spec(text_argument(fcinfo, 0, "name of the model"), &spec);
	mls_catalog_begin(&use);
	lock_model(&use, &spec, &model);

	int32		version = required_version(&spec, fcinfo, 1);

	if (version != model.default_version)
		mls_model_activate(spec.name, version);
	mls_catalog_end(&use);
	PG_RETURN_VOID();
}

Datum
mls_set_model_alias(PG_FUNCTION_ARGS)
{
	MlsSpec		spec;
	MlsCatalogUse use;
	MlsModelRow model;
	char	   *alias = text_argument(fcinfo, 1, "alias");

	mls_catalog_prevent_read_only("set_model_alias()");
	mls_parse_spec(text_argument(fcinfo, 0, "name of the model"), &spec);
	mls_check_alias(alias);
	mls_catalog_begin(&use);
	lock_model(&use, &spec, &model);
	MLS_SQL("INSERT INTO @ml_model_alias (name, alias, version) VALUES ($1, $2, $3)"
			" ON CONFLICT (name, alias) DO UPDATE SET version = excluded.version",
			mls_text(spec.name), mls_text(alias), mls_int4(required_version(&spec, fcinfo, 2)));
	mls_catalog_end(&use);
	PG_RETURN_VOID();
}

Datum
mls_drop_model_alias(PG_FUNCTION_ARGS)
{
	MlsSpec		spec;
	MlsCatalogUse use;
	MlsModelRow model;
	char	   *alias = text_argument(fcinfo, 1, "alias");

	mls_catalog_prevent_read_only("drop_model_alias()");
	mls_parse_plain_spec(text_argument(fcinfo, 0, "name of the model"), &spec,
						 "The alias is an argument of its own.");
	mls_catalog_begin(&use);
	lock_model(&use, &spec, &model);
	if (MLS_SQL("DELETE FROM @ml_model_alias"
				" WHERE name OPERATOR(pg_catalog.=) $1 AND alias OPERATOR(pg_catalog.=) $2",
				mls_text(spec.name), mls_text(alias)) == 0)
		mls_no_alias(spec.name, alias);
	mls_catalog_end(&use);
	PG_RETURN_VOID();
}
