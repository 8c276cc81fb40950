/*
 * image/image_tree.h
 *	  Records of a TreeModel in general: any predicate, any strategy.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_TREE_H
#define MLS_IMAGE_TREE_H

#include "image/records.h"

typedef struct MlsImgTree
{
	uint8_t		missing_value_strategy; /* MlsMissingValueStrategy */
	bool		return_last_prediction;
	uint16_t	unused;
	uint32_t	unused2;
	double		missing_value_penalty;
	MlsSpan		nodes;			/* TREE_NODE, in document order: the root, then each subtree */
} MlsImgTree;

/*
 * A node's subtree is the records from itself up to "end".  So its first child,
 * if end is further than the next record, is the next record, and a child's
 * "end" is the next child, unless it is the parent's "end" too.
 */
typedef struct MlsImgTreeNode
{
	uint32_t	predicate;		/* PREDICATE */
	uint32_t	parent;			/* TREE_NODE; of the root MLS_NONE */
	uint32_t	end;			/* TREE_NODE, or the number behind the tree's last */
	uint32_t	default_child;	/* TREE_NODE among the children, or MLS_NONE */
	uint32_t	entity;			/* STRING: the id, or the number that stands for it */
	uint32_t	category;		/* of the score, place among the model's categories; regression: 0; MLS_NONE: no score */
	MlsSpan		distributions;	/* DISTRIBUTION */
	double		score;			/* regression */
	double		record_count;	/* NAN: none */
} MlsImgTreeNode;

typedef struct MlsImgDistribution
{
	uint32_t	category;		/* place among the model's categories */
	uint32_t	unused;
	double		record_count;	/* NAN: none */
	double		probability;	/* of the distribution, as scoring gives it */
	double		confidence;		/* likewise, without the penalty for missing values */
} MlsImgDistribution;

#endif
