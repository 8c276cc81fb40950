/*
 * json/lightgbm_int.h
 *	  What the readers of LightGBM's two files share: the model text, and the JSON
 *	  of dump_model(), both say the same things.
 *
 * A reader fills an MlsLgbHeader, opens the model with it, adds tree after tree,
 * and closes.  Places are named as paths, in the text as "Tree=3.threshold[5]".
 */
#ifndef MLS_JSON_LIGHTGBM_INT_H
#define MLS_JSON_LIGHTGBM_INT_H

#include "json/inputs_int.h"

/* feature_infos: what training saw of a feature. */
typedef struct MlsLgbInfo
{
	bool		is_categorical;
	bool		is_none;		/* it had one value only, whatever it is */
	double		least;			/* of numbers, or of codes */
	double		most;
} MlsLgbInfo;

typedef struct MlsLgbHeader
{
	const char *version;		/* "v4"; NULL: not said */
	int64_t		num_class;
	int64_t		num_tree_per_iteration;
	int64_t		max_feature_idx;
	const char *objective;		/* "binary sigmoid:1"; NULL: none, a custom one */
	bool		average_output; /* random forest: the sums are divided by the iterations */
	const char **feature_names; /* max_feature_idx + 1; NULL: not said */
	MlsLgbInfo *infos;			/* likewise */
	const int32_t *categorical_feature; /* the parameter of that name, ascending; NULL: not said */
	uint32_t	n_categorical;
	MlsAt		pandas_categorical; /* a list of lists of names; item NULL: none */
	uint32_t	n_trees;
} MlsLgbHeader;

typedef struct MlsLgb
{
	MlsLoad    *load;
	const MlsLoadOptions *options;
	MlsDocument *document;
	MlsModel   *model;
	MlsMiningModel *mining;
	MlsInputs	inputs;
	MlsAt		root;
	MlsVec		room[2];		/* of the tree at hand (nodes_int.h) */
} MlsLgb;

/*
 * One tree, as the model text has it: splits and leaves are numbered, a child
 * that is a leaf is written as ~leaf.
 */
typedef struct MlsLgbTree
{
	uint32_t	n_leaves;		/* splits: one less */
	int32_t    *split_feature;
	double	   *threshold;
	int32_t    *decision_type;
	int32_t    *left_child;
	int32_t    *right_child;
	double	   *leaf_value;
	uint32_t   *leaf_number;	/* what LightGBM calls each leaf; NULL: its place */

	/* splits on categories: the codes that go left, as lists in one array */
	uint32_t   *code_first;		/* of each split */
	uint32_t   *code_count;
	uint32_t   *codes;

	/* linear trees; else NULL */
	double	   *leaf_const;
	uint32_t   *linear_first;	/* of each leaf, in the two below */
	uint32_t   *linear_count;
	int32_t    *linear_features;
	double	   *linear_coefficients;
} MlsLgbTree;

/* The bits of decision_type. */
#define MLS_LGB_CATEGORICAL		1
#define MLS_LGB_DEFAULT_LEFT	2
#define MLS_LGB_MISSING_SHIFT	2
#define MLS_LGB_MISSING_NONE	0
#define MLS_LGB_MISSING_ZERO	1
#define MLS_LGB_MISSING_NAN		2
#define MLS_LGB_DECISION_MOST	((MLS_LGB_MISSING_NAN << MLS_LGB_MISSING_SHIFT) + 3)

/* ---- lightgbm_model.c ---- */

/* Opens the document's model; leaves if its counts are not known. */
extern void mls_lgb_open(MlsLgb *lgb, MlsLoad *load, const MlsLoadOptions *options, MlsFormat format,
						 const MlsLgbHeader *header);

/* Adds the next tree, in the order of the file. */
extern void mls_lgb_add_tree(MlsLgb *lgb, const MlsAt *at, const MlsLgbTree *tree);

/* ---- lightgbm_tree.c ---- */

/* The tree as meaning; NULL if it is not sound, which has been noted. */
extern MlsTreeModel *mls_lgb_tree(MlsLgb *lgb, const MlsAt *at, const MlsLgbTree *tree);

#endif
