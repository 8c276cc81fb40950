/*
 * json/lightgbm_dump.c
 *	  The JSON of LightGBM's Booster.dump_model().
 *
 * It says what the model text says, with the nodes of a tree inside each other:
 * they are numbered here, splits and leaves apart, in the order in which they
 * stand in the document, and then are a tree of the model text.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "json/lightgbm_int.h"

/* ---- the header ---- */

/* feature_infos: {"name": {"min_value": 0, "max_value": 3, "values": [0, 3, 1]}}; what is not there had one value. */
static MlsLgbInfo *
read_infos(MlsLoad *load, const MlsAt *at, const char **names, uint32_t n)
{
	MlsLgbInfo *infos = MLS_NEW_N(load, MlsLgbInfo, n);

	if (!mls_json_is_object(load, at, false))
		return NULL;
	for (uint32_t i = 0; i < n; i++)
	{
		MlsAt		info = mls_json_member(at, names[i]);
		MlsAt		least = mls_json_member(&info, "min_value");
		MlsAt		most = mls_json_member(&info, "max_value");
		MlsAt		values = mls_json_member(&info, "values");

		mls_tick(load);
		infos[i].is_none = info.item == NULL;
		if (infos[i].is_none || !mls_json_is_object(load, &info, true))
			continue;
		infos[i].is_categorical = mls_json_length(&values) > 0;
		infos[i].least = cJSON_IsNumber(least.item) ? least.item->valuedouble : -INFINITY;
		infos[i].most = cJSON_IsNumber(most.item) ? most.item->valuedouble : INFINITY;
	}
	return infos;
}

static void
read_header(MlsLoad *load, const MlsAt *root, MlsLgbHeader *header)
{
	MlsAt		version = mls_json_member(root, "version");
	MlsAt		num_class = mls_json_member(root, "num_class");
	MlsAt		per_iteration = mls_json_member(root, "num_tree_per_iteration");
	MlsAt		max_feature = mls_json_member(root, "max_feature_idx");
	MlsAt		objective = mls_json_member(root, "objective");
	MlsAt		average = mls_json_member(root, "average_output");
	MlsAt		names = mls_json_member(root, "feature_names");
	MlsAt		infos = mls_json_member(root, "feature_infos");
	uint32_t	n;

	if (!mls_json_integer(load, &num_class, true, 1, INT32_MAX, &header->num_class) |
		!mls_json_integer(load, &per_iteration, true, 1, INT32_MAX, &header->num_tree_per_iteration) |
		!mls_json_integer(load, &max_feature, true, -1, INT32_MAX - 1, &header->max_feature_idx))
		mls_stop_if_problems(load);
	n = (uint32_t) (header->max_feature_idx + 1);
	header->version = mls_json_text(load, &version, false);
	header->objective = mls_json_text(load, &objective, false);
	if (average.item != NULL && !cJSON_IsBool(average.item))
		mls_json_problem(load, MLS_INVALID, &average, "this is %s instead of a boolean", mls_json_kind(average.item));
	header->average_output = cJSON_IsTrue(average.item);
	if (average.item == NULL && objective.item == NULL)
		mls_json_problem_hint(load, MLS_UNSUPPORTED, &objective, "Save the model text instead.",
							  "releases of LightGBM before 2.1 do not say here what the objective is");
	if (mls_json_is_array(load, &names, n > 0))
		header->feature_names = mls_inputs_texts(load, &names, n);
	if (header->feature_names != NULL)
		header->infos = read_infos(load, &infos, header->feature_names, n);
}

/* ---- trees ---- */

/* A tree that is being numbered. */
typedef struct Tree
{
	MlsLoad    *load;
	MlsVec		features;		/* of the splits: int32_t */
	MlsVec		thresholds;		/* double */
	MlsVec		decisions;		/* int32_t */
	MlsVec		left;			/* int32_t */
	MlsVec		right;			/* int32_t */
	MlsVec		code_first;		/* uint32_t */
	MlsVec		code_count;		/* uint32_t */
	MlsVec		codes;			/* uint32_t */
	MlsVec		values;			/* of the leaves: double */
	MlsVec		numbers;		/* uint32_t */
	MlsVec		constants;		/* double */
	MlsVec		linear_first;	/* uint32_t */
	MlsVec		linear_count;	/* uint32_t */
	MlsVec		linear_features;	/* int32_t */
	MlsVec		linear_coefficients;	/* double */
	uint32_t	n_linear;		/* leaves with a function */
} Tree;

/* "0||2||5" */
static bool
read_codes(Tree *tree, const MlsAt *at)
{
	const char *text = mls_json_text(tree->load, at, true);
	uint32_t	first = tree->codes.n;

	while (text != NULL && *text != '\0')
	{
		const char *bar = strstr(text, "||");
		size_t		length = bar != NULL ? (size_t) (bar - text) : strlen(text);
		int64_t		code;

		if (!mls_parse_int64(text, length, &code) || code < 0 || code > INT32_MAX)
		{
			mls_json_problem(tree->load, MLS_INVALID, at, "\"%s\" is no list of codes", mls_quote(tree->load, text));
			return false;
		}
		*MLS_PUSH(tree->load, &tree->codes, uint32_t) = (uint32_t) code;
		text += length + (bar != NULL ? 2 : 0);
	}
	if (tree->codes.n > first)
		mls_json_sort_codes(&MLS_ITEM(&tree->codes, uint32_t, first), tree->codes.n - first);
	*MLS_PUSH(tree->load, &tree->code_first, uint32_t) = first;
	*MLS_PUSH(tree->load, &tree->code_count, uint32_t) = tree->codes.n - first;
	return text != NULL;
}

/* A text that must be one of several; its place among them, or -1, noted. */
static int
word(MlsLoad *load, const MlsAt *at, const char *const *words)
{
	const char *text = mls_json_text(load, at, true);

	for (int i = 0; text != NULL && words[i] != NULL; i++)
	{
		if (strcmp(words[i], text) == 0)
			return i;
	}
	if (text != NULL)
		mls_json_problem(load, MLS_UNSUPPORTED, at, "\"%s\" is not known", mls_quote(load, text));
	return -1;
}

static bool
read_split(Tree *tree, const MlsAt *at)
{
	static const char *const known[] = {
		"split_index", "split_feature", "split_gain", "threshold", "decision_type", "default_left", "missing_type",
		"internal_value", "internal_weight", "internal_count", "left_child", "right_child", NULL
	};
	static const char *const decisions[] = {"<=", "==", NULL};
	static const char *const missing_types[] = {"None", "Zero", "NaN", NULL};
	MlsLoad    *load = tree->load;
	MlsAt		at_feature = mls_json_member(at, "split_feature");
	MlsAt		at_threshold = mls_json_member(at, "threshold");
	MlsAt		at_decision = mls_json_member(at, "decision_type");
	MlsAt		at_default = mls_json_member(at, "default_left");
	MlsAt		at_missing = mls_json_member(at, "missing_type");
	int			decision = word(load, &at_decision, decisions);
	int			missing = word(load, &at_missing, missing_types);
	int64_t		feature = 0;
	double		threshold = 0;
	bool		sound = decision >= 0 && missing >= 0;

	mls_json_only(load, MLS_UNSUPPORTED, at, known);
	sound &= mls_json_integer(load, &at_feature, true, 0, INT32_MAX, &feature);
	if (!cJSON_IsBool(at_default.item))
	{
		mls_json_problem(load, MLS_INVALID, &at_default, at_default.item != NULL ? "this is no boolean" : "this key is missing");
		sound = false;
	}
	if (decision == 1)
		sound &= read_codes(tree, &at_threshold);
	else
	{
		sound &= mls_json_number(load, &at_threshold, true, &threshold);
		*MLS_PUSH(load, &tree->code_first, uint32_t) = 0;
		*MLS_PUSH(load, &tree->code_count, uint32_t) = 0;
	}
	*MLS_PUSH(load, &tree->features, int32_t) = (int32_t) feature;
	*MLS_PUSH(load, &tree->thresholds, double) = threshold;
	*MLS_PUSH(load, &tree->decisions, int32_t) = (decision == 1 ? MLS_LGB_CATEGORICAL : 0) |
		(cJSON_IsTrue(at_default.item) ? MLS_LGB_DEFAULT_LEFT : 0) | (missing > 0 ? missing << MLS_LGB_MISSING_SHIFT : 0);
	*MLS_PUSH(load, &tree->left, int32_t) = 0;
	*MLS_PUSH(load, &tree->right, int32_t) = 0;
	return sound;
}

/* The function in a leaf of a linear tree. */
static bool
read_linear(Tree *tree, const MlsAt *at)
{
	MlsLoad    *load = tree->load;
	MlsAt		at_const = mls_json_member(at, "leaf_const");
	MlsAt		at_features = mls_json_member(at, "leaf_features");
	MlsAt		at_coefficients = mls_json_member(at, "leaf_coeff");
	uint32_t	n = mls_json_length(&at_features);
	double		constant = 0;
	bool		sound = true;

	if (at_const.item != NULL)
	{
		int32_t    *features = mls_json_integers(load, &at_features, n, 0, INT32_MAX);
		double	   *coefficients = mls_json_doubles(load, &at_coefficients, n, false);

		tree->n_linear++;
		sound = mls_json_number(load, &at_const, true, &constant) && features != NULL && coefficients != NULL;
		for (uint32_t i = 0; i < n && sound; i++)
		{
			*MLS_PUSH(load, &tree->linear_coefficients, double) = coefficients[i];
			*MLS_PUSH(load, &tree->linear_features, int32_t) = features[i];
		}
	}
	*MLS_PUSH(load, &tree->constants, double) = constant;
	*MLS_PUSH(load, &tree->linear_first, uint32_t) = tree->linear_features.n - n;
	*MLS_PUSH(load, &tree->linear_count, uint32_t) = n;
	return sound;
}

static bool
read_leaf(Tree *tree, const MlsAt *at)
{
	static const char *const known[] = {
		"leaf_index", "leaf_value", "leaf_weight", "leaf_count", "leaf_const", "leaf_features", "leaf_coeff", NULL
	};
	MlsAt		at_value = mls_json_member(at, "leaf_value");
	MlsAt		at_index = mls_json_member(at, "leaf_index");
	double		value = 0;
	int64_t		index = 0;
	bool		sound;

	mls_json_only(tree->load, MLS_UNSUPPORTED, at, known);
	sound = mls_json_number(tree->load, &at_value, true, &value);
	sound &= mls_json_integer(tree->load, &at_index, tree->features.n > 0, 0, INT32_MAX, &index);
	*MLS_PUSH(tree->load, &tree->values, double) = value;
	*MLS_PUSH(tree->load, &tree->numbers, uint32_t) = (uint32_t) index;
	return read_linear(tree, at) && sound;
}

/* A node whose turn has not come yet. */
typedef struct Task
{
	const MlsAt *at;
	uint32_t	parent;			/* a split, or UINT32_MAX */
	bool		is_right;
} Task;

/* Numbers the nodes; without recursion. */
static bool
read_nodes(Tree *tree, const MlsAt *root)
{
	MlsLoad    *load = tree->load;
	MlsVec		tasks = {0};
	bool		sound = true;

	*MLS_PUSH(load, &tasks, Task) = (Task) {root, UINT32_MAX, false};
	while (tasks.n > 0)
	{
		Task		task = MLS_ITEM(&tasks, Task, --tasks.n);
		MlsAt		left = mls_json_member(task.at, "left_child");
		MlsAt		right = mls_json_member(task.at, "right_child");
		bool		is_leaf = left.item == NULL && right.item == NULL;
		int32_t		number = is_leaf ? ~(int32_t) tree->values.n : (int32_t) tree->features.n;

		mls_tick(load);
		if (!mls_json_is_object(load, task.at, true))
			return false;
		if (task.parent != UINT32_MAX)
			MLS_ITEM(task.is_right ? &tree->right : &tree->left, int32_t, task.parent) = number;
		if (is_leaf)
		{
			sound &= read_leaf(tree, task.at);
			continue;
		}
		sound &= read_split(tree, task.at);
		for (int i = 1; i >= 0; i--)
		{
			MlsAt	   *child = MLS_NEW(load, MlsAt);

			/* a place in memory that stays, since the children's places point at it */
			*child = i == 1 ? right : left;
			*MLS_PUSH(load, &tasks, Task) = (Task) {child, (uint32_t) number, i == 1};
		}
	}
	return sound;
}

/* Forgets the nodes of the tree before, whose room is used again. */
static void
clear(Tree *tree)
{
	MlsVec	   *all[] = {
		&tree->features, &tree->thresholds, &tree->decisions, &tree->left, &tree->right, &tree->code_first,
		&tree->code_count, &tree->values, &tree->numbers, &tree->constants, &tree->linear_first, &tree->linear_count
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		all[i]->n = 0;
	tree->n_linear = 0;

	/* what the nodes keep */
	tree->codes = tree->linear_features = tree->linear_coefficients = (MlsVec) {0};
}

static void
read_tree(MlsLgb *lgb, const MlsAt *at, Tree *tree)
{
	static const char *const known[] = {"tree_index", "num_leaves", "num_cat", "shrinkage", "tree_structure", NULL};
	MlsLoad    *load = lgb->load;
	MlsAt		at_root = mls_json_member(at, "tree_structure");
	MlsAt		at_leaves = mls_json_member(at, "num_leaves");
	int64_t		n_leaves;
	MlsLgbTree	result;

	clear(tree);
	if (!mls_json_is_object(load, at, true))
		return;
	mls_json_only(load, MLS_UNSUPPORTED, at, known);
	if (!mls_json_integer(load, &at_leaves, true, 1, INT32_MAX / 2, &n_leaves) || !read_nodes(tree, &at_root))
		return;
	if (n_leaves != tree->values.n)
	{
		mls_json_problem(load, MLS_INVALID, &at_leaves, "the tree has %u leaves, not %lld", tree->values.n, (long long) n_leaves);
		return;
	}
	if (tree->n_linear > 0 && tree->n_linear < tree->values.n)
	{
		mls_json_problem(load, MLS_INVALID, at, "only %u of %u leaves have a function", tree->n_linear, tree->values.n);
		return;
	}
	result = (MlsLgbTree) {
		.n_leaves = tree->values.n,
		.split_feature = tree->features.items,
		.threshold = tree->thresholds.items,
		.decision_type = tree->decisions.items,
		.left_child = tree->left.items,
		.right_child = tree->right.items,
		.leaf_value = tree->values.items,
		.leaf_number = tree->numbers.items,
		.code_first = tree->code_first.items,
		.code_count = tree->code_count.items,
		.codes = tree->codes.items,
		.leaf_const = tree->n_linear > 0 ? tree->constants.items : NULL,
		.linear_first = tree->linear_first.items,
		.linear_count = tree->linear_count.items,
		.linear_features = tree->linear_features.items,
		.linear_coefficients = tree->linear_coefficients.items
	};
	mls_lgb_add_tree(lgb, at, &result);
}

MlsDocument *
mls_read_lightgbm_json(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options)
{
	static const char *const known[] = {
		"name", "version", "num_class", "num_tree_per_iteration", "label_index", "max_feature_idx", "objective",
		"average_output", "feature_names", "monotone_constraints", "feature_infos", "tree_info",
		"feature_importances", "pandas_categorical", NULL
	};
	MlsAt		root = mls_json_parse(load, bytes, length, MLS_JSON_TREE_DEPTH);
	MlsAt		at_trees = mls_json_member(&root, "tree_info");
	MlsLgbHeader header = {.pandas_categorical = mls_json_member(&root, "pandas_categorical")};
	Tree		tree = {.load = load};
	MlsLgb		lgb;
	const cJSON *item;
	uint32_t	i = 0;

	mls_json_only(load, MLS_UNSUPPORTED, &root, known);
	if (!mls_json_is_array(load, &at_trees, true))
		mls_stop_if_problems(load);
	header.n_trees = mls_json_length(&at_trees);
	read_header(load, &root, &header);
	mls_lgb_open(&lgb, load, options, MLS_FORMAT_LIGHTGBM_JSON, &header);
	MLS_JSON_EACH(item, load, at_trees.item)
	{
		MlsAt		at = mls_json_element(&at_trees, i++, item);

		read_tree(&lgb, &at, &tree);
	}
	mls_stop_if_problems(load);
	return lgb.document;
}
