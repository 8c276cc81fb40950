/*
 * pmml/pmml_comparison.c
 *	  ComparisonMeasure, and what ClusteringField and KNNInput say of comparing.
 */
#include <math.h>

#include "pmml/pmml_comparison.h"

static const MlsPmmlWord compare_functions[] = {
	{"absDiff", MLS_COMPARE_ABS_DIFF},
	{"gaussSim", MLS_COMPARE_GAUSS_SIM},
	{"delta", MLS_COMPARE_DELTA},
	{"equal", MLS_COMPARE_EQUAL},
	{"table", MLS_COMPARE_TABLE},
	{NULL, 0}
};

static const MlsPmmlWord measures[] = {
	{"euclidean", MLS_MEASURE_EUCLIDEAN},
	{"squaredEuclidean", MLS_MEASURE_SQUARED_EUCLIDEAN},
	{"chebychev", MLS_MEASURE_CHEBYCHEV},
	{"cityBlock", MLS_MEASURE_CITY_BLOCK},
	{"minkowski", MLS_MEASURE_MINKOWSKI},
	{"simpleMatching", MLS_MEASURE_SIMPLE_MATCHING},
	{"jaccard", MLS_MEASURE_JACCARD},
	{"tanimoto", MLS_MEASURE_TANIMOTO},
	{"binarySimilarity", MLS_MEASURE_BINARY_SIMILARITY},
	{NULL, 0}
};

static void
read_parameters(MlsPmml *pmml, const MlsXml *element, MlsComparisonMeasure *measure)
{
	static const char *const counted[] = {"c11-parameter", "c10-parameter", "c01-parameter", "c00-parameter"};
	static const char *const divided[] = {"d11-parameter", "d10-parameter", "d01-parameter", "d00-parameter"};

	if (measure->measure == MLS_MEASURE_MINKOWSKI)
	{
		measure->p = mls_pmml_required_number(pmml, element, "p-parameter", 1);
		if (!(measure->p > 0))
			mls_pmml_problem(pmml, MLS_INVALID, element, "p-parameter is not above 0");
	}
	for (int i = 0; i < 4 && measure->measure == MLS_MEASURE_BINARY_SIMILARITY; i++)
	{
		measure->counted[i] = mls_pmml_required_number(pmml, element, counted[i], 1);
		measure->divided[i] = mls_pmml_required_number(pmml, element, divided[i], 1);
	}
}

/* The measure that an element names; false if it names none. */
static bool
read_measure(MlsPmml *pmml, const MlsXml *element, MlsComparisonMeasure *measure)
{
	int			word = mls_pmml_element_word(element, measures);

	if (word < 0)
		return false;
	measure->measure = (MlsMeasure) word;
	read_parameters(pmml, element, measure);
	return true;
}

/* minimum and maximum inform about the range of results. */
void
mls_pmml_comparison_measure(MlsPmml *pmml, const MlsXml *model, MlsComparisonMeasure *measure)
{
	static const MlsPmmlWord kinds[] = {{"distance", false}, {"similarity", true}, {NULL, 0}};
	const MlsXml *element = mls_pmml_only(pmml, model, "ComparisonMeasure");
	uint32_t	n = 0;

	if (!element)
	{
		mls_pmml_problem(pmml, MLS_INVALID, model, "the ComparisonMeasure is missing");
		return;
	}
	measure->line = element->line;
	measure->is_similarity = mls_pmml_word(pmml, element, "kind", kinds, -1) != 0;
	measure->compareFunction = (MlsCompareFunction)
		mls_pmml_word(pmml, element, "compareFunction", compare_functions, MLS_COMPARE_ABS_DIFF);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (read_measure(pmml, child, measure))
			n++;
		else
			mls_pmml_unknown(pmml, child);
	}
	if (n != 1)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is not exactly one measure in it");
	else if ((measure->measure >= MLS_MEASURE_SIMPLE_MATCHING) != measure->is_similarity)
		mls_pmml_problem(pmml, MLS_INVALID, element, "kind=\"%s\" does not fit the measure",
						 mls_xml_get(element, "kind"));
}

void
mls_pmml_compared_field(MlsPmml *pmml, const MlsXml *element, const MlsComparisonMeasure *measure,
						MlsComparedField *field)
{
	const MlsXml *comparisons = mls_pmml_only(pmml, element, "Comparisons");
	const MlsXml *matrix = comparisons ? mls_pmml_only(pmml, comparisons, "Matrix") : NULL;

	field->line = element->line;
	field->field = mls_pmml_any_field(pmml, element);
	field->fieldWeight = mls_pmml_number(pmml, element, "fieldWeight", 1);
	field->missing_weight = 1;
	field->similarityScale = mls_pmml_number(pmml, element, "similarityScale", NAN);
	field->compareFunction = (MlsCompareFunction)
		mls_pmml_word(pmml, element, "compareFunction", compare_functions, (int) measure->compareFunction);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (child != comparisons && !mls_xml_is(child, "Comparisons"))
			mls_pmml_unknown(pmml, child);
	}
	if (matrix)
	{
		field->comparisons = mls_pmml_matrix(pmml, matrix);
		if (field->comparisons && field->comparisons->n_columns != field->comparisons->n_rows)
			mls_pmml_problem(pmml, MLS_INVALID, matrix, "the matrix is not square");
	}
	if (measure->is_similarity)
		return;
	if (field->compareFunction == MLS_COMPARE_TABLE && !matrix)
		mls_pmml_problem(pmml, MLS_INVALID, element, "compareFunction=\"table\" needs Comparisons with a Matrix");
	if (field->compareFunction == MLS_COMPARE_GAUSS_SIM && !(field->similarityScale > 0))
		mls_pmml_problem(pmml, MLS_INVALID, element, "compareFunction=\"gaussSim\" needs a similarityScale above 0");
}
