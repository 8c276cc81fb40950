/*
 * pmml/pmml_transformation.c
 *	  TransformationDictionary and LocalTransformations: derived fields, and
 *	  functions that a document defines.
 */
#include "pmml/pmml_util.h"

static void
read_derived_field(MlsPmml *pmml, const MlsXml *element, const char *name, MlsDerivedField *field)
{
	field->line = element->line;
	field->name = name;
	field->displayName = mls_xml_get(element, "displayName");
	field->optype = mls_pmml_optype(pmml, element);
	field->dataType = mls_pmml_default_type(mls_pmml_data_type(pmml, element), field->optype);
	field->expression = mls_pmml_expression_in(pmml, element);
	field->values = MLS_NEW_N(pmml->load, MlsValueElement, mls_xml_count(element, "Value"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "Value"))
			mls_pmml_value(pmml, child, &field->values[field->n_values++]);
		else if (!mls_pmml_is_expression(child) && !mls_xml_is(child, "Interval"))
			mls_pmml_unknown(pmml, child);
	}
}

void
mls_pmml_derived_fields(MlsPmml *pmml, const MlsXml *element, MlsDerivedField **fields, uint32_t *n)
{
	uint32_t	more = mls_xml_count(element, "DerivedField");
	MlsDerivedField *all = MLS_NEW_N(pmml->load, MlsDerivedField, (size_t) *n + more);

	for (uint32_t i = 0; i < *n; i++)
		all[i] = (*fields)[i];
	*fields = all;
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "DerivedField"))
			read_derived_field(pmml, child, mls_pmml_required(pmml, child, "name"), &all[(*n)++]);
		else if (!mls_xml_is(child, "DefineFunction"))
			mls_pmml_unknown(pmml, child);
	}
}

void
mls_pmml_named_derived_field(MlsPmml *pmml, const MlsXml *element, const char *name,
							 MlsDerivedField **fields, uint32_t *n)
{
	MlsDerivedField *all = MLS_NEW_N(pmml->load, MlsDerivedField, (size_t) *n + 1);

	for (uint32_t i = 0; i < *n; i++)
		all[i] = (*fields)[i];
	*fields = all;
	read_derived_field(pmml, element, name, &all[(*n)++]);
}

static void
read_define_function(MlsPmml *pmml, const MlsXml *element, MlsDefineFunction *function)
{
	MlsMap		seen = {0};

	function->line = element->line;
	function->name = mls_pmml_required(pmml, element, "name");
	function->optype = mls_pmml_optype(pmml, element);
	function->dataType = mls_pmml_data_type(pmml, element);
	function->parameters = mls_alloc_n(pmml->load, mls_xml_count(element, "ParameterField"),
									   sizeof(*function->parameters));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "ParameterField"))
		{
			struct MlsParameterField *parameter = &function->parameters[function->n_parameters++];

			parameter->line = child->line;
			parameter->name = mls_pmml_required(pmml, child, "name");
			parameter->dataType = mls_pmml_data_type(pmml, child);
			if (mls_map_put(pmml->load, &seen, parameter->name, parameter) != parameter)
				mls_pmml_problem(pmml, MLS_INVALID, child, "there is another parameter \"%s\"",
								 mls_quote(pmml->load, parameter->name));
		}
		else if (!mls_pmml_is_expression(child))
			mls_pmml_unknown(pmml, child);
	}
	function->expression = mls_pmml_expression_in(pmml, element);
}

void
mls_pmml_transformation_dictionary(MlsPmml *pmml, const MlsXml *element)
{
	MlsDocument *document = pmml->document;

	document->functions = MLS_NEW_N(pmml->load, MlsDefineFunction,
									mls_xml_count(element, "DefineFunction"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "DefineFunction"))
			read_define_function(pmml, child, &document->functions[document->n_functions++]);
	}
	mls_pmml_derived_fields(pmml, element, &document->derived, &document->n_derived);
}
