/*
 * pg/settings.h
 *	  The extension's settings (ml_score.*), defined in ml_score.c.
 */
#ifndef MLS_PG_SETTINGS_H
#define MLS_PG_SETTINGS_H

/* What an invalid value does: an error, or a NULL result. */
typedef enum MlsOnInvalid
{
	MLS_ON_INVALID_UNSET,		/* not said here: ask the next one (call, load, setting) */
	MLS_ON_INVALID_ERROR,
	MLS_ON_INVALID_NULL
} MlsOnInvalid;

/* ml_score.enable_rewrite: the planner makes calls on columns of calls on rows */
extern bool mls_enable_rewrite;

/* ml_score.on_invalid: never UNSET */
extern int	mls_on_invalid;

/* ml_score.shared_memory_limit: kB that images may take in shared memory */
extern int	mls_shared_memory_limit;

/* ml_score.private_memory_limit: kB of unused images that a backend keeps where shared memory has no room */
extern int	mls_private_memory_limit;

/* ml_score.load_memory_limit: kB that one load may take */
extern int	mls_load_memory_limit;

/* ml_score.max_document_size: kB */
extern int	mls_max_document_size;

/*
 * 'error' or 'null', in any case, as the options and arguments on_invalid have
 * it; text NULL gives UNSET.  Raises an error for anything else.
 */
extern MlsOnInvalid mls_parse_on_invalid(const char *text);

/* The same, but UNSET for anything else. */
extern MlsOnInvalid mls_find_on_invalid(const char *text);

#endif
