/*
 * image/records.h
 *	  How records of an image refer to others: by index, one or a span of them.
 */
#ifndef MLS_IMAGE_RECORDS_H
#define MLS_IMAGE_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#define MLS_NONE			UINT32_MAX	/* no such record, no such column */

/* Where records of a section that belong together start, and how many there are. */
typedef struct MlsSpan
{
	uint32_t	first;
	uint32_t	n;
} MlsSpan;

#endif
