/*
 * base/host.c
 *	  The host of programs that are not a server: malloc, never cancelled.
 */
#include <stdlib.h>

#include "base/host.h"

static void *
malloc_alloc(void *context, size_t size)
{
	return malloc(size);
}

static void
malloc_free(void *context, void *pointer)
{
	free(pointer);
}

static bool
malloc_cancelled(void *context)
{
	return false;
}

const MlsHost mls_malloc_host = {NULL, malloc_alloc, malloc_free, malloc_cancelled};
