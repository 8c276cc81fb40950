/*
 * test/unit/pmml_refused.c
 *	  For tests of the PMML reader: documents that it refuses.
 */
#include "pmml_refused.h"
#include "test.h"

void
pmml_check_refused(void (*open) (PmmlDocument *pmml, const char *text), const PmmlRefused *refused, size_t n)
{
	for (size_t i = 0; i < n; i++)
	{
		PmmlDocument pmml;

		open(&pmml, refused[i].text);
		CHECK_STRING(pmml.problems, refused[i].problem);
		CHECK_INT(pmml.code, refused[i].code);
		CHECK(pmml.document == NULL);
		pmml_close(&pmml);
	}
}
