/*
 * json/catboost_int.h
 *	  What the parts of the reader of CatBoost's JSON share.
 */
#ifndef MLS_JSON_CATBOOST_INT_H
#define MLS_JSON_CATBOOST_INT_H

#include "json/inputs_int.h"

typedef enum MlsCbClasses
{
	MLS_CB_NO_CLASSES,
	MLS_CB_TWO_CLASSES,				/* one margin, of the second */
	MLS_CB_MANY_CLASSES				/* a margin for each */
} MlsCbClasses;

typedef struct MlsCbLoss
{
	const char *name;
	MlsCbClasses classes;
	MlsLink		link;
} MlsCbLoss;

typedef struct MlsCbFloat
{
	uint32_t	flat;			/* its place among all features */
	bool		missing_is_right;
} MlsCbFloat;

typedef struct MlsCbCategory
{
	uint32_t	flat;
	bool		is_hashed;		/* a split asks for it */
} MlsCbCategory;

typedef struct MlsCatBoost
{
	MlsLoad    *load;
	const MlsLoadOptions *options;
	MlsDocument *document;
	MlsModel   *model;
	MlsMiningModel *mining;
	MlsInputs	inputs;
	MlsCbFloat *floats;
	uint32_t	n_floats;
	MlsCbCategory *categories;
	uint32_t	n_categories;
	const MlsCbLoss *loss;
	uint32_t	n_outputs;
	double	   *bias;			/* n_outputs */
	MlsVec		room;			/* of the tree at hand (catboost_trees.c) */
	MlsVec		values;			/* likewise */
} MlsCatBoost;

/* Fills cb->model with the trees of the document. */
extern void mls_cb_trees(MlsCatBoost *cb, const MlsAt *root);

#endif
