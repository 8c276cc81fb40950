/*
 * json/xgboost_int.h
 *	  What the parts of the reader of XGBoost's documents share.
 */
#ifndef MLS_JSON_XGBOOST_INT_H
#define MLS_JSON_XGBOOST_INT_H

#include "json/inputs_int.h"

/* How base_score, which is on the scale of the predictions, becomes a margin. */
typedef enum MlsXgbBase
{
	MLS_XGB_BASE_IS_MARGIN,
	MLS_XGB_BASE_LOGIT,
	MLS_XGB_BASE_LOG
} MlsXgbBase;

typedef struct MlsXgbObjective
{
	const char *name;
	MlsMiningFunction function;
	bool		classes_are_outputs;	/* num_class margins; else one margin for each target */
	MlsLink		link;
	MlsXgbBase	base;
} MlsXgbObjective;

typedef struct MlsXgb
{
	MlsLoad    *load;
	const MlsLoadOptions *options;
	MlsDocument *document;
	MlsModel   *model;

	int			version;		/* of XGBoost, as below; where the document says none, a very late one */
	const MlsXgbObjective *objective;	/* NULL: not known, which has been noted */
	uint32_t	n_features;
	uint32_t	n_classes;		/* num_class */
	uint32_t	n_outputs;		/* margins */
	double	   *margins;		/* n_outputs: what base_score says; floats; NULL: noted */
	MlsInputs	inputs;
	const MlsFeature *features;	/* n_features: those of the inputs */
	const MlsValueElement *classes; /* of a classification, else NULL: one for each margin, or two */

	/* learner.attributes */
	int64_t		best_iteration; /* -1: none */
	int64_t		best_ntree_limit;	/* 0: none */
	int64_t		parallel_trees; /* of scikit-learn's parameters; 0: not said */
	const cJSON *class_labels;	/* of scikit-learn's label encoder, an array; or NULL */
	MlsVec		room[8];		/* of the tree at hand (xgboost_tree.c) */
	bool		has_missing;
	float		missing;		/* a number that means missing */
} MlsXgb;

/* XGBoost's versions as numbers */
#define MLS_XGB_VERSION(major, minor, patch)	((major) * 10000 + (minor) * 100 + (patch))

/* ---- xgboost_objective.c ---- */

/* learner.objective and learner.learner_model_param: all but num_feature's use.  False: the counts are not known. */
extern bool mls_xgb_objective(MlsXgb *xgb, const MlsAt *learner);

/* The link of the objective; of one that is not known, none. */
extern MlsLink mls_xgb_link(const MlsXgb *xgb);

/* ---- xgboost_attributes.c ---- */

/* learner.attributes */
extern void mls_xgb_attributes(MlsXgb *xgb, const MlsAt *learner);

/* ---- xgboost_features.c ---- */

/* The inputs of the document: learner.feature_names and the category names beside the trees. */
extern void mls_xgb_features(MlsXgb *xgb, const MlsAt *learner, const MlsAt *booster_model);

/* The targets of the document, with the classes of a classification. */
extern void mls_xgb_targets(MlsXgb *xgb);

/* ---- xgboost_booster.c ---- */

/* Where the trees or coefficients are: learner.gradient_booster.model, or .gbtree.model in there. */
typedef struct MlsXgbBooster
{
	MlsAt		at;				/* learner.gradient_booster */
	MlsAt		gbtree;			/* its gbtree, of dart before 3.4 */
	MlsAt		model;
	const char *name;			/* NULL: not known, which has been noted */
	bool		linear;
} MlsXgbBooster;

/* The places point at each other: *booster must stay where it is. */
extern void mls_xgb_find_booster(MlsXgb *xgb, const MlsAt *learner, MlsXgbBooster *booster);

/* Fills xgb->model. */
extern void mls_xgb_trees(MlsXgb *xgb, const MlsXgbBooster *booster);
extern void mls_xgb_linear(MlsXgb *xgb, const MlsXgbBooster *booster);

/* ---- xgboost_tree.c ---- */

/*
 * One element of trees.  NULL if it is not sound, which has been noted.  *vector:
 * its leaves have a score for each output.
 */
extern MlsTreeModel *mls_xgb_tree(MlsXgb *xgb, const MlsAt *at, bool *vector);

#endif
