/*
 * pg/model_lock.h
 *	  A model's row, locked for a change.
 *
 * Whoever changes anything of a model updates its row in ml_model first, be it
 * without effect, so that changes of one model come one after the other.  An
 * update and not only a lock, so that in REPEATABLE READ a transaction whose
 * snapshot does not see the change before gets a serialization failure.  Plans
 * that were made for the model are made anew.
 */
#ifndef MLS_PG_MODEL_LOCK_H
#define MLS_PG_MODEL_LOCK_H

#include "postgres.h"

#include "pg/access.h"
#include "pg/catalog.h"
#include "pg/spec.h"

typedef struct MlsModelRow
{
	char	   *owner;
	Jsonb	   *access;			/* or NULL */
	int32		default_version;	/* 0: none */
	int32		last_version;
} MlsModelRow;

/* Raises an error if there is such a model, and use->user has not the right to it. */
extern void mls_model_check(const MlsCatalogUse *use, const char *name, MlsRight right);

/*
 * Locks the row of a model; false if there is none.  As the catalog's owner
 * (use); raises an error unless use->user has the right.
 */
extern bool mls_model_lock(const MlsCatalogUse *use, const char *name, MlsRight right,
						   MlsModelRow *model);

/* The same, but makes the row, owned by use->user, if there is none. */
extern void mls_model_lock_or_create(const MlsCatalogUse *use, const char *name, MlsModelRow *model);

/* Makes a version of a locked model the default one. */
extern void mls_model_activate(const char *name, int32 version);

/*
 * The version that the arguments (model, version) of a managing function mean:
 * 'name' and a number, or 'name@version' or 'name@alias' and NULL.  0 where they
 * name none.  Raises an error where they name two, or the version is not there.
 * As the catalog's owner, the model being locked.
 */
extern int32 mls_named_version(const MlsSpec *spec, bool is_null, int32 version);

#endif
