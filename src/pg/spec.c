/*
 * pg/spec.c
 *	  Names of models as users write them.
 */
#include "postgres.h"

#include "pg/catalog.h"
#include "pg/closest.h"
#include "pg/spec.h"

/* Names that are looked at for a hint. */
#define MOST_NAMES	"10000"

static void
check_length(const char *what, const char *text, size_t length)
{
	if (length == 0)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_NAME),
				errmsg("%s must not be empty", what));
	if (length > MLS_MODEL_NAME_MAX)
		ereport(ERROR,
				errcode(ERRCODE_NAME_TOO_LONG),
				errmsg("%s is too long", what),
				errdetail("It has %zu bytes, the limit is %d.", length, MLS_MODEL_NAME_MAX));
}

static bool
is_digits(const char *text)
{
	return text[strspn(text, "0123456789")] == '\0';
}

/* The number, or 0 for one that no version can have. */
static int32
parse_version(const char *digits)
{
	int64		version = 0;

	for (; *digits != '\0'; digits++)
	{
		version = version * 10 + (*digits - '0');
		if (version > PG_INT32_MAX)
			return 0;
	}
	return (int32) version;
}

static bool
has_length(size_t length)
{
	return length > 0 && length <= MLS_MODEL_NAME_MAX;
}

bool
mls_is_spec(const char *text)
{
	const char *at = strchr(text, '@');

	if (at == NULL)
		return has_length(strlen(text));
	return has_length(at - text) && has_length(strlen(at + 1)) && strchr(at + 1, '@') == NULL &&
		(!is_digits(at + 1) || parse_version(at + 1) != 0);
}

void
mls_parse_spec(const char *text, MlsSpec *spec)
{
	const char *at = strchr(text, '@');
	size_t		length = at == NULL ? strlen(text) : (size_t) (at - text);

	check_length("name of a model", text, length);
	memcpy(spec->name, text, length);
	spec->name[length] = '\0';
	spec->alias[0] = '\0';
	spec->version = 0;
	if (at == NULL)
		return;
	check_length("version or alias behind \"@\"", at + 1, strlen(at + 1));
	if (strchr(at + 1, '@') != NULL)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_NAME),
				errmsg("invalid name of a model: \"%s\"", text),
				errdetail("There is more than one \"@\"."));
	if (is_digits(at + 1))
	{
		spec->version = parse_version(at + 1);
		if (spec->version == 0)
			ereport(ERROR,
					errcode(ERRCODE_UNDEFINED_OBJECT),
					errmsg("model \"%s\" has no version %s", spec->name, at + 1));
	}
	else
		strlcpy(spec->alias, at + 1, sizeof(spec->alias));
}

void
mls_parse_plain_spec(const char *text, MlsSpec *spec, const char *why)
{
	mls_parse_spec(text, spec);
	if (!MLS_SPEC_IS_PLAIN(spec))
		ereport(ERROR,
				errcode(ERRCODE_INVALID_NAME),
				errmsg("invalid name of a model: \"%s\"", text),
				errdetail("%s", why));
}

void
mls_check_alias(const char *alias)
{
	check_length("alias", alias, strlen(alias));
	if (strchr(alias, '@') != NULL || is_digits(alias))
		ereport(ERROR,
				errcode(ERRCODE_INVALID_NAME),
				errmsg("invalid alias: \"%s\"", alias),
				errdetail("An alias has no \"@\" and is not all digits."));
}

/* The nearest of the names that a query gives, palloc'd, or NULL. */
static char *
closest_of(const char *wanted, const char *query, int n, const MlsParam *params)
{
	MlsCatalogUse use;
	MlsClosest	closest;

	mls_catalog_begin(&use);

	uint64		n_names = mls_sql_read(query, n, params);

	mls_closest_begin(&closest, wanted);
	for (uint64 i = 0; i < n_names; i++)
		mls_closest_offer(&closest, mls_sql_text(i, 1));
	mls_catalog_end(&use);

	/* mls_sql_text has put the name into this function's own context */
	return (char *) closest.best;
}

void
mls_no_model(const char *name)
{
	char	   *closest = closest_of(name, "SELECT name FROM @ml_model LIMIT " MOST_NAMES, 0, NULL);

	ereport(ERROR,
			errcode(ERRCODE_UNDEFINED_OBJECT),
			errmsg("model \"%s\" does not exist", name),
			closest == NULL ? 0 : errhint("Perhaps you meant \"%s\".", closest));
}

void
mls_no_version(const char *name, int32 version)
{
	ereport(ERROR,
			errcode(ERRCODE_UNDEFINED_OBJECT),
			errmsg("model \"%s\" has no version %d", name, version));
}

void
mls_no_alias(const char *name, const char *alias)
{
	MlsParam	param = mls_text(name);
	char	   *closest = closest_of(alias, "SELECT alias FROM @ml_model_alias"
									 " WHERE name OPERATOR(pg_catalog.=) $1 LIMIT " MOST_NAMES, 1, &param);

	ereport(ERROR,
			errcode(ERRCODE_UNDEFINED_OBJECT),
			errmsg("model \"%s\" has no alias \"%s\"", name, alias),
			closest == NULL ? 0 : errhint("Perhaps you meant \"%s@%s\".", name, closest));
}

void
mls_no_default_version(const char *name)
{
	ereport(ERROR,
			errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			errmsg("model \"%s\" has no default version", name),
			errhint("Name a version, as in \"%s@1\", or make one the default by set_default_version().", name));
}
