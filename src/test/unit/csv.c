/*
 * test/unit/csv.c
 *	  The CSV files of fixtures: RFC 4180, of which the tests need no more than
 *	  that quotes may hold commas, quotes and line breaks.
 */
#include "csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

/* Reads a cell at *next in place; *end is the character behind it: ',', '\n' or 0. */
static char *
read_cell(char **next, char *end)
{
	char	   *in = *next;
	char	   *cell = in;
	char	   *out = in;
	int			quoted = *in == '"';

	if (quoted)
	{
		in++;
		while (*in && (*in != '"' || in[1] == '"'))
		{
			if (*in == '"')
				in++;
			*out++ = *in++;
		}
		if (*in == '"')
			in++;
	}
	else
	{
		while (*in && *in != ',' && *in != '\n' && *in != '\r')
			*out++ = *in++;
	}
	if (*in == '\r')
		in++;
	*end = *in;
	*next = *in ? in + 1 : in;
	*out = '\0';
	return quoted || *cell ? cell : NULL;
}

Csv *
csv_read(const char *path)
{
	Csv		   *csv = calloc(1, sizeof(*csv));
	size_t		length;
	char	   *next = test_read_file(path, &length);
	char		end = ',';
	int			capacity = 0;

	while (end == ',')
	{
		csv->names = realloc(csv->names, (size_t) (csv->n_columns + 1) * sizeof(char *));
		csv->names[csv->n_columns++] = read_cell(&next, &end);
	}
	while (*next)
	{
		if (csv->n_rows == capacity)
		{
			capacity = capacity * 2 + 16;
			csv->cells = realloc(csv->cells, (size_t) capacity * (size_t) csv->n_columns * sizeof(char *));
		}
		for (int i = 0; i < csv->n_columns; i++)
			csv->cells[csv->n_rows * csv->n_columns + i] = read_cell(&next, &end);
		if (end == ',')
		{
			printf("  %s: row %d has too many cells\n", path, csv->n_rows + 1);
			exit(EXIT_FAILURE);
		}
		csv->n_rows++;
	}
	return csv;
}

void
csv_free(Csv *csv)
{
	free(csv->names);
	free(csv->cells);
	free(csv);
}

int
csv_column(const Csv *csv, const char *name)
{
	for (int i = 0; i < csv->n_columns; i++)
		if (csv->names[i] && strcmp(csv->names[i], name) == 0)
			return i;
	return -1;
}
