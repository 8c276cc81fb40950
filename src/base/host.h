/*
 * base/host.h
 *	  What the library asks of the program that it runs in.
 *
 * The scoring library knows nothing of PostgreSQL.  Memory and the wish to
 * stop come from the host through this struct: inside the server they are
 * palloc and the interrupt flags, in unit tests and tools malloc and nothing.
 *
 * None of these functions may throw (longjmp): they are called with libxml2
 * and cJSON on the stack.
 */
#ifndef MLS_BASE_HOST_H
#define MLS_BASE_HOST_H

#include <stdbool.h>
#include <stddef.h>

typedef struct MlsHost
{
	void	   *context;		/* passed back to the functions below */

	/* size > 0 bytes, aligned for any type; NULL when there are none left */
	void	   *(*alloc) (void *context, size_t size);
	void		(*free) (void *context, void *pointer);

	/* true when the current load should be given up; called often */
	bool		(*cancelled) (void *context);
} MlsHost;

/* malloc, free, never cancelled */
extern const MlsHost mls_malloc_host;

#endif
