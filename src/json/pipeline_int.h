/*
 * json/pipeline_int.h
 *	  What the parts of the reader of pipeline documents share.
 */
#ifndef MLS_JSON_PIPELINE_INT_H
#define MLS_JSON_PIPELINE_INT_H

#include "json/json_int.h"

/* What the document says of a target. */
typedef struct MlsPipelineTarget
{
	const char *name;			/* NULL: it has none */
	const char **classes;		/* NULL: a number */
	uint32_t	n_classes;
	bool		no_probabilities;
} MlsPipelineTarget;

typedef struct MlsPipeline
{
	MlsLoad    *load;
	const MlsAt *root;
	MlsDocument *document;
	MlsMap		names;			/* of inputs, derived fields, outputs of members: each once */
	MlsVec		fields;			/* MlsDataField: the inputs, then the targets */
	uint32_t	n_inputs;
	MlsPipelineTarget *targets; /* of the document: at least one record ... */
	uint32_t	n_targets;		/* ... though it may be of a target without name and classes: 0 */
	bool		are_several;	/* "targets" */
	const char *target;			/* the name of the only one, or NULL */
	const char **classes;		/* of models that do not name theirs, or NULL */
	uint32_t	n_classes;
} MlsPipeline;

/* Of a document with several targets, what a type of models can give. */
typedef enum MlsGives
{
	MLS_GIVES_ONE,				/* nothing: it predicts one */
	MLS_GIVES_NUMBERS,			/* all, if they are numbers */
	MLS_GIVES_TARGETS			/* all, whatever they are, and nothing else */
} MlsGives;

/* What a model object is to predict. */
typedef struct MlsWanted
{
	const char **classes;		/* its own, else the document's; of numbers none */
	uint32_t	n_classes;
	uint32_t	n_targets;		/* 1, or all of the document's */
	bool		is_member;		/* of another model */
} MlsWanted;

/*
 * An array of texts (numbers count as their text), each once; NULL, noted, and *n 0
 * if it is none, or of fewer than "least": of classes these are MLS_LEAST_CLASSES.
 */
extern const char **mls_pipeline_texts(MlsPipeline *p, const MlsAt *at, uint32_t least, uint32_t *n);

#define MLS_LEAST_CLASSES	2

/* Takes a name for a field; notes one that is taken. */
extern void mls_pipeline_name(MlsPipeline *p, const MlsAt *at, const char *name);

/* ---- pipeline_targets.c ---- */

/* Adds values with a property to those that a DataField has. */
extern void mls_pipeline_add_values(MlsPipeline *p, MlsDataField *field, const char *const *values, uint32_t n,
									MlsValueProperty property);

/* Reads the document's targets; the inputs must have been read. */
extern void mls_pipeline_read_targets(MlsPipeline *p, const MlsAt *root);

/* The name of a DataField for a target with these classes, the first that there is, else a new one. */
extern const char *mls_pipeline_target(MlsPipeline *p, const char **classes, uint32_t n);

/* The name of a new DataField for a number that only a model inside predicts. */
extern const char *mls_pipeline_number(MlsPipeline *p);

/* Reads what chooses the classes of the only target, once all fields are known, and says it of the target's model. */
extern void mls_pipeline_decision(MlsPipeline *p, MlsModel *model);

/* The document's "outputs" as those of its model. */
extern void mls_pipeline_outputs(MlsPipeline *p, const MlsAt *at, MlsModel *model);

/* Before and after the model of a target is read, where each has a model of its own. */
extern void mls_pipeline_begin_target(MlsPipeline *p, uint32_t i);
extern void mls_pipeline_end_target(MlsPipeline *p, uint32_t i, MlsModel *model);

/* ---- pipeline_expression.c ---- */

/* The derived fields of a document or a model. */
extern void mls_pipeline_derived(MlsPipeline *p, const MlsAt *at, MlsDerivedField **derived, uint32_t *n);

/* ---- pipeline_model.c ---- */

/* A model object, of the document or inside of another; NULL, noted, if it is none. */
extern MlsModel *mls_pipeline_model(MlsPipeline *p, const MlsAt *at, bool is_member);

/* The names of an array of fields that are known at this place, and those in "fields" of a model; NULL, noted. */
extern const char **mls_pipeline_known_fields(MlsPipeline *p, const MlsAt *at, uint32_t *n);
extern const char **mls_pipeline_fields(MlsPipeline *p, const MlsAt *at, uint32_t *n);

/* The link that a model names, by default none. */
extern MlsLink mls_pipeline_link(MlsPipeline *p, const MlsAt *at);

/* ---- the types of models (lists/pipeline_models.h), each in a file of its own ---- */

/* Reads what a type has into its model; what is wrong is noted. */
typedef void (*MlsPipelineReader) (MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted);

#define MLS_PIPELINE_MODEL(type, gives) \
	extern void mls_pipeline_##type(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted);
#include "lists/pipeline_models.h"
#undef MLS_PIPELINE_MODEL

/* ---- pipeline_vectors.c ---- */

/* The rows of a matrix of n_columns; false, noted, if it is none. */
extern bool mls_pipeline_matrix(MlsPipeline *p, const MlsAt *at, uint32_t n_columns, MlsMatrix *matrix);

/* Gives a member targets of its own, so that outputs and others can name them. */
extern void mls_pipeline_own_targets(MlsPipeline *p, MlsModel *model, uint32_t n);

#endif
