/*
 * pg/host.c
 *	  The scoring library inside a backend: memory, cancelling, errors, texts.
 *
 * The library never throws; here, after it has returned, is the only place
 * where what it says becomes an ereport.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "pg/host.h"

#define MOST_DETAIL		16384	/* bytes of DETAIL; the log gets it too */

static void *
host_alloc(void *context, size_t size)
{
	if (size > MaxAllocHugeSize)
		return NULL;
	return MemoryContextAllocExtended(context, size, MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
}

static void
host_free(void *context, void *pointer)
{
	pfree(pointer);
}

static bool
host_cancelled(void *context)
{
	return InterruptPending && (QueryCancelPending || ProcDiePending);
}

MlsHost
mls_context_host(MemoryContext context)
{
	return (MlsHost) {context, host_alloc, host_free, host_cancelled};
}

static const struct
{
	const char *name;
	int			sqlstate;
}			codes[] = {
	[MLS_OK] = {"ok", ERRCODE_SUCCESSFUL_COMPLETION},
	[MLS_SYNTAX] = {"syntax", ERRCODE_INVALID_TEXT_REPRESENTATION},
	[MLS_INVALID] = {"invalid", ERRCODE_DATA_EXCEPTION},
	[MLS_UNSUPPORTED] = {"unsupported", ERRCODE_FEATURE_NOT_SUPPORTED},
	[MLS_BAD_OPTION] = {"option", ERRCODE_INVALID_PARAMETER_VALUE},
	[MLS_VERIFICATION] = {"verification", ERRCODE_CHECK_VIOLATION},
	[MLS_TOO_LARGE] = {"too large", ERRCODE_PROGRAM_LIMIT_EXCEEDED},
	[MLS_NO_MEMORY] = {"no memory", ERRCODE_OUT_OF_MEMORY},
	[MLS_CANCELLED] = {"cancelled", ERRCODE_QUERY_CANCELED},
	[MLS_CORRUPT] = {"corrupt", ERRCODE_DATA_CORRUPTED},
};

const char *
mls_code_name(MlsCode code)
{
	return codes[code].name;
}

static char *
list_problems(const MlsLoad *load)
{
	StringInfoData out;
	unsigned	shown = 0;

	initStringInfo(&out);
	for (const MlsProblem *problem = load->problems; problem != NULL; problem = problem->next)
	{
		if (out.len > MOST_DETAIL)
			break;
		appendStringInfo(&out, "%s%s%s%s", shown == 0 ? "" : "\n",
						 problem->place == NULL ? "" : mls_show_text(problem->place),
						 problem->place == NULL ? "" : ": ",
						 mls_show_text(problem->message));
		shown++;
	}
	if (shown < load->n_problems)
		appendStringInfo(&out, "\n... and %u more", load->n_problems - shown);
	return out.data;
}

void
mls_report_load(int elevel, const MlsLoad *load, const char *what)
{
	const MlsProblem *first = load->problems;
	const char *hint = NULL;

	for (const MlsProblem *problem = load->problems; problem != NULL; problem = problem->next)
	{
		if (problem->code == MLS_CANCELLED)
		{
			CHECK_FOR_INTERRUPTS();
			elevel = ERROR;
		}
		if (hint == NULL)
			hint = problem->hint;
	}
	if (first == NULL)
		elog(ERROR, "%s: no reason is known", what);

	const char *place = first->place == NULL ? "" : psprintf(" (%s)", mls_show_text(first->place));

	if (hint != NULL)
		hint = mls_show_text(hint);
	ereport(elevel,
			errcode(codes[first->code].sqlstate),
			errmsg("%s: %s%s", what, mls_show_text(first->message), place),
			load->n_problems <= 1 ? 0 : errdetail("%u problems:\n%s", load->n_problems, list_problems(load)),
			hint == NULL ? 0 : errhint("%s", hint));
}

void
mls_raise_notices(const MlsLoad *load)
{
	for (const MlsProblem *notice = load->notices; notice != NULL; notice = notice->next)
		ereport(NOTICE,
				errmsg("%s%s%s", mls_show_text(notice->message),
					   notice->place == NULL ? "" : " at ",
					   notice->place == NULL ? "" : mls_show_text(notice->place)),
				notice->hint == NULL ? 0 : errhint("%s", mls_show_text(notice->hint)));
}

/* Bytes of the UTF-8 character at p that is sound, or 0. */
static int
sound_character(const unsigned char *p, size_t length)
{
	int			n = pg_encoding_verifymbchar(PG_UTF8, (const char *) p, (int) Min(length, 8));

	return n > 0 ? n : 0;
}

char *
mls_show_text(const char *utf8)
{
	size_t		length = strlen(utf8);
	bool		is_utf8 = GetDatabaseEncoding() == PG_UTF8 || GetDatabaseEncoding() == PG_SQL_ASCII;

	if (is_utf8 && pg_encoding_verifymbstr(PG_UTF8, utf8, (int) length) == (int) length)
		return pstrdup(utf8);

	Oid			conversion = is_utf8 ? InvalidOid : FindDefaultConversionProc(PG_UTF8, GetDatabaseEncoding());
	StringInfoData out;

	initStringInfo(&out);
	for (const unsigned char *p = (const unsigned char *) utf8; length > 0;)
	{
		int			n = sound_character(p, length);
		unsigned char converted[32];

		if (n == 0 || (n > 1 && !is_utf8 && !OidIsValid(conversion)))
			appendStringInfoChar(&out, '?');
		else if (n == 1 || is_utf8)
			appendBinaryStringInfo(&out, (const char *) p, n);
		else if (pg_do_encoding_conversion_buf(conversion, PG_UTF8, GetDatabaseEncoding(),
											   unconstify(unsigned char *, p), n,
											   converted, sizeof(converted), true) == n)
			appendStringInfoString(&out, (const char *) converted);
		else
			appendStringInfoChar(&out, '?');
		n = Max(n, 1);
		p += n;
		length -= n;
	}
	return out.data;
}

char *
mls_utf8(const char *text, size_t length)
{
	return pg_server_to_any(text, (int) length, PG_UTF8);
}
