/*
 * base/load.c
 *	  The context of one load: memory, problems found, and the way out.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/load.h"

/* How much of a text a message quotes, in bytes. */
#define LONGEST_QUOTE		80

void
mls_load_init(MlsLoad *load, const MlsHost *host, size_t memory_limit)
{
	memset(load, 0, sizeof(*load));
	mls_arena_init(&load->arena, host, memory_limit);
	load->problems_tail = &load->problems;
	load->notices_tail = &load->notices;
}

void
mls_load_free(MlsLoad *load)
{
	const MlsHost *host = load->arena.host;
	size_t		limit = load->arena.limit;

	mls_arena_reset(&load->arena);
	mls_load_init(load, host, limit);
}

/* The code of the first problem: what the load as a whole failed with. */
static MlsCode
first_code(const MlsLoad *load)
{
	return load->problems ? load->problems->code : MLS_OK;
}

MlsCode
mls_run(MlsLoad *load, void (*step) (MlsLoad *load, void *arg), void *arg)
{
	if (setjmp(load->exit) == 0)
		step(load, arg);
	return first_code(load);
}

/* ---- problems ---- */

/* The text of a format, in the arena; NULL without memory. */
static char *format_text(MlsLoad *load, const char *format, va_list arguments)
			__attribute__((format(printf, 2, 0)));

static char *
format_text(MlsLoad *load, const char *format, va_list arguments)
{
	char		local[512];
	va_list		again;
	int			length;
	char	   *text;

	va_copy(again, arguments);
	length = vsnprintf(local, sizeof(local), format, arguments);
	if (length < 0)
		length = 0;
	text = mls_arena_alloc(&load->arena, (size_t) length + 1);
	if (text && (size_t) length < sizeof(local))
		memcpy(text, local, (size_t) length);
	else if (text)
		vsnprintf(text, (size_t) length + 1, format, again);
	va_end(again);
	return text;
}

static const char *
copy_text(MlsLoad *load, const char *text)
{
	size_t		length;
	char	   *copy;

	if (!text)
		return NULL;
	length = strlen(text);
	copy = mls_arena_alloc(&load->arena, length + 1);
	if (copy)
		memcpy(copy, text, length);
	return copy;
}

/*
 * Appends a problem to a list.  When memory has run out the one record that is
 * kept aside takes it; later ones are lost then, but the load fails all the same.
 */
static void note(MlsLoad *load, MlsProblem ***tail, MlsCode code, const char *place,
				 const char *hint, const char *format, va_list arguments)
			__attribute__((format(printf, 6, 0)));

static void
note(MlsLoad *load, MlsProblem ***tail, MlsCode code, const char *place,
	 const char *hint, const char *format, va_list arguments)
{
	MlsProblem *problem = mls_arena_alloc(&load->arena, sizeof(MlsProblem));
	va_list		again;

	va_copy(again, arguments);
	if (problem)
	{
		problem->message = format_text(load, format, arguments);
		problem->place = copy_text(load, place);
		problem->hint = copy_text(load, hint);
	}
	if (!problem || !problem->message)
	{
		problem = &load->last_problem;
		if (problem->message)
		{
			va_end(again);
			return;
		}
		vsnprintf(load->last_resort, sizeof(load->last_resort), format, again);
		problem->message = load->last_resort;
	}
	va_end(again);
	problem->code = code;
	problem->next = NULL;
	**tail = problem;
	*tail = &problem->next;
}

void
mls_problem(MlsLoad *load, MlsCode code, const char *place, const char *hint, const char *format,...)
{
	va_list		arguments;

	if (load->n_problems++ >= MLS_MAX_PROBLEMS)
		return;
	va_start(arguments, format);
	note(load, &load->problems_tail, code, place, hint, format, arguments);
	va_end(arguments);
}

void
mls_notice(MlsLoad *load, const char *place, const char *hint, const char *format,...)
{
	va_list		arguments;

	va_start(arguments, format);
	note(load, &load->notices_tail, MLS_OK, place, hint, format, arguments);
	va_end(arguments);
}

void
mls_fatal(MlsLoad *load, MlsCode code, const char *place, const char *hint, const char *format,...)
{
	va_list		arguments;

	load->n_problems++;
	va_start(arguments, format);
	note(load, &load->problems_tail, code, place, hint, format, arguments);
	va_end(arguments);
	longjmp(load->exit, 1);
}

void
mls_stop_if_problems(MlsLoad *load)
{
	if (load->problems)
		longjmp(load->exit, 1);
}

void
mls_check_cancelled(MlsLoad *load)
{
	const MlsHost *host = load->arena.host;

	if (host->cancelled(host->context))
		mls_fatal(load, MLS_CANCELLED, NULL, NULL, "the load was cancelled");
}

/* ---- memory ---- */

void *
mls_try_alloc(MlsLoad *load, size_t size)
{
	return mls_arena_alloc(&load->arena, size);
}

/* What was allocated; leaves if that is NULL. */
static void *
allocated(MlsLoad *load, void *result)
{
	if (!result)
	{
		if (load->arena.at_limit)
			mls_fatal(load, MLS_TOO_LARGE, NULL, NULL,
					  "the model needs more than the %zu MB of memory that a load may take",
					  load->arena.limit / (1024 * 1024));
		mls_fatal(load, MLS_NO_MEMORY, NULL, NULL, "out of memory");
	}
	return result;
}

void *
mls_alloc(MlsLoad *load, size_t size)
{
	return allocated(load, mls_arena_alloc(&load->arena, size));
}

void *
mls_alloc_room(MlsLoad *load, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		return mls_alloc(load, SIZE_MAX);
	return allocated(load, mls_arena_room(&load->arena, n * size));
}

void
mls_give_back(MlsLoad *load, void *memory, size_t size)
{
	mls_arena_give_back(&load->arena, memory, size);
}

static void *
host_alloc(void *context, size_t size)
{
	return mls_try_alloc((MlsLoad *) context, size);
}

static void
host_free(void *context, void *pointer)
{
}

static bool
host_cancelled(void *context)
{
	const MlsHost *host = ((const MlsLoad *) context)->arena.host;

	return host->cancelled(host->context);
}

MlsHost
mls_load_host(MlsLoad *load)
{
	return (MlsHost) {load, host_alloc, host_free, host_cancelled};
}

void *
mls_alloc_n(MlsLoad *load, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		return mls_alloc(load, SIZE_MAX);
	return mls_alloc(load, n * size);
}

char *
mls_strndup(MlsLoad *load, const char *text, size_t length)
{
	char	   *copy = mls_alloc(load, length + 1);

	memcpy(copy, text, length);
	return copy;
}

char *
mls_strdup(MlsLoad *load, const char *text)
{
	return mls_strndup(load, text, strlen(text));
}

char *
mls_format(MlsLoad *load, const char *format,...)
{
	va_list		arguments;
	int			length;
	char	   *text;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	text = mls_alloc(load, (size_t) (length < 0 ? 0 : length) + 1);
	va_start(arguments, format);
	vsnprintf(text, (size_t) (length < 0 ? 0 : length) + 1, format, arguments);
	va_end(arguments);
	return text;
}

const char *
mls_quote(MlsLoad *load, const char *text)
{
	size_t		n = strnlen(text, LONGEST_QUOTE + 1);

	if (n <= LONGEST_QUOTE)
		return text;

	/* not in the middle of a character */
	for (n = LONGEST_QUOTE; n > 0 && ((unsigned char) text[n] & 0xC0) == 0x80; n--)
		;
	return mls_format(load, "%.*s...", (int) n, text);
}

const char *
mls_text_as_json(MlsLoad *load, const char *text)
{
	char	   *result = mls_alloc(load, 6 * strlen(text) + 3);
	char	   *to = result;

	*to++ = '"';
	for (; *text; text++)
	{
		if (*text == '"' || *text == '\\')
			*to++ = '\\';
		if ((unsigned char) *text >= ' ')
			*to++ = *text;
		else
		{
			static const char digits[] = "0123456789abcdef";

			memcpy(to, "\\u00", 4);
			to[4] = digits[(unsigned char) *text >> 4];
			to[5] = digits[*text & 15];
			to += 6;
		}
	}
	*to = '"';
	return result;
}

const char *
mls_place(MlsLoad *load, uint32_t line, const char *what)
{
	return line == 0 ? what : mls_format(load, "line %u, %s", line, what);
}
