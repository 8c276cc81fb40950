/*
 * pg/chunks.c
 *	  Long byte strings in tables: documents and images in pieces of 1 MB.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "pg/chunks.h"
#include "pg/resolve.h"

int32
mls_chunks_count(size_t length)
{
	return length == 0 ? 1 : (int32) ((length + MLS_CHUNK_SIZE - 1) / MLS_CHUNK_SIZE);
}

MlsParam
mls_chunk(const char *bytes, size_t length, int32 chunk)
{
	size_t		from = (size_t) chunk * MLS_CHUNK_SIZE;

	return mls_bytea(bytes + from, Min(MLS_CHUNK_SIZE, length - from));
}

char *
mls_chunks_read(MlsTable table, const uint8 *digest, size_t room, size_t *length)
{
	MemoryContext context = CurrentMemoryContext;
	MemoryContext row_context = AllocSetContextCreate(context, "ml_score chunk", ALLOCSET_DEFAULT_SIZES);
	int			column = table == MLS_TABLE_IMAGE ? MLS_IMAGE_DATA : MLS_DOCUMENT_DATA;
	Datum		keys[2];
	char	   *bytes = NULL;
	size_t		allocated = 0;
	MlsRow		row;

	*length = 0;
	MemoryContextSwitchTo(row_context);
	for (int32 chunk = 0;; chunk++)
	{
		CHECK_FOR_INTERRUPTS();
		MemoryContextReset(row_context);
		keys[0] = PointerGetDatum(cstring_to_text_with_len((const char *) digest, MLS_DIGEST_LENGTH));
		keys[1] = Int32GetDatum(chunk);
		if (!mls_catalog_row(table, keys, MLS_WANT(column), &row))
			break;

		bytea	   *data = DatumGetByteaPP(row.value[column]);
		size_t		size = VARSIZE_ANY_EXHDR(data);
		size_t		needed = room + *length + size;

		if (needed > allocated || bytes == NULL)
		{
			/* whoever has a second piece may well have many */
			allocated = Max(needed, bytes == NULL ? 1 : 2 * allocated);
			bytes = bytes == NULL ? MemoryContextAllocHuge(context, allocated) : repalloc_huge(bytes, allocated);
		}
		memcpy(bytes + room + *length, VARDATA_ANY(data), size);
		*length += size;
		if (size < MLS_CHUNK_SIZE)
			break;
	}
	MemoryContextSwitchTo(context);
	MemoryContextDelete(row_context);
	return bytes;
}
