/*
 * json/nodes_int.h
 *	  The trees of trainers' files as the nested nodes of a MiningModel.
 */
#ifndef MLS_JSON_NODES_INT_H
#define MLS_JSON_NODES_INT_H

#include "json/json_int.h"

/* Gives a node two children, without children and score, of which every row takes the way; leaves. */
extern void mls_split_node(MlsLoad *load, MlsNode *node);

/* A tree whose missing values go to the default child, with a root of one node; leaves. */
extern MlsTreeModel *mls_new_tree(MlsLoad *load);

/* An ensemble that adds up to n_segments trees, one margin for each output, from 0 on; leaves. */
extern MlsMiningModel *mls_new_ensemble(MlsLoad *load, uint32_t n_segments, uint32_t n_outputs);

/* Adds a tree to an ensemble that has room for it; leaves. */
extern void mls_add_tree(MlsLoad *load, MlsMiningModel *mining, MlsTreeModel *tree, uint32_t output, double weight,
						 bool is_float);

/*
 * A tree as documents number its nodes: 0 is the root.  make() turns the node i
 * into a leaf, or gives it two children, for which it says which nodes they are; it notes
 * what is wrong and gives false.
 */
typedef struct MlsNumberedTree
{
	MlsLoad    *load;
	const MlsAt *at;
	uint32_t	n;
	uint32_t	first_leaf;		/* where splits and leaves have numbers of their own: those from here on are leaf 0, 1, ...; else 0 */
	MlsVec	   *room;			/* two, which are used again for each tree; NULL: of its own */
	void	   *context;
	bool		(*make) (void *context, uint32_t i, MlsNode *node, int64_t children[2]);
} MlsNumberedTree;

/*
 * Nests the nodes below a root, which is one empty node; without recursion, since a tree may be a long
 * chain.  False, noted: a node is not sound, a child does not exist, several ways
 * lead to one, or the tree is too deep.  Leaves.
 */
extern bool mls_nest_nodes(const MlsNumberedTree *tree, MlsNode *root);

#endif
