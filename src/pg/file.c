/*
 * pg/file.c
 *	  Reading a file on the server.
 */
#include "postgres.h"

#include <sys/stat.h>

#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/memutils.h"

#include "pg/file.h"
#include "pg/settings.h"

#define READ_SIZE	((size_t) 1024 * 1024)

/* Size of the open file; only regular files, since reading others may never end. */
static size_t
check_file(FILE *file, const char *path)
{
	struct stat status;

	if (fstat(fileno(file), &status) != 0)
		ereport(ERROR,
				errcode_for_file_access(),
				errmsg("could not stat file \"%s\": %m", path));
	if (!S_ISREG(status.st_mode))
		ereport(ERROR,
				errcode(ERRCODE_WRONG_OBJECT_TYPE),
				errmsg("\"%s\" is not a regular file", path));
	if (status.st_size > (off_t) mls_max_document_size * 1024)
		ereport(ERROR,
				errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				errmsg("file \"%s\" is larger than ml_score.max_document_size", path),
				errdetail("It has %lld bytes, the limit is %d kB.",
						  (long long) status.st_size, mls_max_document_size));
	return (size_t) status.st_size;
}

char *
mls_read_file(const char *path, size_t *length)
{
	char	   *canonical = pstrdup(path);

	canonicalize_path(canonical);

	FILE	   *file = AllocateFile(canonical, PG_BINARY_R);

	if (file == NULL)
		ereport(ERROR,
				errcode_for_file_access(),
				errmsg("could not open file \"%s\" for reading: %m", canonical));

	size_t		size = check_file(file, canonical);
	char	   *bytes = MemoryContextAllocHuge(CurrentMemoryContext, size + 1);
	size_t		n = 0;

	while (n < size)
	{
		CHECK_FOR_INTERRUPTS();

		size_t		got = fread(bytes + n, 1, Min(READ_SIZE, size - n), file);

		if (got == 0)
			break;
		n += got;
	}
	if (ferror(file))
		ereport(ERROR,
				errcode_for_file_access(),
				errmsg("could not read file \"%s\": %m", canonical));
	FreeFile(file);
	*length = n;
	return bytes;
}
