/*
 * pg/grants.c
 *	  grant_model() and revoke_model(): the access list of a model.
 *
 * As with functions, a model without a list has a default one, in which
 * everyone may predict; the first change writes it out, so that granting one
 * right does not take away another.
 */
#include "postgres.h"

#include "utils/acl.h"
#include "utils/builtins.h"

#include "pg/json_out.h"
#include "pg/model_lock.h"

PG_FUNCTION_INFO_V1(mls_grant_model);
PG_FUNCTION_INFO_V1(mls_revoke_model);

#define PUBLIC	"public"

typedef struct Grantee
{
	char	   *role;
	unsigned	rights;			/* bits by MlsRight */
} Grantee;

typedef struct AccessList
{
	Grantee    *grantees;
	int			n;
} AccessList;

/* The grantee of that name, new if need be; the list has room for one more. */
static Grantee *
grantee(AccessList *list, char *role)
{
	for (int i = 0; i < list->n; i++)
		if (strcmp(list->grantees[i].role, role) == 0)
			return &list->grantees[i];
	list->grantees[list->n] = (Grantee) {role, 0};
	return &list->grantees[list->n++];
}

static void
read_list(Jsonb *access, AccessList *list)
{
	Grantee    *current = NULL;
	JsonbIterator *it;
	JsonbIteratorToken token;
	JsonbValue	value;

	list->n = 0;
	list->grantees = palloc(sizeof(Grantee) * ((access == NULL ? 1 : JB_ROOT_COUNT(access)) + 1));
	if (access == NULL)
	{
		grantee(list, PUBLIC)->rights = 1u << MLS_RIGHT_PREDICT;
		return;
	}
	it = JsonbIteratorInit(&access->root);
	while ((token = JsonbIteratorNext(&it, &value, false)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			current = grantee(list, pnstrdup(value.val.string.val, value.val.string.len));
		else if (token == WJB_ELEM && current != NULL && value.type == jbvString)
		{
			MlsRight	right = mls_parse_right(pnstrdup(value.val.string.val, value.val.string.len));

			current->rights |= 1u << right;
		}
	}
}

/* The list as JSON, or NULL where it is the default one. */
static char *
write_list(const AccessList *list)
{
	MlsJson		json = {0};
	bool		is_default = true;
	bool		public_predicts = false;

	mls_out_begin(&json, NULL, '{');
	for (int i = 0; i < list->n; i++)
	{
		const Grantee *g = &list->grantees[i];

		if (g->rights == 0)
			continue;
		if (strcmp(g->role, PUBLIC) == 0 && g->rights == 1u << MLS_RIGHT_PREDICT)
			public_predicts = true;
		else
			is_default = false;
		mls_out_begin(&json, g->role, '[');
		for (int right = 0; right < MLS_N_RIGHTS; right++)
			if (g->rights & 1u << right)
				mls_out_text(&json, NULL, mls_right_name(right));
		mls_out_end(&json);
	}
	mls_out_end(&json);
	return is_default && public_predicts ? NULL : json.out.data;
}

static bool
has_grantee(const AccessList *list, const char *role, MlsRight right)
{
	for (int i = 0; i < list->n; i++)
		if (strcmp(list->grantees[i].role, role) == 0)
			return (list->grantees[i].rights & 1u << right) != 0;
	return false;
}

static void
change(FunctionCallInfo fcinfo, bool granting)
{
	static const char *const what[] = {"name of the model", "role", "right"};
	char	   *arguments[3];
	MlsSpec		spec;
	MlsCatalogUse use;
	MlsModelRow model;
	AccessList	list;

	for (int i = 0; i < 3; i++)
	{
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					errmsg("%s must not be null", what[i]));
		arguments[i] = text_to_cstring(PG_GETARG_TEXT_PP(i));
	}

	char	   *role = arguments[1];
	MlsRight	right = mls_parse_right(arguments[2]);

	mls_parse_plain_spec(arguments[0], &spec, "Rights are to a model with all of its versions.");
	mls_catalog_begin(&use);
	if (!mls_model_lock(&use, spec.name, MLS_RIGHT_OWN, &model))
		mls_no_model(spec.name);
	read_list(model.access, &list);

	/* a role that is gone may still be in the list */
	if (strcmp(role, PUBLIC) != 0 && (granting || !has_grantee(&list, role, right)))
		(void) get_role_oid(role, false);
	if (granting)
		grantee(&list, role)->rights |= 1u << right;
	else
		grantee(&list, role)->rights &= ~(1u << right);
	MLS_SQL("UPDATE @ml_model SET access = $2 WHERE name OPERATOR(pg_catalog.=) $1",
			mls_text(spec.name), mls_json(write_list(&list)));
	mls_catalog_end(&use);

	if (granting && right == MLS_RIGHT_PREDICT && strcmp(role, PUBLIC) != 0 &&
		has_grantee(&list, PUBLIC, MLS_RIGHT_PREDICT))
		ereport(NOTICE,
				errmsg("everyone may predict with model \"%s\"", spec.name),
				errhint("revoke_model('%s', 'public', 'predict') leaves it to those who were granted it.", spec.name));
}

Datum
mls_grant_model(PG_FUNCTION_ARGS)
{
	mls_catalog_prevent_read_only("grant_model()");
	change(fcinfo, true);
	PG_RETURN_VOID();
}

Datum
mls_revoke_model(PG_FUNCTION_ARGS)
{
	mls_catalog_prevent_read_only("revoke_model()");
	change(fcinfo, false);
	PG_RETURN_VOID();
}
