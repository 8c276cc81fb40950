/*
 * pg/image_store.h
 *	  Compiled images in the table ml_image, and what to do without them.
 */
#ifndef MLS_PG_IMAGE_STORE_H
#define MLS_PG_IMAGE_STORE_H

#include "image/image.h"
#include "pg/resolve.h"

/*
 * The image of a version, allocated in context and aligned to 8: read from
 * ml_image under the active snapshot if there is a sound one of this build's
 * format, else compiled from the document.  It has passed mls_image_check.
 * Writes nothing.  Raises an error where neither can be had; a part of the
 * image may then be left in context.
 */
extern MlsImage *mls_image_fetch(const MlsVersionRef *ref, MemoryContext context);

/* The same, but NULL where it would have to be compiled. */
extern MlsImage *mls_image_read(const MlsVersionRef *ref, MemoryContext context);

/*
 * Stores the image of a content for all backends, in place of any other one;
 * and whether that has been done with one of this build's format.  The caller
 * works as the catalog's owner (pg/catalog.h) and holds the document's lock
 * (pg/document_store.h).
 */
extern void mls_image_store(const uint8 *digest, const MlsImage *image);
extern bool mls_image_is_stored(const uint8 *digest);

#endif
