/*
 * json/lightgbm_text.c
 *	  LightGBM's model text (save_model, model.txt), of versions 2 to 4.
 *
 * Lines of "key=value", in parts: the header, which begins with "tree"; a part
 * for each tree, "Tree=0"; then "end of trees" (since version 3), the importances
 * of features, "parameters:" to "end of parameters" with what training was told,
 * and, written by the Python package, "pandas_categorical:" with JSON behind it.
 * Values are lists with blanks between.
 *
 * A key that is not known is refused in the header and in trees: newer releases
 * may change a score by it.  What comes behind the trees only informs, but for
 * the names of categories.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "json/lightgbm_lines.h"

/* ---- the header ---- */

/* feature_infos: "none", "[least:most]", or the codes of categories, "0:2:1". */
static void
read_info(MlsLoad *load, const MlsAt *at, const char *text, MlsLgbInfo *info)
{
	size_t		length = strlen(text);
	bool		is_range = length > 2 && text[0] == '[' && text[length - 1] == ']';
	const char *p = is_range ? text + 1 : text;
	const char *end = is_range ? text + length - 1 : text + length;

	info->least = INFINITY;
	info->most = -INFINITY;
	info->is_none = strcmp(text, "none") == 0;
	info->is_categorical = !is_range && !info->is_none;
	while (p < end && !info->is_none)
	{
		const char *colon = memchr(p, ':', (size_t) (end - p));
		double		number;

		if (colon == NULL)
			colon = end;
		if (!mls_parse_double(p, (size_t) (colon - p), &number) || isnan(number))
		{
			mls_json_problem(load, MLS_INVALID, at, "\"%s\" is no range and no list of codes", mls_quote(load, text));
			return;
		}
		info->least = fmin(info->least, number);
		info->most = fmax(info->most, number);
		p = colon + 1;
	}
}

static void
read_header(MlsLoad *load, const MlsAt *root, const MlsLgbEntry *entries, MlsLgbHeader *header)
{
	const MlsLgbEntry *entry;
	MlsAt		at_infos = {root, "feature_infos", 0, NULL};
	const char **infos;
	uint32_t	n;

	entry = mls_lgb_find(load, root, entries, "version", false);
	if (entry != NULL)
		header->version = mls_lgb_quote(load, entry->value, entry->length);
	if (!mls_lgb_integer(load, root, entries, "num_class", 1, INT32_MAX, &header->num_class) |
		!mls_lgb_integer(load, root, entries, "num_tree_per_iteration", 1, INT32_MAX, &header->num_tree_per_iteration) |
		!mls_lgb_integer(load, root, entries, "max_feature_idx", -1, INT32_MAX - 1, &header->max_feature_idx))
		mls_stop_if_problems(load);
	n = (uint32_t) (header->max_feature_idx + 1);
	entry = mls_lgb_find(load, root, entries, "objective", false);
	if (entry != NULL)
		header->objective = mls_lgb_quote(load, entry->value, entry->length);
	header->average_output = mls_lgb_find(load, root, entries, "average_output", false) != NULL;
	header->feature_names = mls_lgb_words(load, root, entries, "feature_names", n, n > 0);
	infos = mls_lgb_words(load, root, entries, "feature_infos", n, false);
	if (infos != NULL)
	{
		header->infos = MLS_NEW_N(load, MlsLgbInfo, n);
		for (uint32_t i = 0; i < n; i++)
		{
			MlsAt		element = mls_json_element(&at_infos, i, NULL);

			read_info(load, &element, infos[i], &header->infos[i]);
		}
	}
}

/* ---- trees ---- */

/* The lists of codes of the splits on categories, from sets of bits. */
static bool
read_categories(MlsLoad *load, const MlsAt *at, const MlsLgbEntry *entries, uint32_t n_splits, MlsVec rooms[2],
				MlsLgbTree *tree)
{
	int64_t		n_sets = 0;
	int32_t    *ends;
	int32_t    *bits = NULL;
	uint32_t	n_codes = 0;
	MlsAt		at_ends = {at, "cat_boundaries", 0, NULL};
	MlsAt		at_bits = {at, "cat_threshold", 0, NULL};
	MlsAt		at_threshold = {at, "threshold", 0, NULL};
	const MlsLgbEntry *entry;

	rooms[0].n = rooms[1].n = 0;
	tree->code_first = mls_push_n(load, &rooms[0], sizeof(uint32_t), n_splits);
	tree->code_count = mls_push_n(load, &rooms[1], sizeof(uint32_t), n_splits);
	if (!mls_lgb_integer(load, at, entries, "num_cat", 0, INT32_MAX - 1, &n_sets))
		return false;
	if (n_sets > n_splits)
	{
		mls_json_problem(load, MLS_INVALID, at, "there are %lld sets of categories for %u splits", (long long) n_sets, n_splits);
		return false;
	}
	ends = n_sets > 0 ? mls_lgb_integers(load, at, entries, "cat_boundaries", (uint32_t) n_sets + 1, 0, INT32_MAX, NULL) : NULL;
	entry = n_sets > 0 ? mls_lgb_find(load, at, entries, "cat_threshold", true) : NULL;
	if (n_sets > 0 && (ends == NULL || entry == NULL))
		return false;
	if (n_sets > 0)
	{
		uint32_t	n_bits = mls_lgb_count_words(entry);

		for (uint32_t k = 0; k <= n_sets; k++)
		{
			MlsAt		element = mls_json_element(&at_ends, k, NULL);

			if ((k == 0 ? ends[0] != 0 : ends[k] < ends[k - 1]) || (k == n_sets && (uint32_t) ends[k] != n_bits))
			{
				mls_json_problem(load, MLS_INVALID, &element, "the sets do not cover the %u words of bits in order", n_bits);
				return false;
			}
		}
		if (n_bits > INT32_MAX / 32)
		{
			mls_json_problem(load, MLS_TOO_LARGE, &at_bits, "there are too many words of bits");
			return false;
		}
		bits = mls_lgb_integers(load, at, entries, "cat_threshold", n_bits, 0, UINT32_MAX, NULL);
		if (bits == NULL)
			return false;
		for (uint32_t i = 0; i < n_bits; i++)
			n_codes += (uint32_t) __builtin_popcount((uint32_t) bits[i]);
	}

	/* each split has its own set in what LightGBM writes; several may share one all the same */
	uint32_t   *first = MLS_NEW_N(load, uint32_t, (size_t) n_sets + 1);
	uint32_t	n = 0;

	tree->codes = MLS_NEW_N(load, uint32_t, n_codes);
	for (uint32_t k = 0; k < n_sets; k++)
	{
		first[k] = n;
		for (int32_t i = ends[k]; i < ends[k + 1]; i++)
		{
			for (uint32_t b = 0; b < 32; b++)
			{
				if (((uint32_t) bits[i] >> b) & 1)
					tree->codes[n++] = (uint32_t) (i - ends[k]) * 32 + b;
			}
		}
	}
	first[n_sets] = n;
	for (uint32_t i = 0; i < n_splits; i++)
	{
		MlsAt		element = mls_json_element(&at_threshold, i, NULL);
		double		set = tree->threshold[i];

		if ((tree->decision_type[i] & MLS_LGB_CATEGORICAL) == 0)
			continue;
		if (set != floor(set) || set < 0 || set >= (double) n_sets)
		{
			mls_json_problem(load, MLS_INVALID, &element, "there is no set of categories %.17g", set);
			return false;
		}
		tree->code_first[i] = first[(uint32_t) set];
		tree->code_count[i] = first[(uint32_t) set + 1] - first[(uint32_t) set];
	}
	return true;
}

/* The functions in the leaves of a linear tree. */
static bool
read_linear(MlsLoad *load, const MlsAt *at, const MlsLgbEntry *entries, MlsLgbTree *tree)
{
	int64_t		is_linear = 0;
	int32_t    *counts;
	uint64_t	n = 0;

	if (mls_lgb_find(load, at, entries, "is_linear", false) != NULL && !mls_lgb_integer(load, at, entries, "is_linear", 0, 1, &is_linear))
		return false;
	if (!is_linear)
		return true;
	tree->leaf_const = mls_lgb_numbers(load, at, entries, "leaf_const", tree->n_leaves, false, NULL);
	counts = mls_lgb_integers(load, at, entries, "num_features", tree->n_leaves, 0, INT32_MAX, NULL);
	if (tree->leaf_const == NULL || counts == NULL)
		return false;
	tree->linear_first = MLS_NEW_N(load, uint32_t, tree->n_leaves);
	tree->linear_count = MLS_NEW_N(load, uint32_t, tree->n_leaves);
	for (uint32_t i = 0; i < tree->n_leaves; i++)
	{
		tree->linear_first[i] = (uint32_t) n;
		tree->linear_count[i] = (uint32_t) counts[i];
		n += (uint32_t) counts[i];
	}
	if (n > INT32_MAX)
	{
		mls_json_problem(load, MLS_TOO_LARGE, at, "the leaves have too many coefficients");
		return false;
	}
	tree->linear_features = mls_lgb_integers(load, at, entries, "leaf_features", (uint32_t) n, INT32_MIN, INT32_MAX, NULL);
	tree->linear_coefficients = mls_lgb_numbers(load, at, entries, "leaf_coeff", (uint32_t) n, false, NULL);
	return tree->linear_features != NULL && tree->linear_coefficients != NULL;
}

/* Rooms that are used again for each tree. */
#define N_ROOMS		8

static bool
read_tree(MlsLoad *load, const MlsAt *at, const MlsLgbEntry *entries, MlsVec rooms[N_ROOMS], MlsLgbTree *tree)
{
	int64_t		n_leaves;
	uint32_t	n_splits;

	memset(tree, 0, sizeof(*tree));
	if (!mls_lgb_integer(load, at, entries, "num_leaves", 1, INT32_MAX / 2, &n_leaves))
		return false;
	tree->n_leaves = (uint32_t) n_leaves;
	n_splits = tree->n_leaves - 1;
	tree->leaf_value = mls_lgb_numbers(load, at, entries, "leaf_value", tree->n_leaves, false, &rooms[0]);
	tree->split_feature = mls_lgb_integers(load, at, entries, "split_feature", n_splits, INT32_MIN, INT32_MAX, &rooms[1]);
	/* a split of all values from the missing ones has the threshold inf */
	tree->threshold = mls_lgb_numbers(load, at, entries, "threshold", n_splits, true, &rooms[2]);
	tree->decision_type = mls_lgb_integers(load, at, entries, "decision_type", n_splits, 0, MLS_LGB_DECISION_MOST,
										   &rooms[3]);
	tree->left_child = mls_lgb_integers(load, at, entries, "left_child", n_splits, INT32_MIN, INT32_MAX, &rooms[4]);
	tree->right_child = mls_lgb_integers(load, at, entries, "right_child", n_splits, INT32_MIN, INT32_MAX, &rooms[5]);
	return tree->leaf_value != NULL && tree->split_feature != NULL && tree->threshold != NULL &&
		tree->decision_type != NULL && tree->left_child != NULL && tree->right_child != NULL &&
		read_categories(load, at, entries, n_splits, &rooms[6], tree) && read_linear(load, at, entries, tree);
}

/* ---- the document ---- */

static bool
is_line(const MlsLgbText *text, const char *word)
{
	return text->length == strlen(word) && mls_lgb_starts_with(text, word);
}

/* "[categorical_feature: 0,3]": indices, or anything else, which says nothing. */
static void
read_categorical_feature(MlsLoad *load, const char *value, size_t length, MlsLgbHeader *header)
{
	MlsVec		features = {0};

	while (length > 0 && (value[0] == ' ' || value[0] == ','))
	{
		value++;
		length--;
	}
	while (length > 0)
	{
		const char *comma = memchr(value, ',', length);
		size_t		n = comma != NULL ? (size_t) (comma - value) : length;
		int64_t		number;

		if (!mls_lgb_parse_integer(value, n, &number) || number < 0 || number > INT32_MAX)
			return;
		*MLS_PUSH(load, &features, int32_t) = (int32_t) number;
		value += n + (comma != NULL);
		length -= n + (comma != NULL);
	}
	header->categorical_feature = features.n > 0 ? features.items : NULL;
	header->n_categorical = features.n;
}

/* What stands behind the trees. */
static void
read_rest(MlsLgbText *text, MlsLgbHeader *header)
{
	static const char parameter[] = "[categorical_feature:";
	static const char names[] = "pandas_categorical:";

	do
	{
		if (mls_lgb_starts_with(text, parameter) && text->line[text->length - 1] == ']')
			read_categorical_feature(text->load, text->line + sizeof(parameter) - 1,
									 text->length - sizeof(parameter), header);
		else if (mls_lgb_starts_with(text, names))
		{
			size_t		length = text->length - (sizeof(names) - 1);
			const char *json = text->line + sizeof(names) - 1;

			if (memchr(json, 0, length) == NULL)
				header->pandas_categorical.item = mls_json_parse_inner(text->load, mls_strndup(text->load, json, length));
			if (header->pandas_categorical.item == NULL)
				mls_problem(text->load, MLS_SYNTAX, mls_lgb_line_place(text), NULL, "this is not JSON");
		}
	} while (mls_lgb_next_line(text));
}

/* A tree's part of the document. */
typedef struct Part
{
	const char *name;			/* "Tree=3" */
	unsigned	line;
	MlsLgbEntry	   *entries;
} Part;

#define N_TREE_KEYS	24

static Part *
open_part(MlsLgbText *text, MlsVec *parts)
{
	static const char *const keys[N_TREE_KEYS] = {
		"num_leaves", "num_cat", "split_feature", "split_gain", "threshold", "decision_type", "left_child",
		"right_child", "leaf_parent", "leaf_value", "leaf_weight", "leaf_count", "internal_value",
		"internal_weight", "internal_count", "cat_boundaries", "cat_threshold", "is_linear", "leaf_const",
		"num_features", "leaf_features", "leaf_coeff", "shrinkage", "has_categorical"
	};
	Part	   *part = MLS_PUSH(text->load, parts, Part);

	part->name = mls_lgb_quote(text->load, text->line, text->length);
	part->line = text->number;
	part->entries = MLS_NEW_N(text->load, MlsLgbEntry, N_TREE_KEYS + 1);
	for (int i = 0; i < N_TREE_KEYS; i++)
		part->entries[i].key = keys[i];
	return part;
}

/* Reads lines up to the end of the trees, which is the current line then; false: the document ends before. */
static bool
read_parts(MlsLgbText *text, const MlsAt *root, MlsLgbEntry *header, MlsVec *parts)
{
	MlsLgbEntry	   *entries = header;
	MlsAt		at = *root;

	while (mls_lgb_next_line(text))
	{
		if (text->length == 0)
			continue;
		if (is_line(text, "end of trees") || mls_lgb_starts_with(text, "feature_importances:") ||
			mls_lgb_starts_with(text, "feature importances:"))
			return true;
		if (mls_lgb_starts_with(text, "Tree="))
		{
			Part	   *part = open_part(text, parts);

			if (strcmp(part->name, mls_format(text->load, "Tree=%u", parts->n - 1)) != 0)
				mls_problem(text->load, MLS_INVALID, mls_lgb_line_place(text), NULL, "this is tree %u in order, and is called %s",
							parts->n - 1, part->name);
			at = (MlsAt) {root, part->name, 0, NULL};
			entries = part->entries;
			continue;
		}
		mls_lgb_take_line(text, entries == header ? root : &at, entries);
	}
	return false;
}

static void
check_sizes(MlsLoad *load, const MlsAt *root, const MlsLgbEntry *entries, uint32_t n_trees)
{
	const MlsLgbEntry *entry = mls_lgb_find(load, root, entries, "tree_sizes", false);
	MlsAt		at = {root, "tree_sizes", 0, NULL};

	if (entry != NULL && mls_lgb_count_words(entry) != n_trees)
		mls_json_problem(load, MLS_INVALID, &at, "there are %u sizes for %u trees", mls_lgb_count_words(entry), n_trees);
}

MlsDocument *
mls_read_lightgbm(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options)
{
	MlsLgbEntry		entries[] = {
		{.key = "version"}, {.key = "num_class"}, {.key = "num_tree_per_iteration"}, {.key = "label_index"},
		{.key = "max_feature_idx"}, {.key = "objective"}, {.key = "average_output"}, {.key = "feature_names"},
		{.key = "monotone_constraints"}, {.key = "feature_infos"}, {.key = "tree_sizes"}, {.key = NULL}
	};
	MlsLgbText		text = {.load = load, .next = bytes, .end = bytes + length};
	MlsAt		root = {NULL, NULL, 0, NULL};
	MlsLgbHeader header = {.pandas_categorical = {&root, "pandas_categorical", 0, NULL}};
	MlsVec		parts = {0};
	MlsVec		rooms[N_ROOMS] = {{0}};
	MlsLgb		lgb;

	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		text.next += 3;
	if (!mls_lgb_next_line(&text) || !is_line(&text, "tree"))
		mls_fatal(load, MLS_SYNTAX, "line 1", NULL, "a model text of LightGBM begins with \"tree\"");
	if (!read_parts(&text, &root, entries, &parts))
		mls_fatal(load, MLS_SYNTAX, mls_lgb_line_place(&text), NULL, "the document ends before its trees do");
	read_rest(&text, &header);

	check_sizes(load, &root, entries, parts.n);
	header.n_trees = parts.n;
	read_header(load, &root, entries, &header);
	mls_lgb_open(&lgb, load, options, MLS_FORMAT_LIGHTGBM, &header);
	for (uint32_t i = 0; i < parts.n; i++)
	{
		const Part *part = &MLS_ITEM(&parts, Part, i);
		MlsAt		at = {&lgb.root, part->name, 0, NULL};
		MlsLgbTree	tree;

		if (read_tree(load, &at, part->entries, rooms, &tree))
			mls_lgb_add_tree(&lgb, &at, &tree);
	}
	mls_stop_if_problems(load);
	return lgb.document;
}

bool
mls_is_lightgbm(const char *bytes, size_t length)
{
	return length > 5 && memcmp(bytes, "tree", 4) == 0 && (bytes[4] == '\n' || (bytes[4] == '\r' && bytes[5] == '\n'));
}
