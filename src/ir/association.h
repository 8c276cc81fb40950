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

/* A value of a field, and one that it belongs to. */
typedef struct MlsChildParent
{
	const char *child;
	const char *parent;
} MlsChildParent;

/* What the values of a field belong to, over any number of levels. */
typedef struct MlsTaxonomy
{
	const char *field;
	MlsChildParent *pairs;
	uint32_t	n_pairs;
} MlsTaxonomy;

typedef struct MlsAssociationModel
{
	MlsItem    *items;
	uint32_t	n_items;
	MlsTaxonomy *taxonomies;	/* of the model's active fields */
	uint32_t	n_taxonomies;
	MlsAssociationRule *rules;
	uint32_t	n_rules;
} MlsAssociationModel;

#endif
