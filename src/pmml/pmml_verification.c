/*
 * pmml/pmml_verification.c
 *	  ModelVerification: rows with the results that the model must give.
 */
#include "pmml/pmml_util.h"

static void
read_fields(MlsPmml *pmml, const MlsXml *element, MlsModelVerification *verification,
			const char **columns)
{
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsVerificationField *field = &verification->fields[verification->n_fields];
		const char *column;

		if (!mls_xml_is(child, "VerificationField"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		field->line = child->line;
		field->field = mls_pmml_required(pmml, child, "field");
		field->precision = mls_pmml_number(pmml, child, "precision", 1e-6);
		field->zeroThreshold = mls_pmml_number(pmml, child, "zeroThreshold", 1e-16);
		column = mls_xml_get(child, "column");
		columns[verification->n_fields++] = column ? column : field->field;
	}
}

void
mls_pmml_verification(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsModelVerification *verification = MLS_NEW(pmml->load, MlsModelVerification);
	const MlsXml *fields = mls_pmml_only(pmml, element, "VerificationFields");
	const MlsXml *table = mls_pmml_only(pmml, element, "InlineTable");
	const char **columns;
	uint32_t	n = fields ? mls_xml_count(fields, "VerificationField") : 0;

	verification->line = element->line;
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "TableLocator"))
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, child,
							 "a table outside of the document is not supported");
		else if (child != fields && !mls_xml_is(child, "VerificationFields") &&
				 !mls_xml_is(child, "InlineTable"))
			mls_pmml_unknown(pmml, child);
	}
	if (n == 0 || !table)
	{
		mls_pmml_problem(pmml, MLS_INVALID, element, "there are no VerificationFields or no InlineTable");
		return;
	}
	verification->fields = MLS_NEW_N(pmml->load, MlsVerificationField, n);
	columns = MLS_NEW_N(pmml->load, const char *, n);
	read_fields(pmml, fields, verification, columns);
	verification->cells = mls_pmml_table(pmml, table, columns, n, &verification->n_rows);

	/* an empty cell says as little as none */
	for (size_t i = 0; i < (size_t) n * verification->n_rows; i++)
	{
		if (verification->cells[i] && verification->cells[i][0] == '\0')
			verification->cells[i] = NULL;
	}
	model->verification = verification;
}
