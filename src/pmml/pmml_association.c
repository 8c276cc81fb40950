/*
 * pmml/pmml_association.c
 *	  AssociationModel.
 *
 * How many transactions, items and rules there were, and the least support and
 * confidence, tell how the model came about.
 */
#include <math.h>
#include <string.h>

#include "pmml/pmml_util.h"

typedef struct Reading
{
	MlsPmml    *pmml;
	MlsAssociationModel *model;
	MlsMap		items;			/* id -> MlsItem */
	MlsMap		itemsets;		/* id -> MlsItemset */
} Reading;

static void
read_item(Reading *r, const MlsXml *element)
{
	MlsItem    *item = &r->model->items[r->model->n_items++];

	item->line = element->line;
	item->id = mls_pmml_required(r->pmml, element, "id");
	item->value = mls_pmml_required(r->pmml, element, "value");
	item->field = mls_xml_get(element, "field");
	item->category = mls_xml_get(element, "category");
	if (mls_map_put(r->pmml->load, &r->items, item->id, item) != item)
		mls_pmml_problem(r->pmml, MLS_INVALID, element, "there is another item \"%s\"", mls_quote(r->pmml->load, item->id));
}

static void
read_itemset(Reading *r, const MlsXml *element)
{
	MlsItemset *itemset = MLS_NEW(r->pmml->load, MlsItemset);

	itemset->id = mls_pmml_required(r->pmml, element, "id");
	itemset->items = MLS_NEW_N(r->pmml->load, uint32_t, mls_xml_count(element, "ItemRef"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		const char *id;
		const MlsItem *item;

		if (!mls_xml_is(child, "ItemRef"))
		{
			mls_pmml_unknown(r->pmml, child);
			continue;
		}
		id = mls_pmml_required(r->pmml, child, "itemRef");
		item = mls_map_get(&r->items, id);
		if (item)
			itemset->items[itemset->n_items++] = (uint32_t) (item - r->model->items);
		else
			mls_pmml_problem(r->pmml, MLS_INVALID, child, "there is no item \"%s\"", mls_quote(r->pmml->load, id));
	}
	if (mls_map_put(r->pmml->load, &r->itemsets, itemset->id, itemset) != itemset)
		mls_pmml_problem(r->pmml, MLS_INVALID, element, "there is another itemset \"%s\"",
						 mls_quote(r->pmml->load, itemset->id));
}

/* The itemset that an attribute names; an empty one, and a problem, if there is none. */
static const MlsItemset *
find_itemset(Reading *r, const MlsXml *element, const char *name)
{
	const char *id = mls_pmml_required(r->pmml, element, name);
	const MlsItemset *itemset = mls_map_get(&r->itemsets, id);

	if (itemset)
		return itemset;
	mls_pmml_problem(r->pmml, MLS_INVALID, element, "there is no itemset \"%s\"", mls_quote(r->pmml->load, id));
	return MLS_NEW(r->pmml->load, MlsItemset);
}

static void
read_rule(Reading *r, const MlsXml *element)
{
	static const char *const measures[MLS_N_RULE_MEASURES] = {"confidence", "support", "lift", "leverage", "affinity"};
	MlsAssociationRule *rule = &r->model->rules[r->model->n_rules++];

	rule->id = mls_xml_get(element, "id");
	if (!rule->id)
		rule->id = mls_format(r->pmml->load, "%u", r->model->n_rules);
	rule->antecedent = find_itemset(r, element, "antecedent");
	rule->consequent = find_itemset(r, element, "consequent");
	for (int i = 0; i < MLS_N_RULE_MEASURES; i++)
		rule->measures[i] = mls_pmml_number(r->pmml, element, measures[i], NAN);
}

/* What the values of the model's fields belong to. */
static void
read_taxonomies(Reading *r, const MlsModel *model)
{
	const MlsDocument *document = r->pmml->document;
	MlsVec		list = {0};

	for (uint32_t i = 0; i < document->n_fields; i++)
	{
		const MlsDataField *field = &document->fields[i];

		for (uint32_t k = 0; k < model->n_fields && field->taxonomy; k++)
		{
			if (model->fields[k].usageType != MLS_USAGE_ACTIVE || strcmp(model->fields[k].name, field->name) != 0)
				continue;
			mls_pmml_taxonomy(r->pmml, field, MLS_PUSH(r->pmml->load, &list, MlsTaxonomy));
			break;
		}
	}
	r->model->taxonomies = (MlsTaxonomy *) list.items;
	r->model->n_taxonomies = list.n;
}

void
mls_pmml_association(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	static const char *const parts[] = {"Item", "Itemset", "AssociationRule"};
	static void (*const read[]) (Reading *r, const MlsXml *element) = {read_item, read_itemset, read_rule};
	Reading		r = {.pmml = pmml, .model = MLS_NEW(pmml->load, MlsAssociationModel)};

	model->u.association = r.model;
	r.model->items = MLS_NEW_N(pmml->load, MlsItem, mls_xml_count(element, "Item"));
	r.model->rules = MLS_NEW_N(pmml->load, MlsAssociationRule, mls_xml_count(element, "AssociationRule"));

	read_taxonomies(&r, model);

	/* what names something may stand before it */
	for (int part = 0; part < 3; part++)
	{
		for (const MlsXml *child = element->first; child; child = child->next)
		{
			mls_tick(pmml->load);
			if (mls_xml_is(child, parts[part]))
				read[part] (&r, child);
		}
	}
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "Item") && !mls_xml_is(child, "Itemset") && !mls_xml_is(child, "AssociationRule"))
			mls_pmml_other_child(pmml, element, child);
	}
}
