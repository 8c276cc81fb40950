/*
 * ir/support_vector_machine.h
 *	  SupportVectorMachineModel: a kernel, vectors, and machines over them.
 */
#ifndef MLS_IR_SUPPORT_VECTOR_MACHINE_H
#define MLS_IR_SUPPORT_VECTOR_MACHINE_H

#include "ir/field.h"
#include "ir/matrix.h"

typedef struct MlsVectorField
{
	const char *name;
	const char *value;			/* CategoricalPredictor: 1 where the field has it, else 0; NULL: a number */
	const char *mapMissingTo;	/* of a FieldRef, or NULL */
	uint32_t	line;
} MlsVectorField;

typedef struct MlsSupportVectorMachine
{
	const char *targetCategory; /* NULL when absent, as the next */
	const char *alternateTargetCategory;
	double		threshold;		/* NAN when absent */
	double		absoluteValue;	/* 0 */
	double	   *coefficients;	/* one for each vector, or (svmRepresentation="Coefficients") each field */
	uint32_t   *vectors;		/* rows of the model's vectors; NULL with coefficients of fields */
	uint32_t	n;
	uint32_t	line;
} MlsSupportVectorMachine;

typedef enum MlsClassificationMethod
{
	MLS_SVM_METHOD_NONE,		/* attribute absent */
	MLS_SVM_ONE_AGAINST_ALL,
	MLS_SVM_ONE_AGAINST_ONE
} MlsClassificationMethod;

typedef struct MlsSupportVectorMachineModel
{
	MlsKernelFunction kernel;
	double		gamma;			/* 1, as the next two */
	double		coef0;
	double		degree;
	double		threshold;		/* 0 */
	bool		of_fields;		/* svmRepresentation="Coefficients" */
	MlsClassificationMethod classificationMethod;
	bool		maxWins;
	const char *alternateBinaryTargetCategory;	/* of 3.1 and 3.2 */
	MlsVectorField *fields;
	uint32_t	n_fields;
	MlsMatrix	vectors;		/* a row for each, a column for each field */
	MlsSupportVectorMachine *machines;	/* of a regression the first, or one for each of several targets */
	uint32_t	n_machines;

	/* the numeric profile of trainers other than PMML's */
	bool		missing_is_missing; /* a row whose vector is not whole has no result; in PMML it is invalid */
} MlsSupportVectorMachineModel;

#endif
