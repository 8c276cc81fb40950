/*
 * pg/planned.c
 *	  What a call on explicit columns was planned for, as text.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "pg/planned.h"

/* ---- writing ---- */

char *
mls_planned_text(const MlsPlanned *planned)
{
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "version %d, " INT64_FORMAT, planned->version, planned->content_id);
	if (planned->target != NULL)
		appendStringInfo(&out, ", target %s", quote_identifier(planned->target));
	if (planned->on_invalid != MLS_ON_INVALID_UNSET)
		appendStringInfo(&out, ", on_invalid %s", planned->on_invalid == MLS_ON_INVALID_NULL ? "null" : "error");
	if (planned->is_whole)
		appendStringInfoString(&out, ": *");
	for (int i = 0; i < planned->n_names; i++)
		appendStringInfo(&out, "%s%s", i == 0 ? ": " : ", ", quote_identifier(planned->names[i]));
	if (planned->of_row)
		appendStringInfoString(&out, MLS_OF_THE_ROW);
	return out.data;
}

/* ---- reading ---- */

int
mls_planned_hint(void)
{
	return errhint("The planner makes these calls. Use predict() and its like with a row.");
}

static void __attribute__((noreturn))
bad_text(const char *text, const char *at)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid plan of a call on columns, at \"%s\"", at),
			 errdetail("The whole is \"%s\".", text),
			 mls_planned_hint()));
}

/* Skips a word or sign; false if something else is there. */
static bool
skip(const char **at, const char *word)
{
	size_t		length = strlen(word);

	if (strncmp(*at, word, length) != 0)
		return false;
	*at += length;
	return true;
}

static int64
read_number(const char *text, const char **at)
{
	char	   *end;
	int64		number;

	errno = 0;
	number = strtoi64(*at, &end, 10);
	if (end == *at || errno != 0)
		bad_text(text, *at);
	*at = end;
	return number;
}

/*
 * An identifier: in quotes, in which a quote stands twice; or up to a comma or colon.
 * It comes into the room, which then begins behind it.
 */
static char *
read_name(const char *text, const char **at, char **room)
{
	char	   *name = *room;
	char	   *out = name;
	const char *p = *at;

	if (*p == '"')
	{
		for (p++; p[0] != '"' || p[1] == '"'; p++)
		{
			if (*p == '\0')
				bad_text(text, *at);
			p += *p == '"';
			*out++ = *p;
		}
		p++;
	}
	else
	{
		while (*p != '\0' && *p != ',' && *p != ':' && *p != ' ')
			*out++ = *p++;
		if (out == name)
			bad_text(text, *at);
	}
	*out++ = '\0';
	*room = out;
	*at = p;
	return name;
}

void
mls_planned_parse(const char *text, MlsPlanned *planned)
{
	const char *at = text;
	char	   *room = palloc(strlen(text) + 1);	/* of names, before each of which there is more than its end takes */
	int			most = 1;

	memset(planned, 0, sizeof(*planned));
	if (!skip(&at, "version "))
		bad_text(text, at);
	planned->version = (int32) read_number(text, &at);
	if (!skip(&at, ", "))
		bad_text(text, at);
	planned->content_id = read_number(text, &at);
	if (skip(&at, ", target "))
		planned->target = read_name(text, &at, &room);
	if (skip(&at, ", on_invalid "))
		planned->on_invalid = mls_parse_on_invalid(read_name(text, &at, &room));

	if (strcmp(at, ": *") == 0)
	{
		planned->is_whole = true;
		return;
	}
	for (const char *p = at; *p != '\0'; p++)
		most += *p == ',';
	planned->names = palloc(most * sizeof(char *));
	while (skip(&at, planned->n_names == 0 ? ": " : ", "))
		planned->names[planned->n_names++] = read_name(text, &at, &room);
	planned->of_row = skip(&at, MLS_OF_THE_ROW);
	if (*at != '\0')
		bad_text(text, at);
}

TupleDesc
mls_planned_descriptor(const MlsPlanned *planned, const Oid *types, int n)
{
	TupleDesc	descriptor = CreateTemplateTupleDesc(n);

	if (n != planned->n_names)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a call on columns names %d columns and passes %d", planned->n_names, n),
				 mls_planned_hint()));
	for (int i = 0; i < n; i++)
		TupleDescInitEntry(descriptor, i + 1, planned->names[i], types[i], -1, 0);
	return descriptor;
}
