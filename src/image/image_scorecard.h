/*
 * image/image_scorecard.h
 *	  Records of a Scorecard: characteristics, the attributes of each, and the
 *	  reasons they give.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_SCORECARD_H
#define MLS_IMAGE_SCORECARD_H

#include "image/records.h"

typedef struct MlsImgScorecard
{
	double		initial;
	MlsSpan		characteristics;	/* CHARACTERISTIC */
	MlsSpan		codes;			/* INDEX: the different reason codes, each a STRING; none: nobody asks */
	bool		points_above;
	uint8_t		unused[7];
} MlsImgScorecard;

typedef struct MlsImgCharacteristic
{
	double		baseline;		/* NAN: there is none */
	MlsSpan		attributes;		/* ATTRIBUTE: the first true one counts */
} MlsImgCharacteristic;

typedef struct MlsImgAttribute
{
	double		score;
	uint32_t	predicate;		/* PREDICATE */
	uint32_t	column;			/* of the points where they are computed, or MLS_NONE: score */
	uint32_t	code;			/* place among the reason codes, or MLS_NONE */
	uint32_t	unused;
} MlsImgAttribute;

#endif
