/*
 * pg/resolve.h
 *	  From a model's name to a version: 'fraud', 'fraud@7', 'fraud@champion'.
 */
#ifndef MLS_PG_RESOLVE_H
#define MLS_PG_RESOLVE_H

#include "postgres.h"

#include "datatype/timestamp.h"

#include "pg/access.h"
#include "pg/settings.h"

#define MLS_MODEL_NAME_MAX	255 /* bytes of a model's name, or of an alias */
#define MLS_DIGEST_LENGTH	32	/* SHA-256 */

/* A version, as a name meant it under one snapshot. */
typedef struct MlsVersionRef
{
	int64		content_id;		/* identity of what is scored: 63 bits of digest */
	uint8		digest[MLS_DIGEST_LENGTH];	/* of the document and the options that change a score */
	int32		version;
	MlsOnInvalid on_invalid;	/* as said at load */
	char		name[MLS_MODEL_NAME_MAX + 1];	/* of the model, without "@..." */
} MlsVersionRef;

/*
 * Fills *ref with the version that spec (server encoding) means under the
 * active snapshot, for the current user (GetUserId()), who must have the right
 * to predict.  One index scan for a plain name, two for name@version, three for
 * name@alias.
 *
 * Raises ERRCODE_UNDEFINED_OBJECT, with the closest names as a hint, when there
 * is no such model, version or alias; ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE
 * when the model has no default version; ERRCODE_INSUFFICIENT_PRIVILEGE.
 */
extern void mls_resolve(const char *spec, MlsVersionRef *ref);

/* The same for another right (pg/access.h); returns the version. */
extern int32 mls_resolve_right(const char *spec, MlsRight right, MlsVersionRef *ref);

/* The same as mls_resolve(), but false instead of an error. */
extern bool mls_resolve_try(const char *spec, MlsVersionRef *ref);

/* A version by its number, whoever asks; false if there is none. */
extern bool mls_resolve_version(const char *name, int32 version, MlsVersionRef *ref);

/*
 * What a resolution depends on beside the name: the rows that can be seen, and
 * who asks.  A call site keeps the mark of its last resolution and resolves
 * again as soon as mls_mark_holds() says no:
 *
 *	 if (!mls_mark_holds(&state->mark))
 *	 {
 *		 mls_resolve(spec, &state->ref);
 *		 mls_mark_set(&state->mark);
 *	 }
 *
 * All zeroes is a mark that never holds.
 */
typedef struct MlsMark
{
	TransactionId xmin;
	TransactionId xmax;
	uint32		xcnt;
	int32		subxcnt;
	CommandId	curcid;
	LocalTransactionId lxid;	/* the transaction that asks */
	bool		outlives_it;	/* good also for later ones that see the same */
	TimestampTz since;			/* when the statement began that asked */
	Oid			user;
	bool		suboverflowed;
	bool		in_recovery;
	uint64		undone;			/* subtransactions that this backend has rolled back */
	uint64		running;		/* hash of what is running, where two-phase commit is possible */
} MlsMark;

extern void mls_mark_set(MlsMark *mark);
extern bool mls_mark_holds(const MlsMark *mark);

/* Once per backend. */
extern void mls_resolve_init(void);

#endif
