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
#include "compile/forest_int.h"

/* ---- shape ---- */

/* The DataField of a segment's target, or NULL. */
static const MlsDataField *
target_of(const MlsForestCompile *f, const MlsModel *model)
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
is_plain_tree(const MlsForestCompile *f, const MlsSegment *segment)
{
	const MlsModel *model = segment->model;
	const MlsDataField *target;

	/* trees that add to margins are regressions, whatever the margins become */
	MlsMiningFunction function = f->margins ? MLS_FUNCTION_REGRESSION : f->model->functionName;

	if (segment->only_outputs || segment->predicate.kind != MLS_PRED_TRUE || (f->is_weighted && segment->variable_weight) ||
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
read_method(MlsForestCompile *f)
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
read_categories(MlsForestCompile *f)
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
read_shape(MlsForestCompile *f)
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
		return f->classifies ? f->categories.names.n == (f->n_outputs == 1 ? 2 : f->n_outputs) :
			f->result->n_predictions == f->n_outputs;
	}
	f->is_vector = f->classifies;
	f->n_outputs = f->classifies ? f->categories.names.n : 1;

	/* a single margin would be that of the second category */
	return f->mining->n_segments > 0 && f->result->n_predictions == 1 && (!f->classifies || f->n_outputs > 1);
}

/* ---- the forest ---- */

/* Opens the segments' scopes and looks at their trees; false if something is wrong with them. */
static bool
check_trees(MlsForestCompile *f)
{
	MlsLeafKinds leaves = {0};
	bool		is_right = true;

	for (uint32_t i = 0; f->mining && i < f->mining->n_segments; i++)
	{
		MlsScope   *scope = mls_open_scope(f->c, f->scope, f->mining->segments[i].model);

		*MLS_PUSH(f->c->load, &f->scopes, MlsScope *) = scope;
		is_right &= mls_check_tree(f->c, scope, f->mining->segments[i].model, &leaves);
	}
	f->is_vector |= leaves.have_vectors;
	f->is_linear |= leaves.have_functions;
	return is_right;
}

static bool
compile_one(MlsForestCompile *f, MlsDiagramBuilder *builder, const MlsModel *tree, MlsScope *scope,
			double weight, uint32_t output)
{
	MlsLoad    *load = f->c->load;
	const MlsDataField *target = target_of(f, tree);
	MlsDiagram	diagram;
	MlsImgForestTree record = {.weight = mls_forest_step(f, weight), .output = output};
	uint32_t	place;

	f->tree = tree;
	f->tree_scope = scope;
	f->tree_type = target && f->mining ? target->dataType : MLS_TYPE_NONE;
	f->names = (MlsMap) {0};
	f->shortcuts = (MlsShortcuts) {0};

	/* a vote or a share of nothing could leave nothing to divide by */
	if (output >= f->n_outputs || (f->is_average && !(record.weight > 0)) ||
		!mls_diagram_build(builder, tree->u.tree, &diagram))
		return false;
	record.root = mls_lay_out(load, &f->layout, &diagram, mls_forest_leaf, f, &record.depth);
	place = MLS_APPEND(f->c, FOREST_TREE);
	*MLS_BUILT(f->c, FOREST_TREE, place) = record;
	return !f->failed;
}

/* Whether a segment's leaves are to be numbered: those of a tree that only adds a constant are not. */
static bool
has_numbers(const MlsSegment *segment)
{
	return segment->model->u.tree->numbers_leaves;
}

static bool
compile_trees(MlsForestCompile *f)
{
	MlsDiagramBuilder *builder = mls_diagram_builder(f->c->load, &f->fields, mls_forest_field, f);
	uint32_t	n = 0;

	f->row = MLS_NEW_N(f->c->load, double, f->n_outputs);
	if (!f->mining)
		return compile_one(f, builder, f->model, f->scope, 1, 0);
	for (uint32_t i = 0; i < f->mining->n_segments; i++)
	{
		const MlsSegment *segment = &f->mining->segments[i];
		MlsScope   *scope = MLS_ITEM(&f->scopes, MlsScope *, i);
		double		weight = f->is_weighted ? segment->weight : 1;

		if (f->numbers_leaves && !has_numbers(segment))
			continue;
		if (!compile_one(f, builder, segment->model, scope, weight,
						 f->numbers_leaves ? n++ : f->margins ? segment->output : 0))
			return false;
	}
	return true;
}

/* By what the sums are divided: as the general kernel counts. */
static double
divisor_of(const MlsForestCompile *f)
{
	double		sum = 0;

	if (f->margins)
		return f->margins->divisor != 1 ? f->margins->divisor : 0;
	for (uint32_t i = 0; f->is_average && i < f->mining->n_segments; i++)
		sum = mls_forest_step(f, sum + (f->is_weighted ? mls_forest_step(f, f->mining->segments[i].weight) : 1));
	return sum;
}

static void
emit_forest(MlsForestCompile *f, uint32_t first_tree, uint32_t slot_bits)
{
	MlsCompile *c = f->c;
	double	   *initial = MLS_NEW_N(c->load, double, f->n_outputs);
	bool		suits_masks;
	uint32_t	body;
	MlsImgForest record = {
		.is_float = f->is_float,
		.is_vector = f->is_vector,
		.is_vote = f->is_vote,
		.missing_prediction_treatment = f->mining ? (uint32_t) f->mining->missingPredictionTreatment : MLS_PREDICTION_CONTINUE,
		.missing_threshold = f->mining ? f->mining->missingThreshold : 1,
		.is_simple = !f->is_vector && !f->is_linear && !f->is_weighted && !f->layout.has_null,
		.link = (uint32_t) (f->margins ? f->margins->link : MLS_LINK_NONE),
		.n_outputs = f->n_outputs,
		.divisor = divisor_of(f),
		.scale = f->margins ? f->margins->scale : 1,
		.n_score_rows = f->rows.n / f->n_outputs,
		.slot_bits = slot_bits,
		.trees = {first_tree, MLS_N_BUILT(c, FOREST_TREE) - first_tree}
	};

	for (uint32_t i = 0; i < f->n_outputs && f->margins; i++)
		initial[i] = mls_forest_step(f, f->margins->initial[i]);
	record.initial = mls_number_list(c, initial, f->n_outputs).first;
	record.scores = mls_number_list(c, (const double *) f->rows.items, f->rows.n).first;
	record.linear = (MlsSpan) {MLS_APPEND_N(c, FOREST_LINEAR, f->linear.n), f->linear.n};
	for (uint32_t i = 0; i < f->linear.n; i++)
		*MLS_BUILT(c, FOREST_LINEAR, record.linear.first + i) = MLS_ITEM(&f->linear, MlsImgForestLinear, i);
	record.slots = mls_forest_slots(f);
	suits_masks = mls_suits_masks(f, record.trees);
	mls_forest_cuts(f, &record, suits_masks);
	record.masks = suits_masks ? mls_forest_masks(f, &record) : MLS_NONE;
	record.tops = record.masks == MLS_NONE ? mls_forest_tops(f, &record) : MLS_NONE;
	mls_forest_nodes(f, &record);
	mls_give_back_items(c->load, &f->layout.nodes, sizeof(MlsLayoutNode));
	for (uint32_t i = 0; i < record.trees.n; i++)
		MLS_BUILT(c, FOREST_TREE, record.trees.first + i)->root += record.nodes.first;
	record.margins = MLS_NONE;
	if (c->options->margin && f->margins && !f->scope->parent)
	{
		record.margins = mls_new_columns(c, NULL, f->n_outputs);
		f->result->margins = (MlsSpan) {record.margins, f->n_outputs};
	}
	if (f->classifies)
		mls_set_categories(c, f->result, (const char *const *) f->categories.names.items, f->categories.names.n);

	/* what the segments need is computed for all rows, before the first tree */
	for (uint32_t i = 0; i < f->scopes.n && !f->numbers_leaves; i++)
	{
		const MlsVec *steps = &MLS_ITEM(&f->scopes, MlsScope *, i)->steps;

		for (uint32_t k = 0; k < steps->n; k++)
			*MLS_PUSH(c->load, &f->scope->steps, MlsImgStep) = MLS_ITEM(steps, MlsImgStep, k);
	}
	body = MLS_APPEND(c, FOREST);
	*MLS_BUILT(c, FOREST, body) = record;
	mls_set_kernel(c, f->result, record.masks == MLS_NONE ? MLS_KERNEL_FOREST : MLS_KERNEL_MASKS, body);
}

/*
 * The model behind an ensemble's own that predicts the numbers of its leaves.
 * Trees that made a forest make one again.
 */
static void
number_leaves(const MlsForestCompile *ensemble)
{
	MlsCompile *c = ensemble->c;
	MlsForestCompile *f = MLS_NEW(c->load, MlsForestCompile);
	uint32_t	first_tree = MLS_N_BUILT(c, FOREST_TREE);
	uint32_t	slot_bits;
	MlsImgModel *record;

	f->c = c;
	f->scope = ensemble->scope;
	f->model = ensemble->model;
	f->mining = ensemble->mining;
	f->scopes = ensemble->scopes;
	f->numbers_leaves = true;
	for (uint32_t i = 0; i < f->mining->n_segments; i++)
		f->n_outputs += has_numbers(&f->mining->segments[i]);
	if (f->n_outputs == 0)
		return;
	f->result = MLS_NEW(c->load, MlsCompiled);
	f->result->record = MLS_APPEND(c, MODEL);
	if (!compile_trees(f) || (slot_bits = mls_forest_slot_bits(f)) == UINT32_MAX)
		mls_fatal(c->load, MLS_TOO_LARGE, NULL, NULL, "the leaves of so many trees cannot be numbered");
	emit_forest(f, first_tree, slot_bits);
	ensemble->result->leaves = (MlsSpan) {mls_new_columns(c, NULL, f->n_outputs), f->n_outputs};
	record = MLS_BUILT(c, MODEL, f->result->record);
	record->function = MLS_FUNCTION_REGRESSION;
	record->value = ensemble->result->leaves.first;
	record->n_values = f->n_outputs;
	record->entity = record->probabilities = record->confidences = record->reasons = record->leaves = MLS_NONE;
	MLS_BUILT(c, MODEL, ensemble->result->record)->leaves = f->result->record;
}

/* No forest after all: margins have no other way to be scored. */
static bool
give_up(const MlsForestCompile *f)
{
	if (f->margins)
		mls_problem(f->c->load, MLS_UNSUPPORTED, mls_place(f->c->load, f->model->line, "MiningModel"), NULL,
					"the trees and the way in which they add up do not fit each other");
	return f->margins != NULL;
}

bool
mls_compile_forest(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	MlsForestCompile *f = MLS_NEW(c->load, MlsForestCompile);
	uint32_t	first_tree = MLS_N_BUILT(c, FOREST_TREE);
	uint32_t	slot_bits;

	f->c = c;
	f->scope = scope;
	f->model = model;
	f->result = result;
	f->mining = model->type == MLS_MODEL_MINING ? model->u.mining : NULL;
	f->margins = f->mining ? f->mining->margins : NULL;
	f->classifies = model->functionName == MLS_FUNCTION_CLASSIFICATION;
	f->is_float = model->float_context;

	if (c->plain && !f->margins)
		return false;
	if (!read_shape(f))
		return give_up(f);
	if (!check_trees(f))
		return true;
	if (!compile_trees(f) || (slot_bits = mls_forest_slot_bits(f)) == UINT32_MAX)
	{
		c->sections[MLS_SECTION_FOREST_TREE].n = first_tree;
		return give_up(f);
	}
	emit_forest(f, first_tree, slot_bits);
	if (c->options->leaf && f->margins && !scope->parent)
		number_leaves(f);
	return true;
}
