/*
 * pg/chunks.h
 *	  Long byte strings in tables: documents and images in pieces of 1 MB.
 *
 * One bytea of hundreds of megabytes can be stored, but not dumped.
 */
#ifndef MLS_PG_CHUNKS_H
#define MLS_PG_CHUNKS_H

#include "postgres.h"

#include "pg/catalog.h"

#define MLS_CHUNK_SIZE	((size_t) 1024 * 1024)

/*
 * The pieces of ml_document or ml_image with this digest, as the active snapshot
 * sees them, one after the other in memory of the current context behind "room"
 * free bytes (aligned to 8, room too); NULL if there are none.  *length is
 * without the room.
 */
extern char *mls_chunks_read(MlsTable table, const uint8 *digest, size_t room, size_t *length);

/* Number of pieces that so many bytes have; an empty string has one. */
extern int32 mls_chunks_count(size_t length);

/* A piece of a string as a statement's parameter. */
extern MlsParam mls_chunk(const char *bytes, size_t length, int32 chunk);

#endif
