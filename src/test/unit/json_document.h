/*
 * test/unit/json_document.h
 *	  For tests of the JSON readers: documents, loaded as users load them.
 */
#ifndef MLS_TEST_JSON_DOCUMENT_H
#define MLS_TEST_JSON_DOCUMENT_H

#include "load/load.h"

typedef struct JsonDocument
{
	MlsLoad		load;
	MlsCode		code;
	MlsLoaded	loaded;			/* if code is MLS_OK */
	char		problems[16384];	/* "place: message", one a line, each with a line feed */
} JsonDocument;

/* json_close() is to be called in any case. */
extern void json_open_bytes(JsonDocument *json, const char *bytes, size_t length,
							const MlsLoadOptions *options, const MlsHost *host, size_t limit);
extern void json_close(JsonDocument *json);

/* A text in which single quotes stand for double ones; options may be NULL. */
extern void json_open(JsonDocument *json, const char *text, const MlsLoadOptions *options);

/* A text of the fixture of this name, with one part replaced by another; "from" must occur. */
extern void json_open_fixture(JsonDocument *json, const char *name, const char *from, const char *to,
							  const MlsLoadOptions *options);

/*
 * Loads each document of a folder of model_fixtures/ that its cases.json lists, and
 * checks that it is refused, with an SQLSTATE of the class that stands there, and a
 * place, but for the files in "whole", which are wrong as a whole.  Returns how many.
 */
extern int	json_check_damaged(const char *folder, const char *whole);

/*
 * Changes values of a fixture's document, one at a time, into others of every type,
 * and their keys: the document then either loads, and scores rows, or is refused with
 * a place.  Of values that the same keys lead to, at whatever places in arrays, the
 * first one is changed, and from there on each step-th.
 */
extern void json_check_mutations(const char *name, const char *format, int step);

/*
 * The columns that predict() and the class are in, for a row of numbers in the
 * order of the inputs; NaN: missing.
 */
typedef struct JsonScore
{
	double		number;			/* NAN: none */
	char		value[64];		/* of the prediction, as text; "" if it is no text */
	MlsReasonCode reason;
} JsonScore;

extern JsonScore json_score(const JsonDocument *json, const double *inputs, uint32_t n);

/* The same for one of several targets, by its place. */
extern JsonScore json_score_target(const JsonDocument *json, const double *inputs, uint32_t n, uint32_t target);

#endif
