/*
 * pg/document_store.h
 *	  Documents in the table ml_document, shared by the versions that were
 *	  loaded from them.
 *
 * A document's first piece stands for the whole in locking: whoever makes a
 * version of it holds a shared lock on that row until the transaction's end,
 * whoever looks whether it is still needed an exclusive one.
 */
#ifndef MLS_PG_DOCUMENT_STORE_H
#define MLS_PG_DOCUMENT_STORE_H

#include "postgres.h"

#include "pg/options.h"
#include "pg/resolve.h"

/* Stores a document unless it is there, and locks it.  As the catalog's owner. */
extern void mls_document_store(const MlsSource *source);

/* Locks a document that is there; false if it is not. */
extern bool mls_document_lock(const uint8 *digest);

/*
 * Removes a document and the image of a content made from it, each if no
 * version needs it any more.  As the catalog's owner, after the versions were
 * deleted.
 */
extern void mls_document_release(const uint8 *document, const uint8 *content);

/* A version's document: its digest and the options it was loaded with; raises an error if the version is gone. */
extern void mls_document_of(const MlsVersionRef *ref, uint8 *digest, MlsLoadOptions *options);

/*
 * The bytes, in the current context behind "room" free bytes.  Where they are not
 * there, or are others than the digest says, reports ERRCODE_DATA_CORRUPTED at
 * elevel, and returns NULL if that is no error: another document's score would
 * be wrong.
 */
extern char *mls_document_read(int elevel, const MlsVersionRef *ref, const uint8 *digest, size_t room,
							   size_t *length);

#endif
