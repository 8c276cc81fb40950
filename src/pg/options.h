/*
 * pg/options.h
 *	  The options of a load: from arguments, to the catalog and back; the
 *	  identity of what is scored.
 */
#ifndef MLS_PG_OPTIONS_H
#define MLS_PG_OPTIONS_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/jsonb.h"

#include "ir/document.h"
#include "pg/resolve.h"

typedef struct MlsOptions
{
	MlsLoadOptions load;		/* texts are UTF-8 */
	MlsOnInvalid on_invalid;
	bool		activate;
	const char *comment;		/* server encoding, or NULL */
} MlsOptions;

/* Document and options of a call, ready for the library. */
typedef struct MlsSource
{
	const char *bytes;			/* text as UTF-8 */
	size_t		length;
	uint8		digest[MLS_DIGEST_LENGTH];	/* of the bytes */
} MlsSource;

/*
 * The options of load_model() and check_model() from the function's arguments;
 * "first" is the place of "format", and loading says whether the arguments that
 * check_model() lacks are there.  Raises ERRCODE_INVALID_PARAMETER_VALUE.
 */
extern void mls_options_from_arguments(FunctionCallInfo fcinfo, int first, bool loading,
									   MlsOptions *options);

/* What a document is known by: SHA-256 of its bytes. */
extern void mls_document_digest(const char *bytes, size_t length, uint8 *digest);

/*
 * Makes of a text or bytea argument what the library takes, and settles the
 * options that depend on it: format (left NULL when it cannot be told) and
 * is_text.  mls_source_set does not copy.
 */
extern void mls_source_from_text(text *document, MlsOptions *options, MlsSource *source);
extern void mls_source_set(const char *bytes, size_t length, MlsOptions *options, MlsSource *source);

/* Why a document is not even looked at: larger than ml_score.max_document_size.  Else NULL. */
extern const char *mls_source_refusal(const MlsSource *source);

/*
 * The digest of what is scored: SHA-256 over the options that can change a
 * score as one line of JSON, a line feed, and the document.  In the JSON are
 * only options that were given, in alphabetical order, written as pg/json_out.h
 * says; the format always, as it was detected:
 *
 *	 {"class_weights":{"no":1,"yes":5},"event":"yes","extra_outputs":["margin"],
 *	  "feature_names":["a","b"],"format":"xgboost_json","iterations":"all",
 *	  "missing":-999,"model_name":"m","on_invalid":"null","text":true,
 *	  "threshold":0.2}
 *
 * The classes of class_weights stand in the order of jsonb's keys.
 *
 * "text" is there when the document came as text and names an encoding other
 * than UTF-8, which is then ignored.
 */
extern void mls_content_digest(const MlsOptions *options, const MlsSource *source, uint8 *digest);

/* The content id: the digest's first 8 bytes as a big-endian number without its sign bit. */
extern int64 mls_content_id(const uint8 *digest);

/* The options for the catalog's column, and what the library needs of them again; texts as UTF-8. */
extern char *mls_options_to_json(const MlsOptions *options);
extern void mls_options_from_jsonb(Jsonb *json, MlsLoadOptions *options);
extern MlsOnInvalid mls_options_on_invalid(Jsonb *json);

/* A format's name in the option of load_model(). */
extern const char *mls_format_name(MlsFormat format);

#endif
