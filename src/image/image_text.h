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
	uint32_t	is_recursive;	/* boolean */
} MlsImgTextNormalization;

typedef struct MlsImgTextReplacement
{
	uint32_t	pattern;		/* PATTERN: all its matches ... */
	uint32_t	replacement;	/* ... become this STRING */
	uint32_t	is_literal;		/* boolean: a dollar in it is one */
} MlsImgTextReplacement;

#endif
