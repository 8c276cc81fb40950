/*
 * pg/access.h
 *	  Who may do what with a model.
 *
 * The owner (and whoever has the owner's privileges, and superusers) may do
 * everything.  Others have the rights of the access list, by name of a role
 * whose privileges they have or as "public".  A model without a list has the
 * list {"public": ["predict"]}.
 */
#ifndef MLS_PG_ACCESS_H
#define MLS_PG_ACCESS_H

#include "postgres.h"

#include "utils/jsonb.h"

typedef enum MlsRight
{
	MLS_RIGHT_PREDICT,			/* score, and see the fields */
	MLS_RIGHT_READ,				/* the document */
	MLS_RIGHT_MANAGE,			/* load, drop, activate and alias versions; includes the two above */
	MLS_N_RIGHTS,
	MLS_RIGHT_OWN = MLS_N_RIGHTS	/* grant and revoke: the owner's alone */
} MlsRight;

/* A right by its name in grant_model(); raises ERRCODE_INVALID_PARAMETER_VALUE.  And back. */
extern MlsRight mls_parse_right(const char *name);
extern const char *mls_right_name(MlsRight right);

/* Whether the user has the right; access NULL: there is no list. */
extern bool mls_has_right(Oid user, const char *owner, Jsonb *access, MlsRight right);

/* Raises ERRCODE_INSUFFICIENT_PRIVILEGE unless the user has the right. */
extern void mls_require_right(Oid user, const char *model, const char *owner,
							  Jsonb *access, MlsRight right);

#endif
