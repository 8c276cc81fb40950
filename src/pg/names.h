/*
 * pg/names.h
 *	  Which input of a model a column or key feeds, by its name.
 *
 * Names match exactly; else ignoring the case of A-Z; else with every character
 * outside [A-Za-z0-9] read as "_" (and ignoring case).  An input whose name is
 * longer than an identifier can be also goes by its first 63 bytes.  An array
 * named emb feeds the inputs emb[0], emb_0, emb[1] ...: those that no column of
 * their own feeds.
 *
 * All names are UTF-8 here.
 */
#ifndef MLS_PG_NAMES_H
#define MLS_PG_NAMES_H

#include "postgres.h"

#include "image/image.h"

typedef struct MlsNames MlsNames;

/* What a column or key is called, and whether it can feed elements. */
typedef struct MlsKey
{
	const char *name;
	uint32		length;
	bool		is_array;
} MlsKey;

/* An element of an array that feeds an input. */
typedef struct MlsElement
{
	uint32		index;			/* from 0 */
	uint32		input;
} MlsElement;

/* What a key feeds: an input, or by its elements several, or nothing. */
typedef struct MlsMatch
{
	uint32		input;			/* index into INPUT, or MLS_NONE */
	uint32		n_elements;
	MlsElement *elements;		/* in ascending order of index; palloc'd */
} MlsMatch;

/* How inputs of an image go by names; in the current context, as long as the image. */
extern MlsNames *mls_names_new(const MlsImage *image);

/*
 * Matches n keys with the inputs.  Inputs that scoring does not read take part,
 * so that their columns feed nothing else, but get no match.  Raises
 * ERRCODE_AMBIGUOUS_COLUMN where a key or an input has two candidates; what
 * says what a key is ("column", "key").  model is for messages.
 */
extern void mls_names_match(const MlsNames *names, const char *model, const char *what,
							const MlsKey *keys, int n, MlsMatch *matches);

/*
 * Raises ERRCODE_UNDEFINED_COLUMN if an input that is read has no match: names
 * all of them, with the closest key that is left over.
 */
extern void mls_names_check_complete(const MlsNames *names, const char *model,
									 const MlsKey *keys, int n, const MlsMatch *matches);

/* Both at once, without errors: false where one would be raised. */
extern bool mls_names_try(const MlsNames *names, const MlsKey *keys, int n, MlsMatch *matches);

#endif
