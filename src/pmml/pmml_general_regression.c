/*
 * pmml/pmml_general_regression.c
 *	  GeneralRegressionModel.
 *
 * What only describes how the model was trained is passed over: distribution,
 * modelDF, the variables for the subject, the status and the start of time,
 * EventValues, PCovMatrix, labels and degrees of freedom.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pmml/pmml_util.h"

/* ---- attributes ---- */

/* cumulativeLink is also written cumulativeLinkFunction. */
static void
read_link(MlsPmml *pmml, const MlsXml *element, MlsGeneralRegressionModel *model)
{
	static const MlsPmmlWord cumulative[] = {
		{"logit", MLS_LINK_LOGIT}, {"probit", MLS_LINK_PROBIT}, {"cloglog", MLS_LINK_CLOGLOG},
		{"loglog", MLS_LINK_LOGLOG}, {"cauchit", MLS_LINK_CAUCHIT}, {NULL, 0}
	};
	static const MlsPmmlWord general[] = {
		{"identity", MLS_LINK_NONE}, {"log", MLS_LINK_EXP}, {"logc", MLS_LINK_LOGC},
		{"logit", MLS_LINK_LOGIT}, {"probit", MLS_LINK_PROBIT}, {"cloglog", MLS_LINK_CLOGLOG},
		{"loglog", MLS_LINK_LOGLOG}, {"negbin", MLS_LINK_NEGBIN},
		{"oddspower", MLS_LINK_ODDSPOWER}, {"power", MLS_LINK_POWER}, {NULL, 0}
	};
	const char *parameter = "linkParameter";

	switch (model->modelType)
	{
		case MLS_GENERAL_REGRESSION:
		case MLS_GENERAL_LINEAR:
			model->link = MLS_LINK_NONE;
			return;
		case MLS_GENERAL_MULTINOMIAL:
			model->link = MLS_LINK_SOFTMAX;
			return;
		case MLS_GENERAL_COX:
			model->link = MLS_LINK_EXP;
			return;
		case MLS_GENERAL_ORDINAL:
			if (!mls_xml_get(element, "cumulativeLink") && mls_xml_get(element, "cumulativeLinkFunction"))
				model->link = (MlsLink) mls_pmml_word(pmml, element, "cumulativeLinkFunction", cumulative, -1);
			else
				model->link = (MlsLink) mls_pmml_word(pmml, element, "cumulativeLink", cumulative, -1);
			return;
		case MLS_GENERAL_GENERALIZED:
			model->link = (MlsLink) mls_pmml_word(pmml, element, "linkFunction", general, -1);
			break;
	}
	if (model->link == MLS_LINK_NEGBIN)
		parameter = "distParameter";
	else if (model->link != MLS_LINK_ODDSPOWER && model->link != MLS_LINK_POWER)
		return;
	model->link_parameter = mls_pmml_required_number(pmml, element, parameter, 1.0);

	/* what the powers become at 0 is another link */
	if (model->link_parameter == 0 && model->link != MLS_LINK_NEGBIN)
		model->link = model->link == MLS_LINK_POWER ? MLS_LINK_EXP : MLS_LINK_LOGIT;
	else if (model->link_parameter == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "distParameter must not be 0 with this link");
}

/* A field that is read; NULL if the attribute is absent. */
static const char *
optional_field(MlsPmml *pmml, const MlsXml *element, const char *name)
{
	return mls_xml_get(element, name) ? mls_pmml_field(pmml, element, name) : NULL;
}

static void
read_attributes(MlsPmml *pmml, const MlsXml *element, MlsGeneralRegressionModel *model)
{
	static const MlsPmmlWord types[] = {
		{"regression", MLS_GENERAL_REGRESSION}, {"generalLinear", MLS_GENERAL_LINEAR},
		{"multinomialLogistic", MLS_GENERAL_MULTINOMIAL}, {"ordinalMultinomial", MLS_GENERAL_ORDINAL},
		{"generalizedLinear", MLS_GENERAL_GENERALIZED}, {"CoxRegression", MLS_GENERAL_COX}, {NULL, 0}
	};

	model->modelType = (MlsGeneralType) mls_pmml_word(pmml, element, "modelType", types, -1);
	model->targetVariableName = mls_xml_get(element, "targetVariableName");
	model->targetReferenceCategory = mls_xml_get(element, "targetReferenceCategory");
	read_link(pmml, element, model);
	model->offsetVariable = optional_field(pmml, element, "offsetVariable");
	model->offsetValue = mls_pmml_number(pmml, element, "offsetValue", 0.0);
	model->trialsVariable = optional_field(pmml, element, "trialsVariable");
	model->trialsValue = mls_pmml_number(pmml, element, "trialsValue", 1.0);
	if (model->modelType == MLS_GENERAL_COX)
	{
		model->endTimeVariable = mls_pmml_field(pmml, element, "endTimeVariable");
		model->baselineStrataVariable = optional_field(pmml, element, "baselineStrataVariable");
	}
}

/* ---- parameters and predictors ---- */

static void
read_parameters(MlsPmml *pmml, const MlsXml *list, MlsGeneralRegressionModel *model)
{
	model->parameters = MLS_NEW_N(pmml->load, MlsParameter, mls_xml_count(list, "Parameter"));
	for (const MlsXml *child = list->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "Parameter"))
		{
			MlsParameter *parameter = &model->parameters[model->n_parameters++];

			parameter->name = mls_pmml_required(pmml, child, "name");
			parameter->referencePoint = mls_pmml_number(pmml, child, "referencePoint", 0.0);
		}
		else
			mls_pmml_unknown(pmml, child);
	}
}

static void
read_categories(MlsPmml *pmml, const MlsXml *element, MlsGeneralPredictor *predictor)
{
	predictor->categories = MLS_NEW_N(pmml->load, const char *, mls_xml_count(element, "Category"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "Category"))
			predictor->categories[predictor->n_categories++] = mls_pmml_required(pmml, child, "value");
		else
			mls_pmml_unknown(pmml, child);
	}
}

/* FactorList or CovariateList; only a factor has contrasts. */
static MlsGeneralPredictor *
read_predictors(MlsPmml *pmml, const MlsXml *list, bool factors, uint32_t *n)
{
	MlsGeneralPredictor *predictors = MLS_NEW_N(pmml->load, MlsGeneralPredictor, mls_xml_count(list, "Predictor"));

	for (const MlsXml *child = list->first; child; child = child->next)
	{
		MlsGeneralPredictor *predictor;

		if (!mls_xml_is(child, "Predictor"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		predictor = &predictors[(*n)++];
		predictor->line = child->line;
		predictor->name = mls_pmml_any_field(pmml, child);
		for (const MlsXml *part = child->first; part; part = part->next)
		{
			if (mls_xml_is(part, "Categories"))
				read_categories(pmml, part, predictor);
			else if (mls_xml_is(part, "Matrix") && factors)
				predictor->contrasts = mls_pmml_matrix(pmml, part);
			else
				mls_pmml_unknown(pmml, part);
		}
	}
	return predictors;
}

static void
read_pp_matrix(MlsPmml *pmml, const MlsXml *matrix, MlsGeneralRegressionModel *model)
{
	model->pp_cells = MLS_NEW_N(pmml->load, MlsPPCell, mls_xml_count(matrix, "PPCell"));
	for (const MlsXml *child = matrix->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "PPCell"))
		{
			MlsPPCell  *cell = &model->pp_cells[model->n_pp_cells++];

			cell->line = child->line;
			cell->parameterName = mls_pmml_required(pmml, child, "parameterName");
			cell->predictorName = mls_pmml_field(pmml, child, "predictorName");
			cell->value = mls_pmml_required(pmml, child, "value");
			cell->targetCategory = mls_xml_get(child, "targetCategory");
		}
		else
			mls_pmml_unknown(pmml, child);
	}
}

static void
read_param_matrix(MlsPmml *pmml, const MlsXml *matrix, MlsGeneralRegressionModel *model)
{
	model->p_cells = MLS_NEW_N(pmml->load, MlsPCell, mls_xml_count(matrix, "PCell"));
	for (const MlsXml *child = matrix->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "PCell"))
		{
			MlsPCell   *cell = &model->p_cells[model->n_p_cells++];

			cell->line = child->line;
			cell->parameterName = mls_pmml_required(pmml, child, "parameterName");
			cell->targetCategory = mls_xml_get(child, "targetCategory");
			cell->beta = mls_pmml_coefficient(pmml, child, "beta");
		}
		else
			mls_pmml_unknown(pmml, child);
	}
}

/* ---- the baseline of a Cox regression ---- */

static int
compare_times(const void *a, const void *b)
{
	double		x = ((const MlsBaselineCell *) a)->time;
	double		y = ((const MlsBaselineCell *) b)->time;

	return x < y ? -1 : x > y;
}

/* The BaselineCells in an element; children that may be something else are left to the caller. */
static void
read_baseline(MlsPmml *pmml, const MlsXml *element, MlsBaselineStratum *stratum)
{
	stratum->line = element->line;
	stratum->maxTime = mls_pmml_number(pmml, element, "maxTime", INFINITY);
	stratum->cells = MLS_NEW_N(pmml->load, MlsBaselineCell, mls_xml_count(element, "BaselineCell"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsBaselineCell *cell;

		mls_tick(pmml->load);
		if (!mls_xml_is(child, "BaselineCell"))
			continue;
		cell = &stratum->cells[stratum->n_cells++];
		cell->time = mls_pmml_required_number(pmml, child, "time", 0.0);
		cell->cumHazard = mls_pmml_required_number(pmml, child, "cumHazard", 0.0);
		if (isnan(cell->time))
		{
			mls_pmml_problem(pmml, MLS_INVALID, child, "the time is no number");
			cell->time = 0;
		}
	}
	qsort(stratum->cells, stratum->n_cells, sizeof(MlsBaselineCell), compare_times);
	for (uint32_t i = 1; i < stratum->n_cells; i++)
	{
		if (stratum->cells[i].time == stratum->cells[i - 1].time)
			mls_pmml_problem(pmml, MLS_INVALID, element, "there are two BaselineCells for the time %g",
							 stratum->cells[i].time);
	}
}

static void
read_baselines(MlsPmml *pmml, const MlsXml *tables, MlsGeneralRegressionModel *model)
{
	uint32_t	n = mls_xml_count(tables, "BaselineStratum");

	model->strata = MLS_NEW_N(pmml->load, MlsBaselineStratum, n + 1);
	for (const MlsXml *child = tables->first; child; child = child->next)
	{
		MlsBaselineStratum *stratum;

		if (!mls_xml_is(child, "BaselineStratum"))
		{
			if (!mls_xml_is(child, "BaselineCell") || n > 0)
				mls_pmml_unknown(pmml, child);
			continue;
		}
		stratum = &model->strata[model->n_strata++];
		stratum->value = mls_pmml_required(pmml, child, "value");
		read_baseline(pmml, child, stratum);
		for (const MlsXml *cell = child->first; cell; cell = cell->next)
		{
			if (!mls_xml_is(cell, "BaselineCell"))
				mls_pmml_unknown(pmml, cell);
		}
	}
	if (n == 0)
		read_baseline(pmml, tables, &model->strata[model->n_strata++]);
}

static void
check_baselines(MlsPmml *pmml, const MlsXml *element, const MlsGeneralRegressionModel *model)
{
	if (model->modelType != MLS_GENERAL_COX)
		return;
	if (model->n_strata == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "a Cox regression needs BaseCumHazardTables");
	else if (model->baselineStrataVariable && !model->strata[0].value)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is a baselineStrataVariable, but no BaselineStratum");
	else if (!model->baselineStrataVariable && model->strata[0].value)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is a BaselineStratum, but no baselineStrataVariable");
}

/* ---- the model ---- */

void
mls_pmml_general_regression(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsGeneralRegressionModel *general = MLS_NEW(pmml->load, MlsGeneralRegressionModel);
	const MlsXml *parameters = mls_pmml_only(pmml, element, "ParameterList");
	const MlsXml *factors = mls_pmml_only(pmml, element, "FactorList");
	const MlsXml *covariates = mls_pmml_only(pmml, element, "CovariateList");
	const MlsXml *pp_matrix = mls_pmml_only(pmml, element, "PPMatrix");
	const MlsXml *param_matrix = mls_pmml_only(pmml, element, "ParamMatrix");
	const MlsXml *baselines = mls_pmml_only(pmml, element, "BaseCumHazardTables");

	model->u.general_regression = general;
	read_attributes(pmml, element, general);
	if (parameters)
		read_parameters(pmml, parameters, general);
	if (factors)
		general->factors = read_predictors(pmml, factors, true, &general->n_factors);
	if (covariates)
		general->covariates = read_predictors(pmml, covariates, false, &general->n_covariates);
	if (pp_matrix)
		read_pp_matrix(pmml, pp_matrix, general);
	if (param_matrix)
		read_param_matrix(pmml, param_matrix, general);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the ParamMatrix is missing");
	if (baselines)
		read_baselines(pmml, baselines, general);
	check_baselines(pmml, element, general);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (child != parameters && child != factors && child != covariates && child != pp_matrix &&
			child != param_matrix && child != baselines)
			mls_pmml_other_child(pmml, element, child);
	}
}
