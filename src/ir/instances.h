/*
 * ir/instances.h
 *	  PMML's TrainingInstances: rows of the training data that a model keeps.
 */
#ifndef MLS_IR_INSTANCES_H
#define MLS_IR_INSTANCES_H

#include <stdbool.h>
#include <stdint.h>

typedef struct MlsTrainingInstances
{
	const char **fields;		/* InstanceFields */
	uint32_t	n_fields;
	bool		is_transformed; /* isTransformed: derived fields cannot be worked out from what is here */
	const char **cells;			/* n rows of n_fields; NULL: no cell */
	uint32_t	n;
	uint32_t	line;
} MlsTrainingInstances;

#endif
