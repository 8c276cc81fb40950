/*
 * pg/access.c
 *	  Who may do what with a model.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "pg/access.h"

static const char *const right_names[MLS_N_RIGHTS] = {
	[MLS_RIGHT_PREDICT] = "predict",
	[MLS_RIGHT_READ] = "read",
	[MLS_RIGHT_MANAGE] = "manage",
};

MlsRight
mls_parse_right(const char *name)
{
	for (int right = 0; right < MLS_N_RIGHTS; right++)
		if (strcmp(name, right_names[right]) == 0)
			return right;
	ereport(ERROR,
			errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("unknown right: \"%s\"", name),
			errhint("The rights to a model are \"predict\", \"read\" and \"manage\"."));
}

const char *
mls_right_name(MlsRight right)
{
	return right_names[right];
}

/* Whether a user has the privileges of a role; a role that is gone gives nothing. */
static bool
has_role(Oid user, const char *name)
{
	Oid			role = get_role_oid(name, true);

	return OidIsValid(role) && has_privs_of_role(user, role);
}

static bool
is_right(const JsonbValue *value, MlsRight right)
{
	const char *name = right_names[right];

	return value->type == jbvString &&
		value->val.string.len == (int) strlen(name) &&
		memcmp(value->val.string.val, name, value->val.string.len) == 0;
}

/* Whether the list gives the user the right, or the one that includes it. */
static bool
list_gives(Oid user, Jsonb *access, MlsRight right)
{
	JsonbIterator *it = JsonbIteratorInit(&access->root);
	JsonbIteratorToken token;
	JsonbValue	value;
	bool		concerns = false;

	while ((token = JsonbIteratorNext(&it, &value, false)) != WJB_DONE)
	{
		if (token == WJB_KEY)
		{
			char	   *role = pnstrdup(value.val.string.val, value.val.string.len);

			concerns = strcmp(role, "public") == 0 || has_role(user, role);
			pfree(role);
		}
		else if (token == WJB_ELEM && concerns &&
				 (is_right(&value, right) || is_right(&value, MLS_RIGHT_MANAGE)))
			return true;
	}
	return false;
}

bool
mls_has_right(Oid user, const char *owner, Jsonb *access, MlsRight right)
{
	if (access == NULL && right == MLS_RIGHT_PREDICT)
		return true;
	if (has_role(user, owner) || superuser_arg(user))
		return true;
	return access != NULL && right != MLS_RIGHT_OWN && list_gives(user, access, right);
}

void
mls_require_right(Oid user, const char *model, const char *owner,
				  Jsonb *access, MlsRight right)
{
	if (mls_has_right(user, owner, access, right))
		return;
	if (right == MLS_RIGHT_OWN)
		ereport(ERROR,
				errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				errmsg("must be owner of model \"%s\"", model));
	ereport(ERROR,
			errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			errmsg("permission denied for model \"%s\"", model),
			errhint("Its owner, \"%s\", can give you the right \"%s\" by grant_model().",
					owner, right_names[right]));
}
