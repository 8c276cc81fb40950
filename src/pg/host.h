/*
 * pg/host.h
 *	  The scoring library inside a backend: memory, cancelling, errors, texts.
 */
#ifndef MLS_PG_HOST_H
#define MLS_PG_HOST_H

#include "postgres.h"

#include "base/load.h"

/*
 * A host over a memory context: NULL instead of an error when memory has run
 * out, more than 1 GB at once where needed, cancelled by what cancels queries.
 * What the library did not free goes away with the context.
 */
extern MlsHost mls_context_host(MemoryContext context);

/*
 * Reports a load that failed, all problems in one: SQLSTATE by the first one's
 * code, the message says what (a clause such as "cannot load model \"fraud\"")
 * and the first problem, DETAIL lists them all with their places, HINT is the
 * first hint that a problem has.  elevel is ERROR or WARNING.  A load that was
 * cancelled raises the error of what cancelled it, whatever elevel is.
 */
extern void mls_report_load(int elevel, const MlsLoad *load, const char *what);

/* The name of a code in check_model's answer ("unsupported"). */
extern const char *mls_code_name(MlsCode code);

/* Raises each notice of a load as a NOTICE. */
extern void mls_raise_notices(const MlsLoad *load);

/*
 * UTF-8 of the library as text of the server's encoding, palloc'd; what has no
 * counterpart becomes '?'.  For messages and for what people look at.
 */
extern char *mls_show_text(const char *utf8);

/* Text of the server's encoding as UTF-8, palloc'd or text itself; raises an error if it has none. */
extern char *mls_utf8(const char *text, size_t length);

#endif
