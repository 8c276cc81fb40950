/*
 * pg/rebuild_images.c
 *	  rebuild_images(): every image anew from its document.
 *
 * For after an update that changed the images' format, and after a restore:
 * images are not dumped.  What depends on it is only how fast a model is there
 * for the first time after a start, never a score.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "pg/catalog.h"
#include "pg/compile_load.h"
#include "pg/document_store.h"
#include "pg/host.h"
#include "pg/image_store.h"

PG_FUNCTION_INFO_V1(mls_rebuild_images);

/* The versions whose content is wanted, one for each content; in the current context. */
static MlsVersionRef *
list_contents(uint64 *n)
{
	MlsCatalogUse use;
	MlsVersionRef *refs;

	mls_catalog_begin(&use);
	*n = mls_sql_read("SELECT DISTINCT ON (digest) name, version, digest"
					  " FROM @ml_model_version ORDER BY digest, name, version", 0, NULL);
	refs = SPI_palloc(sizeof(MlsVersionRef) * Max(*n, 1));
	memset(refs, 0, sizeof(MlsVersionRef) * Max(*n, 1));
	for (uint64 i = 0; i < *n; i++)
	{
		bool		is_null;
		bytea	   *digest = mls_sql_bytea(i, 3);

		strlcpy(refs[i].name, mls_sql_text(i, 1), sizeof(refs[i].name));
		refs[i].version = (int32) mls_sql_int(i, 2, &is_null);
		memcpy(refs[i].digest, VARDATA(digest), MLS_DIGEST_LENGTH);
		refs[i].content_id = mls_content_id(refs[i].digest);
	}
	mls_catalog_end(&use);
	return refs;
}

/* Whether the image could be made and stored; warns where the document is refused. */
static bool
rebuild(const MlsVersionRef *ref)
{
	MlsCatalogUse use;
	MlsCompilation compilation;
	MlsLoadOptions options;
	uint8		digest[MLS_DIGEST_LENGTH];
	size_t		length;

	mls_document_of(ref, digest, &options);

	/* the lock keeps the document until the image is there */
	mls_catalog_begin(&use);

	bool		locked = mls_document_lock(digest);

	mls_catalog_end(&use);
	if (!locked)
		return false;

	char	   *bytes = mls_document_read(WARNING, ref, digest, 0, &length);

	if (bytes == NULL)
		return false;
	options.skip_verification = true;
	mls_compile_begin(&compilation, bytes, length, &options);
	if (compilation.code != MLS_OK)
	{
		mls_report_load(WARNING, &compilation.load,
						psprintf("cannot compile model \"%s\", version %d", ref->name, ref->version));
		return false;
	}
	mls_catalog_begin(&use);
	mls_image_store(ref->digest, compilation.loaded.image);
	mls_catalog_end(&use);
	mls_compile_end(&compilation);
	return true;
}

Datum
mls_rebuild_images(PG_FUNCTION_ARGS)
{
	MlsCatalogUse use;
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "ml_score rebuild",
											   ALLOCSET_DEFAULT_SIZES);
	int64		n_rebuilt = 0;
	uint64		n;

	mls_catalog_prevent_read_only("rebuild_images()");

	MlsVersionRef *refs = list_contents(&n);

	for (uint64 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();

		MemoryContext old = MemoryContextSwitchTo(work);

		n_rebuilt += rebuild(&refs[i]);
		MemoryContextSwitchTo(old);
		MemoryContextReset(work);
	}
	mls_catalog_begin(&use);
	mls_sql("DELETE FROM @ml_image i WHERE NOT EXISTS (SELECT FROM @ml_model_version v"
			" WHERE v.digest OPERATOR(pg_catalog.=) i.digest)", 0, NULL);
	mls_catalog_end(&use);
	PG_RETURN_INT64(n_rebuilt);
}
