/*
 * eval/eval_rule_set.c
 *	  RuleSetModel: the rules that fire, and which of them decides.
 *
 * Rules are tried in document order; those inside a CompoundRule only where its
 * own predicate is true.  PMML 4.4, RuleSet:
 *	 firstHit		the first rule that fires
 *	 weightedMax	the one with the greatest weight, the first on ties
 *	 weightedSum	the score whose rules have the greatest weight together, on ties
 *					the category declared first; its confidence is that weight
 *					divided by the number of rules that fired
 */
#include "eval/eval_int.h"

/* One run of the kernel. */
typedef struct Run
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgRuleSet *rule_set;
	const MlsImgRule *rules;
	double	   *weights;		/* of each score ... */
	uint32_t   *heaviest;		/* ... and its heaviest rule, or MLS_NONE */
} Run;

/* What a row's rules come to. */
typedef struct Verdict
{
	uint32_t	score;			/* MLS_NONE: no rule fired */
	uint32_t	rule;			/* that stands for it */
	double		confidence;
} Verdict;

/* The next rule that fires, from "rule" on; the end of the set if there is none. */
static uint32_t
next_fired(const Run *run, uint32_t rule, uint32_t row)
{
	uint32_t	end = run->rule_set->rules.first + run->rule_set->rules.n;

	while (rule < end)
	{
		bool		is_true = mls_predicate(run->eval, run->rules[rule].predicate, row, NULL) == MLS_TRUE;

		if (is_true && run->rules[rule].score != MLS_NONE)
			return rule;
		rule = is_true ? rule + 1 : run->rules[rule].end;
	}
	return end;
}

static Verdict
weighted_sum(const Run *run, uint32_t row)
{
	uint32_t	end = run->rule_set->rules.first + run->rule_set->rules.n;
	uint32_t	n_fired = 0;
	Verdict		verdict = {MLS_NONE, MLS_NONE, NAN};

	for (uint32_t s = 0; s < run->rule_set->n_scores; s++)
	{
		run->weights[s] = 0;
		run->heaviest[s] = MLS_NONE;
	}
	for (uint32_t i = next_fired(run, run->rule_set->rules.first, row); i < end; i = next_fired(run, i + 1, row))
	{
		const MlsImgRule *rule = &run->rules[i];

		run->weights[rule->score] += rule->weight;
		if (run->heaviest[rule->score] == MLS_NONE || rule->weight > run->rules[run->heaviest[rule->score]].weight)
			run->heaviest[rule->score] = i;
		n_fired++;
	}
	for (uint32_t s = 0; s < run->rule_set->n_scores; s++)
	{
		if (run->heaviest[s] != MLS_NONE &&
			(verdict.score == MLS_NONE || run->weights[s] > run->weights[verdict.score]))
			verdict.score = s;
	}
	if (verdict.score != MLS_NONE)
	{
		verdict.rule = run->heaviest[verdict.score];
		verdict.confidence = run->weights[verdict.score] / n_fired;
	}
	return verdict;
}

/* firstHit, weightedMax: one rule decides. */
static Verdict
one_rule(const Run *run, uint32_t row)
{
	uint32_t	end = run->rule_set->rules.first + run->rule_set->rules.n;
	uint32_t	best = MLS_NONE;

	for (uint32_t i = next_fired(run, run->rule_set->rules.first, row); i < end; i = next_fired(run, i + 1, row))
	{
		if (best == MLS_NONE || run->rules[i].weight > run->rules[best].weight)
			best = i;
		if (run->rule_set->selection == MLS_RULES_FIRST_HIT)
			break;
	}
	if (best == MLS_NONE)
		return (Verdict) {MLS_NONE, MLS_NONE, NAN};
	return (Verdict) {run->rules[best].score, best, run->rules[best].confidence};
}

static void
put_or_missing(const Run *run, uint32_t column, uint32_t row, double value)
{
	if (isnan(value))
		mls_put_missing(run->eval, column, row);
	else
		mls_put_double(run->eval, column, row, value);
}

/* Probabilities and confidences: what the rule's distribution says, and of the score itself its confidence. */
static void
put_categories(const Run *run, const Verdict *verdict, uint32_t row)
{
	const MlsImgModel *model = run->model;
	const MlsImgDistribution *distributions = MLS_RECORDS(run->eval->image, DISTRIBUTION);
	MlsSpan		span = verdict->rule == MLS_NONE ? (MlsSpan) {0, 0} : run->rules[verdict->rule].distributions;

	for (uint32_t c = 0; c < model->categories.n; c++)
	{
		put_or_missing(run, model->probabilities + c, row, span.n > 0 ? 0 : NAN);
		if (model->confidences != MLS_NONE)
			put_or_missing(run, model->confidences + c, row, span.n > 0 ? 0 : NAN);
	}
	for (uint32_t d = span.first; d < span.first + span.n; d++)
	{
		put_or_missing(run, model->probabilities + distributions[d].category, row, distributions[d].probability);
		if (model->confidences != MLS_NONE)
			put_or_missing(run, model->confidences + distributions[d].category, row, distributions[d].confidence);
	}
	if (span.n == 0 && model->confidences != MLS_NONE)
		put_or_missing(run, model->confidences + verdict->score, row, verdict->confidence);
}

static void
put_verdict(const Run *run, Verdict verdict, uint32_t row)
{
	MlsEval    *eval = run->eval;
	const MlsImgModel *model = run->model;

	if (verdict.score == MLS_NONE)
		verdict = (Verdict) {run->rule_set->default_score, MLS_NONE, run->rule_set->default_confidence};
	if (run->rule_set->confidence != MLS_NONE)
		put_or_missing(run, run->rule_set->confidence, row, verdict.score == MLS_NONE ? NAN : verdict.confidence);
	if (verdict.score == MLS_NONE)
	{
		mls_no_prediction(eval, model, row);
		return;
	}
	if (model->function == MLS_FUNCTION_CLASSIFICATION)
	{
		mls_put(eval, model->value, row, mls_constant_cell(eval->image,
			MLS_RECORDS(eval->image, INDEX)[model->categories.first + verdict.score]));
		put_categories(run, &verdict, row);
	}
	else
	{
		double		score = MLS_RECORDS(eval->image, NUMBER)[run->rule_set->scores.first + verdict.score];

		mls_put(eval, model->value, row, model->float_context ? MLS_CELL_FLOAT(score) : MLS_CELL_DOUBLE(score));
	}
	if (model->entity == MLS_NONE)
		return;
	if (verdict.rule == MLS_NONE)
		mls_put_missing(eval, model->entity, row);
	else
		mls_put(eval, model->entity, row,
				MLS_CELL_STRING(mls_image_string(eval->image, run->rules[verdict.rule].entity)));
}

void
mls_eval_rule_set(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgRuleSet *rule_set = &MLS_RECORDS(eval->image, RULE_SET)[model->body];
	size_t		mark = mls_scratch_mark(eval);
	const Run	run = {
		.eval = eval,
		.model = model,
		.rule_set = rule_set,
		.rules = MLS_RECORDS(eval->image, RULE),
		.weights = mls_scratch(eval, rule_set->n_scores * sizeof(double)),
		.heaviest = mls_scratch(eval, rule_set->n_scores * sizeof(uint32_t))
	};

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		put_verdict(&run, rule_set->selection == MLS_RULES_WEIGHTED_SUM ? weighted_sum(&run, row) : one_rule(&run, row), row);
	}
	mls_scratch_release(eval, mark);
}
