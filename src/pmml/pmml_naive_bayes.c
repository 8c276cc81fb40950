/*
 * pmml/pmml_naive_bayes.c
 *	  NaiveBayesModel.
 *
 * An input of older documents can be a DerivedField inside of the BayesInput; it
 * joins the model's derived fields under a name of its own.  An exporter of
 * PMML 4.1 wrote inputs of a kind that came with 4.2 into an Extension.
 */
#include <string.h>

#include "pmml/pmml_distribution.h"

/* A text without white space around it: some exporters pad the names of categories. */
static const char *
trimmed(MlsPmml *pmml, const char *text)
{
	size_t		length = strlen(text);

	while (length > 0 && strchr(" \t\r\n", text[length - 1]))
		length--;
	while (length > 0 && strchr(" \t\r\n", *text))
	{
		text++;
		length--;
	}
	return text[length] == '\0' ? text : mls_strndup(pmml->load, text, length);
}

static void
read_counts(MlsPmml *pmml, const MlsXml *parent, MlsTargetValueCount **counts, uint32_t *n)
{
	const MlsXml *list = mls_pmml_only(pmml, parent, "TargetValueCounts");

	if (!list)
	{
		mls_pmml_problem(pmml, MLS_INVALID, parent, "the TargetValueCounts are missing");
		return;
	}
	*counts = MLS_NEW_N(pmml->load, MlsTargetValueCount, mls_xml_count(list, "TargetValueCount"));
	for (const MlsXml *child = list->first; child; child = child->next)
	{
		MlsTargetValueCount *count = &(*counts)[*n];

		mls_tick(pmml->load);
		if (!mls_xml_is(child, "TargetValueCount"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		count->line = child->line;
		count->value = trimmed(pmml, mls_pmml_required(pmml, child, "value"));
		count->count = mls_pmml_required_number(pmml, child, "count", 0);
		if (!(count->count >= 0))
			mls_pmml_problem(pmml, MLS_INVALID, child, "count is below 0");
		(*n)++;
	}
}

static void
read_pair(MlsPmml *pmml, const MlsXml *element, MlsPairCounts *pair)
{
	pair->line = element->line;
	pair->value = mls_pmml_required(pmml, element, "value");
	read_counts(pmml, element, &pair->counts, &pair->n_counts);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "TargetValueCounts"))
			mls_pmml_unknown(pmml, child);
	}
}

static void
read_stats(MlsPmml *pmml, const MlsXml *element, MlsBayesInput *input)
{
	input->stats = MLS_NEW_N(pmml->load, MlsTargetValueStat, mls_xml_count(element, "TargetValueStat"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsTargetValueStat *stat = &input->stats[input->n_stats];
		uint32_t	n = 0;

		if (!mls_xml_is(child, "TargetValueStat"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		stat->value = trimmed(pmml, mls_pmml_required(pmml, child, "value"));
		for (const MlsXml *part = child->first; part; part = part->next)
		{
			if (mls_pmml_distribution(pmml, part, &stat->distribution))
				n++;
			else
				mls_pmml_unknown(pmml, part);
		}
		if (n != 1)
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is not exactly one distribution in it");
		else if (stat->distribution.kind == MLS_DISTRIBUTION_ANY)
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, child, "an AnyDistribution has no density");
		input->n_stats++;
	}
}

static void
read_input(MlsPmml *pmml, const MlsXml *element, MlsModel *model, MlsBayesInput *input)
{
	const MlsXml *derived = mls_pmml_only(pmml, element, "DerivedField");
	const MlsXml *stats = mls_pmml_only(pmml, element, "TargetValueStats");

	input->line = element->line;
	input->field = mls_pmml_any_field(pmml, element);
	if (derived)
	{
		input->field = mls_format(pmml->load, "%s of the BayesInput in line %u", input->field, element->line);
		mls_pmml_named_derived_field(pmml, derived, input->field, &model->derived, &model->n_derived);
	}
	if (stats)
		read_stats(pmml, stats, input);
	input->pairs = MLS_NEW_N(pmml->load, MlsPairCounts, mls_xml_count(element, "PairCounts"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "PairCounts"))
			read_pair(pmml, child, &input->pairs[input->n_pairs++]);
		else if (!mls_xml_is(child, "DerivedField") && !mls_xml_is(child, "TargetValueStats"))
			mls_pmml_unknown(pmml, child);
	}
	if ((input->n_pairs > 0) == (input->n_stats > 0))
		mls_pmml_problem(pmml, MLS_INVALID, element, "it needs either PairCounts or TargetValueStats");
}

static void
read_inputs(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsNaiveBayesModel *bayes = model->u.naive_bayes;
	uint32_t	n = mls_xml_count(element, "BayesInput");

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "Extension"))
			n += mls_xml_count(child, "BayesInput");
	}
	bayes->inputs = MLS_NEW_N(pmml->load, MlsBayesInput, n);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "BayesInput"))
			read_input(pmml, child, model, &bayes->inputs[bayes->n_inputs++]);
		else if (mls_xml_is(child, "Extension"))
		{
			for (const MlsXml *inside = child->first; inside; inside = inside->next)
			{
				if (mls_xml_is(inside, "BayesInput"))
					read_input(pmml, inside, model, &bayes->inputs[bayes->n_inputs++]);
			}
		}
		else
			mls_pmml_unknown(pmml, child);
	}
}

void
mls_pmml_naive_bayes(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsNaiveBayesModel *bayes = MLS_NEW(pmml->load, MlsNaiveBayesModel);
	const MlsXml *inputs = mls_pmml_only(pmml, element, "BayesInputs");
	const MlsXml *output = mls_pmml_only(pmml, element, "BayesOutput");

	model->u.naive_bayes = bayes;
	bayes->threshold = mls_pmml_required_number(pmml, element, "threshold", 0);
	if (!(bayes->threshold >= 0))
		mls_pmml_problem(pmml, MLS_INVALID, element, "threshold is below 0");
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "BayesInputs") && !mls_xml_is(child, "BayesOutput"))
			mls_pmml_other_child(pmml, element, child);
	}
	if (inputs)
		read_inputs(pmml, inputs, model);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the BayesInputs are missing");
	if (!output)
	{
		mls_pmml_problem(pmml, MLS_INVALID, element, "the BayesOutput is missing");
		return;
	}
	bayes->output_field = mls_xml_get(output, "fieldName");
	if (!bayes->output_field)
		bayes->output_field = mls_xml_get(output, "field");
	read_counts(pmml, output, &bayes->outputs, &bayes->n_outputs);
	if (bayes->n_outputs == 0)
		mls_pmml_problem(pmml, MLS_INVALID, output, "it has no category");
}
