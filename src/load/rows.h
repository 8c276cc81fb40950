/*
 * load/rows.h
 *	  For rows that a document brings itself and that its load scores.
 */
#ifndef MLS_LOAD_ROWS_H
#define MLS_LOAD_ROWS_H

#include "base/load.h"
#include "eval/eval.h"

/* Rows that are scored at a time. */
#define MLS_LOAD_BLOCK	64

/*
 * An evaluation for that many rows, in the load's arena, so that leaving in the
 * middle (a cancelled load) leaks nothing.  Leaves without memory.
 */
extern MlsEval *mls_load_eval(MlsLoad *load, const MlsImage *image);

/* The input of a name that is read, or MLS_NONE. */
extern uint32_t mls_load_input(const MlsImage *image, const char *name);

/* A value as text, numbers with all their digits; NULL for a missing and for an invalid one. */
extern const char *mls_load_text(MlsLoad *load, MlsCell cell);

#endif
