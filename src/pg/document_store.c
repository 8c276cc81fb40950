/*
 * pg/document_store.c
 *	  Documents in the table ml_document.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "pg/chunks.h"
#include "pg/document_store.h"

static MlsParam
digest_param(const uint8 *digest)
{
	return mls_bytea(digest, MLS_DIGEST_LENGTH);
}

bool
mls_document_lock(const uint8 *digest)
{
	return MLS_SQL("SELECT FROM @ml_document"
				   " WHERE digest OPERATOR(pg_catalog.=) $1 AND chunk OPERATOR(pg_catalog.=) 0"
				   " FOR KEY SHARE", digest_param(digest)) > 0;
}

void
mls_document_store(const MlsSource *source)
{
	static const char insert[] = "INSERT INTO @ml_document (digest, chunk, data) VALUES ($1, $2, $3)"
		" ON CONFLICT DO NOTHING";
	MlsParam	digest = digest_param(source->digest);

	/* several times as fast as the default, and not larger; until mls_catalog_end(), where the server has it */
	(void) set_config_option("default_toast_compression", "lz4", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, DEBUG5, false);

	/* another transaction may store it, or remove it, at any time before we have the lock */
	while (!mls_document_lock(source->digest))
	{
		if (MLS_SQL(insert, digest, mls_int4(0), mls_chunk(source->bytes, source->length, 0)) == 0)
			continue;
		for (int32 i = 1; i < mls_chunks_count(source->length); i++)
		{
			MlsParam	chunk = mls_chunk(source->bytes, source->length, i);

			MLS_SQL(insert, digest, mls_int4(i), chunk);
			pfree(DatumGetPointer(chunk.value));
		}
	}
}

void
mls_document_release(const uint8 *document, const uint8 *content)
{
	MlsParam	document_param = digest_param(document);
	MlsParam	content_param = digest_param(content);

	if (MLS_SQL_LATEST("SELECT FROM @ml_document"
					   " WHERE digest OPERATOR(pg_catalog.=) $1 AND chunk OPERATOR(pg_catalog.=) 0"
					   " FOR UPDATE", document_param) == 0)
		return;
	MLS_SQL_LATEST("DELETE FROM @ml_image WHERE digest OPERATOR(pg_catalog.=) $1 AND NOT EXISTS"
				   " (SELECT FROM @ml_model_version v WHERE v.content_id OPERATOR(pg_catalog.=) $2"
				   " AND v.digest OPERATOR(pg_catalog.=) $1)",
				   content_param, mls_int8(mls_content_id(content)));
	MLS_SQL_LATEST("DELETE FROM @ml_document WHERE digest OPERATOR(pg_catalog.=) $1 AND NOT EXISTS"
				   " (SELECT FROM @ml_model_version v WHERE v.document OPERATOR(pg_catalog.=) $1)",
				   document_param);
}

void
mls_document_of(const MlsVersionRef *ref, uint8 *digest, MlsLoadOptions *options)
{
	Datum		keys[] = {CStringGetTextDatum(ref->name), Int32GetDatum(ref->version)};
	MlsRow		row;

	if (!mls_catalog_row(MLS_TABLE_VERSION, keys,
						 MLS_WANT(MLS_VERSION_DOCUMENT) | MLS_WANT(MLS_VERSION_OPTIONS), &row))
		ereport(ERROR,
				errcode(ERRCODE_UNDEFINED_OBJECT),
				errmsg("model \"%s\" has no version %d", ref->name, ref->version));

	bytea	   *document = DatumGetByteaPP(row.value[MLS_VERSION_DOCUMENT]);

	memset(digest, 0, MLS_DIGEST_LENGTH);
	memcpy(digest, VARDATA_ANY(document), Min(VARSIZE_ANY_EXHDR(document), MLS_DIGEST_LENGTH));
	mls_options_from_jsonb(DatumGetJsonbP(row.value[MLS_VERSION_OPTIONS]), options);
}

char *
mls_document_read(int elevel, const MlsVersionRef *ref, const uint8 *digest, size_t room, size_t *length)
{
	char	   *bytes = mls_chunks_read(MLS_TABLE_DOCUMENT, digest, room, length);
	uint8		found[MLS_DIGEST_LENGTH];

	if (bytes != NULL)
	{
		mls_document_digest(bytes + room, *length, found);
		if (memcmp(found, digest, MLS_DIGEST_LENGTH) == 0)
			return bytes;
	}
	ereport(elevel,
			errcode(ERRCODE_DATA_CORRUPTED),
			errmsg(bytes == NULL ? "the document of model \"%s\", version %d, is missing" :
				   "the document of model \"%s\", version %d, is damaged", ref->name, ref->version),
			bytes == NULL ? 0 : errdetail("Its SHA-256 is another than that of the document that was loaded."),
			bytes == NULL ? errhint("Load it again under another name, then drop this version.") :
			errhint("Drop every version that was made from it, then load it again."));
	return NULL;
}
