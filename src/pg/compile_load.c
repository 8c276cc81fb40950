/*
 * pg/compile_load.c
 *	  Running the library's load inside a backend.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "pg/compile_load.h"
#include "pg/host.h"
#include "pg/settings.h"

void
mls_compile_begin(MlsCompilation *compilation, const char *bytes, size_t length,
				  const MlsLoadOptions *options)
{
	memset(compilation, 0, sizeof(*compilation));
	compilation->context = AllocSetContextCreate(CurrentMemoryContext, "ml_score load",
												 ALLOCSET_DEFAULT_SIZES);
	compilation->host = mls_context_host(compilation->context);
	mls_load_init(&compilation->load, &compilation->host, (size_t) mls_load_memory_limit * 1024);
	compilation->code = mls_load_document(&compilation->load, bytes, length, options,
										  &compilation->loaded);
}

void
mls_compile_end(MlsCompilation *compilation)
{
	mls_load_free(&compilation->load);
	MemoryContextDelete(compilation->context);
}
