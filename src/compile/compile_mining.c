/*
 * compile/compile_mining.c
 *	  MiningModel: segments one after the other, and how their results combine.
 *
 * An ensemble of trees that only adds up becomes a forest (compile_forest.c).
 * Here is what all others need: the steps, predicate and model of each segment,
 * and where the segments' categories are among the ensemble's.
 */
#include <string.h>

#include "compile/trees.h"

/* Numbers that combining may keep for each row. */
#define MAX_SUMS	(1u << 20)

typedef struct MiningCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	const MlsMiningModel *mining;
	MlsCompiled *result;
	MlsCompiled **segments;		/* once compiled */
	uint32_t	first;			/* SEGMENT */
	bool		shows_segments; /* results of segments are read behind them */
} MiningCompile;

/* ---- what cannot be ---- */

/* Whether the method takes one segment's result as it is. */
static bool
takes_whole(MlsMultipleModelMethod method)
{
	return method == MLS_METHOD_SELECT_FIRST || method == MLS_METHOD_MODEL_CHAIN;
}

static bool
is_vote(MlsMultipleModelMethod method)
{
	return method == MLS_METHOD_MAJORITY_VOTE || method == MLS_METHOD_WEIGHTED_MAJORITY_VOTE;
}

static bool
is_chain(MlsMultipleModelMethod method)
{
	return method == MLS_METHOD_MODEL_CHAIN || method == MLS_METHOD_MULTI_MODEL_CHAIN;
}

static void
problem(const MiningCompile *m, MlsCode code, uint32_t line, const char *what, const char *message)
{
	mls_problem(m->c->load, code, mls_place(m->c->load, line, what), NULL, "%s", message);
}

/* A list is a result to be shown, and nothing else. */
static void
check_select_all(const MiningCompile *m)
{
	if (m->scope->parent)
		problem(m, MLS_UNSUPPORTED, m->model->line, "MiningModel",
				"multipleModelMethod selectAll gives a list, which a segment cannot have as its result");
	if (m->result->n_predictions > 1)
		problem(m, MLS_UNSUPPORTED, m->model->line, "MiningModel",
				"multipleModelMethod selectAll is for a single target");
	if (m->model->n_targets > 0)
		problem(m, MLS_UNSUPPORTED, m->model->targets[0].line, "Target",
				"multipleModelMethod selectAll gives a list, to which no Target applies");
}

/* Notes what method and function do not allow together. */
static void
check_method(const MiningCompile *m)
{
	MlsMultipleModelMethod method = m->mining->multipleModelMethod;
	bool		classifies = m->model->functionName == MLS_FUNCTION_CLASSIFICATION;
	uint32_t	line = m->model->line;

	if (m->mining->margins)
		return;					/* what sums mean is said by their link */
	if (m->model->functionName == MLS_FUNCTION_CLUSTERING)
	{
		if (!takes_whole(method) && method != MLS_METHOD_MULTI_MODEL_CHAIN && !is_vote(method))
			problem(m, MLS_UNSUPPORTED, line, "MiningModel",
					"the segments of a clustering can only be chosen, chained or vote");
	}
	else if (!classifies && m->model->functionName != MLS_FUNCTION_REGRESSION &&
			 method != MLS_METHOD_MULTI_MODEL_CHAIN)
		problem(m, MLS_UNSUPPORTED, line, "MiningModel",
				"a MiningModel is for regression, classification or clustering");
	else if (!classifies && is_vote(method))
		problem(m, MLS_UNSUPPORTED, line, "MiningModel", "the segments of a regression cannot vote");
	else if (classifies && (method == MLS_METHOD_SUM || method == MLS_METHOD_WEIGHTED_SUM ||
							method == MLS_METHOD_WEIGHTED_MEDIAN))
		problem(m, MLS_UNSUPPORTED, line, "MiningModel",
				"multipleModelMethod sum, weightedSum and weightedMedian are for regression");
	if (method == MLS_METHOD_SELECT_ALL)
		check_select_all(m);
	if (is_chain(method) && m->mining->missingPredictionTreatment == MLS_PREDICTION_SKIP_SEGMENT)
		problem(m, MLS_UNSUPPORTED, line, "MiningModel",
				"missingPredictionTreatment skipSegment has no meaning in a chain");
}

/* The functions of segments must be the ensemble's, but for those of a chain whose result is not taken. */
static void
check_function(const MiningCompile *m, uint32_t i)
{
	const MlsSegment *segment = &m->mining->segments[i];
	MlsMultipleModelMethod method = m->mining->multipleModelMethod;

	if (segment->only_outputs || segment->model->functionName == m->model->functionName || method == MLS_METHOD_MULTI_MODEL_CHAIN ||
		(method == MLS_METHOD_MODEL_CHAIN && i + 1 < m->mining->n_segments))
		return;
	problem(m, MLS_INVALID, segment->line, "Segment", "the segment's functionName is not the MiningModel's");
}

/* ---- segments ---- */

/* Whether what a segment predicts may be the ensemble's result. */
static bool
may_decide(const MiningCompile *m, uint32_t i)
{
	return !m->mining->segments[i].only_outputs && m->segments[i]->model->functionName == m->model->functionName;
}

/* What the ensemble wants of a segment beside its prediction. */
static MlsAsk
ask_of(const MiningCompile *m, const MlsSegment *segment)
{
	MlsAsk		ask = {0};

	if (takes_whole(m->mining->multipleModelMethod) && !segment->only_outputs)
	{
		ask.confidences = m->result->ask.confidences;
		ask.ranks = m->result->ask.ranks;
		ask.reasons = m->result->ask.reasons;
	}
	for (uint32_t i = 0; i < m->model->n_outputs; i++)
	{
		const MlsOutputField *output = &m->model->outputs[i];

		if (output->segmentId && strcmp(output->segmentId, segment->id) == 0)
			mls_ask_for_output(output, &ask);
	}
	return ask;
}

static void
compile_segment(MiningCompile *m, uint32_t i)
{
	MlsCompile *c = m->c;
	const MlsSegment *segment = &m->mining->segments[i];
	MlsImgSegment record = {
		.id = mls_string(c, segment->id),
		.weight = segment->weight,
		.weight_column = MLS_NONE,
		.only_outputs = segment->only_outputs
	};
	MlsCompiled *compiled;

	check_function(m, i);
	record.predicate = mls_compile_predicate(c, m->scope, &segment->predicate);
	if (segment->variable_weight)
		record.weight_column = mls_field(c, m->scope, segment->variable_weight, segment->line)->column;
	compiled = mls_compile_model(c, m->scope, segment->model, ask_of(m, segment));
	record.model = compiled->record;

	/* also what the segment's model needs of the ensemble's fields */
	record.steps = mls_take_steps(c, m->scope);
	*MLS_BUILT(c, SEGMENT, m->first + i) = record;
	m->segments[i] = compiled;
	mls_add_segment(c, m->scope, segment->id, compiled);
	if (m->mining->multipleModelMethod == MLS_METHOD_SELECT_ALL)
		mls_note_outputs(c, compiled->scope, i, m->mining->n_segments);
	if (!m->shows_segments)
		mls_release_columns(c, compiled->scope);
}

/* ---- categories ---- */

/* Whether the result is that of the last segment, whatever the others are. */
static bool
last_decides(const MiningCompile *m)
{
	uint32_t	n = m->mining->n_segments;

	return m->mining->multipleModelMethod == MLS_METHOD_MODEL_CHAIN && n > 0 &&
		m->mining->segments[n - 1].predicate.kind == MLS_PRED_TRUE;
}

/* The target's declared ones, then those of the segments that may decide, in their order. */
static void
set_categories(MiningCompile *m)
{
	MlsCompile *c = m->c;
	MlsCategories categories = {0};
	MlsScope   *innermost = c->innermost;

	mls_add_declared_categories(c->load, &categories, m->result->predictions[0].declared);
	for (uint32_t i = last_decides(m) ? m->mining->n_segments - 1 : 0; i < m->mining->n_segments; i++)
	{
		const MlsPrediction *prediction = &m->segments[i]->predictions[0];

		for (uint32_t k = 0; k < prediction->n_categories && may_decide(m, i); k++)
			mls_add_category(c->load, &categories, prediction->categories[k]);
	}
	if (categories.names.n == 0 && c->load->n_problems == 0)
		problem(m, MLS_INVALID, m->model->line, "MiningModel", "the model has no categories");

	/* results are taken while segments run: they must not share the segments' columns */
	c->innermost = NULL;
	mls_set_categories(c, m->result, (const char *const *) categories.names.items, categories.names.n);
	c->innermost = innermost;

	for (uint32_t i = 0; i < m->mining->n_segments; i++)
	{
		const MlsPrediction *prediction = &m->segments[i]->predictions[0];
		uint32_t   *map = MLS_NEW_N(c->load, uint32_t, categories.names.n);
		MlsSpan		span;

		for (uint32_t k = 0, next = 0; k < categories.names.n; k++)
		{
			const char *name = MLS_ITEM(&categories.names, const char *, k);

			mls_tick(c->load);
			if (next < prediction->n_categories && strcmp(prediction->categories[next], name) == 0)
				map[k] = next;	/* as a rule they are in the same order */
			else
				map[k] = mls_category_place(prediction->categories, prediction->n_categories, name);
			if (map[k] != MLS_NONE)
				next = map[k] + 1;
		}
		span = mls_index_list(c, map, categories.names.n);
		MLS_BUILT(c, SEGMENT, m->first + i)->category_map = span;
	}
}

/* ---- clusters ---- */

/* Where segments vote for clusters these are the categories, by their ids, in the order of the segments. */
static void
set_clusters(MiningCompile *m)
{
	MlsCompile *c = m->c;
	MlsPrediction *prediction = &m->result->predictions[0];
	MlsCategories ids = {0};
	MlsVec		entities = {0};
	MlsScope   *innermost = c->innermost;

	for (uint32_t i = 0; i < m->mining->n_segments; i++)
	{
		const MlsPrediction *of = &m->segments[i]->predictions[0];

		if (!may_decide(m, i))
			continue;
		if (of->n_entities == 0)
			problem(m, MLS_UNSUPPORTED, m->mining->segments[i].line, "Segment",
					"the clusters that it can vote for are not known");
		for (uint32_t k = 0; k < of->n_entities; k++)
		{
			uint32_t	n = ids.names.n;

			mls_add_category(c->load, &ids, of->entities[k].id);
			if (ids.names.n > n)
				*MLS_PUSH(c->load, &entities, MlsEntity) = of->entities[k];
		}
	}

	/* as above: votes are counted while segments run */
	c->innermost = NULL;
	mls_set_categories(c, m->result, (const char *const *) ids.names.items, ids.names.n);
	c->innermost = innermost;
	prediction->entities = entities.items;
	prediction->n_entities = entities.n;
	prediction->entity = prediction->value;
}

/* ---- reasons ---- */

/* As many as the segment that has most gives; they are taken while segments run, as categories are. */
static void
set_reasons(MiningCompile *m)
{
	MlsPrediction *prediction = &m->result->predictions[0];

	for (uint32_t i = 0; i < m->mining->n_segments; i++)
	{
		uint32_t	n = m->segments[i]->predictions[0].n_reasons;

		if (n > prediction->n_reasons)
			prediction->n_reasons = n;
	}
	if (prediction->n_reasons > m->result->ask.reasons)
		prediction->n_reasons = m->result->ask.reasons;
	if (prediction->n_reasons > 0)
		prediction->reasons = mls_new_columns(m->c, NULL, prediction->n_reasons);
}

/* ---- several results ---- */

/* In a multiModelChain each segment's target is a result; the ensemble's own Targets apply to it. */
static void
set_predictions(MiningCompile *m)
{
	uint32_t	n = m->mining->n_segments;
	MlsPrediction *predictions = MLS_NEW_N(m->c->load, MlsPrediction, n);

	for (uint32_t i = 0; i < n; i++)
	{
		const MlsPrediction *prediction = &m->segments[i]->predictions[0];

		predictions[i] = *prediction;
		predictions[i].rules = NULL;
		for (uint32_t t = 0; t < m->model->n_targets && prediction->target; t++)
		{
			const MlsTarget *target = &m->model->targets[t];

			if (target->field && strcmp(target->field, prediction->target) == 0)
				predictions[i].rules = target;
		}
		for (uint32_t k = 0; k < i; k++)
		{
			if (predictions[k].target == prediction->target ||
				(predictions[k].target && prediction->target && strcmp(predictions[k].target, prediction->target) == 0))
				problem(m, MLS_INVALID, m->mining->segments[i].line, "Segment",
						"another segment of the chain has the same target");
		}
	}
	m->result->predictions = predictions;
	m->result->n_predictions = n;
}

/* ---- the model ---- */

static void
compile_mining(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	MiningCompile m = {.c = c, .scope = scope, .model = model, .mining = model->u.mining, .result = result};
	uint32_t	n = m.mining->n_segments;
	MlsMultipleModelMethod method = m.mining->multipleModelMethod;
	bool		is_multi = method == MLS_METHOD_MULTI_MODEL_CHAIN;
	bool		has_categories = mls_mining_has_categories(model->functionName, method) && !is_multi;
	MlsImgMining record = {
		.method = (uint8_t) method,
		.missing_prediction_treatment = (uint8_t) m.mining->missingPredictionTreatment,
		.missing_threshold = m.mining->missingThreshold,
		.items = MLS_NONE
	};
	uint64_t	n_sums;
	uint32_t	body;

	check_method(&m);
	if (mls_compile_forest(c, scope, model, result))
		return;

	m.segments = MLS_NEW_N(c->load, MlsCompiled *, n);
	m.shows_segments = is_multi || mls_reads_segments(model);
	m.first = MLS_APPEND_N(c, SEGMENT, n);
	if (result->ask.entity && takes_whole(method))
		result->predictions[0].entity = mls_new_columns(c, scope, 1);
	for (uint32_t i = 0; i < n; i++)
		compile_segment(&m, i);
	if (takes_whole(method) && !is_multi)
		set_reasons(&m);
	if (has_categories && model->functionName == MLS_FUNCTION_CLUSTERING)
		set_clusters(&m);
	else if (has_categories)
		set_categories(&m);
	if (is_multi && n > 0)
		set_predictions(&m);
	if (method == MLS_METHOD_SELECT_ALL)
	{
		record.items = mls_list_outputs(c, scope, n, &record.sources);
		result->predictions[0].items = (MlsSpan) {record.items, n};
	}

	n_sums = mls_mining_sums(method, has_categories ? result->predictions[0].n_categories : 0, n);
	if (n_sums > MAX_SUMS)
		mls_fatal(c->load, MLS_TOO_LARGE, mls_place(c->load, model->line, "MiningModel"), NULL,
				  "combining the segments takes more memory than a row may have");
	record.n_sums = (uint32_t) n_sums;
	record.segments = (MlsSpan) {m.first, n};
	record.last_decides = last_decides(&m);
	body = MLS_APPEND(c, MINING);
	*MLS_BUILT(c, MINING, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_MINING, body);
}

/* ---- its targets ---- */

/* That of the last segment. */
static const char *
implied_target(const MlsModel *model)
{
	const MlsMiningModel *mining = model->u.mining;

	return mining->n_segments > 0 ? mls_schema_target(mining->segments[mining->n_segments - 1].model, 0) : NULL;
}

/*
 * That of the segment whose result is the ensemble's, a chain's last one.  The
 * others are what the segments before it predict.
 */
static const char *
chosen_target(const MlsModel *model)
{
	while (model->type == MLS_MODEL_MINING && model->u.mining->n_segments > 0 && mls_schema_target(model, 1))
	{
		const MlsMiningModel *mining = model->u.mining;
		uint32_t	i = 0;

		if (mining->multipleModelMethod == MLS_METHOD_MULTI_MODEL_CHAIN)
			return NULL;
		while (i + 1 < mining->n_segments && (mining->multipleModelMethod == MLS_METHOD_MODEL_CHAIN || mining->segments[i].only_outputs))
			i++;
		model = mining->segments[i].model;
	}
	if (mls_schema_target(model, 1))
		return NULL;
	return mls_schema_target(model, 0) ? mls_schema_target(model, 0) : mls_implied_target(model);
}

/* Its segments do. */
static bool
predicts_several(const MlsModel *model, uint32_t n)
{
	return true;
}

const MlsModelCompiler mls_compiler_mining = {
	.compile = compile_mining,
	.implied_target = implied_target,
	.chosen_target = chosen_target,
	.predicts_several = predicts_several
};
