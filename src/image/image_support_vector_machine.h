/*
 * image/image_support_vector_machine.h
 *	  Records of a SupportVectorMachineModel: vectors, and machines that weigh a
 *	  row's likeness to them.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_SUPPORT_VECTOR_MACHINE_H
#define MLS_IMAGE_SUPPORT_VECTOR_MACHINE_H

#include "image/records.h"

/* What the machines' values say. */
typedef enum MlsSvmMethod
{
	MLS_SVM_VALUE,				/* is the prediction, of several machines that of a target each */
	MLS_SVM_LEAST,				/* the category of the machine with the least wins */
	MLS_SVM_GREATEST,			/* ... with the greatest */
	MLS_SVM_VOTE_BELOW,			/* each votes: below the threshold for its category, else for the other */
	MLS_SVM_VOTE_ABOVE,			/* ... above the threshold */
	MLS_SVM_VOTE_ROUNDED		/* ... its category where it rounds to 1 or more, the other where to 0 */
} MlsSvmMethod;

typedef struct MlsImgSvm
{
	uint8_t		method;			/* MlsSvmMethod */
	uint8_t		kernel;			/* MlsKernelFunction */
	bool		missing_is_missing; /* not invalid: a row of which a field has no value */
	uint8_t		unused;
	uint32_t	n_columns;		/* of the matrix: vectors, or (linear) machines */
	double		gamma;
	double		coef0;
	double		degree;
	MlsSpan		fields;			/* INDEX: columns of the row's vector */
	MlsSpan		matrix;			/* NUMBER (image/lanes.h): a row for each field */
	MlsSpan		machines;		/* SVM_MACHINE */
} MlsImgSvm;

/* A machine of a linear model has no coefficients: they are its column of the matrix. */
typedef struct MlsImgSvmMachine
{
	double		absolute_value;
	double		threshold;
	MlsSpan		coefficients;	/* NUMBER */
	uint32_t	vectors;		/* INDEX: as many columns of the matrix */
	uint32_t	category;		/* place among the model's categories; MLS_NONE: none */
	uint32_t	alternate;		/* likewise, of votes */
	uint32_t	unused;
} MlsImgSvmMachine;

#endif
