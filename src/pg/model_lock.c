/*
 * pg/model_lock.c
 *	  A model's row, locked for a change.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "pg/model_lock.h"

#define ROW "owner, access, default_version, last_version"

static bool
read_row(const char *query, const char *name, MlsModelRow *model)
{
	bool		is_null;

	if (MLS_SQL(query, mls_text(name)) == 0)
		return false;
	model->owner = mls_sql_text(0, 1);

	char	   *access = mls_sql_text(0, 2);

	model->access = access == NULL ? NULL : DatumGetJsonbP(mls_json(access).value);
	model->default_version = (int32) mls_sql_int(0, 3, &is_null);
	model->last_version = (int32) mls_sql_int(0, 4, &is_null);
	return true;
}

void
mls_model_check(const MlsCatalogUse *use, const char *name, MlsRight right)
{
	MlsModelRow model;

	if (read_row("SELECT " ROW " FROM @ml_model WHERE name OPERATOR(pg_catalog.=) $1", name, &model))
		mls_require_right(use->user, name, model.owner, model.access, right);
}

bool
mls_model_lock(const MlsCatalogUse *use, const char *name, MlsRight right, MlsModelRow *model)
{
	if (!read_row("UPDATE @ml_model SET last_version = last_version"
				  " WHERE name OPERATOR(pg_catalog.=) $1 RETURNING " ROW, name, model))
		return false;
	mls_require_right(use->user, name, model->owner, model->access, right);
	mls_catalog_change();
	return true;
}

void
mls_model_lock_or_create(const MlsCatalogUse *use, const char *name, MlsModelRow *model)
{
	/* another transaction may make the row, or drop it, at any time before we have it locked */
	while (!mls_model_lock(use, name, MLS_RIGHT_MANAGE, model))
		MLS_SQL("INSERT INTO @ml_model (name, owner, last_version) VALUES ($1, $2, 0)"
				" ON CONFLICT DO NOTHING",
				mls_text(name), mls_text(GetUserNameFromId(use->user, false)));
}

void
mls_model_activate(const char *name, int32 version)
{
	MLS_SQL("UPDATE @ml_model m SET default_version = v.version, default_content_id = v.content_id,"
			" default_digest = v.digest, default_on_invalid = v.options OPERATOR(pg_catalog.->>) 'on_invalid'"
			" FROM @ml_model_version v"
			" WHERE m.name OPERATOR(pg_catalog.=) $1 AND v.name OPERATOR(pg_catalog.=) $1"
			" AND v.version OPERATOR(pg_catalog.=) $2",
			mls_text(name), mls_int4(version));
}

int32
mls_named_version(const MlsSpec *spec, bool is_null, int32 version)
{
	if (!is_null && !MLS_SPEC_IS_PLAIN(spec))
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("the version is given twice: behind \"@\" and as an argument"));
	if (spec->alias[0] != '\0')
	{
		if (MLS_SQL("SELECT version FROM @ml_model_alias"
					" WHERE name OPERATOR(pg_catalog.=) $1 AND alias OPERATOR(pg_catalog.=) $2",
					mls_text(spec->name), mls_text(spec->alias)) == 0)
			mls_no_alias(spec->name, spec->alias);
		return (int32) mls_sql_int(0, 1, &is_null);
	}
	if (!is_null && version <= 0)
		mls_no_version(spec->name, version);
	if (is_null)
		version = spec->version;
	if (version != 0 &&
		MLS_SQL("SELECT FROM @ml_model_version"
				" WHERE name OPERATOR(pg_catalog.=) $1 AND version OPERATOR(pg_catalog.=) $2",
				mls_text(spec->name), mls_int4(version)) == 0)
		mls_no_version(spec->name, version);
	return version;
}
