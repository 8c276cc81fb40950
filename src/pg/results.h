/*
 * pg/results.h
 *	  What a model gives, as SQL has it.
 */
#ifndef MLS_PG_RESULTS_H
#define MLS_PG_RESULTS_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "pg/call.h"

/*
 * The result that the call is about: of the target that it names, or the only
 * one.  Raises ERRCODE_INVALID_PARAMETER_VALUE if there is none or no only one.
 */
extern const MlsImgResult *mls_call_result(MlsCall *call);

/* The same for a function that needs probabilities; raises the same error where the result has none. */
extern const MlsImgResult *mls_call_classes(MlsCall *call);

/* The document's own text for category i of a result: UTF-8. */
extern const MlsString *mls_category(const MlsCall *call, const MlsImgResult *result, uint32 i);

/*
 * The place of the category that text (UTF-8) names, or MLS_NONE: the same
 * text; else the same number; else the same boolean.
 */
extern uint32 mls_find_category(const MlsCall *call, const MlsImgResult *result,
								const char *text, size_t length);

/* "a", "b" and "c": the categories for people. */
extern char *mls_list_categories(const MlsCall *call, const MlsImgResult *result);

/* UTF-8 of the model as a text of the server's encoding; raises an error where it cannot be written. */
extern text *mls_to_text(const char *utf8, size_t length);

/*
 * The prediction as text: the category as the document writes it, or the value
 * in its shortest form.  NULL if it is missing.  False: no result (pg/call.h).
 */
extern bool mls_prediction_text(MlsCall *call, const MlsImgResult *result, text **prediction);

/* A value that is not INVALID as text, UTF-8; NULL if it is missing. */
extern char *mls_cell_text(const MlsCell *cell);

/* A value that is not INVALID as JSON; texts are not copied. */
extern void mls_cell_json(const MlsCell *cell, JsonbValue *value);

/*
 * Pushes an object of the classes' probabilities and returns it.  NULL: no
 * result, and part of the object may have been pushed.  *any says whether at
 * least one probability is there.
 */
extern JsonbValue *mls_push_probabilities(MlsCall *call, const MlsImgResult *result,
										  JsonbParseState **state, bool *any);

/* A text of the model, UTF-8, as a JSON string. */
extern void mls_json_string(const char *utf8, size_t length, JsonbValue *value);

#endif
