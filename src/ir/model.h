/*
 * ir/model.h
 *	  A model as meaning: what every model type shares, and one struct for
 *	  each model type.
 *
 * The words are PMML's: a member that is written as PMML writes an attribute
 * (multipleModelMethod) holds that attribute, one_like_this is our own.  Other
 * formats are read into the same structs; where a trainer's arithmetic is not
 * PMML's, the difference is data in here (the numeric profile: float_context,
 * links, margins of an ensemble), never a second path per format.
 */
#ifndef MLS_IR_MODEL_H
#define MLS_IR_MODEL_H

#include "ir/anomaly_detection.h"
#include "ir/association.h"
#include "ir/baseline.h"
#include "ir/clustering.h"
#include "ir/expression.h"
#include "ir/gaussian_process.h"
#include "ir/general_regression.h"
#include "ir/mining.h"
#include "ir/naive_bayes.h"
#include "ir/nearest_neighbor.h"
#include "ir/neural_network.h"
#include "ir/regression.h"
#include "ir/rule_set.h"
#include "ir/scorecard.h"
#include "ir/support_vector_machine.h"
#include "ir/tree.h"

typedef enum MlsModelType
{
#define MLS_MODEL_TYPE(symbol, element, member, type, functions) MLS_MODEL_##symbol,
#include "lists/model_types.h"
#undef MLS_MODEL_TYPE
	MLS_N_MODEL_TYPES
} MlsModelType;

/* ---- what every model has ---- */

typedef struct MlsVerificationField
{
	const char *field;
	double		precision;		/* 1E-6 */
	double		zeroThreshold;	/* 1E-16 */
	uint32_t	line;
} MlsVerificationField;

typedef struct MlsModelVerification
{
	MlsVerificationField *fields;
	uint32_t	n_fields;
	const char **cells;			/* n_rows rows of n_fields; NULL: no cell, or an empty one */
	uint32_t	n_rows;
	uint32_t	line;
} MlsModelVerification;

struct MlsModel
{
	MlsModelType type;			/* MLS_N_MODEL_TYPES: none that is scored, and not the one chosen */
	const char *modelName;
	const char *algorithmName;
	MlsMiningFunction functionName;
	bool		isScorable;		/* true */
	bool		float_context;	/* x-mathContext="float": each step rounds to float */

	/* of classes, and not of PMML */
	bool		no_probabilities;	/* numbers choose the class, but are no probabilities */
	const char **decision;		/* or NULL: fields, one for each declared class, the largest of which chooses it */
	uint32_t	n_decision;
	MlsMiningField *fields;		/* MiningSchema */
	uint32_t	n_fields;
	MlsDerivedField *derived;	/* LocalTransformations */
	uint32_t	n_derived;
	MlsTarget  *targets;
	uint32_t	n_targets;
	MlsOutputField *outputs;
	uint32_t	n_outputs;
	MlsModelVerification *verification; /* or NULL */
	union
	{
#define MLS_MODEL_TYPE(symbol, element, member, type, functions) type *member;
#include "lists/model_types.h"
#undef MLS_MODEL_TYPE
	}			u;
	uint32_t	line;
};

#endif
