/*
 * test/unit/scoring.h
 *	  For tests that load a document and score a row.
 *
 *	 Scoring s;
 *
 *	 scoring_open(&s, document, NULL);
 *	 scoring_row(&s);							-- every input is missing
 *	 mls_set_double(s.eval, scoring_input(&s, "x"), 0, 1.5);
 *	 CHECK_STRING(scoring_result(&s, "y"), "2.5");
 *	 scoring_close(&s);
 */
#ifndef MLS_TEST_SCORING_H
#define MLS_TEST_SCORING_H

#include "eval/eval.h"
#include "load/load.h"

typedef struct Scoring
{
	MlsLoad		load;
	MlsCode		code;
	MlsLoaded	loaded;
	MlsEval    *eval;			/* for one row; NULL if the load failed */
	char	   *problems;		/* "place: message", one a line */
	char	   *notices;		/* "message", one a line */
	bool		has_run;
} Scoring;

/* Loads; options may be NULL.  scoring_close() is to be called in any case. */
extern void scoring_open(Scoring *s, const char *document, const MlsLoadOptions *options);
extern void scoring_close(Scoring *s);

/* Starts a row. */
extern void scoring_row(Scoring *s);

/* The INPUT of a name; ends the test's process if there is none. */
extern uint32_t scoring_input(const Scoring *s, const char *name);

/* Sets an input as text. */
extern void scoring_text(Scoring *s, const char *name, const char *text);

/*
 * The value of an Output, else of a target of that name, as text (numbers as
 * %.17g would have them, but shortest); "missing", or "invalid" for a row without
 * a result.  Runs the row when asked for the first time.
 */
extern const char *scoring_result(Scoring *s, const char *name);

/* The document's first target, which is a list: "[1.0, missing]"; without a list as above. */
extern const char *scoring_list(Scoring *s);

/* One more result: what predict() returns. */
extern const char *scoring_number(Scoring *s);

/*
 * A PMML document: a DataDictionary with x, z (double), i (integer), f (float),
 * c (string with the values a, b and c), s (string), b (boolean), y (double), k
 * (string with the values no and yes), then "rest".
 */
extern const char *scoring_pmml(const char *rest);

/* Checks that such a document is refused with the code, and with a problem that holds the text. */
extern void scoring_refused(const char *rest, MlsCode code, const char *problem);

#endif
