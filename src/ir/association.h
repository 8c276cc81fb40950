/*
 * ir/association.h
 *	  PMML's AssociationModel.
 */
#ifndef MLS_IR_ASSOCIATION_H
#define MLS_IR_ASSOCIATION_H

#include <stdint.h>

#include "base/words.h"

typedef struct MlsItem
{
	const char *id;
	const char *value;
	const char *field;			/* or NULL */
	const char *category;		/* or NULL */
	uint32_t	line;
} MlsItem;

typedef struct MlsItemset
{
	const char *id;
	uint32_t   *items;			/* places among the model's */
	uint32_t	n_items;
} MlsItemset;

typedef struct MlsAssociationRule
{
	const char *id;				/* never NULL: its 1-based position when absent */
	const MlsItemset *antecedent;
	const MlsItemset *consequent;
	double		measures[MLS_N_RULE_MEASURES];	/* NAN when absent */
} MlsAssociationRule;

typedef struct MlsAssociationModel
{
	MlsItem    *items;
	uint32_t	n_items;
	MlsAssociationRule *rules;
	uint32_t	n_rules;
} MlsAssociationModel;

#endif
