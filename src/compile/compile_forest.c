/*
 * compile/compile_forest.c
 *	  Trees and ensembles of trees that can be said as a forest.
 *
 * What makes a forest: every segment always runs, is a tree, and nothing is
 * asked of it but its score or its probabilities, which are added up.  Each tree
 * becomes a diagram of comparisons (diagram.h), which is laid out as nodes
 * (layout.h).  The forest gives the same bits as the general kernels; whatever
 * could not is left to them.  Ensembles that say how their margins add up
 * (MlsMargins) have no other kernel: what a forest cannot hold is a problem then.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compile/layout.h"
#include "compile/trees.h"

typedef struct ForestCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	MlsCompiled *result;
	const MlsMiningModel *mining;	/* NULL: the model is a tree by itself */
	const MlsMargins *margins;	/* NULL in PMML */
	bool		classifies;
	bool		is_vote;
	bool		is_weighted;
	bool		is_average;
	bool		is_float;
	bool		is_vector;
	uint32_t	n_outputs;
	MlsCategories categories;

	MlsVec		fields;			/* MlsRangeField */
	MlsVec		field_places;	/* uint32_t: by column, the field's place + 1 */
	MlsVec		scopes;			/* MlsScope *: of the segments */
	MlsVec		rows;			/* double: rows of scores, each one once */
	MlsVec		row_hash;		/* uint32_t: a row's number + 1 */
	double	   *row;			/* room for one */
	MlsLayout	layout;

	/* of the tree at hand */
	const MlsModel *tree;
	MlsScope   *tree_scope;
	MlsMap		names;			/* name -> place of its field + 1 */
	MlsDataType tree_type;		/* to which the tree's score is cast */
	bool		failed;			/* a leaf cannot be said */
} ForestCompile;

/* ---- fields ---- */

/* The step that fills a column, among those not taken yet; NULL: not to be seen here. */
static const MlsImgStep *
find_step(const ForestCompile *f, uint32_t column)
{
	const MlsVec *lists[MLS_MAX_MODEL_DEPTH + 2];
	uint32_t	n = 0;

	lists[n++] = &f->c->input_steps;
	for (const MlsScope *scope = f->tree_scope; scope && n < sizeof(lists) / sizeof(lists[0]); scope = scope->parent)
		lists[n++] = &scope->steps;
	for (uint32_t i = 0; i < n; i++)
	{
		for (uint32_t k = 0; k < lists[i]->n; k++)
		{
			if (MLS_ITEM(lists[i], MlsImgStep, k).out == column)
				return &MLS_ITEM(lists[i], MlsImgStep, k);
		}
	}
	return NULL;
}

static bool
is_numeric(MlsDataType type)
{
	return type == MLS_TYPE_INTEGER || type == MLS_TYPE_FLOAT || type == MLS_TYPE_DOUBLE || type == MLS_TYPE_BOOLEAN;
}

/* The treatment of an input whose column the model reads as it comes, without a step; NULL: it is none. */
static const MlsImgTreatment *
plain_treatment(const ForestCompile *f, uint32_t column)
{
	for (uint32_t i = 0; i < MLS_N_BUILT(f->c, INPUT); i++)
	{
		const MlsImgInput *input = MLS_BUILT(f->c, INPUT, i);

		if (input->read && input->plain && input->column == column)
			return MLS_BUILT(f->c, TREATMENT, input->treatment);
	}
	return NULL;
}

/* What a column's cells may hold beside values of its type; the worst where that cannot be told. */
static void
judge_column(const ForestCompile *f, MlsRangeField *field, uint32_t column)
{
	const MlsImgStep *step = find_step(f, column);

	field->may_be_invalid = true;
	field->may_be_text = is_numeric(field->dataType);
	if (!step)
	{
		const MlsImgTreatment *treatment = plain_treatment(f, column);

		/* only inputs that are judged strictly are plain */
		if (treatment)
		{
			field->may_be_invalid = false;
			field->may_be_text &= treatment->invalid == MLS_INVALID_AS_IS;
		}
		return;
	}
	if (step->op == MLS_STEP_TREAT)
	{
		const MlsImgTreatment *treatment = MLS_BUILT(f->c, TREATMENT, step->record);

		/* a row that a strict treatment finds invalid is not scored at all */
		field->may_be_invalid = (step->flags & MLS_STEP_STRICT) == 0;
		field->may_be_text &= treatment->invalid == MLS_INVALID_AS_IS;
		return;
	}
	if (step->data_type == MLS_TYPE_NONE || (step->flags & MLS_STEP_KEEP_UNCAST) != 0)
		return;
	field->may_be_text = false;
	if (step->op == MLS_STEP_COPY && step->arguments.n == 1 &&
		(step->data_type == MLS_TYPE_DOUBLE || step->data_type == MLS_TYPE_FLOAT))
	{
		uint32_t	from = *MLS_BUILT(f->c, INDEX, step->arguments.first);
		const MlsImgStep *input = (from & MLS_ARG_CONSTANT) ? NULL : find_step(f, from);

		/* a number cast to a real one always has a value */
		if (input && input->op == MLS_STEP_TREAT && (input->flags & MLS_STEP_STRICT) != 0)
		{
			const MlsImgTreatment *treatment = MLS_BUILT(f->c, TREATMENT, input->record);

			field->may_be_invalid = !is_numeric((MlsDataType) treatment->data_type) ||
				treatment->invalid == MLS_INVALID_AS_IS;
		}
	}
}

static uint32_t
add_field(ForestCompile *f, const MlsField *field)
{
	MlsRangeField added = {.column = field->column, .dataType = field->data_type};
	uint32_t   *place;

	while (f->field_places.n <= field->column)
		*MLS_PUSH(f->c->load, &f->field_places, uint32_t) = 0;
	place = &MLS_ITEM(&f->field_places, uint32_t, field->column);
	if (*place == 0)
	{
		judge_column(f, &added, field->column);
		*MLS_PUSH(f->c->load, &f->fields, MlsRangeField) = added;
		*place = f->fields.n;
	}
	return *place - 1;
}

/* For the diagram's builder. */
static uint32_t
field_of(void *context, const char *name)
{
	ForestCompile *f = context;
	uintptr_t	known = (uintptr_t) mls_map_get(&f->names, name);
	const MlsField *field;
	uint32_t	place;

	if (known > 0)
		return (uint32_t) (known - 1);
	field = mls_field(f->c, f->tree_scope, name, f->tree->line);
	if (field->data_type != MLS_TYPE_STRING && !is_numeric(field->data_type))
		return MLS_NO_WAY;
	place = add_field(f, field);
	mls_map_put(f->c->load, &f->names, name, (void *) ((uintptr_t) place + 1));
	return place;
}

/* ---- leaves ---- */

/* The number of a row of scores, which is added if there is none like it yet. */
static uint32_t
intern_row(ForestCompile *f, const double *row)
{
	MlsLoad    *load = f->c->load;
	uint32_t	n_rows = f->rows.n / f->n_outputs;
	size_t		size = f->n_outputs * sizeof(double);
	uint32_t	slot;

	if (2 * (n_rows + 1) > f->row_hash.n)
	{
		uint32_t	n_slots = f->row_hash.n > 0 ? f->row_hash.n * 2 : 64;

		f->row_hash.n = 0;
		for (uint32_t i = 0; i < n_slots; i++)
			*MLS_PUSH(load, &f->row_hash, uint32_t) = 0;
		for (uint32_t i = 0; i < n_rows; i++)
		{
			slot = mls_hash_bytes(&MLS_ITEM(&f->rows, double, i * f->n_outputs), size) & (n_slots - 1);
			while (MLS_ITEM(&f->row_hash, uint32_t, slot) != 0)
				slot = (slot + 1) & (n_slots - 1);
			MLS_ITEM(&f->row_hash, uint32_t, slot) = i + 1;
		}
	}
	slot = mls_hash_bytes(row, size) & (f->row_hash.n - 1);
	for (uint32_t at; (at = MLS_ITEM(&f->row_hash, uint32_t, slot)) != 0; slot = (slot + 1) & (f->row_hash.n - 1))
	{
		if (memcmp(&MLS_ITEM(&f->rows, double, (at - 1) * f->n_outputs), row, size) == 0)
			return at - 1;
	}
	MLS_ITEM(&f->row_hash, uint32_t, slot) = n_rows + 1;
	for (uint32_t i = 0; i < f->n_outputs; i++)
		*MLS_PUSH(load, &f->rows, double) = row[i];
	return n_rows;
}

static double
rounded(const ForestCompile *f, double value)
{
	return f->is_float ? (double) (float) value : value;
}

/* The probabilities of a node, or its one vote, in the order of the ensemble's categories. */
static void
fill_row(ForestCompile *f, const MlsNode *node)
{
	MlsLoad    *load = f->c->load;
	const char *score = mls_score_text(load, node);
	uint32_t	winner = score ? mls_add_category(load, &f->categories, score) : MLS_NONE;
	double		largest = -INFINITY;

	memset(f->row, 0, f->n_outputs * sizeof(double));
	for (uint32_t i = 0; i < node->n_distributions; i++)
	{
		MlsShare	share = mls_node_share(node, i, f->tree->float_context);
		uint32_t	category = mls_add_category(load, &f->categories, node->distributions[i].value);

		f->row[category] = rounded(f, share.probability);
		if (!score && share.probability > largest)
		{
			largest = share.probability;
			winner = category;
		}
	}
	if (f->is_vote)
		memset(f->row, 0, f->n_outputs * sizeof(double));
	if (winner == MLS_NONE)
		f->failed = true;
	else if (f->is_vote || node->n_distributions == 0)
		f->row[winner] = 1;
}

/* For the layout: what the leaf of a node holds. */
static double
threshold_of(void *context, const MlsNode *node)
{
	ForestCompile *f = context;
	double		score;

	if (f->is_vector)
	{
		if (!f->classifies || f->margins)
		{
			f->failed |= !node->scores;
			for (uint32_t i = 0; i < f->n_outputs && node->scores; i++)
				f->row[i] = rounded(f, node->scores[i]);
		}
		else
			fill_row(f, node);
		for (uint32_t i = 0; i < f->n_outputs; i++)
			f->failed |= !isfinite(f->row[i]);
		return intern_row(f, f->row);
	}
	score = mls_literal_number(f->c, node->score, f->tree->float_context, node->line, "Node");
	if (f->tree_type == MLS_TYPE_FLOAT)
		score = (double) (float) score;
	score = rounded(f, score);
	f->failed |= !isfinite(score) || !MLS_LITERAL_PRESENT(node->score);
	return score;
}

/* ---- shape ---- */

/* The DataField of a segment's target, or NULL. */
static const MlsDataField *
target_of(const ForestCompile *f, const MlsModel *model)
{
	for (uint32_t i = 0; i < model->n_fields; i++)
	{
		if (model->fields[i].usageType == MLS_USAGE_TARGET)
			return mls_map_get(&f->c->data_fields, model->fields[i].name);
	}
	return NULL;
}

/* Whether a segment is a tree of which only the score is wanted. */
static bool
is_plain_tree(const ForestCompile *f, const MlsSegment *segment)
{
	const MlsModel *model = segment->model;
	const MlsDataField *target;

	/* trees that add to margins are regressions, whatever the margins become */
	MlsMiningFunction function = f->margins ? MLS_FUNCTION_REGRESSION : f->model->functionName;

	if (segment->predicate.kind != MLS_PRED_TRUE || (f->is_weighted && segment->variable_weight) ||
		model->type != MLS_MODEL_TREE || model->functionName != function ||
		model->n_outputs > 0 || model->n_targets > 0)
		return false;
	target = target_of(f, model);

	/* a score is cast to the type of the segment's own target: what changes more than a float's bits is not for here */
	return f->classifies || !target || target->dataType == MLS_TYPE_DOUBLE ||
		target->dataType == MLS_TYPE_FLOAT || target->dataType == MLS_TYPE_INTEGER;
}

/* What the method makes of the trees' results; false: nothing that a forest is. */
static bool
read_method(ForestCompile *f)
{
	switch (f->mining->multipleModelMethod)
	{
		case MLS_METHOD_SUM:
			return !f->classifies || f->margins;
		case MLS_METHOD_WEIGHTED_SUM:
			f->is_weighted = true;
			return !f->classifies || f->margins;
		case MLS_METHOD_AVERAGE:
			f->is_average = true;
			return !f->margins;
		case MLS_METHOD_WEIGHTED_AVERAGE:
			f->is_average = f->is_weighted = true;
			return !f->margins;
		case MLS_METHOD_MAJORITY_VOTE:
			f->is_average = f->is_vote = true;
			return f->classifies && !f->margins;
		case MLS_METHOD_WEIGHTED_MAJORITY_VOTE:
			f->is_average = f->is_vote = f->is_weighted = true;
			return f->classifies && !f->margins;
		default:
			return false;
	}
}

/* The categories in the order in which the general kernel has them. */
static void
read_categories(ForestCompile *f)
{
	MlsLoad    *load = f->c->load;

	mls_add_declared_categories(load, &f->categories, f->result->predictions[0].declared);
	for (uint32_t i = 0; i < f->mining->n_segments && !f->margins; i++)
	{
		mls_add_declared_categories(load, &f->categories, target_of(f, f->mining->segments[i].model));
		mls_add_tree_categories(load, &f->categories, f->mining->segments[i].model->u.tree);
	}
}

static bool
read_shape(ForestCompile *f)
{
	if (!f->mining)
	{
		f->n_outputs = 1;
		return !f->classifies && !f->result->ask.entity;
	}
	if (!read_method(f) || mls_reads_segments(f->model))
		return false;
	for (uint32_t i = 0; i < f->mining->n_segments; i++)
	{
		if (!is_plain_tree(f, &f->mining->segments[i]))
			return false;
	}
	if (f->classifies)
		read_categories(f);
	if (f->margins)
	{
		f->n_outputs = f->margins->n_outputs;
		f->is_vector = f->mining->n_segments > 0 && f->mining->segments[0].model->u.tree->root->scores;
		for (uint32_t i = 0; i < f->mining->n_segments && !f->is_vector; i++)
		{
			MlsNodeWalk walk = mls_walk_tree(f->c->load, f->mining->segments[i].model->u.tree->root);
			const MlsNode *node;

			while (!f->is_vector && (node = mls_next_node(f->c->load, &walk)) != NULL)
				f->is_vector = node->scores != NULL;
		}
		return f->classifies ? f->categories.names.n == (f->n_outputs == 1 ? 2 : f->n_outputs) :
			f->result->n_predictions == f->n_outputs;
	}
	f->is_vector = f->classifies;
	f->n_outputs = f->classifies ? f->categories.names.n : 1;

	/* a single margin would be that of the second category */
	return f->mining->n_segments > 0 && f->result->n_predictions == 1 && (!f->classifies || f->n_outputs > 1);
}

/* ---- the forest ---- */

static bool
compile_one(ForestCompile *f, MlsDiagramBuilder *builder, const MlsModel *tree, MlsScope *scope,
			double weight, uint32_t output)
{
	MlsLoad    *load = f->c->load;
	const MlsDataField *target = target_of(f, tree);
	MlsDiagram	diagram;
	MlsImgForestTree record = {.weight = rounded(f, weight), .output = output};
	uint32_t	place;

	f->tree = tree;
	f->tree_scope = scope;
	f->tree_type = target && f->mining ? target->dataType : MLS_TYPE_NONE;
	f->names = (MlsMap) {0};
	if (output >= f->n_outputs || !mls_diagram_build(builder, tree->u.tree, mls_node_has_result, &diagram))
		return false;
	record.root = mls_lay_out(load, &f->layout, &diagram, threshold_of, f, &record.depth);
	place = MLS_APPEND(f->c, FOREST_TREE);
	*MLS_BUILT(f->c, FOREST_TREE, place) = record;
	return !f->failed;
}

static bool
compile_trees(ForestCompile *f)
{
	MlsDiagramBuilder *builder = mls_diagram_builder(f->c->load, &f->fields, field_of, f);

	f->row = MLS_NEW_N(f->c->load, double, f->n_outputs);
	if (!f->mining)
		return compile_one(f, builder, f->model, f->scope, 1, 0);
	for (uint32_t i = 0; i < f->mining->n_segments; i++)
	{
		const MlsSegment *segment = &f->mining->segments[i];
		MlsScope   *scope = mls_open_scope(f->c, f->scope, segment->model);

		*MLS_PUSH(f->c->load, &f->scopes, MlsScope *) = scope;
		if (!compile_one(f, builder, segment->model, scope, f->is_weighted ? segment->weight : 1,
						 f->margins ? segment->output : 0))
			return false;
	}
	return true;
}

/* By what the sums are divided: as the general kernel counts. */
static double
divisor_of(const ForestCompile *f)
{
	double		sum = 0;

	for (uint32_t i = 0; f->is_average && i < f->mining->n_segments; i++)
		sum = rounded(f, sum + (f->is_weighted ? rounded(f, f->mining->segments[i].weight) : 1));
	return sum;
}

static int
by_text(const void *a, const void *b)
{
	const MlsImgForestCode *x = a;
	const MlsImgForestCode *y = b;

	return (x->text > y->text) - (x->text < y->text);
}

static MlsSpan
emit_codes(ForestCompile *f, const MlsRangeField *field)
{
	uint32_t	n = field->code_list.n;
	MlsSpan		span = {MLS_APPEND_N(f->c, FOREST_CODE, n), n};

	for (uint32_t i = 0; i < n; i++)
	{
		const MlsRangeCode *code = MLS_ITEM(&field->code_list, MlsRangeCode *, i);

		*MLS_BUILT(f->c, FOREST_CODE, span.first + i) = (MlsImgForestCode) {
			mls_string(f->c, code->text), code->number
		};
	}
	if (n > 0)
		qsort(MLS_BUILT(f->c, FOREST_CODE, span.first), n, sizeof(MlsImgForestCode), by_text);
	return span;
}

static MlsSpan
emit_slots(ForestCompile *f)
{
	uint32_t	n = f->layout.slots.n;
	MlsSpan		span = {MLS_APPEND_N(f->c, FOREST_SLOT, n), n};

	for (uint32_t i = 0; i < n; i++)
	{
		MlsLayoutSlot slot = MLS_ITEM(&f->layout.slots, MlsLayoutSlot, i);
		const MlsRangeField *field = &MLS_ITEM(&f->fields, MlsRangeField, slot.field);

		*MLS_BUILT(f->c, FOREST_SLOT, span.first + i) = (MlsImgForestSlot) {
			.column = field->column,
			.missing_is_below = slot.missing_is_below,
			.is_text = field->dataType == MLS_TYPE_STRING,
			.codes = emit_codes(f, field)
		};
	}
	return span;
}

static void
emit_forest(ForestCompile *f, uint32_t first_tree)
{
	MlsCompile *c = f->c;
	double	   *initial = MLS_NEW_N(c->load, double, f->n_outputs);
	uint32_t	body;
	MlsImgForest record = {
		.is_float = f->is_float,
		.is_vector = f->is_vector,
		.is_vote = f->is_vote,
		.missing_prediction_treatment = f->mining ? (uint32_t) f->mining->missingPredictionTreatment : MLS_PREDICTION_CONTINUE,
		.missing_threshold = f->mining ? f->mining->missingThreshold : 1,
		.link = (uint8_t) (f->margins ? f->margins->link : MLS_LINK_NONE),
		.n_outputs = f->n_outputs,
		.divisor = divisor_of(f),
		.n_score_rows = f->rows.n / f->n_outputs,
		.trees = {first_tree, MLS_N_BUILT(c, FOREST_TREE) - first_tree},
		.nodes = {f->layout.first_node, MLS_N_BUILT(c, FOREST_NODE) - f->layout.first_node}
	};

	mls_lay_out_end(&f->layout);
	for (uint32_t i = 0; i < f->n_outputs && f->margins; i++)
		initial[i] = rounded(f, f->margins->initial[i]);
	record.initial = mls_number_list(c, initial, f->n_outputs).first;
	record.scores = mls_number_list(c, (const double *) f->rows.items, f->rows.n).first;
	record.slots = emit_slots(f);
	if (f->classifies)
		mls_set_categories(c, f->result, (const char *const *) f->categories.names.items, f->categories.names.n);

	/* what the segments need is computed for all rows, before the first tree */
	for (uint32_t i = 0; i < f->scopes.n; i++)
	{
		const MlsVec *steps = &MLS_ITEM(&f->scopes, MlsScope *, i)->steps;

		for (uint32_t k = 0; k < steps->n; k++)
			*MLS_PUSH(c->load, &f->scope->steps, MlsImgStep) = MLS_ITEM(steps, MlsImgStep, k);
	}
	body = MLS_APPEND(c, FOREST);
	*MLS_BUILT(c, FOREST, body) = record;
	MLS_BUILT(c, MODEL, f->result->record)->kernel = MLS_KERNEL_FOREST;
	MLS_BUILT(c, MODEL, f->result->record)->body = body;
}

/* The load's problems as they were: the general way will find them again. */
static void
forget_problems(MlsLoad *load, MlsProblem **tail, unsigned n)
{
	load->problems_tail = tail;
	*tail = NULL;
	load->n_problems = n;
}

bool
mls_compile_forest(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	ForestCompile *f = MLS_NEW(c->load, ForestCompile);
	MlsProblem **problems_tail = c->load->problems_tail;
	unsigned	n_problems = c->load->n_problems;
	uint32_t	first_tree = MLS_N_BUILT(c, FOREST_TREE);
	uint32_t	first_node = MLS_N_BUILT(c, FOREST_NODE);

	f->c = c;
	f->scope = scope;
	f->model = model;
	f->result = result;
	f->mining = model->type == MLS_MODEL_MINING ? model->u.mining : NULL;
	f->margins = f->mining ? f->mining->margins : NULL;
	f->classifies = model->functionName == MLS_FUNCTION_CLASSIFICATION;
	f->is_float = model->float_context;
	f->layout.nodes = &c->sections[MLS_SECTION_FOREST_NODE];
	f->layout.first_node = first_node;

	if (c->plain && !f->margins)
		return false;
	if (!read_shape(f) || !compile_trees(f) || (f->is_average && divisor_of(f) == 0) ||
		c->load->n_problems > n_problems)
	{
		if (f->margins)
		{
			if (c->load->n_problems == n_problems)
				mls_problem(c->load, MLS_UNSUPPORTED, mls_place(c->load, model->line, "MiningModel"), NULL,
							"the trees and the way in which they add up do not fit each other");
			return true;
		}
		forget_problems(c->load, problems_tail, n_problems);
		c->sections[MLS_SECTION_FOREST_TREE].n = first_tree;
		c->sections[MLS_SECTION_FOREST_NODE].n = first_node;
		return false;
	}
	emit_forest(f, first_tree);
	return true;
}
