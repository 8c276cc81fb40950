/*
 * base/load.h
 *	  The context of one load: memory, problems found, and the way out.
 *
 * A load reads a document, builds its meaning (ir/) and compiles it to an
 * image.  Two kinds of trouble can come up:
 *
 *	 problems	 An unsupported element, a bad attribute.  mls_problem() notes
 *				 it with its place and the work goes on, so that the user sees
 *				 every problem of a document at once.  A stage that noted
 *				 problems ends with mls_stop_if_problems().
 *	 fatal ones	 No memory, cancelled, text that is not XML.  mls_fatal() notes
 *				 it and leaves by longjmp to mls_run(), the one exit path.
 *
 * The functions that may leave (marked "leaves" below) must not be called with
 * libxml2 or cJSON on the stack: from their callbacks use mls_try_alloc() and
 * tell the parser to stop.
 */
#ifndef MLS_BASE_LOAD_H
#define MLS_BASE_LOAD_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* What kind of trouble; the host turns it into an SQLSTATE. */
typedef enum MlsCode
{
	MLS_OK = 0,
	MLS_SYNTAX,					/* not well-formed, truncated, wrong encoding */
	MLS_INVALID,				/* well-formed, but contradicts itself or the format */
	MLS_UNSUPPORTED,			/* means something that is not scored (yet) */
	MLS_BAD_OPTION,				/* a load option that does not fit this document */
	MLS_VERIFICATION,			/* the model fails its own verification rows */
	MLS_TOO_LARGE,				/* over a limit: depth, size, memory */
	MLS_NO_MEMORY,				/* the host has none left */
	MLS_CANCELLED,
	MLS_CORRUPT					/* an image that is not one */
} MlsCode;

typedef struct MlsProblem
{
	struct MlsProblem *next;
	MlsCode		code;
	const char *place;			/* "line 12, Node" or "learner.objective.name"; may be NULL */
	const char *message;		/* one sentence without a full stop, English, lower case start */
	const char *hint;			/* a full sentence, or NULL */
} MlsProblem;

#define MLS_MAX_PROBLEMS	100 /* noted; the rest are only counted */

typedef struct MlsLoad
{
	MlsArena	arena;
	MlsProblem *problems;		/* in the order found */
	MlsProblem **problems_tail;
	unsigned	n_problems;		/* also those beyond MLS_MAX_PROBLEMS */
	MlsProblem *notices;		/* code MLS_OK: what the user should know of a load that succeeds */
	MlsProblem **notices_tail;
	uint32_t	ticks;			/* of mls_tick() */
	jmp_buf		exit;			/* set by mls_run() */
	char		last_resort[256];	/* room for a message when memory has run out */
	MlsProblem	last_problem;
} MlsLoad;

extern void mls_load_init(MlsLoad *load, const MlsHost *host, size_t memory_limit);
extern void mls_load_free(MlsLoad *load);

/*
 * Runs step(load, arg) so that fatal problems come back here.  Returns MLS_OK,
 * or the code of the first problem.  Not reentrant for one load.
 */
extern MlsCode mls_run(MlsLoad *load, void (*step) (MlsLoad *load, void *arg), void *arg);

/* Notes a problem and returns.  place and hint may be NULL; texts are copied. */
extern void mls_problem(MlsLoad *load, MlsCode code, const char *place,
						const char *hint, const char *format,...)
			__attribute__((format(printf, 5, 6)));

/* Notes something worth telling about a load that goes on. */
extern void mls_notice(MlsLoad *load, const char *place, const char *hint,
					   const char *format,...)
			__attribute__((format(printf, 4, 5)));

/* Notes a problem and leaves. */
extern void mls_fatal(MlsLoad *load, MlsCode code, const char *place,
					  const char *hint, const char *format,...)
			__attribute__((noreturn, format(printf, 5, 6)));

/* Leaves if any problem was noted. */
extern void mls_stop_if_problems(MlsLoad *load);

/* Leaves with MLS_CANCELLED if the host wants that; cheap enough for any loop. */
#define MLS_TICKS_PER_CHECK 256
extern void mls_check_cancelled(MlsLoad *load);

static inline void
mls_tick(MlsLoad *load)
{
	if (++load->ticks % MLS_TICKS_PER_CHECK == 0)
		mls_check_cancelled(load);
}

/* Memory of the load's arena, zeroed.  mls_alloc leaves, mls_try_alloc gives NULL. */
extern void *mls_alloc(MlsLoad *load, size_t size);
extern void *mls_try_alloc(MlsLoad *load, size_t size);

/*
 * The load as a host of memory, for what takes one: it comes from the arena and
 * is given back with it, not before.
 */
extern MlsHost mls_load_host(MlsLoad *load);

/* n elements of a type that are not zeroed; leaves. */
extern void *mls_alloc_room(MlsLoad *load, size_t n, size_t size);

/* Gives memory back before the load ends; size is what was asked for.  Nothing may point into it any more. */
extern void mls_give_back(MlsLoad *load, void *memory, size_t size);

/* n elements of a type, zeroed; leaves, also when n * size overflows */
extern void *mls_alloc_n(MlsLoad *load, size_t n, size_t size);
#define MLS_NEW(load, type)			((type *) mls_alloc((load), sizeof(type)))
#define MLS_NEW_N(load, type, n)	((type *) mls_alloc_n((load), (n), sizeof(type)))

/* Text in the arena; leaves. */
extern char *mls_strdup(MlsLoad *load, const char *text);
extern char *mls_strndup(MlsLoad *load, const char *text, size_t length);
extern char *mls_format(MlsLoad *load, const char *format,...)
			__attribute__((format(printf, 2, 3)));

/*
 * A text from a document, to be quoted in a message: itself, or as much of its
 * beginning as fits in 80 bytes, with "..." behind; leaves.
 */
extern const char *mls_quote(MlsLoad *load, const char *text);

/* A text as JSON has it, in quotes; leaves. */
extern const char *mls_text_as_json(MlsLoad *load, const char *text);

/* "line 12, what"; "what" alone when line is 0; leaves */
extern const char *mls_place(MlsLoad *load, uint32_t line, const char *what);

#endif
