/*
 * pg/load_model.c
 *	  load_model() and load_model_file().
 *
 * The document is read and compiled before anything is locked, because that
 * can take long; then the model's row is locked and what has to be is written.
 * The caller's rights and whether the model has this content already are
 * therefore looked at twice, first to spare the work, then to be sure.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "pg/compile_load.h"
#include "pg/document_store.h"
#include "pg/facts.h"
#include "pg/file.h"
#include "pg/host.h"
#include "pg/image_store.h"
#include "pg/model_lock.h"

PG_FUNCTION_INFO_V1(mls_load_model_text);
PG_FUNCTION_INFO_V1(mls_load_model_bytea);
PG_FUNCTION_INFO_V1(mls_load_model_file);

#define FIRST_OPTION	2		/* argument "format" */

/* A load on its way. */
typedef struct LoadJob
{
	MlsSpec		spec;
	MlsOptions	options;
	MlsSource	source;
	uint8		digest[MLS_DIGEST_LENGTH];	/* of the content */
	bool		compiled;
	MlsCompilation compilation;
	char	   *info;			/* JSON, as the two below */
	char	   *fields;
	char	   *given;			/* options */
} LoadJob;

static void
begin_job(FunctionCallInfo fcinfo, LoadJob *job)
{
	memset(job, 0, sizeof(*job));
	mls_catalog_prevent_read_only("load_model()");
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		ereport(ERROR,
				errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				errmsg("a model needs a name and a document"));
	mls_parse_plain_spec(text_to_cstring(PG_GETARG_TEXT_PP(0)), &job->spec,
						 "Versions get their numbers by themselves, aliases by set_model_alias().");
	mls_options_from_arguments(fcinfo, FIRST_OPTION, true, &job->options);
}

/* The version that has the job's content, or 0; and whether its verification rows were left out. */
static int32
find_content(const LoadJob *job, bool *unverified)
{
	bool		is_null;

	if (MLS_SQL("SELECT version, options OPERATOR(pg_catalog.->>) 'verify' FROM @ml_model_version"
				" WHERE name OPERATOR(pg_catalog.=) $1 AND digest OPERATOR(pg_catalog.=) $2",
				mls_text(job->spec.name), mls_bytea(job->digest, MLS_DIGEST_LENGTH)) == 0)
		return 0;
	*unverified = mls_sql_text(0, 2) != NULL;
	return (int32) mls_sql_int(0, 1, &is_null);
}

/* Whether there is nothing to compile or verify; raises an error for one who may not load. */
static bool
is_known(const LoadJob *job)
{
	MlsCatalogUse use;
	bool		unverified = false;

	mls_catalog_begin(&use);
	mls_model_check(&use, job->spec.name, MLS_RIGHT_MANAGE);

	bool		found = find_content(job, &unverified) != 0;

	mls_catalog_end(&use);
	return found && (!unverified || job->options.load.skip_verification);
}

static void
compile(LoadJob *job)
{
	MlsJson		info = {0};
	MlsJson		fields = {0};

	mls_compile_begin(&job->compilation, job->source.bytes, job->source.length, &job->options.load);
	if (job->compilation.code != MLS_OK)
		mls_report_load(ERROR, &job->compilation.load,
						psprintf("cannot load model \"%s\"", job->spec.name));
	if (job->options.load.format == NULL)
	{
		job->options.load.format = mls_format_name(job->compilation.loaded.document->format);
		mls_content_digest(&job->options, &job->source, job->digest);
	}
	mls_out_begin(&info, NULL, '{');
	mls_write_facts(&info, &job->compilation.loaded);
	mls_out_int(&info, "document_bytes", (int64) job->source.length);
	mls_out_end(&info);
	job->info = mls_finish_json(&info);
	mls_write_fields(&fields, NULL, &job->compilation.loaded);
	job->fields = mls_finish_json(&fields);
	job->given = mls_show_text(mls_options_to_json(&job->options));
	job->compiled = true;
}

static void
write_version(const MlsCatalogUse *use, const LoadJob *job, int32 version)
{
	mls_document_store(&job->source);
	if (!mls_image_is_stored(job->digest))
		mls_image_store(job->digest, job->compilation.loaded.image);
	MLS_SQL("INSERT INTO @ml_model_version"
			" (name, version, content_id, digest, document, options, info, fields, loader, loaded_at)"
			" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, pg_catalog.statement_timestamp())",
			mls_text(job->spec.name), mls_int4(version),
			mls_int8(mls_content_id(job->digest)),
			mls_bytea(job->digest, MLS_DIGEST_LENGTH),
			mls_bytea(job->source.digest, MLS_DIGEST_LENGTH),
			mls_json(job->given), mls_json(job->info), mls_json(job->fields),
			mls_text(GetUserNameFromId(use->user, false)));
	MLS_SQL("UPDATE @ml_model SET last_version = $2 WHERE name OPERATOR(pg_catalog.=) $1",
			mls_text(job->spec.name), mls_int4(version));
}

/* Makes the version that the job means, in a model that is locked; returns its number, or 0 to compile first. */
static int32
write_job(const MlsCatalogUse *use, const LoadJob *job)
{
	MlsModelRow model;
	bool		unverified;

	mls_model_lock_or_create(use, job->spec.name, &model);

	int32		version = find_content(job, &unverified);

	if (version == 0)
	{
		if (!job->compiled)
			return 0;
		version = model.last_version + 1;
		write_version(use, job, version);
	}
	else
		ereport(NOTICE,
				errmsg("model \"%s\" has this document with these options already, as version %d",
					   job->spec.name, version));
	if (job->options.activate && model.default_version != version)
		mls_model_activate(job->spec.name, version);
	if (job->options.comment != NULL)
		MLS_SQL("UPDATE @ml_model SET comment = $2 WHERE name OPERATOR(pg_catalog.=) $1",
				mls_text(job->spec.name), mls_text(job->options.comment));
	return version;
}

static Datum
run_job(LoadJob *job)
{
	MlsCatalogUse use;
	const char *refusal = mls_source_refusal(&job->source);
	int32		version;

	if (refusal != NULL)
		ereport(ERROR,
				errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				errmsg("cannot load model \"%s\": %s", job->spec.name, refusal));
	if (job->options.load.format != NULL)
		mls_content_digest(&job->options, &job->source, job->digest);

	/* a document of no known format goes to the library for its words about it */
	if (job->options.load.format == NULL || !is_known(job))
		compile(job);
	for (;;)
	{
		mls_catalog_begin(&use);
		version = write_job(&use, job);
		mls_catalog_end(&use);
		if (version != 0)
			break;

		/* the version that had this content has been dropped since we looked */
		compile(job);
	}
	if (job->compiled)
	{
		mls_raise_notices(&job->compilation.load);
		mls_compile_end(&job->compilation);
	}
	return Int32GetDatum(version);
}

Datum
mls_load_model_text(PG_FUNCTION_ARGS)
{
	LoadJob		job;

	begin_job(fcinfo, &job);
	mls_source_from_text(PG_GETARG_TEXT_PP(1), &job.options, &job.source);
	return run_job(&job);
}

Datum
mls_load_model_bytea(PG_FUNCTION_ARGS)
{
	LoadJob		job;

	begin_job(fcinfo, &job);

	bytea	   *document = PG_GETARG_BYTEA_PP(1);

	mls_source_set(VARDATA_ANY(document), VARSIZE_ANY_EXHDR(document), &job.options, &job.source);
	return run_job(&job);
}

Datum
mls_load_model_file(PG_FUNCTION_ARGS)
{
	LoadJob		job;
	size_t		length;

	begin_job(fcinfo, &job);
	if (!has_privs_of_role(GetUserId(), ROLE_PG_READ_SERVER_FILES))
		ereport(ERROR,
				errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				errmsg("permission denied to read files on the server"),
				errdetail("Only roles with the privileges of role \"pg_read_server_files\" may."),
				errhint("Anyone who may load models can use load_model() with the file's content."));

	char	   *bytes = mls_read_file(text_to_cstring(PG_GETARG_TEXT_PP(1)), &length);

	mls_source_set(bytes, length, &job.options, &job.source);
	return run_job(&job);
}
