/*
 * ir/document.h
 *	  A whole document as meaning: what a reader (pmml/, json/) makes and
 *	  compile/ takes.
 *
 * Everything in it lives in the load's arena.
 */
#ifndef MLS_IR_DOCUMENT_H
#define MLS_IR_DOCUMENT_H

#include "base/load.h"
#include "ir/model.h"

typedef enum MlsFormat
{
#define MLS_FORMAT(symbol, name, reader) MLS_FORMAT_##symbol,
#include "lists/formats.h"
#undef MLS_FORMAT
	MLS_N_FORMATS
} MlsFormat;

typedef struct MlsDocument
{
	MlsFormat	format;
	const char *version;		/* of PMML, or of the trainer's file; may be NULL */
	const char *producer;		/* "JPMML-SkLearn 1.8.1", "XGBoost"; may be NULL */
	const char *algorithm;		/* may be NULL */

	MlsDataField *fields;		/* DataDictionary */
	uint32_t	n_fields;
	MlsDerivedField *derived;	/* TransformationDictionary */
	uint32_t	n_derived;
	MlsDefineFunction *functions;
	uint32_t	n_functions;

	MlsModel   *models;
	uint32_t	n_models;

	/*
	 * What predict_json gives where the document declares no Output: only the
	 * target (PMML), or prediction and probabilities (formats without outputs
	 * of their own).
	 */
	bool		default_outputs;
} MlsDocument;

typedef struct MlsClassWeight
{
	const char *name;			/* of a class */
	double		weight;
} MlsClassWeight;

/*
 * The options of a load that a reader or compile/ needs, as the user gave
 * them.  NULL or false: not given.
 */
typedef struct MlsLoadOptions
{
	const char *format;			/* a name of lists/formats.h; NULL: detect */
	const char *model_name;		/* which model of several */
	const char *event;			/* class whose probability predict returns */
	bool		has_threshold;
	double		threshold;		/* the probability of the event from which on it is the predicted class */
	const MlsClassWeight *class_weights;	/* by what probabilities are multiplied to find the predicted class; 1 if not there */
	uint32_t	n_class_weights;
	bool		margin;			/* extra_outputs has 'margin' */
	bool		leaf;			/* ... 'leaf' */
	const char **feature_names; /* names of the features in order */
	uint32_t	n_feature_names;
	bool		has_missing;
	double		missing;		/* a number that means missing, beside NaN and NULL */
	bool		all_iterations; /* iterations => 'all' instead of 'best' */
	bool		skip_verification;	/* verify => false */
	bool		is_text;		/* the document is UTF-8 already: an encoding declaration is ignored */
} MlsLoadOptions;

/*
 * The model of a document that is scored: the one that options name, else the
 * first that is scorable, else the first.  Leaves with MLS_BAD_OPTION when
 * there is none of that name (the message lists the names).
 */
extern MlsModel *mls_choose_model(MlsLoad *load, MlsDocument *document,
								  const MlsLoadOptions *options);

/* A reader of one format; leaves on fatal problems, notes the others. */
typedef MlsDocument *(*MlsReader) (MlsLoad *load, const char *bytes, size_t length,
								   const MlsLoadOptions *options);

#endif
