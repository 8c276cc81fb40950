/*
 * pg/compile_load.h
 *	  Running the library's load inside a backend.
 */
#ifndef MLS_PG_COMPILE_LOAD_H
#define MLS_PG_COMPILE_LOAD_H

#include "postgres.h"

#include "load/load.h"

/*
 * A load with its memory, which is a child of the context that was current at
 * mls_compile_begin(): an error frees it too.
 */
typedef struct MlsCompilation
{
	MemoryContext context;
	MlsHost		host;
	MlsLoad		load;
	MlsLoaded	loaded;			/* if code is MLS_OK */
	MlsCode		code;
} MlsCompilation;

/* Reads and compiles a document; does not raise problems of the document. */
extern void mls_compile_begin(MlsCompilation *compilation, const char *bytes, size_t length,
							  const MlsLoadOptions *options);
extern void mls_compile_end(MlsCompilation *compilation);

#endif
