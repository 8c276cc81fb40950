/*
 * compile/compile_naive_bayes.c
 *	  NaiveBayesModel: counts become logarithms of probabilities.
 */
#include <math.h>
#include <string.h>

#include "compile/compile_int.h"

typedef struct BayesCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsNaiveBayesModel *bayes;
	const char **categories;
	uint32_t	n_categories;
} BayesCompile;

/* The place of a category that a part of an input names; MLS_NONE, and a problem, if there is none. */
static uint32_t
find_category(const BayesCompile *b, const char *name, uint32_t line)
{
	uint32_t	place = mls_category_place(b->categories, b->n_categories, name);

	if (place == MLS_NONE)
		mls_problem(b->c->load, MLS_INVALID, mls_place(b->c->load, line, "BayesInput"), NULL,
					"\"%s\" is no category of the BayesOutput", name);
	return place;
}

/* A problem if a category comes again with the same thing (numbers from 1); seen: the last that each came with. */
static void
see_category(const BayesCompile *b, uint32_t *seen, uint32_t place, uint32_t with, uint32_t line, const char *what)
{
	if (seen[place] == with)
		mls_problem(b->c->load, MLS_INVALID, mls_place(b->c->load, line, what), NULL,
					"the category \"%s\" is there twice", b->categories[place]);
	seen[place] = with;
}

/*
 * The probability of a value is its count's share of all counts of the input for
 * the category; a count of 0, or none, makes it the threshold.
 */
static void
compile_discrete(const BayesCompile *b, const MlsBayesInput *input, MlsDataType type, MlsImgBayesInput *record)
{
	MlsCompile *c = b->c;
	size_t		n = (size_t) input->n_pairs * b->n_categories;
	double	   *counts = MLS_NEW_N(c->load, double, n);
	double	   *totals = MLS_NEW_N(c->load, double, b->n_categories);
	uint32_t   *values = MLS_NEW_N(c->load, uint32_t, input->n_pairs);
	uint32_t   *seen = MLS_NEW_N(c->load, uint32_t, b->n_categories);

	if (n > UINT32_MAX / 4)
		mls_fatal(c->load, MLS_TOO_LARGE, mls_place(c->load, input->line, "BayesInput"), NULL, "there are too many counts");
	for (uint32_t v = 0; v < input->n_pairs; v++)
	{
		const MlsPairCounts *pair = &input->pairs[v];

		values[v] = mls_constant(c, pair->value, type);
		for (uint32_t k = 0; k < pair->n_counts; k++)
		{
			uint32_t	place = find_category(b, pair->counts[k].value, pair->counts[k].line);

			if (place == MLS_NONE)
				continue;
			see_category(b, seen, place, v + 1, pair->counts[k].line, "TargetValueCount");
			counts[(size_t) v * b->n_categories + place] = pair->counts[k].count;
			totals[place] += pair->counts[k].count;
		}
	}
	for (size_t i = 0; i < n; i++)
		counts[i] = log(counts[i] > 0 ? counts[i] / totals[i % b->n_categories] : b->bayes->threshold);
	record->values = mls_index_list(c, values, input->n_pairs);
	record->numbers = mls_number_list(c, counts, (uint32_t) n).first;
}

/* A category without a distribution gets no factor. */
static void
compile_continuous(const BayesCompile *b, const MlsBayesInput *input, MlsImgBayesInput *record)
{
	double	   *numbers = MLS_NEW_N(b->c->load, double, (size_t) b->n_categories * MLS_DISTRIBUTION_NUMBERS);
	uint32_t   *seen = MLS_NEW_N(b->c->load, uint32_t, b->n_categories);

	for (uint32_t k = 0; k < b->n_categories; k++)
		numbers[(size_t) k * MLS_DISTRIBUTION_NUMBERS] = MLS_NO_DISTRIBUTION;
	for (uint32_t i = 0; i < input->n_stats; i++)
	{
		const MlsContinuousDistribution *distribution = &input->stats[i].distribution;
		uint32_t	place = find_category(b, input->stats[i].value, distribution->line);
		bool		is_uniform = distribution->kind == MLS_DISTRIBUTION_UNIFORM;

		if (place == MLS_NONE)
			continue;
		see_category(b, seen, place, 1, distribution->line, "TargetValueStat");
		numbers[(size_t) place * MLS_DISTRIBUTION_NUMBERS] = distribution->kind;
		numbers[(size_t) place * MLS_DISTRIBUTION_NUMBERS + 1] = is_uniform ? distribution->lower : distribution->mean;
		numbers[(size_t) place * MLS_DISTRIBUTION_NUMBERS + 2] = is_uniform ? distribution->upper : distribution->variance;
	}
	record->numbers = mls_number_list(b->c, numbers, b->n_categories * MLS_DISTRIBUTION_NUMBERS).first;
}

static MlsImgBayesInput
compile_input(const BayesCompile *b, const MlsBayesInput *input)
{
	const MlsField *field = mls_field(b->c, b->scope, input->field, input->line);
	MlsImgBayesInput record = {.column = field->column, .is_discrete = input->n_pairs > 0};

	if (record.is_discrete)
		compile_discrete(b, input, field->data_type, &record);
	else
		compile_continuous(b, input, &record);
	return record;
}

static void
compile_naive_bayes(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsNaiveBayesModel *bayes = model->u.naive_bayes;
	uint32_t	n = bayes->n_outputs;
	BayesCompile b = {c, scope, bayes, MLS_NEW_N(c->load, const char *, n), n};
	MlsImgBayesInput *inputs = MLS_NEW_N(c->load, MlsImgBayesInput, bayes->n_inputs);
	double	   *priors = MLS_NEW_N(c->load, double, n);
	MlsImgNaiveBayes record = {.threshold = bayes->threshold, .log_threshold = log(bayes->threshold)};
	uint32_t	body;

	mls_refuse_float(c, model, "NaiveBayesModel");
	for (uint32_t k = 0; k < n; k++)
	{
		b.categories[k] = bayes->outputs[k].value;
		priors[k] = log(bayes->outputs[k].count);
		if (mls_category_place(b.categories, k, b.categories[k]) != MLS_NONE)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, bayes->outputs[k].line, "TargetValueCount"), NULL,
						"the category \"%s\" is there twice", b.categories[k]);
	}
	mls_set_categories(c, result, b.categories, n);
	for (uint32_t i = 0; i < bayes->n_inputs; i++)
		inputs[i] = compile_input(&b, &bayes->inputs[i]);
	record.priors = mls_number_list(c, priors, n).first;
	record.inputs = (MlsSpan) {MLS_APPEND_N(c, BAYES_INPUT, bayes->n_inputs), bayes->n_inputs};
	if (bayes->n_inputs > 0)
		memcpy(MLS_BUILT(c, BAYES_INPUT, record.inputs.first), inputs, bayes->n_inputs * sizeof(MlsImgBayesInput));
	body = MLS_APPEND(c, NAIVE_BAYES);
	*MLS_BUILT(c, NAIVE_BAYES, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_NAIVE_BAYES, body);
}

static const char *
implied_target(const MlsModel *model)
{
	return model->u.naive_bayes->output_field;
}

const MlsModelCompiler mls_compiler_naive_bayes = {
	.compile = compile_naive_bayes,
	.implied_target = implied_target
};
