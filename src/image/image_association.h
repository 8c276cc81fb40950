/*
 * image/image_association.h
 *	  Records of an AssociationModel: items, rules, and what outputs show of them.
 *
 * Included by image.h, which defines what these refer to.
 */
#ifndef MLS_IMAGE_ASSOCIATION_H
#define MLS_IMAGE_ASSOCIATION_H

#include "image/records.h"

typedef struct MlsImgAssociation
{
	MlsSpan		items;			/* ITEM */
	MlsSpan		rules;			/* ASSOCIATION_RULE */
	MlsSpan		outputs;		/* RULE_OUTPUT */

	/*
	 * Column of the list of items, which is a text: a JSON array, or one item.
	 * MLS_NONE: each item has a field of its own.
	 */
	uint32_t	list;
	uint32_t	input;			/* INPUT that it comes from, likewise */

	/*
	 * INDEX, two for each, ascending by the first: the STRING of a value, and the
	 * place of an item to which it belongs.
	 */
	MlsSpan		parents;
} MlsImgAssociation;

typedef struct MlsImgItem
{
	uint32_t	text;			/* STRING: of the list */
	uint32_t	column;			/* without a list: its field ... */
	uint32_t	constant;		/* ... which has to equal this CONSTANT; MLS_NONE: which has to be true */
} MlsImgItem;

typedef struct MlsImgAssociationRule
{
	MlsSpan		antecedent;		/* INDEX, each a place among the items */
	MlsSpan		consequent;
} MlsImgAssociationRule;

/* A column that shows something of the rules that a row selects. */
typedef struct MlsImgRuleOutput
{
	uint32_t	column;
	uint8_t		algorithm;		/* MlsRuleAlgorithm */
	bool		is_list;		/* of several rules: a JSON array */
	uint16_t	unused;
	uint32_t	rank;			/* which one; of a list how many, 0: all */
	uint32_t	order;			/* INDEX: places among the rules, the best first */
	uint32_t	values;			/* INDEX, each a CONSTANT, for each rule: what is shown ... */
	uint32_t	texts;			/* ... INDEX, each a STRING: as an element of a list */
} MlsImgRuleOutput;

#endif
