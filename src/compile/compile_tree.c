/*
 * compile/compile_tree.c
 *	  TreeModel, in general: nodes in document order.
 *
 * Nothing here recurses, however deep a tree is.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "compile/trees.h"

/* ---- what a node says ---- */

uint32_t
mls_default_child(const MlsNode *node)
{
	if (node->n_children == 0)
		return MLS_NO_CHILD;
	if (node->default_child_index >= 0)
		return (uint32_t) node->default_child_index < node->n_children ?
			(uint32_t) node->default_child_index : MLS_NO_CHILD;
	if (!mls_node_details(node)->defaultChild)
		return MLS_NO_CHILD;
	for (uint32_t i = 0; i < node->n_children; i++)
	{
		const char *id = mls_node_details(&node->children[i])->id;

		if (id && strcmp(id, node->details->defaultChild) == 0)
			return i;
	}
	return MLS_NO_CHILD;
}

bool
mls_node_has_result(const MlsNode *node)
{
	return mls_node_has_score(node) ||
		(node->n_children == 0 && (node->scores || mls_node_details(node)->n_distributions > 0));
}

const char *
mls_score_text(MlsLoad *load, const MlsNode *node)
{
	char		text[MLS_NUMBER_TEXT];

	if (!node->score_is_number)
		return node->score.text;
	mls_format_double(text, node->score.number);
	return mls_strdup(load, text);
}

static double
rounded(bool is_float, double value)
{
	return is_float ? (double) (float) value : value;
}

/* The sum of a member over distributions, NAN if one of them lacks it. */
static double
sum_of(const MlsScoreDistribution *distributions, uint32_t n, size_t member, bool is_float)
{
	double		sum = 0;

	for (uint32_t i = 0; i < n; i++)
	{
		double		value;

		memcpy(&value, (const char *) &distributions[i] + member, sizeof(double));
		sum = rounded(is_float, sum + rounded(is_float, value));
	}
	return sum;
}

MlsShare
mls_share(const MlsScoreDistribution *distributions, uint32_t n, uint32_t i, bool is_float)
{
	const MlsScoreDistribution *distribution = &distributions[i];
	double		records = sum_of(distributions, n, offsetof(MlsScoreDistribution, recordCount), is_float);
	double		probabilities = sum_of(distributions, n, offsetof(MlsScoreDistribution, probability), is_float);
	double		share = NAN;
	double		probability = rounded(is_float, distribution->probability);
	double		confidence = rounded(is_float, distribution->confidence);

	if (records != 0)
		share = rounded(is_float, rounded(is_float, distribution->recordCount) / records);
	if (isnan(probability))
		probability = share;
	else if (!isnan(probabilities) && probabilities != 1)
		probability = probabilities != 0 ? rounded(is_float, probability / probabilities) : NAN;
	if (isnan(confidence))
		confidence = isnan(share) ? probability : share;
	return (MlsShare) {probability, confidence};
}

/* ---- categories ---- */

/* The place of the category that is the same number, else the same truth value; "next" if this is the first. */
static uint32_t
place_of_equal(MlsLoad *load, MlsCategories *categories, const char *name, uint32_t next)
{
	size_t		length = strlen(name);
	char		text[MLS_NUMBER_TEXT];
	double		number;
	bool		truth;
	bool		is_number = mls_parse_double(name, length, &number) && !isnan(number);
	uint32_t	place = next;

	if (is_number)
	{
		uintptr_t	known;

		mls_format_double(text, number + 0.0);
		known = (uintptr_t) mls_map_get(&categories->numbers, text);
		if (known > 0)
			return (uint32_t) (known - 1);
	}
	if (mls_parse_boolean(name, length, &truth))
	{
		if (categories->truths[truth] > 0)
			place = categories->truths[truth] - 1;
		categories->truths[truth] = place + 1;
	}
	if (is_number)
		mls_map_put(load, &categories->numbers, mls_strdup(load, text), (void *) ((uintptr_t) place + 1));
	return place;
}

uint32_t
mls_add_category(MlsLoad *load, MlsCategories *categories, const char *name)
{
	uintptr_t	known = (uintptr_t) mls_map_get(&categories->places, name);
	uint32_t	place;

	if (known > 0)
		return (uint32_t) (known - 1);
	mls_tick(load);
	place = place_of_equal(load, categories, name, categories->names.n);
	if (place == categories->names.n)
		*MLS_PUSH(load, &categories->names, const char *) = name;
	mls_map_put(load, &categories->places, name, (void *) ((uintptr_t) place + 1));
	return place;
}

void
mls_add_declared_categories(MlsLoad *load, MlsCategories *categories, const MlsDataField *declared)
{
	for (uint32_t i = 0; declared && i < declared->n_values; i++)
	{
		if (declared->values[i].property == MLS_VALUE_VALID)
			mls_add_category(load, categories, declared->values[i].value);
	}
}

void
mls_add_tree_categories(MlsLoad *load, MlsCategories *categories, const MlsTreeModel *tree)
{
	MlsNodeWalk walk = mls_walk_tree(load, tree->root);
	const MlsNode *node;

	while ((node = mls_next_node(load, &walk)) != NULL)
	{
		const char *score = mls_score_text(load, node);
		const MlsNodeDetails *details = mls_node_details(node);

		if (score)
			mls_add_category(load, categories, score);
		for (uint32_t i = 0; i < details->n_distributions; i++)
			mls_add_category(load, categories, details->distributions[i].value);
	}
}

/* ---- walks ---- */

MlsNodeWalk
mls_walk_tree(MlsLoad *load, const MlsNode *root)
{
	MlsNodeWalk walk = {{0}};

	*MLS_PUSH(load, &walk.stack, const MlsNode *) = root;
	return walk;
}

const MlsNode *
mls_next_node(MlsLoad *load, MlsNodeWalk *walk)
{
	const MlsNode *node;

	mls_tick(load);
	if (walk->stack.n == 0)
		return NULL;
	node = MLS_ITEM(&walk->stack, const MlsNode *, --walk->stack.n);
	for (uint32_t i = node->n_children; i-- > 0;)
		*MLS_PUSH(load, &walk->stack, const MlsNode *) = &node->children[i];
	return node;
}

/* ---- what is wrong ---- */

/* A predicate, which needs no look if it compares a number with a field that has been found right. */
static void
check_node_predicate(MlsCompile *c, MlsScope *scope, const MlsPredicate *predicate, MlsShortcuts *right)
{
	unsigned	n_problems = c->load->n_problems;
	bool		is_plain = predicate->kind == MLS_PRED_SIMPLE && predicate->is_number;

	if (is_plain && mls_shortcut(right, predicate->field))
		return;
	mls_check_predicate(c, scope, predicate);
	if (is_plain && c->load->n_problems == n_problems)
		mls_remember(right, predicate->field, right);
}

static void
check_node(MlsCompile *c, MlsScope *scope, const MlsModel *model, const MlsNode *node, MlsShortcuts *right)
{
	check_node_predicate(c, scope, &node->predicate, right);
	if (model->functionName == MLS_FUNCTION_REGRESSION && mls_node_has_score(node))
		mls_literal_number(c, mls_node_score(node), model->float_context, node->line, "Node");
	if (mls_node_details(node)->defaultChild && mls_default_child(node) == MLS_NO_CHILD &&
		model->u.tree->missingValueStrategy == MLS_MISSING_DEFAULT_CHILD)
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, node->line, "Node"), NULL,
					"the default child \"%s\" is none of the node's children", node->details->defaultChild);
}

bool
mls_check_tree(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsLeafKinds *leaves)
{
	unsigned	n_problems = c->load->n_problems;
	MlsNodeWalk walk = mls_walk_tree(c->load, model->u.tree->root);
	MlsMissingValueStrategy strategy = model->u.tree->missingValueStrategy;
	const MlsNode *node;
	MlsShortcuts right = {0};	/* fields that numbers can be compared with */

	if (model->functionName == MLS_FUNCTION_REGRESSION &&
		(strategy == MLS_MISSING_WEIGHTED_CONFIDENCE || strategy == MLS_MISSING_AGGREGATE_NODES))
		mls_problem(c->load, MLS_UNSUPPORTED, mls_place(c->load, model->line, "TreeModel"), NULL,
					"this missingValueStrategy has no meaning in a regression");
	while ((node = mls_next_node(c->load, &walk)) != NULL)
	{
		check_node(c, scope, model, node, &right);
		if (leaves)
		{
			leaves->have_vectors |= mls_node_scores(node) != NULL;
			leaves->have_functions |= mls_node_details(node)->linear != NULL;
		}
	}
	return c->load->n_problems == n_problems;
}

/* ---- the model ---- */

/* A node whose turn has not come yet. */
typedef struct ToDo
{
	const MlsNode *node;
	uint32_t	parent;			/* TREE_NODE, or MLS_NONE */
	bool		is_default;		/* its parent's default child */
} ToDo;

typedef struct TreeCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	const MlsTreeModel *tree;
	MlsCategories categories;
	bool		entities;		/* someone asks for the nodes' ids */
	MlsVec		to_do;			/* ToDo: the next one is the last */
} TreeCompile;

static MlsSpan
compile_distributions(TreeCompile *t, const MlsNode *node)
{
	const MlsNodeDetails *details = mls_node_details(node);
	uint32_t	n = details->n_distributions;
	MlsSpan		span = {MLS_APPEND_N(t->c, DISTRIBUTION, n), n};

	for (uint32_t i = 0; i < n; i++)
	{
		MlsShare	share = mls_share(details->distributions, n, i, t->model->float_context);

		*MLS_BUILT(t->c, DISTRIBUTION, span.first + i) = (MlsImgDistribution) {
			.category = mls_add_category(t->c->load, &t->categories, details->distributions[i].value),
			.record_count = details->distributions[i].recordCount,
			.probability = share.probability,
			.confidence = share.confidence
		};
	}
	return span;
}

/* The id that a node has by itself, or its number in document order. */
static uint32_t
entity_of(TreeCompile *t, const MlsNode *node, uint32_t number)
{
	if (!t->entities)
		return MLS_NONE;
	return mls_string(t->c, mls_node_details(node)->id ? node->details->id : mls_format(t->c->load, "%u", number));
}

static void
compile_node(TreeCompile *t, ToDo next, uint32_t first)
{
	MlsCompile *c = t->c;
	const MlsNode *node = next.node;
	bool		classifies = t->model->functionName == MLS_FUNCTION_CLASSIFICATION;
	uint32_t	place = MLS_APPEND(c, TREE_NODE);
	uint32_t	default_child = mls_default_child(node);
	const char *score = mls_score_text(c->load, node);
	MlsImgTreeNode record = {
		.predicate = mls_compile_predicate(c, t->scope, &node->predicate),
		.parent = next.parent,
		.end = place + 1,
		.default_child = MLS_NONE,
		.entity = entity_of(t, node, place - first + 1),
		.category = MLS_NONE,
		.record_count = mls_node_details(node)->recordCount
	};

	if (classifies)
	{
		if (score)
			record.category = mls_add_category(c->load, &t->categories, score);
		record.distributions = compile_distributions(t, node);
	}
	else if (score)
	{
		record.category = 0;
		record.score = mls_literal_number(c, mls_node_score(node), t->model->float_context, node->line, "Node");
	}
	*MLS_BUILT(c, TREE_NODE, place) = record;
	if (next.is_default)
		MLS_BUILT(c, TREE_NODE, next.parent)->default_child = place;

	for (uint32_t i = node->n_children; i-- > 0;)
		*MLS_PUSH(c->load, &t->to_do, ToDo) = (ToDo) {&node->children[i], place, i == default_child};
}

static MlsSpan
compile_nodes(TreeCompile *t)
{
	MlsSpan		nodes = {MLS_N_BUILT(t->c, TREE_NODE), 0};

	*MLS_PUSH(t->c->load, &t->to_do, ToDo) = (ToDo) {t->tree->root, MLS_NONE, false};
	while (t->to_do.n > 0)
		compile_node(t, MLS_ITEM(&t->to_do, ToDo, --t->to_do.n), nodes.first);
	nodes.n = MLS_N_BUILT(t->c, TREE_NODE) - nodes.first;

	/* a subtree ends where its last child's does */
	for (uint32_t i = nodes.first + nodes.n; i-- > nodes.first;)
	{
		MlsImgTreeNode *node = MLS_BUILT(t->c, TREE_NODE, i);

		if (node->parent != MLS_NONE && MLS_BUILT(t->c, TREE_NODE, node->parent)->end < node->end)
			MLS_BUILT(t->c, TREE_NODE, node->parent)->end = node->end;
	}
	return nodes;
}

static void
compile_tree(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	TreeCompile t = {.c = c, .scope = scope, .model = model, .tree = model->u.tree, .entities = result->ask.entity};
	bool		classifies = model->functionName == MLS_FUNCTION_CLASSIFICATION;
	uint32_t	body;
	MlsImgTree	record = {
		.missing_value_strategy = (uint8_t) model->u.tree->missingValueStrategy,
		.return_last_prediction = model->u.tree->return_last_prediction,
		.missing_value_penalty = model->u.tree->missingValuePenalty
	};

	if (!mls_check_tree(c, scope, model, NULL) || mls_compile_forest(c, scope, model, result))
		return;

	mls_add_declared_categories(c->load, &t.categories, result->predictions[0].declared);
	record.nodes = compile_nodes(&t);
	if (classifies)
	{
		if (t.categories.names.n == 0)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, model->line, "TreeModel"), NULL,
						"the model has no categories");
		mls_set_categories(c, result, (const char *const *) t.categories.names.items, t.categories.names.n);
	}
	if (result->ask.entity)
		result->predictions[0].entity = mls_new_columns(c, scope, 1);
	body = MLS_APPEND(c, TREE);
	*MLS_BUILT(c, TREE, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_TREE, body);
}

const MlsModelCompiler mls_compiler_tree = {.compile = compile_tree};
