/*
 * compile/trees.h
 *	  What the compile steps of trees, forests and mining models share.
 */
#ifndef MLS_COMPILE_TREES_H
#define MLS_COMPILE_TREES_H

#include "compile/compile_int.h"

/* ---- categories, collected from several parts of a document ---- */

typedef struct MlsCategories
{
	MlsVec		names;			/* const char *, each category once, in the order of first mention */
	MlsMap		places;			/* text -> its place + 1 */
	MlsMap		numbers;		/* shortest text of a number -> place + 1 of the first category that is it */
	uint32_t	truths[2];		/* place + 1 of the first category that is false, true; 0: none */
} MlsCategories;

/* The place of a category, which is added if it is new; "1" and "1.0" are the same.  Leaves. */
extern uint32_t mls_add_category(MlsLoad *load, MlsCategories *categories, const char *name);

/* Adds the valid values that a target's DataField (or NULL) declares. */
extern void mls_add_declared_categories(MlsLoad *load, MlsCategories *categories, const MlsDataField *declared);

/* Adds the scores and distributions of a tree's nodes, in document order. */
extern void mls_add_tree_categories(MlsLoad *load, MlsCategories *categories, const MlsTreeModel *tree);

/* ---- what is wrong ---- */

/*
 * Looks up the fields of a predicate, and notes what cannot be compared with
 * them.  mls_compile_predicate does that too; for trees, which are compiled in
 * several ways, it is done before.
 */
extern void mls_check_predicate(MlsCompile *c, MlsScope *scope, const MlsPredicate *predicate);

/* What leaves of trees hold beside scores. */
typedef struct MlsLeafKinds
{
	bool		have_vectors;
	bool		have_functions;
} MlsLeafKinds;

/*
 * Looks up all fields of a tree and notes everything that is wrong with it.
 * False if anything is: it must not be compiled then.  Adds to *leaves, which may be
 * NULL, what it has seen.
 */
extern bool mls_check_tree(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsLeafKinds *leaves);

/* ---- nodes ---- */

/*
 * The nodes of a tree in document order, however deep it is:
 *
 *	 MlsNodeWalk walk = mls_walk_tree(load, root);
 *	 while ((node = mls_next_node(load, &walk)) != NULL) ...
 */
typedef struct MlsNodeWalk
{
	MlsVec		stack;			/* const MlsNode * */
} MlsNodeWalk;

extern MlsNodeWalk mls_walk_tree(MlsLoad *load, const MlsNode *root);
extern const MlsNode *mls_next_node(MlsLoad *load, MlsNodeWalk *walk);

/* The place among its children of a node's default child, or MLS_NO_CHILD. */
extern uint32_t mls_default_child(const MlsNode *node);
#define MLS_NO_CHILD	UINT32_MAX

/* Whether a row that ends at the node has a prediction: an inner node needs a score, a leaf or distributions. */
extern bool mls_node_has_result(const MlsNode *node);

/* The text of a node's score, or NULL. */
extern const char *mls_score_text(MlsLoad *load, const MlsNode *node);

/*
 * Probability and confidence of the ith of a node's distributions; NAN where they are
 * not defined.  A probability is the one written, divided by the sum of them if
 * that is not 1, else the share of the records; a confidence the one written,
 * else that share, else the probability.  is_float: each step rounds to float.
 */
typedef struct MlsShare
{
	double		probability;
	double		confidence;
} MlsShare;

extern MlsShare mls_share(const MlsScoreDistribution *distributions, uint32_t n, uint32_t i, bool is_float);

/* ---- forests (compile/compile_forest.c) ---- */

/*
 * Compiles a tree (that has been checked) or an ensemble of trees to a forest, if
 * it can be said as one exactly; if not, false, and nothing has happened that
 * matters.  True also if problems were noted.
 */
extern bool mls_compile_forest(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result);

#endif
