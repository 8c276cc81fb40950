/*
 * pmml/pmml_scorecard.c
 *	  Scorecard.
 *
 * baselineMethod and the names of characteristics only inform.
 */
#include <math.h>
#include <string.h>

#include "pmml/pmml_util.h"

static void
read_attribute(MlsPmml *pmml, const MlsXml *element, MlsAttribute *attribute)
{
	const MlsXml *predicate = NULL;
	const MlsXml *complex = mls_pmml_only(pmml, element, "ComplexPartialScore");

	attribute->line = element->line;
	attribute->reasonCode = mls_xml_get(element, "reasonCode");
	if (mls_xml_get(element, "partialScore"))
		attribute->partialScore = mls_pmml_coefficient(pmml, element, "partialScore");
	else if (!complex)
		mls_pmml_required(pmml, element, "partialScore");
	if (complex)
		attribute->complex = mls_pmml_expression_in(pmml, complex);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_pmml_is_predicate(child) && !predicate)
			predicate = child;
		else if (mls_pmml_is_predicate(child))
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is more than one predicate");
		else if (!mls_xml_is(child, "ComplexPartialScore"))
			mls_pmml_unknown(pmml, child);
	}
	if (predicate)
		mls_pmml_predicate(pmml, predicate, &attribute->predicate);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no predicate");
}

static void
read_characteristic(MlsPmml *pmml, const MlsXml *element, MlsCharacteristic *characteristic)
{
	uint32_t	n = mls_xml_count(element, "Attribute");

	characteristic->line = element->line;
	characteristic->reasonCode = mls_xml_get(element, "reasonCode");
	characteristic->baselineScore = mls_pmml_number(pmml, element, "baselineScore", NAN);
	characteristic->attributes = MLS_NEW_N(pmml->load, MlsAttribute, n);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "Attribute"))
			read_attribute(pmml, child, &characteristic->attributes[characteristic->n_attributes++]);
		else
			mls_pmml_unknown(pmml, child);
	}
	if (n == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no Attribute in it");
}

void
mls_pmml_scorecard(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	static const MlsPmmlWord algorithms[] = {{"pointsBelow", false}, {"pointsAbove", true}, {NULL, 0}};
	static const MlsPmmlWord methods[] = {
		{"other", 0}, {"max", 0}, {"min", 0}, {"mean", 0}, {"neutral", 0}, {NULL, 0}
	};
	MlsScorecard *scorecard = MLS_NEW(pmml->load, MlsScorecard);
	const MlsXml *characteristics = mls_pmml_only(pmml, element, "Characteristics");

	model->u.scorecard = scorecard;
	if (mls_xml_get(element, "initialScore"))
		scorecard->initialScore = mls_pmml_coefficient(pmml, element, "initialScore");
	else
		scorecard->initialScore.is_number = true;	/* 0 */
	scorecard->useReasonCodes = mls_pmml_truth(pmml, element, "useReasonCodes", true);
	scorecard->points_above = mls_pmml_word(pmml, element, "reasonCodeAlgorithm", algorithms, false) != 0;
	scorecard->baselineScore = mls_pmml_number(pmml, element, "baselineScore", NAN);
	mls_pmml_word(pmml, element, "baselineMethod", methods, 0);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (child != characteristics)
			mls_pmml_other_child(pmml, element, child);
	}
	if (!characteristics || mls_xml_count(characteristics, "Characteristic") == 0)
	{
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no Characteristic");
		return;
	}
	scorecard->characteristics = MLS_NEW_N(pmml->load, MlsCharacteristic,
										   mls_xml_count(characteristics, "Characteristic"));
	for (const MlsXml *child = characteristics->first; child; child = child->next)
	{
		if (mls_xml_is(child, "Characteristic"))
			read_characteristic(pmml, child, &scorecard->characteristics[scorecard->n_characteristics++]);
		else
			mls_pmml_unknown(pmml, child);
	}
}
