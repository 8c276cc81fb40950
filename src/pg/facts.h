/*
 * pg/facts.h
 *	  What people want to know of a model, as JSON for the catalog.
 */
#ifndef MLS_PG_FACTS_H
#define MLS_PG_FACTS_H

#include "postgres.h"

#include "load/load.h"
#include "pg/json_out.h"

/*
 * Writes the facts as members of the JSON object that is open: format, model
 * (PMML's element), name, function, algorithm, version and producer of the
 * document, inputs and inputs_read (numbers), targets, classes, event,
 * outputs (number), image_bytes.
 */
extern void mls_write_facts(MlsJson *json, const MlsLoaded *loaded);

/*
 * Writes the inputs, targets and outputs as an array under key: an object for
 * each row of model_fields() with its columns as keys; what is NULL is left out.
 */
extern void mls_write_fields(MlsJson *json, const char *key, const MlsLoaded *loaded);

/* JSON text in UTF-8 as the server's encoding has it; what has no counterpart becomes "?". */
extern char *mls_finish_json(MlsJson *json);

#endif
