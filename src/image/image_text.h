/*
 * image/image_text.h
 *	  Records of TextIndex: how a text becomes words, and what is made of a term.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_TEXT_H
#define MLS_IMAGE_TEXT_H

#include "image/records.h"

typedef struct MlsImgText
{
	uint32_t	pattern;		/* PATTERN */
	bool		is_word;		/* the pattern is that of a word, not of what is between them */
	bool		strips;			/* punctuation around words does not count */
	bool		is_case_sensitive;
	uint8_t		weights;		/* MlsLocalTermWeights */
	uint32_t	max_distance;	/* of the words of a term and those in the text, together */
	bool		best_hits;		/* only those of the smallest distance count */
	uint8_t		unused[3];
	MlsSpan		normalizations; /* TEXT_NORMALIZATION, in the order in which they are made */
} MlsImgText;

typedef struct MlsImgTextNormalization
{
	MlsSpan		rows;			/* TEXT_REPLACEMENT */
	bool		is_recursive;

	/* of rows that are words: */
	bool		strips;			/* punctuation around words does not count */
	bool		is_case_sensitive;
	bool		unused;
	uint32_t	pattern;		/* PATTERN of what is between words; MLS_NONE: no row is words */
	uint32_t	max_distance;	/* of a row's words and those in the text, together */
} MlsImgTextNormalization;

typedef struct MlsImgTextReplacement
{
	uint32_t	pattern;		/* PATTERN: all its matches, or MLS_NONE: ... */
	uint32_t	words;			/* ... all places where this STRING's words stand, ... */
	uint32_t	replacement;	/* ... become this STRING */
	uint32_t	is_literal;		/* boolean: a dollar in it is one */
} MlsImgTextReplacement;

#endif
