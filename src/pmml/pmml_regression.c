/*
 * pmml/pmml_regression.c
 *	  RegressionModel.
 */
#include <string.h>

#include "pmml/pmml_util.h"

static MlsLink
read_normalization(MlsPmml *pmml, const MlsXml *element)
{
	/* the links without a name are not PMML's */
	static const struct
	{
		const char *name;
		MlsLink		link;
	}			links[] =
	{
#define MLS_LINK(symbol, name) {name, MLS_LINK_##symbol},
#include "lists/links.h"
#undef MLS_LINK
	};
	const char *text = mls_xml_get(element, "normalizationMethod");

	if (!text)
		return MLS_LINK_NONE;
	for (int i = 0; i < MLS_N_LINKS; i++)
	{
		if (links[i].name && strcmp(links[i].name, text) == 0)
			return links[i].link;
	}
	mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "normalizationMethod=\"%s\" is not supported",
					 mls_quote(pmml->load, text));
	return MLS_LINK_NONE;
}

static void
read_numeric(MlsPmml *pmml, const MlsXml *element, MlsNumericPredictor *predictor)
{
	predictor->line = element->line;
	predictor->name = mls_pmml_any_field(pmml, element);
	predictor->exponent = mls_pmml_number(pmml, element, "exponent", 1.0);
	predictor->coefficient = mls_pmml_coefficient(pmml, element, "coefficient");
}

static void
read_categorical(MlsPmml *pmml, const MlsXml *element, MlsCategoricalPredictor *predictor)
{
	predictor->line = element->line;
	predictor->name = mls_pmml_any_field(pmml, element);
	predictor->value = mls_pmml_required(pmml, element, "value");
	predictor->coefficient = mls_pmml_coefficient(pmml, element, "coefficient");
}

static void
read_term(MlsPmml *pmml, const MlsXml *element, MlsPredictorTerm *term)
{
	term->line = element->line;
	term->fields = MLS_NEW_N(pmml->load, const char *, mls_xml_count(element, "FieldRef"));
	term->coefficient = mls_pmml_coefficient(pmml, element, "coefficient");
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "FieldRef"))
			term->fields[term->n_fields++] = mls_pmml_field(pmml, child, "field");
		else
			mls_pmml_unknown(pmml, child);
	}
	if (term->n_fields == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no FieldRef in it");
}

static void
read_table(MlsPmml *pmml, const MlsXml *element, MlsRegressionTable *table)
{
	MlsLoad    *load = pmml->load;

	table->line = element->line;
	table->targetCategory = mls_xml_get(element, "targetCategory");
	if (mls_xml_get(element, "intercept"))
		table->intercept = mls_pmml_coefficient(pmml, element, "intercept");
	else
		table->intercept.is_number = true;	/* 0 */
	table->numeric = MLS_NEW_N(load, MlsNumericPredictor, mls_xml_count(element, "NumericPredictor"));
	table->categorical = MLS_NEW_N(load, MlsCategoricalPredictor,
								   mls_xml_count(element, "CategoricalPredictor"));
	table->terms = MLS_NEW_N(load, MlsPredictorTerm, mls_xml_count(element, "PredictorTerm"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(load);
		if (mls_xml_is(child, "NumericPredictor"))
			read_numeric(pmml, child, &table->numeric[table->n_numeric++]);
		else if (mls_xml_is(child, "CategoricalPredictor"))
			read_categorical(pmml, child, &table->categorical[table->n_categorical++]);
		else if (mls_xml_is(child, "PredictorTerm"))
			read_term(pmml, child, &table->terms[table->n_terms++]);
		else
			mls_pmml_unknown(pmml, child);
	}
}

void
mls_pmml_regression(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsRegressionModel *regression = MLS_NEW(pmml->load, MlsRegressionModel);
	uint32_t	n = mls_xml_count(element, "RegressionTable");

	model->u.regression = regression;
	regression->targetFieldName = mls_xml_get(element, "targetFieldName");
	regression->normalizationMethod = read_normalization(pmml, element);
	regression->tables = MLS_NEW_N(pmml->load, MlsRegressionTable, n);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "RegressionTable"))
			read_table(pmml, child, &regression->tables[regression->n_tables++]);
		else
			mls_pmml_other_child(pmml, element, child);
	}
	if (n == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "the RegressionTable is missing");
}
