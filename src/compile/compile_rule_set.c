/*
 * compile/compile_rule_set.c
 *	  RuleSetModel: rules in document order, each behind the one it is inside of.
 */
#include <math.h>
#include <string.h>

#include "compile/trees.h"

typedef struct RuleSetCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	MlsCategories scores;		/* of a regression too: as texts */
	bool		entities;		/* someone asks for the rules' ids */
	bool		any_distribution;
	uint32_t	n_simple;		/* rules seen so far */
	MlsVec		rules;			/* MlsImgRule; ends count from the first one */
	MlsVec		distributions;	/* MlsImgDistribution, likewise */
} RuleSetCompile;

static MlsSpan
compile_distributions(RuleSetCompile *r, const MlsRule *rule)
{
	MlsSpan		span = {r->distributions.n, rule->n_distributions};

	for (uint32_t i = 0; i < rule->n_distributions; i++)
	{
		MlsShare	share = mls_share(rule->distributions, rule->n_distributions, i, r->model->float_context);

		*MLS_PUSH(r->c->load, &r->distributions, MlsImgDistribution) = (MlsImgDistribution) {
			.category = mls_add_category(r->c->load, &r->scores, rule->distributions[i].value),
			.record_count = rule->distributions[i].recordCount,
			.probability = share.probability,
			.confidence = share.confidence
		};
		r->any_distribution = true;
	}
	return span;
}

static void
compile_rules(RuleSetCompile *r, const MlsRule *rules, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
	{
		const MlsRule *rule = &rules[i];
		uint32_t	place = r->rules.n;
		MlsImgRule	record = {
			.score = MLS_NONE,
			.entity = MLS_NONE,
			.confidence = rule->confidence,
			.weight = rule->weight
		};

		mls_tick(r->c->load);
		MLS_PUSH(r->c->load, &r->rules, MlsImgRule);
		record.predicate = mls_compile_predicate(r->c, r->scope, &rule->predicate);
		if (rule->score)
		{
			r->n_simple++;
			record.score = mls_add_category(r->c->load, &r->scores, rule->score);
			if (r->entities)
				record.entity = mls_string(r->c, rule->id ? rule->id : mls_format(r->c->load, "%u", r->n_simple));
			if (r->model->functionName == MLS_FUNCTION_CLASSIFICATION)
				record.distributions = compile_distributions(r, rule);
		}
		else
			compile_rules(r, rule->rules, rule->n_rules);
		record.end = r->rules.n;
		MLS_ITEM(&r->rules, MlsImgRule, place) = record;
	}
}

/* Puts the records where they belong in the image. */
static void
emit_rules(RuleSetCompile *r, MlsImgRuleSet *record)
{
	MlsCompile *c = r->c;
	uint32_t	first_distribution = MLS_APPEND_N(c, DISTRIBUTION, r->distributions.n);

	record->rules = (MlsSpan) {MLS_APPEND_N(c, RULE, r->rules.n), r->rules.n};
	if (r->distributions.n > 0)
		memcpy(MLS_BUILT(c, DISTRIBUTION, first_distribution), r->distributions.items,
			   r->distributions.n * sizeof(MlsImgDistribution));
	for (uint32_t i = 0; i < r->rules.n; i++)
	{
		MlsImgRule *rule = MLS_BUILT(c, RULE, record->rules.first + i);

		*rule = MLS_ITEM(&r->rules, MlsImgRule, i);
		rule->end += record->rules.first;
		rule->distributions.first += first_distribution;
	}
}

/* A regression's scores as numbers. */
static MlsSpan
number_scores(RuleSetCompile *r)
{
	uint32_t	n = r->scores.names.n;
	double	   *numbers = MLS_NEW_N(r->c->load, double, n);

	for (uint32_t i = 0; i < n; i++)
		numbers[i] = mls_literal_number(r->c, (MlsLiteral) {.text = MLS_ITEM(&r->scores.names, const char *, i)},
										r->model->float_context, r->model->u.rule_set->line, "RuleSet");
	return mls_number_list(r->c, numbers, n);
}

static void
compile_rule_set(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsRuleSetModel *rule_set = model->u.rule_set;
	MlsPrediction *prediction = &result->predictions[0];
	RuleSetCompile r = {.c = c, .scope = scope, .model = model, .entities = result->ask.entity};
	bool		classifies = model->functionName == MLS_FUNCTION_CLASSIFICATION;
	MlsImgRuleSet record = {
		.selection = rule_set->selection,
		.default_score = MLS_NONE,
		.confidence = MLS_NONE,
		.default_confidence = rule_set->defaultConfidence
	};
	uint32_t	body;

	if (classifies)
		mls_add_declared_categories(c->load, &r.scores, prediction->declared);
	compile_rules(&r, rule_set->rules, rule_set->n_rules);
	if (rule_set->defaultScore)
		record.default_score = mls_add_category(c->load, &r.scores, rule_set->defaultScore);
	record.n_scores = r.scores.names.n;
	if (record.n_scores == 0)
	{
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, rule_set->line, "RuleSet"), NULL, "the model has no score");
		return;
	}
	emit_rules(&r, &record);
	if (classifies)
	{
		mls_set_categories(c, result, (const char *const *) r.scores.names.items, record.n_scores);
		prediction->no_probabilities = !r.any_distribution;
	}
	else
		record.scores = number_scores(&r);
	if (result->ask.confidences)
		record.confidence = prediction->confidence = mls_new_columns(c, scope, 1);
	if (result->ask.entity)
		prediction->entity = mls_new_columns(c, scope, 1);
	body = MLS_APPEND(c, RULE_SET);
	*MLS_BUILT(c, RULE_SET, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_RULE_SET, body);
}

const MlsModelCompiler mls_compiler_rule_set = {.compile = compile_rule_set};
