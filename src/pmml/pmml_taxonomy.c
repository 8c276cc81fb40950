/*
 * pmml/pmml_taxonomy.c
 *	  Taxonomy: which values of a field belong to which others.
 *
 * Models other than those of items do not ask for it, so one is read when a model
 * does, and what others hold is no reason to refuse the document.  A sequence of
 * tables, one for each level, and one recursive table for all levels say the same:
 * pairs of a child and its parent.
 */
#include <string.h>

#include "pmml/pmml_util.h"

/* The column of a field of the table, which FieldColumnPairs may name otherwise. */
static const char *
column_of(MlsPmml *pmml, const MlsXml *element, const char *attribute)
{
	const char *field = mls_pmml_required(pmml, element, attribute);

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "FieldColumnPair") && strcmp(mls_pmml_required(pmml, child, "field"), field) == 0)
			return mls_pmml_required(pmml, child, "column");
	}
	return field;
}

/* Adds the pairs of a ChildParent. */
static void
read_pairs(MlsPmml *pmml, const MlsXml *element, MlsVec *pairs)
{
	const char *columns[] = {column_of(pmml, element, "childField"), column_of(pmml, element, "parentField")};
	const MlsXml *table = mls_pmml_only(pmml, element, "InlineTable");
	uint32_t	n = 0;
	const char **cells;

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "TableLocator"))
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, child, "a table outside of the document is not supported");
		else if (!mls_xml_is(child, "InlineTable") && !mls_xml_is(child, "FieldColumnPair"))
			mls_pmml_unknown(pmml, child);
	}
	if (!table)
		return;
	cells = mls_pmml_table(pmml, table, columns, 2, &n);
	for (uint32_t i = 0; i < n; i++)
	{
		if (cells[2 * i] && cells[2 * i + 1])
			*MLS_PUSH(pmml->load, pairs, MlsChildParent) = (MlsChildParent) {cells[2 * i], cells[2 * i + 1]};
	}
}

void
mls_pmml_taxonomy(MlsPmml *pmml, const MlsDataField *field, MlsTaxonomy *taxonomy)
{
	const MlsXml *element = mls_map_get(&pmml->taxonomies, field->taxonomy);
	MlsVec		pairs = {0};

	if (!element)
	{
		mls_problem(pmml->load, MLS_INVALID, mls_place(pmml->load, field->line, "DataField"), NULL,
					"there is no Taxonomy \"%s\"", mls_quote(pmml->load, field->taxonomy));
		return;
	}
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "ChildParent"))
			read_pairs(pmml, child, &pairs);
		else
			mls_pmml_unknown(pmml, child);
	}
	taxonomy->field = field->name;
	taxonomy->pairs = (MlsChildParent *) pairs.items;
	taxonomy->n_pairs = pairs.n;
}
