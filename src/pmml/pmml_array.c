/*
 * pmml/pmml_array.c
 *	  Arrays of numbers, dense and sparse, and matrices.
 *
 * A Matrix is written as rows of numbers or as single cells.  Of kind "any" a
 * row holds all of its columns; of kind "symmetric" the ith row holds the first
 * i ones, the others being those of the columns; of kind "diagonal" there is one
 * row, the diagonal.  Cells that are not written have the value of diagDefault or
 * offDiagDefault.  (PMML 4.4, General Structure, Matrix.)
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/vec.h"
#include "pmml/pmml_util.h"

/* The most cells of a Matrix, and the most numbers of a sparse array. */
#define MAX_CELLS	(1u << 26)

bool
mls_pmml_is_array(const MlsXml *element)
{
	return mls_xml_is(element, "Array") || mls_xml_is(element, "array");
}

bool
mls_pmml_is_numbers(const MlsXml *element)
{
	return mls_pmml_is_array(element) || mls_xml_is(element, "REAL-SparseArray") ||
		mls_xml_is(element, "INT-SparseArray");
}

/* The next number of a text; false at its end, or where there is none (which is noted). */
static bool
next_number(MlsPmml *pmml, const MlsXml *element, const char **text, double *number)
{
	const char *from = *text + strspn(*text, " \t\r\n");
	size_t		length = strcspn(from, " \t\r\n");

	*text = from + length;
	if (length == 0)
		return false;
	if (mls_parse_double(from, length, number))
		return true;
	/* exporters quote numbers too */
	if (length > 2 && from[0] == '"' && from[length - 1] == '"' && mls_parse_double(from + 1, length - 2, number))
		return true;
	mls_pmml_problem(pmml, MLS_INVALID, element, "there is a value that is no number");
	return false;
}

/* The numbers in an element's text. */
static double *
text_numbers(MlsPmml *pmml, const MlsXml *element, uint32_t *n)
{
	const char *text = element ? mls_xml_text(element) : NULL;
	MlsVec		numbers = {0};
	double		number;

	while (text && next_number(pmml, element, &text, &number))
	{
		mls_tick(pmml->load);
		*MLS_PUSH(pmml->load, &numbers, double) = number;
	}
	*n = numbers.n;
	return (double *) numbers.items;
}

/* A whole number of an attribute, from 0 on; absent if it is not there. */
static uint32_t
whole_number(MlsPmml *pmml, const MlsXml *element, const char *name, uint32_t absent)
{
	double		number = mls_pmml_number(pmml, element, name, absent);

	if (number >= 0 && number <= MAX_CELLS && number == floor(number))
		return (uint32_t) number;
	mls_pmml_problem(pmml, MLS_INVALID, element, "attribute %s is no whole number that can be", name);
	return absent;
}

static double *
sparse_numbers(MlsPmml *pmml, const MlsXml *array, uint32_t least, uint32_t *n)
{
	bool		is_real = mls_xml_is(array, "REAL-SparseArray");
	const MlsXml *indices = mls_pmml_only(pmml, array, "Indices");
	const MlsXml *entries = mls_pmml_only(pmml, array, is_real ? "REAL-Entries" : "INT-Entries");
	double		otherwise = mls_pmml_number(pmml, array, "defaultValue", 0.0);
	uint32_t	n_indices;
	uint32_t	n_entries;
	double	   *places = text_numbers(pmml, indices, &n_indices);
	double	   *values = text_numbers(pmml, entries, &n_entries);
	bool		is_long = mls_xml_get(array, "n") != NULL;
	uint32_t	length = whole_number(pmml, array, "n", least);
	double	   *numbers;

	if (n_indices != n_entries)
	{
		mls_pmml_problem(pmml, MLS_INVALID, array, "there are %u indices and %u entries", n_indices, n_entries);
		n_indices = 0;
	}
	for (uint32_t i = 0; i < n_indices; i++)
	{
		if (!(places[i] >= 1 && places[i] <= MAX_CELLS && places[i] == floor(places[i])) ||
			(is_long && places[i] > length))
		{
			mls_pmml_problem(pmml, MLS_INVALID, array, "there is an index that no number has");
			n_indices = i;
		}
		else if (places[i] > length)
			length = (uint32_t) places[i];
	}
	numbers = MLS_NEW_N(pmml->load, double, length);
	for (uint32_t i = 0; i < length; i++)
		numbers[i] = otherwise;
	for (uint32_t i = 0; i < n_indices; i++)
		numbers[(uint32_t) places[i] - 1] = values[i];
	*n = length;
	return numbers;
}

double *
mls_pmml_numbers(MlsPmml *pmml, const MlsXml *array, uint32_t least, uint32_t *n)
{
	const char *claim = mls_xml_get(array, "n");
	double	   *numbers;

	if (!mls_pmml_is_array(array))
		return sparse_numbers(pmml, array, least, n);
	numbers = text_numbers(pmml, array, n);
	if (claim && whole_number(pmml, array, "n", 0) != *n)
		mls_pmml_problem(pmml, MLS_INVALID, array, "n is %s, but there are %u values",
						 mls_quote(pmml->load, claim), *n);
	return numbers;
}

/* ---- Matrix ---- */

typedef enum Kind
{
	KIND_ANY,
	KIND_SYMMETRIC,
	KIND_DIAGONAL
} Kind;

/* The rows as written; gives the longest one's length. */
static uint32_t
read_rows(MlsPmml *pmml, const MlsXml *element, double **rows, uint32_t *lengths)
{
	uint32_t	longest = 0;
	uint32_t	i = 0;

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_pmml_is_numbers(child))
			continue;
		rows[i] = mls_pmml_numbers(pmml, child, 0, &lengths[i]);
		if (lengths[i] > longest)
			longest = lengths[i];
		i++;
	}
	return longest;
}

static void
put_cell(MlsPmml *pmml, const MlsXml *cell, MlsMatrix *matrix, bool mirror)
{
	uint32_t	row = whole_number(pmml, cell, "row", 0);
	uint32_t	column = whole_number(pmml, cell, "col", 0);
	const char *text = mls_xml_text(cell);
	double		number = 0;

	if (row < 1 || row > matrix->n_rows || column < 1 || column > matrix->n_columns ||
		!text || !next_number(pmml, cell, &text, &number))
	{
		mls_pmml_problem(pmml, MLS_INVALID, cell, "the cell is not in the matrix, or has no number");
		return;
	}
	matrix->cells[(size_t) (row - 1) * matrix->n_columns + column - 1] = number;
	if (mirror && row <= matrix->n_columns && column <= matrix->n_rows)
		matrix->cells[(size_t) (column - 1) * matrix->n_columns + row - 1] = number;
}

/* How many rows or columns the cells ask for. */
static uint32_t
largest_place(MlsPmml *pmml, const MlsXml *element, const char *name)
{
	uint32_t	largest = 0;

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		uint32_t	place = mls_xml_is(child, "MatCell") ? whole_number(pmml, child, name, 0) : 0;

		if (place > largest)
			largest = place;
	}
	return largest;
}

/* A matrix of the element's dimensions, with its defaults. */
static MlsMatrix *
new_matrix(MlsPmml *pmml, const MlsXml *element, uint32_t n_rows, uint32_t n_columns)
{
	MlsMatrix  *matrix = MLS_NEW(pmml->load, MlsMatrix);
	double		on = mls_pmml_number(pmml, element, "diagDefault", 0.0);
	double		off = mls_pmml_number(pmml, element, "offDiagDefault", 0.0);

	matrix->n_rows = whole_number(pmml, element, "nbRows", n_rows);
	matrix->n_columns = whole_number(pmml, element, "nbCols", n_columns);
	if (matrix->n_rows == 0 || matrix->n_columns == 0 || (uint64_t) matrix->n_rows * matrix->n_columns > MAX_CELLS)
	{
		mls_pmml_problem(pmml, MLS_INVALID, element, "the matrix has no dimensions that can be");
		return NULL;
	}
	matrix->cells = MLS_NEW_N(pmml->load, double, (size_t) matrix->n_rows * matrix->n_columns);
	for (uint32_t i = 0; i < matrix->n_rows; i++)
		for (uint32_t k = 0; k < matrix->n_columns; k++)
			matrix->cells[(size_t) i * matrix->n_columns + k] = i == k ? on : off;
	return matrix;
}

MlsMatrix *
mls_pmml_matrix(MlsPmml *pmml, const MlsXml *element)
{
	static const MlsPmmlWord kinds[] = {
		{"any", KIND_ANY}, {"symmetric", KIND_SYMMETRIC}, {"diagonal", KIND_DIAGONAL}, {NULL, 0}
	};
	Kind		kind = (Kind) mls_pmml_word(pmml, element, "kind", kinds, KIND_ANY);
	uint32_t	n = 0;
	uint32_t	longest;
	double	  **rows;
	uint32_t   *lengths;
	MlsMatrix  *matrix;

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		n += mls_pmml_is_numbers(child);
		if (!mls_pmml_is_numbers(child) && !mls_xml_is(child, "MatCell"))
			mls_pmml_unknown(pmml, child);
	}
	rows = MLS_NEW_N(pmml->load, double *, n);
	lengths = MLS_NEW_N(pmml->load, uint32_t, n);
	longest = read_rows(pmml, element, rows, lengths);
	if (n > 0)
		matrix = new_matrix(pmml, element, kind == KIND_DIAGONAL ? longest : n, longest);
	else
		matrix = new_matrix(pmml, element, largest_place(pmml, element, "row"), largest_place(pmml, element, "col"));
	if (!matrix)
		return NULL;

	for (uint32_t i = 0; i < n; i++)
	{
		uint32_t	expected = kind == KIND_SYMMETRIC ? i + 1 : matrix->n_columns;

		if (i >= (kind == KIND_DIAGONAL ? 1 : matrix->n_rows) || lengths[i] > matrix->n_columns ||
			(lengths[i] != expected && !(kind == KIND_SYMMETRIC && lengths[i] == matrix->n_columns)) ||
			(kind != KIND_ANY && matrix->n_rows != matrix->n_columns))
		{
			mls_pmml_problem(pmml, MLS_INVALID, element, "the rows are not those of such a matrix");
			return NULL;
		}
		for (uint32_t k = 0; k < lengths[i]; k++)
		{
			uint32_t	row = kind == KIND_DIAGONAL ? k : i;

			matrix->cells[(size_t) row * matrix->n_columns + k] = rows[i][k];
			if (kind == KIND_SYMMETRIC)
				matrix->cells[(size_t) k * matrix->n_columns + i] = rows[i][k];
		}
	}
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "MatCell"))
			put_cell(pmml, child, matrix, kind == KIND_SYMMETRIC);
	}
	return matrix;
}
