/*
 * test/unit/pmml_refused.h
 *	  For tests of the PMML reader: documents that it refuses.
 */
#ifndef MLS_TEST_PMML_REFUSED_H
#define MLS_TEST_PMML_REFUSED_H

#include "pmml_document.h"

typedef struct PmmlRefused
{
	const char *text;
	const char *problem;		/* all of it */
	MlsCode		code;
} PmmlRefused;

#define UNSUPPORTED(text, problem)	{text, problem "\n", MLS_UNSUPPORTED}
#define INVALID(text, problem)		{text, problem "\n", MLS_INVALID}

/* Checks that documents, opened by open(), are refused for these reasons and for no others. */
extern void pmml_check_refused(void (*open) (PmmlDocument *pmml, const char *text), const PmmlRefused *refused, size_t n);

#define CHECK_REFUSED(open, list)	pmml_check_refused((open), (list), sizeof(list) / sizeof((list)[0]))

#endif
