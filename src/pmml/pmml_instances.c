/*
 * pmml/pmml_instances.c
 *	  TrainingInstances.
 *
 * Derived fields that a model compares may be among their fields; those that are
 * not are worked out by the load (load/instances.c), unless the instances are said
 * to be transformed.  The numbers of rows and fields that the element announces
 * only inform.
 */
#include "pmml/pmml_util.h"

static const char **
read_fields(MlsPmml *pmml, const MlsXml *element, MlsTrainingInstances *instances)
{
	uint32_t	n = mls_xml_count(element, "InstanceField");
	const char **columns = MLS_NEW_N(pmml->load, const char *, n);

	instances->fields = MLS_NEW_N(pmml->load, const char *, n);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		const char *column;

		if (!mls_xml_is(child, "InstanceField"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		column = mls_xml_get(child, "column");
		instances->fields[instances->n_fields] = mls_pmml_required(pmml, child, "field");
		columns[instances->n_fields] = column ? column : instances->fields[instances->n_fields];
		instances->n_fields++;
	}
	return columns;
}

void
mls_pmml_instances(MlsPmml *pmml, const MlsXml *element, MlsTrainingInstances *instances)
{
	const MlsXml *fields = mls_pmml_only(pmml, element, "InstanceFields");
	const MlsXml *table = mls_pmml_only(pmml, element, "InlineTable");
	const char **columns;

	instances->line = element->line;
	instances->is_transformed = mls_pmml_truth(pmml, element, "isTransformed", false);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "TableLocator"))
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, child, "a table outside of the document is not supported");
		else if (!mls_xml_is(child, "InstanceFields") && !mls_xml_is(child, "InlineTable"))
			mls_pmml_unknown(pmml, child);
	}
	if (!fields || !table)
	{
		mls_pmml_problem(pmml, MLS_INVALID, element, "there are no InstanceFields or no InlineTable");
		return;
	}
	columns = read_fields(pmml, fields, instances);
	instances->cells = mls_pmml_table(pmml, table, columns, instances->n_fields, &instances->n);
	if (instances->n == 0)
		mls_pmml_problem(pmml, MLS_INVALID, table, "there is no instance");
}
