/*
 * bench/kernels.c
 *	  What a model's kernel takes for a row, on the bare library.
 *
 * usage: kernels DOCUMENT ROWS COLUMNS [BLOCK]
 *
 * ROWS holds float64 numbers, COLUMNS for each row, in the order of the inputs;
 * NaN is missing.  Rows are set and scored in blocks of several sizes, by each
 * variant of the inner loops that the CPU has; or of one size, by the best.  A line for each: nanoseconds of
 * CPU time a row, for scoring and with setting the rows, medians of several
 * passes; and the sum of the scores, which must be the same in all of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "eval/eval.h"
#include "eval/vectors.h"
#include "load/load.h"

#define PASSES	7

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static char *
read_file(const char *path, size_t *size)
{
	FILE	   *file = fopen(path, "rb");
	char	   *bytes;

	if (!file || fseek(file, 0, SEEK_END) != 0)
	{
		perror(path);
		exit(1);
	}
	*size = (size_t) ftell(file);
	rewind(file);
	bytes = malloc(*size + 1);
	if (fread(bytes, 1, *size, file) != *size)
		exit(1);
	fclose(file);
	return bytes;
}

static int
by_time(const void *a, const void *b)
{
	double		x = *(const double *) a;
	double		y = *(const double *) b;

	return (x > y) - (x < y);
}

static double
median(double *times)
{
	qsort(times, PASSES, sizeof(double), by_time);
	return times[PASSES / 2];
}

static void
measure(const MlsImage *image, const double *rows, size_t n_rows, size_t n_columns, uint32_t block, const char *name)
{
	MlsEval    *eval = mls_eval_new(image, block, &mls_malloc_host);
	const MlsImgInput *inputs = MLS_RECORDS(image, INPUT);
	uint32_t	number = MLS_RECORDS(image, RESULT)[0].number;
	double		all[PASSES],
				run[PASSES],
				sum = 0;

	for (int pass = -1; pass < PASSES; pass++)
	{
		double		start = now();
		double		running = 0;

		sum = 0;
		for (size_t first = 0; first < n_rows; first += block)
		{
			uint32_t	n = n_rows - first < block ? (uint32_t) (n_rows - first) : block;
			double		before;

			mls_eval_begin(eval, n);
			for (uint32_t i = 0; i < MLS_N_RECORDS(image, INPUT) && i < n_columns; i++)
			{
				for (uint32_t row = 0; inputs[i].read && row < n; row++)
					mls_set_double(eval, i, row, rows[(first + row) * n_columns + i]);
			}
			before = block > 8 ? now() : 0;
			mls_eval_run(eval);
			running += block > 8 ? now() - before : 0;
			for (uint32_t row = 0; row < n; row++)
				sum += mls_eval_cell(eval, number, row).datum.d;
		}
		if (pass >= 0)
		{
			all[pass] = (now() - start) / n_rows;
			run[pass] = running / n_rows;
		}
	}
	printf("%-9s block %5u: %9.1f ns, with setting %9.1f ns, sum %.17g\n", name, block, median(run), median(all), sum);
	fflush(stdout);
	mls_eval_free(eval);
}

int
main(int n, char **arguments)
{
	static const uint32_t blocks[] = {1, 4, 16, 128, 1024, 4096};
	static const MlsLoadOptions options;
	const MlsVectors *vectors;
	MlsLoad		load;
	MlsLoaded	loaded;
	size_t		length,
				size,
				n_columns;
	char	   *document;
	double	   *rows;

	if (n != 4 && n != 5)
		return 2;
	document = read_file(arguments[1], &length);
	rows = (double *) read_file(arguments[2], &size);
	n_columns = strtoul(arguments[3], NULL, 10);
	mls_load_init(&load, &mls_malloc_host, (size_t) 4 << 30);
	if (mls_load_document(&load, document, length, &options, &loaded) != MLS_OK)
	{
		for (const MlsProblem *problem = load.problems; problem; problem = problem->next)
			fprintf(stderr, "%s\n", problem->message);
		return 1;
	}
	printf("kernel %u, image %.1f MB\n", MLS_RECORDS(loaded.image, MODEL)[0].kernel, loaded.image->size / 1e6);
	if (n == 5)
		measure(loaded.image, rows, size / sizeof(double) / n_columns, n_columns, (uint32_t) strtoul(arguments[4], NULL, 10),
				mls_vectors()->name);
	for (uint32_t v = 0; n == 4 && (vectors = mls_vectors_at(v)) != NULL; v++)
	{
		mls_use_vectors(vectors);
		for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); b++)
			measure(loaded.image, rows, size / sizeof(double) / n_columns, n_columns, blocks[b], vectors->name);
	}
	mls_load_free(&load);
	return 0;
}
