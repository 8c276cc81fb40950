/*
 * image/value.h
 *	  A value while a row is scored: a tag and eight bytes.
 *
 * Types are PMML's, and every value carries its own: an input may arrive as
 * text for a number, a function's result depends on its arguments.  Columns
 * keep tags and payloads in two arrays, so that kernels on numbers can read
 * the payloads alone.
 */
#ifndef MLS_IMAGE_VALUE_H
#define MLS_IMAGE_VALUE_H

#include <stdint.h>

#include "base/data_type.h"

typedef enum MlsTag
{
	MLS_TAG_MISSING = 0,		/* no value; payload without meaning */

	/*
	 * There can be no value: reading it makes the row's result invalid, not
	 * reading it (another branch of a tree, of an "if") does no harm.  The
	 * payload is an MlsReason.
	 */
	MLS_TAG_INVALID,
	MLS_TAG_DOUBLE,				/* d */
	MLS_TAG_FLOAT,				/* d, which is a float's value */
	MLS_TAG_INTEGER,			/* i */
	MLS_TAG_BOOLEAN,			/* i: 0 or 1 */
	MLS_TAG_STRING,				/* s */
	MLS_TAG_DATE,				/* i: days since 1970-01-01 (base/calendar.h) */
	MLS_TAG_TIME,				/* i: microseconds since midnight */
	MLS_TAG_DATETIME			/* i: microseconds since 1970-01-01T00:00:00 */
} MlsTag;

/* The tag that a value of a type has. */
static inline MlsTag
mls_tag_of_type(MlsDataType type)
{
	switch (type)
	{
		case MLS_TYPE_DOUBLE:
			return MLS_TAG_DOUBLE;
		case MLS_TYPE_FLOAT:
			return MLS_TAG_FLOAT;
		case MLS_TYPE_INTEGER:
			return MLS_TAG_INTEGER;
		case MLS_TYPE_BOOLEAN:
			return MLS_TAG_BOOLEAN;
		case MLS_TYPE_DATE:
			return MLS_TAG_DATE;
		case MLS_TYPE_TIME:
			return MLS_TAG_TIME;
		case MLS_TYPE_DATETIME:
			return MLS_TAG_DATETIME;
		default:
			return mls_is_count(type) ? MLS_TAG_INTEGER : MLS_TAG_STRING;
	}
}

/* Whether a value of the tag is there and is no number: from STRING on. */
#define MLS_IS_NO_NUMBER(tag)	((tag) >= MLS_TAG_STRING)

/*
 * UTF-8 text.  Texts that the model knows are in the image's pool and equal
 * exactly if their codes are equal; others live in the evaluation's own space
 * and have the code MLS_FOREIGN.
 */
typedef struct MlsString
{
	uint32_t	code;			/* place in the image's STRING section, or MLS_FOREIGN */
	uint32_t	length;			/* bytes */
	char		bytes[];		/* and a NUL */
} MlsString;
#define MLS_FOREIGN		UINT32_MAX

/* Why a value is invalid: one of MlsReasonCode, and the input that caused it. */
typedef enum MlsReasonCode
{
	MLS_REASON_NONE = 0,
	MLS_REASON_MISSING_INPUT,	/* missingValueTreatment="returnInvalid" */
	MLS_REASON_INVALID_INPUT,	/* not of the type, or not among the valid values */
	MLS_REASON_UNDEFINED,		/* a function has no result here: x / 0 in integers, overflow */
	MLS_REASON_NOT_A_NUMBER,	/* text where a number is needed */
	MLS_REASON_NO_DEFAULT_CHILD,	/* a tree names none where one is needed */
	MLS_REASON_MISSING_VALUE,	/* the model has no result where one of its fields is missing */
	MLS_REASON_TOO_MUCH_WORK,	/* a regular expression, a recursive normalization was given up */
	MLS_REASON_NO_MEMORY
} MlsReasonCode;

typedef struct MlsReason
{
	uint32_t	code;			/* MlsReasonCode */
	uint32_t	input;			/* index into the image's INPUT section, or UINT32_MAX */
} MlsReason;

typedef union MlsDatum
{
	double		d;
	int64_t		i;
	const MlsString *s;
	MlsReason	reason;
} MlsDatum;

typedef struct MlsCell
{
	MlsTag		tag;
	MlsDatum	datum;
} MlsCell;

#endif
