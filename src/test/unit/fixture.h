/*
 * test/unit/fixture.h
 *	  The checks of a fixture.json, which model_fixtures/README.md describes.
 */
#ifndef MLS_TEST_FIXTURE_H
#define MLS_TEST_FIXTURE_H

#include <cjson/cJSON.h>

#include "eval/eval.h"

/* The text of a key, or NULL; its number, which may be written as a text. */
extern const char *fixture_text(const cJSON *object, const char *key);
extern double fixture_number(const cJSON *object, const char *key, double otherwise);

/* The column that a check is about, or MLS_NONE. */
extern uint32_t fixture_column(const MlsImage *image, const cJSON *check);

/* Whether a cell is what the expected text (NULL: nothing) says, as near as the check's contract has it. */
extern bool fixture_agrees(const cJSON *check, MlsCell actual, const char *expected);

/* A cell for a message; the next call may use the same room. */
extern const char *fixture_show(MlsCell cell);

#endif
