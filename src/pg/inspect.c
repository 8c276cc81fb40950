/*
 * pg/inspect.c
 *	  model_document(), model_fields(): what was loaded.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "pg/catalog.h"
#include "pg/document_store.h"
#include "pg/resolve.h"
#include "pg/spec.h"

PG_FUNCTION_INFO_V1(mls_model_document);
PG_FUNCTION_INFO_V1(mls_model_document_text);
PG_FUNCTION_INFO_V1(mls_model_fields);

/* The version that the arguments (model, version) mean, if the caller may read it. */
static void
resolve_arguments(FunctionCallInfo fcinfo, MlsVersionRef *ref)
{
	char	   *spec_text = text_to_cstring(PG_GETARG_TEXT_PP(0));

	if (!PG_ARGISNULL(1))
	{
		MlsSpec		spec;

		mls_parse_plain_spec(spec_text, &spec, "The version is given as an argument too.");
		if (PG_GETARG_INT32(1) <= 0)
			mls_no_version(spec.name, PG_GETARG_INT32(1));
		spec_text = psprintf("%s@%d", spec.name, PG_GETARG_INT32(1));
	}
	mls_resolve_right(spec_text, MLS_RIGHT_READ, ref);
}

/* The document as a varlena. */
static bytea *
read_document(FunctionCallInfo fcinfo)
{
	MlsVersionRef ref;
	MlsLoadOptions options;
	uint8		digest[MLS_DIGEST_LENGTH];
	size_t		length;

	resolve_arguments(fcinfo, &ref);
	mls_document_of(&ref, digest, &options);

	char	   *bytes = mls_document_read(ERROR, &ref, digest, VARHDRSZ, &length);

	if (length > MaxAllocSize - VARHDRSZ)
		ereport(ERROR,
				errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				errmsg("the document is too large for a value"),
				errdetail("It has %zu bytes.", length));
	SET_VARSIZE(bytes, length + VARHDRSZ);
	return (bytea *) bytes;
}

Datum
mls_model_document(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_BYTEA_P(read_document(fcinfo));
}

Datum
mls_model_document_text(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();

	bytea	   *document = read_document(fcinfo);
	char	   *bytes = VARDATA(document);
	size_t		length = VARSIZE(document) - VARHDRSZ;
	char	   *converted = pg_any_to_server(bytes, (int) length, PG_UTF8);

	if (converted == bytes)
		PG_RETURN_TEXT_P((text *) document);
	PG_RETURN_TEXT_P(cstring_to_text(converted));
}

/*
 * The rows are kept as a JSON array of objects whose keys are the columns'
 * names, so the server itself can take them apart.
 */
Datum
mls_model_fields(PG_FUNCTION_ARGS)
{
	static const char query[] =
		"SELECT * FROM pg_catalog.jsonb_to_recordset($1) AS f"
		" (\"position\" integer, name text, usage text, optype text, data_type text,"
		" valid_values text[], valid_range text, when_missing text, when_invalid text,"
		" importance double precision, is_read boolean, label text)";
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MlsVersionRef ref;
	MlsCatalogUse use;
	MlsRow		row;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	mls_resolve(text_to_cstring(PG_GETARG_TEXT_PP(0)), &ref);

	Datum		keys[] = {CStringGetTextDatum(ref.name), Int32GetDatum(ref.version)};

	if (!mls_catalog_row(MLS_TABLE_VERSION, keys, MLS_WANT(MLS_VERSION_FIELDS), &row))
		mls_no_version(ref.name, ref.version);
	mls_catalog_begin(&use);

	MlsParam	fields = {JSONBOID, row.value[MLS_VERSION_FIELDS], false};
	uint64		n = mls_sql_read(query, 1, &fields);

	for (uint64 i = 0; i < n; i++)
		tuplestore_puttuple(result->setResult, SPI_tuptable->vals[i]);
	mls_catalog_end(&use);
	return (Datum) 0;
}
