/*
 * pg/image_store.c
 *	  Compiled images in the table ml_image, and what to do without them.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "pg/chunks.h"
#include "pg/compile_load.h"
#include "pg/document_store.h"
#include "pg/host.h"
#include "pg/image_store.h"

/* Whether the table has an image of the format that this build scores. */
static bool
has_current_image(const uint8 *digest)
{
	Datum		keys[] = {
		PointerGetDatum(cstring_to_text_with_len((const char *) digest, MLS_DIGEST_LENGTH)),
		Int32GetDatum(0)
	};
	MlsRow		row;

	return mls_catalog_row(MLS_TABLE_IMAGE, keys, MLS_WANT(MLS_IMAGE_FORMAT_COLUMN), &row) &&
		DatumGetInt32(row.value[MLS_IMAGE_FORMAT_COLUMN]) == MLS_IMAGE_FORMAT;
}

/* The image as stored, in context, or NULL; says so, at that level, if it is there and not sound. */
static MlsImage *
read_image(const MlsVersionRef *ref, MemoryContext context, int elevel)
{
	if (!has_current_image(ref->digest))
		return NULL;

	MemoryContext old = MemoryContextSwitchTo(context);
	size_t		size;
	char	   *bytes = mls_chunks_read(MLS_TABLE_IMAGE, ref->digest, 0, &size);

	MemoryContextSwitchTo(old);
	if (bytes == NULL)
		return NULL;

	const char *wrong = mls_image_check(bytes, size);

	if (wrong == NULL)
		return (MlsImage *) bytes;
	ereport(elevel,
			errcode(ERRCODE_DATA_CORRUPTED),
			errmsg("the stored image of model \"%s\", version %d, is not sound, so its document is compiled again: %s",
				   ref->name, ref->version, wrong),
			errhint("rebuild_images() stores the images again."));
	pfree(bytes);
	return NULL;
}

static MlsImage *
compile_image(const MlsVersionRef *ref, MemoryContext context)
{
	uint8		digest[MLS_DIGEST_LENGTH];
	MlsLoadOptions options;
	MlsCompilation compilation;
	size_t		length;

	mls_document_of(ref, digest, &options);
	options.skip_verification = true;	/* it has passed when it was loaded */

	char	   *bytes = mls_document_read(ERROR, ref, digest, 0, &length);

	mls_compile_begin(&compilation, bytes, length, &options);
	if (compilation.code != MLS_OK)
		mls_report_load(ERROR, &compilation.load,
						psprintf("cannot compile model \"%s\", version %d", ref->name, ref->version));

	size_t		size = compilation.loaded.image->size;
	MlsImage   *image = MemoryContextAllocHuge(context, size);

	memcpy(image, compilation.loaded.image, size);
	mls_compile_end(&compilation);

	const char *wrong = mls_image_check(image, size);

	if (wrong != NULL)
		elog(ERROR, "the image of model \"%s\", version %d, is not sound: %s", ref->name, ref->version, wrong);
	return image;
}

static MlsImage *
fetch(const MlsVersionRef *ref, MemoryContext context, bool compile)
{
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "ml_score fetch",
											   ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(work);
	MlsImage   *image = read_image(ref, context, compile ? WARNING : DEBUG1);

	if (image == NULL && compile)
		image = compile_image(ref, context);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(work);
	return image;
}

MlsImage *
mls_image_fetch(const MlsVersionRef *ref, MemoryContext context)
{
	return fetch(ref, context, true);
}

MlsImage *
mls_image_read(const MlsVersionRef *ref, MemoryContext context)
{
	return fetch(ref, context, false);
}

bool
mls_image_is_stored(const uint8 *digest)
{
	return MLS_SQL("SELECT FROM @ml_image WHERE digest OPERATOR(pg_catalog.=) $1"
				   " AND chunk OPERATOR(pg_catalog.=) 0 AND format OPERATOR(pg_catalog.=) $2",
				   mls_bytea(digest, MLS_DIGEST_LENGTH), mls_int4(MLS_IMAGE_FORMAT)) > 0;
}

void
mls_image_store(const uint8 *digest, const MlsImage *image)
{
	MlsParam	digest_param = mls_bytea(digest, MLS_DIGEST_LENGTH);
	int32		n = mls_chunks_count(image->size);

	/* others may store the same image at the same time, so no DELETE first */
	for (int32 i = 0; i < n; i++)
	{
		MlsParam	chunk = mls_chunk((const char *) image, image->size, i);

		MLS_SQL("INSERT INTO @ml_image (digest, chunk, format, data) VALUES ($1, $2, $3, $4)"
				" ON CONFLICT (digest, chunk) DO UPDATE SET format = excluded.format, data = excluded.data",
				digest_param, mls_int4(i), mls_int4(image->format), chunk);
		pfree(DatumGetPointer(chunk.value));
	}
	MLS_SQL("DELETE FROM @ml_image WHERE digest OPERATOR(pg_catalog.=) $1 AND chunk OPERATOR(pg_catalog.>=) $2",
			digest_param, mls_int4(n));
}
