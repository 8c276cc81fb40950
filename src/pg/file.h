/*
 * pg/file.h
 *	  Reading a file on the server.
 */
#ifndef MLS_PG_FILE_H
#define MLS_PG_FILE_H

#include "postgres.h"

/*
 * The bytes of a regular file that is not larger than ml_score.max_document_size,
 * in the current context; a relative path starts at the data directory.  Raises
 * an error for any other.  The caller has checked that the user may read it.
 */
extern char *mls_read_file(const char *path, size_t *length);

#endif
