/*
 * json/pipeline_int.h
 *	  What the parts of the reader of pipeline documents share.
 */
#ifndef MLS_JSON_PIPELINE_INT_H
#define MLS_JSON_PIPELINE_INT_H

#include "json/json_int.h"

typedef struct MlsPipeline
{
	MlsLoad    *load;
	MlsDocument *document;
	MlsMap		names;			/* of inputs, derived fields, outputs of members: each once */
	MlsVec		fields;			/* MlsDataField: the inputs, then the targets */
	uint32_t	n_inputs;
	const char *target;			/* of the document, or NULL */
	const char **classes;		/* of the document, or NULL */
	uint32_t	n_classes;
} MlsPipeline;

/* An array of texts (numbers count as their text), each once; NULL, noted, if it is none. */
extern const char **mls_pipeline_texts(MlsPipeline *p, const MlsAt *at, uint32_t *n);

/* Takes a name for a field; notes one that is taken. */
extern void mls_pipeline_name(MlsPipeline *p, const MlsAt *at, const char *name);

/* The place among the fields of a DataField for a target with these classes, by which it is known. */
extern const char *mls_pipeline_target(MlsPipeline *p, const char **classes, uint32_t n);

/* ---- pipeline_expression.c ---- */

/* The derived fields of a document or a model. */
extern void mls_pipeline_derived(MlsPipeline *p, const MlsAt *at, MlsDerivedField **derived, uint32_t *n);

/* ---- pipeline_model.c ---- */

/* A model object; NULL, noted, if it is none. */
extern MlsModel *mls_pipeline_model(MlsPipeline *p, const MlsAt *at);

/* The names in "fields" of a model; NULL, noted. */
extern const char **mls_pipeline_fields(MlsPipeline *p, const MlsAt *at, uint32_t *n);

/* The link that a model names, by default none. */
extern MlsLink mls_pipeline_link(MlsPipeline *p, const MlsAt *at);

/* ---- pipeline_trees.c ---- */

/* A model of type "trees": an ensemble with margins. */
extern void mls_pipeline_trees(MlsPipeline *p, const MlsAt *at, MlsModel *model, uint32_t n_classes);

/* ---- pipeline_saved.c ---- */

/* A model of type "xgboost" or "lightgbm", which its own reader reads. */
extern void mls_pipeline_saved(MlsPipeline *p, const MlsAt *at, MlsModel *model, uint32_t n_classes, MlsReader reader);

#endif
