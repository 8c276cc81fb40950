/*
 * test/unit/test_pmml_memory.c
 *	  Unit tests of the PMML reader: out of memory, at the limit, cancelled, at
 *	  any moment.
 */
#include <stdlib.h>

#include "pmml_document.h"
#include "test.h"

typedef struct FickleHost
{
	int			calls;			/* of alloc and cancelled */
	int			fail_at;		/* alloc gives NULL from this call on */
	int			cancel_at;
	int			blocks;
} FickleHost;

static void *
fickle_alloc(void *context, size_t size)
{
	FickleHost *host = context;

	if (host->fail_at > 0 && ++host->calls >= host->fail_at)
		return NULL;
	host->blocks++;
	return malloc(size);
}

static void
fickle_free(void *context, void *pointer)
{
	((FickleHost *) context)->blocks--;
	free(pointer);
}

static bool
fickle_cancelled(void *context)
{
	FickleHost *host = context;

	return host->cancel_at > 0 && ++host->calls >= host->cancel_at;
}

static MlsCode
read_fickle(FickleHost *fickle, size_t limit, const char *bytes, size_t length, bool *read)
{
	static const MlsLoadOptions options;
	MlsHost		host = {fickle, fickle_alloc, fickle_free, fickle_cancelled};
	PmmlDocument pmml;
	MlsCode		code;

	pmml_open_bytes(&pmml, bytes, length, &options, &host, limit);
	code = pmml.code;
	*read = pmml.document != NULL;
	CHECK(pmml.load.arena.peak <= limit);
	CHECK_INT(pmml.load.n_problems, code == MLS_OK ? 0 : 1);
	pmml_close(&pmml);
	CHECK_INT(fickle->blocks, 0);
	return code;
}

TEST(running_out_of_memory_is_an_error_wherever_it_happens)
{
	size_t		length;
	char	   *bytes = test_read_file("model_fixtures/sklearn_forest_ames/model.pmml", &length);
	bool		read = false;
	int			failures = 0;

	for (int n = 1; !read; n++)
	{
		FickleHost	host = {.fail_at = n};
		MlsCode		code = read_fickle(&host, 1 << 26, bytes, length, &read);

		CHECK_INT(code, read ? MLS_OK : MLS_NO_MEMORY);
		failures += !read;
	}
	CHECK(failures > 1);
}

TEST(a_limit_of_memory_is_kept_and_named)
{
	size_t		length;
	char	   *bytes = test_read_file("model_fixtures/sklearn_forest_credit/model.pmml", &length);
	bool		read = false;
	int			failures = 0;

	for (size_t limit = 1000; !read; limit += limit / 8)
	{
		FickleHost	host = {0};
		MlsCode		code = read_fickle(&host, limit, bytes, length, &read);

		CHECK_INT(code, read ? MLS_OK : MLS_TOO_LARGE);
		failures += !read;
	}
	CHECK(failures > 10);
}

TEST(reading_can_be_cancelled_at_any_time)
{
	size_t		length;
	char	   *bytes = test_read_file("model_fixtures/sklearn_forest_ames/model.pmml", &length);
	bool		read = false;
	int			cancelled = 0;

	for (int n = 1; !read; n++)
	{
		FickleHost	host = {.cancel_at = n};
		MlsCode		code = read_fickle(&host, 1 << 26, bytes, length, &read);

		CHECK_INT(code, read ? MLS_OK : MLS_CANCELLED);
		cancelled += !read;
	}
	CHECK(cancelled > 10);
}
