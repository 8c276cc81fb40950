/*
 * pmml/pmml_result.c
 *	  Targets and Output: what comes out.
 */
#include <math.h>
#include <string.h>

#include "pmml/pmml_util.h"

/* ---- Targets ---- */

static void
read_target_value(MlsPmml *pmml, const MlsXml *element, MlsTargetValue *value)
{
	value->line = element->line;
	value->value = mls_xml_get(element, "value");
	value->displayValue = mls_xml_get(element, "displayValue");
	if (!value->displayValue)
		value->displayValue = mls_xml_get(element, "rawDataValue"); /* until 3.1 */
	value->priorProbability = mls_pmml_number(pmml, element, "priorProbability", NAN);
	value->defaultValue = mls_pmml_number(pmml, element, "defaultValue", NAN);
}

static void
read_target(MlsPmml *pmml, const MlsXml *element, MlsTarget *target)
{
	static const MlsPmmlWord casts[] = {
		{"round", MLS_CAST_INTEGER_ROUND},
		{"ceiling", MLS_CAST_INTEGER_CEILING},
		{"floor", MLS_CAST_INTEGER_FLOOR},
		{NULL, 0}
	};

	target->line = element->line;
	target->field = mls_xml_get(element, "field");
	target->optype = mls_pmml_optype(pmml, element);
	target->castInteger = (MlsCastInteger)
		mls_pmml_word(pmml, element, "castInteger", casts, MLS_CAST_INTEGER_NONE);
	target->min = mls_pmml_number(pmml, element, "min", NAN);
	target->max = mls_pmml_number(pmml, element, "max", NAN);
	target->rescaleConstant = mls_pmml_number(pmml, element, "rescaleConstant", 0.0);
	target->rescaleFactor = mls_pmml_number(pmml, element, "rescaleFactor", 1.0);
	target->values = MLS_NEW_N(pmml->load, MlsTargetValue, mls_xml_count(element, "TargetValue"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "TargetValue"))
			read_target_value(pmml, child, &target->values[target->n_values++]);
		else
			mls_pmml_unknown(pmml, child);
	}
}

void
mls_pmml_targets(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	model->targets = MLS_NEW_N(pmml->load, MlsTarget, mls_xml_count(element, "Target"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "Target"))
			read_target(pmml, child, &model->targets[model->n_targets++]);
		else
			mls_pmml_unknown(pmml, child);
	}
}

/* ---- Output ---- */

static MlsOutputFeature
read_feature(MlsPmml *pmml, const MlsXml *element)
{
	static const struct
	{
		const char *name;
		bool		scored;
	}			features[] =
	{
#define MLS_OUTPUT_FEATURE(symbol, name, scored) {name, scored},
#include "lists/output_features.h"
#undef MLS_OUTPUT_FEATURE
	};
	const char *text = mls_xml_get(element, "feature");

	if (!text)
		return MLS_FEATURE_PREDICTED_VALUE;
	for (int i = 0; i < MLS_N_OUTPUT_FEATURES; i++)
	{
		if (features[i].scored && mls_pmml_is_nearly(text, features[i].name))
			return (MlsOutputFeature) i;
	}

	/* a vendor's own feature has no value here */
	if (strncmp(text, "x-", 2) == 0)
		return MLS_FEATURE_REPORT;
	mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "feature=\"%s\" is not supported",
					 mls_quote(pmml->load, text));
	return MLS_FEATURE_PREDICTED_VALUE;
}

static int
read_rank(MlsPmml *pmml, const MlsXml *element, double least)
{
	double		rank = mls_pmml_number(pmml, element, "rank", 1.0);

	if (rank >= least && rank <= 1000000.0 && rank == floor(rank))
		return (int) rank;
	mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "rank=\"%s\" is not supported",
					 mls_quote(pmml->load, mls_xml_get(element, "rank")));
	return 1;
}

/* What an output shows of association rules, and of which. */
static void
read_rule_attributes(MlsPmml *pmml, const MlsXml *element, MlsOutputField *field)
{
	static const MlsPmmlWord algorithms[] = {
		{"recommendation", MLS_RULES_RECOMMENDATION},
		{"exclusiveRecommendation", MLS_RULES_EXCLUSIVE_RECOMMENDATION},
		{"ruleAssociation", MLS_RULES_ASSOCIATION},
		{NULL, 0}
	};
	static const MlsPmmlWord bases[] = {
		{"confidence", MLS_MEASURE_CONFIDENCE},
		{"support", MLS_MEASURE_SUPPORT},
		{"lift", MLS_MEASURE_LIFT},
		{"leverage", MLS_MEASURE_LEVERAGE},
		{"affinity", MLS_MEASURE_AFFINITY},
		{NULL, 0}
	};
	static const MlsPmmlWord features[] = {
		{"antecedent", MLS_FEATURE_ANTECEDENT},
		{"consequent", MLS_FEATURE_CONSEQUENT},
		{"rule", MLS_FEATURE_RULE},
		{"ruleId", MLS_FEATURE_RULE_ID},
		{"confidence", MLS_FEATURE_CONFIDENCE},
		{"support", MLS_FEATURE_SUPPORT},
		{"lift", MLS_FEATURE_LIFT},
		{"leverage", MLS_FEATURE_LEVERAGE},
		{"affinity", MLS_FEATURE_AFFINITY},
		{NULL, 0}
	};

	field->algorithm = (MlsRuleAlgorithm)
		mls_pmml_word(pmml, element, "algorithm", algorithms, MLS_RULES_EXCLUSIVE_RECOMMENDATION);
	field->rankBasis = (MlsRuleMeasure) mls_pmml_word(pmml, element, "rankBasis", bases, MLS_MEASURE_CONFIDENCE);
	field->ruleFeature = (MlsOutputFeature) mls_pmml_word(pmml, element, "ruleFeature", features, MLS_FEATURE_CONSEQUENT);
	field->isMultiValued = mls_pmml_truth(pmml, element, "isMultiValued", false);
}

/*
 * Does an OutputField, by its name alone, show a field?  A feature that is not
 * given is predictedValue from 4.2 on; before that there was no such rule, and
 * exporters listed what was to be seen beside the prediction.
 */
static bool
shows_field(const MlsPmml *pmml, const MlsXml *element, const MlsModel *model)
{
	static const char *const others[] = {"feature", "targetField", "value", "segmentId"};
	const char *name = mls_xml_get(element, "name");
	const char *version = pmml->document->version;

	if (!name || !version || strcmp(version, "4.2") >= 0)
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
	{
		if (mls_xml_get(element, others[i]))
			return false;
	}
	for (uint32_t i = 0; i < model->n_fields; i++)
	{
		if (strcmp(model->fields[i].name, name) == 0)
			return model->fields[i].usageType != MLS_USAGE_TARGET;
	}
	return mls_is_derived(model->derived, model->n_derived, name) ||
		mls_is_derived(pmml->document->derived, pmml->document->n_derived, name);
}

static void
show_field(MlsPmml *pmml, MlsOutputField *field)
{
	field->feature = MLS_FEATURE_TRANSFORMED_VALUE;
	field->expression = MLS_NEW(pmml->load, MlsExpression);
	field->expression->kind = MLS_EXPR_FIELD_REF;
	field->expression->line = field->line;
	field->expression->u.field_ref.field = field->name;
}

static void
read_output_field(MlsPmml *pmml, const MlsXml *element, const MlsModel *model, MlsOutputField *field)
{
	static const MlsPmmlWord orders[] = {{"descending", false}, {"ascending", true}, {NULL, 0}};
	const MlsXml *expression = NULL;
	bool		computed;

	field->line = element->line;
	field->name = mls_pmml_required(pmml, element, "name");
	field->displayName = mls_xml_get(element, "displayName");
	field->optype = mls_pmml_optype(pmml, element);
	field->dataType = mls_pmml_data_type(pmml, element);
	field->feature = read_feature(pmml, element);
	field->targetField = mls_xml_get(element, "targetField");
	field->value = mls_xml_get(element, "value");
	field->segmentId = mls_xml_get(element, "segmentId");
	read_rule_attributes(pmml, element, field);
	field->rank = read_rank(pmml, element, field->isMultiValued ? 0.0 : 1.0);
	field->rank_ascending = mls_pmml_word(pmml, element, "rankOrder", orders, false) != 0;
	field->isFinalResult = mls_pmml_truth(pmml, element, "isFinalResult", true);
	if (field->isMultiValued && model->type != MLS_MODEL_ASSOCIATION)
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "isMultiValued is not supported for this model");

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_pmml_is_expression(child) && !expression)
			expression = child;
		else if (!mls_xml_is(child, "Value"))	/* the values that it can have, for information */
			mls_pmml_unknown(pmml, child);
	}
	computed = field->feature == MLS_FEATURE_TRANSFORMED_VALUE || field->feature == MLS_FEATURE_DECISION;
	if (expression && computed)
		field->expression = mls_pmml_expression(pmml, expression);
	else if (expression)
		mls_notice(pmml->load, mls_place(pmml->load, element->line, element->name), NULL,
				   "the expression of \"%s\" does not count: its feature is neither transformedValue nor decision",
				   mls_quote(pmml->load, field->name));
	else if (computed && !field->segmentId)
		mls_pmml_problem(pmml, MLS_INVALID, element, "the expression is missing");
	else if (shows_field(pmml, element, model))
		show_field(pmml, field);
}

void
mls_pmml_output(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	model->outputs = MLS_NEW_N(pmml->load, MlsOutputField, mls_xml_count(element, "OutputField"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "OutputField"))
			read_output_field(pmml, child, model, &model->outputs[model->n_outputs++]);
		else
			mls_pmml_unknown(pmml, child);
	}
}

void
mls_pmml_result_fields(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsOutputField *all = MLS_NEW_N(pmml->load, MlsOutputField, (size_t) model->n_outputs + mls_xml_count(element, "ResultField"));

	for (uint32_t i = 0; i < model->n_outputs; i++)
		all[i] = model->outputs[i];
	model->outputs = all;
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "ResultField"))
			read_output_field(pmml, child, model, &all[model->n_outputs++]);
	}
}
