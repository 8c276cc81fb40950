/*
 * image/image_forest.h
 *	  Records of a forest: sums of trees that only compare numbers.
 *
 * Included by image.h, which defines what these refer to.
 *
 * Each predicate on a field cuts the field's values into ranges, so a tree of
 * such predicates, whatever its strategies, becomes a tree of one kind of
 * node: is a number below a threshold?  What "<=", "==", sets of categories and
 * missing values mean is said by how numbers are made of the row's values (a
 * slot) and by the thresholds:
 *
 *	 x <= t		x is below the next double after t
 *	 x == t		x is not below t, and below the next double
 *	 text		its number in the slot's list of codes, -1 for a text not in it
 *	 missing	by slot: below every threshold, or below none
 *
 * Where a missing value goes neither way, a node with the threshold INFINITY
 * asks for it: all values but a missing one are below.
 */
#ifndef MLS_IMAGE_FOREST_H
#define MLS_IMAGE_FOREST_H

#include "image/records.h"

typedef struct MlsImgForest
{
	bool		is_float;		/* each step rounds to float */
	bool		is_vector;		/* each leaf has n_outputs scores */
	bool		is_vote;		/* leaves are votes for categories */
	bool		is_simple;		/* each leaf has one score, which counts as it is */
	uint32_t	link;			/* MlsLink */
	uint32_t	n_outputs;
	uint32_t	missing_prediction_treatment;	/* MlsMissingPredictionTreatment */
	double		missing_threshold;	/* as in MlsImgMining, for trees without a prediction */
	double		divisor;		/* of each output, behind the last tree; 0: none */
	uint32_t	initial;		/* NUMBER: n_outputs, from which the sums start */
	uint32_t	scores;			/* NUMBER: n_score_rows * n_outputs, if is_vector */
	uint32_t	n_score_rows;
	uint32_t	unused;
	MlsSpan		slots;			/* FOREST_SLOT */
	MlsSpan		trees;			/* FOREST_TREE, in the order of adding */
	MlsSpan		nodes;			/* FOREST_NODE */
} MlsImgForest;

/* Where a number that nodes compare comes from. */
typedef struct MlsImgForestSlot
{
	uint32_t	column;
	bool		missing_is_below;	/* a missing value is -INFINITY; else NAN, which is below nothing */
	bool		is_text;
	uint16_t	unused;
	MlsSpan		codes;			/* FOREST_CODE, by ascending text; is_text only */
} MlsImgForestSlot;

typedef struct MlsImgForestCode
{
	uint32_t	text;			/* STRING */
	uint32_t	number;
} MlsImgForestCode;

typedef struct MlsImgForestTree
{
	double		weight;			/* of the scores; 1 changes nothing */
	uint32_t	root;			/* FOREST_NODE */
	uint32_t	output;			/* to which the scores are added; any if the leaves are vectors */
	uint32_t	depth;			/* of the deepest leaf; more or less costs time only */
	uint32_t	unused;
} MlsImgForestTree;

/*
 * A split: the row goes on at "child" if the slot's number is below the
 * threshold, else at child + 1.  Children come behind their parent.
 *
 * A leaf: slot is the number of slots, whose value is NAN, and child + 1 is the
 * leaf itself.  So a row that has arrived stays, and walks of several trees or
 * rows can go on in step until the last arrives.  Where several ways lead to one
 * node, all but one end at a record with that slot whose child + 1 is the node.
 */
typedef struct MlsImgForestNode
{
	double		threshold;		/* leaf: the score, or the number of a row of scores; NAN: the tree predicts nothing */
	uint32_t	slot;			/* within the forest's */
	uint32_t	child;			/* FOREST_NODE */
} MlsImgForestNode;

#endif
