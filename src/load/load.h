/*
 * load/load.h
 *	  The front door: a document becomes an image that has passed its own
 *	  verification.
 *
 *	 document -> reader (pmml/, json/) -> IR -> compile/ -> image -> verified
 */
#ifndef MLS_LOAD_LOAD_H
#define MLS_LOAD_LOAD_H

#include "image/image.h"
#include "ir/document.h"

typedef struct MlsLoaded
{
	MlsDocument *document;
	MlsModel   *model;			/* the one that was chosen */
	MlsImage   *image;
} MlsLoaded;

/*
 * Loads.  Gives MLS_OK and fills *loaded (all of it in the load's arena), or the
 * code of the first problem, with all of them in load->problems.
 */
extern MlsCode mls_load_document(MlsLoad *load, const char *bytes, size_t length,
								 const MlsLoadOptions *options, MlsLoaded *loaded);

/*
 * The format of a document by how it begins, or MLS_N_FORMATS.  PMML starts
 * with "<" (after a byte order mark and white space), the JSON formats with
 * "{"; their outermost keys tell which of them it is.
 */
extern MlsFormat mls_detect_format(const char *bytes, size_t length);

#endif
