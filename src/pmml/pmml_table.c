/*
 * pmml/pmml_table.c
 *	  InlineTable and Array: values in bulk.
 */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "pmml/pmml_util.h"

/* The part of a name after its namespace prefix. */
static const char *
local_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

/* The columns of a table by name; several can be one of the table's. */
typedef struct Column
{
	uint32_t	index;
	struct Column *same;		/* another one that takes the same cells */
} Column;

static void
add_column(MlsPmml *pmml, MlsMap *map, const char *name, Column *column)
{
	Column	   *there = mls_map_put(pmml->load, map, name, column);

	if (there != column)
	{
		column->same = there->same;
		there->same = column;
	}
}

const char **
mls_pmml_table(MlsPmml *pmml, const MlsXml *table, const char *const *columns, uint32_t n_columns,
			   uint32_t *n_rows)
{
	MlsLoad    *load = pmml->load;
	uint32_t	n = mls_xml_count(table, "row");
	const char **cells = mls_alloc_n(load, n, (size_t) n_columns * sizeof(char *));
	const char **row = cells;
	MlsMap		full = {0};
	MlsMap		local = {0};

	/* "x:name" also stands for the cell "name", unless that is another column */
	for (uint32_t i = 0; i < n_columns; i++)
	{
		Column	   *column = MLS_NEW(load, Column);

		column->index = i;
		add_column(pmml, &full, columns[i], column);
	}
	for (uint32_t i = 0; i < n_columns; i++)
	{
		if (strchr(columns[i], ':') && !mls_map_get(&full, local_name(columns[i])))
			mls_map_put(load, &local, local_name(columns[i]), mls_map_get(&full, columns[i]));
	}

	for (const MlsXml *child = table->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "row"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		for (const MlsXml *cell = child->first; cell; cell = cell->next)
		{
			const Column *column = mls_map_get(&full, cell->name);

			mls_tick(load);
			if (!column && !cell->foreign)
				column = mls_map_get(&local, cell->name);
			if (!column && cell->foreign)
				column = mls_map_get(&full, local_name(cell->name));

			/* another prefix, as programs choose one that write a document anew */
			if (!column && cell->foreign && (column = mls_map_get(&local, local_name(cell->name))) && row[column->index])
				column = NULL;
			for (; column; column = column->same)
				row[column->index] = mls_xml_text(cell);
		}
		row += n_columns;
	}
	*n_rows = n;
	return cells;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/*
 * Cuts the next value out of *text and moves behind it; NULL at the end or
 * where a quote is not closed, or is followed by something.  White space
 * divides values; one that starts with a quote ends with the next, and in it
 * \" is a quote and \\ a backslash.  A backslash before anything else is itself:
 * exporters write it so.
 */
static char *
next_value(char **text, bool *bad)
{
	char	   *from = *text;
	char	   *value;
	char	   *to;

	while (is_blank(*from))
		from++;
	if (*from == '\0')
		return NULL;
	if (*from != '"')
	{
		value = from;
		while (*from && !is_blank(*from))
			from++;
		*text = *from ? from + 1 : from;
		*from = '\0';
		return value;
	}
	value = to = ++from;
	while (*from && *from != '"')
	{
		if (from[0] == '\\' && (from[1] == '"' || from[1] == '\\'))
			from++;
		*to++ = *from++;
	}
	if (*from == '\0' || (from[1] != '\0' && !is_blank(from[1])))
	{
		*bad = true;
		return NULL;
	}
	*text = from + 1;
	*to = '\0';
	return value;
}

const char **
mls_pmml_array(MlsPmml *pmml, const MlsXml *array, uint32_t *n)
{
	static const MlsPmmlWord types[] = {
		{"string", 0}, {"int", 0}, {"real", 0}, {"integer", 0}, {"double", 0}, {NULL, 0}
	};
	const char *claim = mls_xml_get(array, "n");
	char	   *text = (char *) mls_xml_text(array);	/* the tree's own: it is read once */
	MlsVec		values = {0};
	bool		bad = false;
	const char *value;

	/* whatever it is, each value is read as the type of the field that it meets */
	mls_pmml_word(pmml, array, "type", types, 0);
	while ((value = next_value(&text, &bad)) != NULL)
	{
		mls_tick(pmml->load);
		*MLS_PUSH(pmml->load, &values, const char *) = value;
	}
	if (bad)
		mls_pmml_problem(pmml, MLS_INVALID, array, "a quoted value does not end with a quote and white space");
	else if (claim && strtoul(claim, NULL, 10) != values.n)
		mls_pmml_problem(pmml, MLS_INVALID, array, "n is %s, but there are %u values",
						 mls_quote(pmml->load, claim), values.n);
	*n = values.n;
	return (const char **) values.items;
}
