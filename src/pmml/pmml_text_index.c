/*
 * pmml/pmml_text_index.c
 *	  TextIndex: how often a term occurs in a text.
 */
#include <string.h>

#include "base/number.h"
#include "pmml/pmml_util.h"

#define DEFAULT_SEPARATOR	"\\s+"

/* An attribute that is a whole number from 0 on. */
static uint32_t
read_distance(MlsPmml *pmml, const MlsXml *element, uint32_t absent)
{
	double		distance = mls_pmml_number(pmml, element, "maxLevenshteinDistance", absent);

	if (distance >= 0 && distance <= INT32_MAX && distance == (double) (uint32_t) distance)
		return (uint32_t) distance;
	mls_pmml_problem(pmml, MLS_INVALID, element, "maxLevenshteinDistance is not a whole number from 0 on");
	return absent;
}

/* The rows of a table; any that is not complete is a problem. */
static void
read_rows(MlsPmml *pmml, const MlsXml *element, const MlsXml *table, MlsTextIndexNormalization *normalization)
{
	const char *columns[3] = {
		mls_xml_get(element, "inField"), mls_xml_get(element, "outField"), mls_xml_get(element, "regexField")
	};
	const char **cells;

	columns[0] = columns[0] ? columns[0] : "string";
	columns[1] = columns[1] ? columns[1] : "stem";
	columns[2] = columns[2] ? columns[2] : "regex";
	cells = mls_pmml_table(pmml, table, columns, 3, &normalization->n_rows);
	normalization->rows = MLS_NEW_N(pmml->load, MlsTextReplacement, normalization->n_rows);
	for (uint32_t i = 0; i < normalization->n_rows; i++, cells += 3)
	{
		MlsTextReplacement *row = &normalization->rows[i];

		*row = (MlsTextReplacement) {cells[0] ? cells[0] : "", cells[1] ? cells[1] : "", false};
		if (!cells[0] || !cells[1])
			mls_pmml_problem(pmml, MLS_INVALID, table, "row %u has no cell \"%s\"", i + 1,
							 mls_quote(pmml->load, columns[cells[0] ? 1 : 0]));
		if (cells[2] && !mls_parse_boolean(cells[2], strlen(cells[2]), &row->is_regex))
			mls_pmml_problem(pmml, MLS_INVALID, table, "row %u is neither true nor false in \"%s\"", i + 1,
							 mls_quote(pmml->load, columns[2]));
	}
}

/* An attribute under its name, or under the one that it had in use before. */
static const char *
get_either(const MlsXml *element, const char *name, const char *other)
{
	const char *value = mls_xml_get(element, name);

	return value ? value : mls_xml_get(element, other);
}

/* Rows are looked for word by word where the element says how, or where they need not be alike. */
static void
read_normalization(MlsPmml *pmml, const MlsXml *element, const MlsTextIndex *index,
				   MlsTextIndexNormalization *normalization)
{
	const char *separator = get_either(element, "wordSeparatorCharacterRE", "x-wordSeparatorCharacterRE");

	normalization->line = element->line;
	normalization->is_case_sensitive = mls_pmml_truth(pmml, element, "isCaseSensitive", index->is_case_sensitive);
	normalization->is_recursive = mls_pmml_truth(pmml, element, "recursive", false);
	normalization->maxLevenshteinDistance = read_distance(pmml, element, index->maxLevenshteinDistance);
	normalization->tokenize = mls_pmml_truth(pmml, element, "tokenize", index->tokenize);
	normalization->wordSeparatorCharacterRE = !normalization->tokenize ? DEFAULT_SEPARATOR :
		separator ? separator : index->wordSeparatorCharacterRE;
	normalization->by_words = normalization->maxLevenshteinDistance > 0 || separator != NULL ||
		mls_xml_get(element, "tokenize") != NULL;
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "TableLocator"))
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, child, "a table outside of the document is not supported");
		else if (!mls_xml_is(child, "InlineTable"))
			mls_pmml_unknown(pmml, child);
		else if (normalization->rows)
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is more than one InlineTable");
		else
			read_rows(pmml, element, child, normalization);
	}
}

void
mls_pmml_text_index(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression)
{
	static const MlsPmmlWord weights[] = {
		{"termFrequency", MLS_WEIGHTS_TERM_FREQUENCY},
		{"binary", MLS_WEIGHTS_BINARY},
		{"logarithmic", MLS_WEIGHTS_LOGARITHMIC},
		{"augmentedNormalizedTermFrequency", MLS_WEIGHTS_AUGMENTED_NORMALIZED_TERM_FREQUENCY},
		{NULL, 0}
	};
	static const MlsPmmlWord hits[] = {{"allHits", false}, {"bestHits", true}, {NULL, 0}};
	MlsTextIndex *index = MLS_NEW(pmml->load, MlsTextIndex);
	const char *separator = get_either(element, "wordSeparatorCharacterRE", "x-wordSeparatorCharacterRE");

	index->textField = mls_pmml_field(pmml, element, "textField");
	index->localTermWeights = (MlsLocalTermWeights)
		mls_pmml_word(pmml, element, "localTermWeights", weights, MLS_WEIGHTS_TERM_FREQUENCY);
	index->is_case_sensitive = mls_pmml_truth(pmml, element, "isCaseSensitive", false);
	index->best_hits = mls_pmml_word(pmml, element, "countHits", hits, false) != 0;
	index->maxLevenshteinDistance = read_distance(pmml, element, 0);
	index->tokenize = mls_pmml_truth(pmml, element, "tokenize", true);
	index->wordSeparatorCharacterRE = separator && index->tokenize ? separator : DEFAULT_SEPARATOR;
	index->wordRE = get_either(element, "wordRE", "x-wordRE");
	index->normalizations = MLS_NEW_N(pmml->load, MlsTextIndexNormalization, mls_xml_count(element, "TextIndexNormalization"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "TextIndexNormalization"))
			read_normalization(pmml, child, index, &index->normalizations[index->n_normalizations++]);
		else if (!mls_pmml_is_expression(child))
			mls_pmml_unknown(pmml, child);
	}
	index->term = mls_pmml_expression_in(pmml, element);
	expression->u.text_index = index;
}
