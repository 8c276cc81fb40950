/*
 * test/unit/csv.h
 *	  The CSV files of fixtures.
 */
#ifndef MLS_TEST_CSV_H
#define MLS_TEST_CSV_H

/* A table of n_rows rows below a header; a cell that is empty without quotes is NULL. */
typedef struct Csv
{
	int			n_columns;
	int			n_rows;
	char	  **names;			/* n_columns */
	char	  **cells;			/* n_rows * n_columns */
} Csv;

/* Reads a file; a failure of the test if that does not work. */
extern Csv *csv_read(const char *path);
extern void csv_free(Csv *csv);

/* The place of a column, or -1. */
extern int	csv_column(const Csv *csv, const char *name);

#endif
