/*
 * pmml/pmml_fields.c
 *	  DataDictionary and MiningSchema: what goes in.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pmml/pmml_util.h"

/* ---- DataDictionary ---- */

void
mls_pmml_interval(MlsPmml *pmml, const MlsXml *element, MlsInterval *interval)
{
	static const MlsPmmlWord closures[] = {
		{"openClosed", MLS_OPEN_CLOSED},
		{"openOpen", MLS_OPEN_OPEN},
		{"closedOpen", MLS_CLOSED_OPEN},
		{"closedClosed", MLS_CLOSED_CLOSED},
		{NULL, 0}
	};

	interval->line = element->line;
	interval->closure = (MlsClosure) mls_pmml_word(pmml, element, "closure", closures, -1);
	interval->leftMargin = mls_pmml_number(pmml, element, "leftMargin", -INFINITY);
	interval->rightMargin = mls_pmml_number(pmml, element, "rightMargin", INFINITY);
	if (!(interval->leftMargin <= interval->rightMargin))
		mls_pmml_problem(pmml, MLS_INVALID, element, "leftMargin is not below rightMargin");
}

void
mls_pmml_value(MlsPmml *pmml, const MlsXml *element, MlsValueElement *value)
{
	static const MlsPmmlWord properties[] = {
		{"valid", MLS_VALUE_VALID},
		{"invalid", MLS_VALUE_INVALID},
		{"missing", MLS_VALUE_MISSING},
		{NULL, 0}
	};

	value->line = element->line;
	value->value = mls_pmml_required(pmml, element, "value");
	value->displayValue = mls_xml_get(element, "displayValue");
	value->property = (MlsValueProperty)
		mls_pmml_word(pmml, element, "property", properties, MLS_VALUE_VALID);
}

static void
read_data_field(MlsPmml *pmml, const MlsXml *element, MlsDataField *field)
{
	uint32_t	v = 0;
	uint32_t	i = 0;

	field->line = element->line;
	field->name = mls_pmml_required(pmml, element, "name");
	field->displayName = mls_xml_get(element, "displayName");
	field->optype = mls_pmml_optype(pmml, element);

	field->dataType = mls_pmml_data_type(pmml, element);
	if (field->optype == MLS_OPTYPE_NONE)
	{
		if (!mls_xml_get(element, "optype") && field->dataType == MLS_TYPE_NONE)
			mls_pmml_required(pmml, element, "optype");
		field->optype = field->dataType == MLS_TYPE_NONE || field->dataType == MLS_TYPE_STRING ||
			field->dataType == MLS_TYPE_BOOLEAN ? MLS_OPTYPE_CATEGORICAL : MLS_OPTYPE_CONTINUOUS;
	}
	field->dataType = mls_pmml_default_type(field->dataType, field->optype);
	field->isCyclic = mls_pmml_truth(pmml, element, "isCyclic", false);
	field->taxonomy = mls_xml_get(element, "taxonomy");
	field->values = MLS_NEW_N(pmml->load, MlsValueElement, mls_xml_count(element, "Value"));
	field->intervals = MLS_NEW_N(pmml->load, MlsInterval, mls_xml_count(element, "Interval"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "Value"))
			mls_pmml_value(pmml, child, &field->values[v++]);
		else if (mls_xml_is(child, "Interval"))
			mls_pmml_interval(pmml, child, &field->intervals[i++]);
		else
			mls_pmml_unknown(pmml, child);
	}
	field->n_values = v;
	field->n_intervals = i;
}

void
mls_pmml_data_dictionary(MlsPmml *pmml, const MlsXml *element)
{
	MlsDocument *document = pmml->document;
	uint32_t	n = mls_xml_count(element, "DataField");
	const char *claim = mls_xml_get(element, "numberOfFields");
	MlsMap		seen = {0};

	document->fields = MLS_NEW_N(pmml->load, MlsDataField, n);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsDataField *field = &document->fields[document->n_fields];

		mls_tick(pmml->load);
		if (mls_xml_is(child, "Taxonomy") && mls_xml_get(child, "name"))
			mls_map_put(pmml->load, &pmml->taxonomies, mls_xml_get(child, "name"), (void *) child);
		if (!mls_xml_is(child, "DataField"))
		{
			if (!mls_xml_is(child, "Taxonomy"))
				mls_pmml_unknown(pmml, child);
			continue;
		}
		document->n_fields++;
		read_data_field(pmml, child, field);
		if (mls_map_put(pmml->load, &seen, field->name, field) != field)
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is another field \"%s\"",
							 mls_quote(pmml->load, field->name));
	}
	if (claim && strtoul(claim, NULL, 10) != n)
		mls_notice(pmml->load, mls_place(pmml->load, element->line, element->name), NULL,
				   "numberOfFields is %s, but there are %u fields",
				   mls_quote(pmml->load, claim), n);
}

void
mls_pmml_mark_histories(MlsPmml *pmml)
{
	for (uint32_t i = 0; i < pmml->document->n_fields; i++)
	{
		MlsDataField *field = &pmml->document->fields[i];

		field->has_history = mls_map_get(&pmml->histories, field->name) != NULL;
	}
}

/* ---- MiningSchema ---- */

static void
read_missing_value_treatment(MlsPmml *pmml, const MlsXml *element, MlsMiningField *field)
{
	/* what the others say has already been done: they tell where the replacement comes from */
	static const MlsPmmlWord treatments[] = {
		{"asIs", false},
		{"asMean", false},
		{"asMode", false},
		{"asMedian", false},
		{"asValue", false},
		{"returnInvalid", true},
		{"x-returnInvalid", true},
		{NULL, 0}
	};

	field->missingValueReplacement = mls_xml_get(element, "missingValueReplacement");
	field->missingValueTreatment = mls_xml_get(element, "missingValueTreatment");
	field->missing_returns_invalid =
		mls_pmml_word(pmml, element, "missingValueTreatment", treatments, false) != 0;
}

static void
read_invalid_value_treatment(MlsPmml *pmml, const MlsXml *element, MlsMiningField *field)
{
	static const MlsPmmlWord treatments[] = {
		{"returnInvalid", MLS_INVALID_RETURN_INVALID},
		{"asIs", MLS_INVALID_AS_IS},
		{"asMissing", MLS_INVALID_AS_MISSING},
		{"asValue", MLS_INVALID_AS_VALUE},
		{NULL, 0}
	};

	field->invalid_treatment_given = mls_xml_get(element, "invalidValueTreatment") != NULL;
	field->invalidValueTreatment = (MlsInvalidValueTreatment)
		mls_pmml_word(pmml, element, "invalidValueTreatment", treatments,
					  MLS_INVALID_RETURN_INVALID);
	field->invalidValueReplacement = mls_xml_get(element, "invalidValueReplacement");

	/* before 4.4 the replacement alone made an "asIs" what is "asValue" now */
	if (!field->invalidValueReplacement)
		field->invalidValueReplacement = mls_xml_get(element, "x-invalidValueReplacement");
	if (field->invalidValueReplacement && field->invalidValueTreatment == MLS_INVALID_AS_IS)
		field->invalidValueTreatment = MLS_INVALID_AS_VALUE;
	if (!field->invalidValueReplacement && field->invalidValueTreatment == MLS_INVALID_AS_VALUE)
		mls_pmml_problem(pmml, MLS_INVALID, element,
						 "invalidValueTreatment=\"asValue\" needs an invalidValueReplacement");
}

static void
read_mining_field(MlsPmml *pmml, const MlsXml *element, MlsMiningField *field)
{
	static const MlsPmmlWord usages[] = {
		{"active", MLS_USAGE_ACTIVE},
		{"target", MLS_USAGE_TARGET},
		{"predicted", MLS_USAGE_TARGET},
		{"supplementary", MLS_USAGE_SUPPLEMENTARY},
		{"supplemental", MLS_USAGE_SUPPLEMENTARY},
		{"group", MLS_USAGE_GROUP},
		{"order", MLS_USAGE_ORDER},
		{"frequencyWeight", MLS_USAGE_FREQUENCY_WEIGHT},
		{"analysisWeight", MLS_USAGE_ANALYSIS_WEIGHT},
		{NULL, 0}
	};
	static const MlsPmmlWord outliers[] = {
		{"asIs", MLS_OUTLIERS_AS_IS},
		{"asMissingValues", MLS_OUTLIERS_AS_MISSING_VALUES},
		{"asExtremeValues", MLS_OUTLIERS_AS_EXTREME_VALUES},
		{NULL, 0}
	};

	field->line = element->line;
	field->name = mls_pmml_required(pmml, element, "name");
	field->usageType = (MlsUsageType)
		mls_pmml_word(pmml, element, "usageType", usages, MLS_USAGE_ACTIVE);
	field->optype = mls_pmml_optype(pmml, element);
	field->importance = mls_pmml_number(pmml, element, "importance", NAN);
	field->outliers = (MlsOutliers)
		mls_pmml_word(pmml, element, "outliers", outliers, MLS_OUTLIERS_AS_IS);
	field->lowValue = mls_pmml_number(pmml, element, "lowValue", NAN);
	field->highValue = mls_pmml_number(pmml, element, "highValue", NAN);
	if (field->outliers != MLS_OUTLIERS_AS_IS && isnan(field->lowValue) && isnan(field->highValue))
		mls_pmml_problem(pmml, MLS_INVALID, element, "outliers needs a lowValue or a highValue");
	if (field->lowValue > field->highValue)
		mls_pmml_problem(pmml, MLS_INVALID, element, "lowValue is above highValue");
	read_missing_value_treatment(pmml, element, field);
	read_invalid_value_treatment(pmml, element, field);
}

void
mls_pmml_mining_schema(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsMap		seen = {0};

	model->fields = MLS_NEW_N(pmml->load, MlsMiningField, mls_xml_count(element, "MiningField"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsMiningField *field = &model->fields[model->n_fields];

		mls_tick(pmml->load);
		if (!mls_xml_is(child, "MiningField"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		model->n_fields++;
		read_mining_field(pmml, child, field);
		if (mls_map_put(pmml->load, &seen, field->name, field) != field)
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is another field \"%s\"",
							 mls_quote(pmml->load, field->name));
	}
}
