/*
 * json/pipeline_regression.c
 *	  Linear models of a pipeline document.
 *
 *	 {"type": "regression", "fields": [...], "coefficients": [[...], ...],
 *	  "intercepts": [...], "link": "logit"}
 *		y = the sum of coefficient * field + the intercept, then the link.  A list
 *		of coefficients for each class, or one, that of the second of two classes.
 */
#include "json/pipeline_int.h"

void
mls_pipeline_regression(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted)
{
	static const char *const known[] = {
		"classes", "coefficients", "derived", "fields", "intercepts", "link", "type", NULL
	};
	MlsAt		at_coefficients = mls_json_member(at, "coefficients");
	MlsAt		at_intercepts = mls_json_member(at, "intercepts");
	MlsRegressionModel *regression = MLS_NEW(p->load, MlsRegressionModel);
	uint32_t	n_tables = mls_json_length(&at_coefficients);
	uint32_t	n_classes = wanted->n_classes;
	uint32_t	n = 0;
	const char **fields;
	double	   *intercepts;
	const cJSON *item;
	uint32_t	k = 0;

	mls_json_only(p->load, MLS_INVALID, at, known);
	fields = mls_pipeline_fields(p, at, &n);
	regression->normalizationMethod = mls_pipeline_link(p, at);
	regression->declared_order = true;
	if (!mls_json_is_array(p->load, &at_coefficients, true) || fields == NULL)
		return;
	if (n_classes > 0 ? n_tables != n_classes && !(n_tables == 1 && n_classes == 2) : n_tables != wanted->n_targets)
	{
		mls_json_problem(p->load, MLS_INVALID, &at_coefficients, "there are %u lists of coefficients for %u %s",
						 n_tables, n_classes > 0 ? n_classes : wanted->n_targets, n_classes > 0 ? "classes" : "targets");
		return;
	}
	intercepts = mls_json_doubles(p->load, &at_intercepts, n_tables, false);
	regression->tables = MLS_NEW_N(p->load, MlsRegressionTable, n_tables);
	regression->n_tables = n_tables;
	MLS_JSON_EACH(item, p->load, at_coefficients.item)
	{
		MlsAt		element = mls_json_element(&at_coefficients, k, item);
		MlsRegressionTable *table = &regression->tables[k];
		double	   *coefficients = mls_json_doubles(p->load, &element, n, false);

		if (coefficients == NULL || intercepts == NULL)
			return;
		table->intercept = (MlsLiteral) {NULL, intercepts[k], true};
		if (n_classes > 0)
			table->targetCategory = wanted->classes[n_tables > 1 ? k : 1];
		table->numeric = MLS_NEW_N(p->load, MlsNumericPredictor, n);
		table->n_numeric = n;
		for (uint32_t i = 0; i < n; i++)
		{
			table->numeric[i].name = fields[i];
			table->numeric[i].exponent = 1.0;
			table->numeric[i].coefficient = (MlsLiteral) {NULL, coefficients[i], true};
		}
		k++;
	}
	model->type = MLS_MODEL_REGRESSION;
	model->u.regression = regression;
}
