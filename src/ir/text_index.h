/*
 * ir/text_index.h
 *	  PMML's TextIndex: how often a term occurs in a text.
 */
#ifndef MLS_IR_TEXT_INDEX_H
#define MLS_IR_TEXT_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/words.h"

typedef struct MlsTextReplacement	/* a row of the table */
{
	const char *string;			/* what is looked for, and ... */
	const char *stem;			/* ... what takes its place */
	bool		is_regex;		/* else the words as they are written */
} MlsTextReplacement;

typedef struct MlsTextIndexNormalization
{
	bool		is_case_sensitive;
	bool		is_recursive;	/* again and again, until nothing changes */
	bool		by_words;		/* rows that are no regular expressions are looked for as a term is, ... */
	bool		tokenize;		/* ... by these attributes of its own or else of the TextIndex */
	uint32_t	maxLevenshteinDistance;
	const char *wordSeparatorCharacterRE;
	MlsTextReplacement *rows;
	uint32_t	n_rows;
	uint32_t	line;
} MlsTextIndexNormalization;

typedef struct MlsExpression MlsExpression;

typedef struct MlsTextIndex
{
	const char *textField;
	MlsLocalTermWeights localTermWeights;
	bool		is_case_sensitive;
	bool		best_hits;		/* countHits="bestHits" */
	uint32_t	maxLevenshteinDistance;
	bool		tokenize;		/* punctuation around words does not count */
	const char *wordSeparatorCharacterRE;
	const char *wordRE;			/* x-wordRE: what a word is, in place of what is between words; or NULL */
	MlsTextIndexNormalization *normalizations;
	uint32_t	n_normalizations;
	MlsExpression *term;
} MlsTextIndex;

#endif
