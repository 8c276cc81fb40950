/*
 * pg/spec.h
 *	  Names of models as users write them: 'fraud', 'fraud@7', 'fraud@champion'.
 */
#ifndef MLS_PG_SPEC_H
#define MLS_PG_SPEC_H

#include "postgres.h"

#include "pg/resolve.h"

typedef struct MlsSpec
{
	char		name[MLS_MODEL_NAME_MAX + 1];
	char		alias[MLS_MODEL_NAME_MAX + 1];	/* "": no alias */
	int32		version;		/* 0: no version */
} MlsSpec;

#define MLS_SPEC_IS_PLAIN(spec) ((spec)->version == 0 && (spec)->alias[0] == '\0')

/* Raises ERRCODE_INVALID_NAME for what can't be a model's name. */
extern void mls_parse_spec(const char *text, MlsSpec *spec);

/* Whether mls_parse_spec() would not raise an error. */
extern bool mls_is_spec(const char *text);

/* The same for a name that must be plain; why completes "... is a model's name without \"@\": why". */
extern void mls_parse_plain_spec(const char *text, MlsSpec *spec, const char *why);

/* Raises ERRCODE_INVALID_NAME for what can't be an alias. */
extern void mls_check_alias(const char *alias);

/* Raise ERRCODE_UNDEFINED_OBJECT; the first and the last look for names that are close. */
extern void mls_no_model(const char *name) __attribute__((noreturn));
extern void mls_no_version(const char *name, int32 version) __attribute__((noreturn));
extern void mls_no_alias(const char *name, const char *alias) __attribute__((noreturn));

/* Raises ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE. */
extern void mls_no_default_version(const char *name) __attribute__((noreturn));

#endif
