/*
 * compile/compile_association.c
 *	  AssociationModel: items as fields or members of a list, rules in the order
 *	  that each output ranks them, and what it shows of each.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "compile/compile_int.h"

/* Values of fields that may belong to items, each counted for each item. */
#define MAX_PARENTS	(1u << 22)

typedef struct AssociationCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	const MlsAssociationModel *association;
} AssociationCompile;

/* ---- items ---- */

/* The field of the items of a transaction; NULL: each item has a field of its own. */
static const MlsMiningField *
find_list(const AssociationCompile *a)
{
	const MlsMiningField *list = NULL;
	bool		has_group = false;
	uint32_t	n = 0;

	for (uint32_t i = 0; i < a->model->n_fields; i++)
	{
		const MlsMiningField *field = &a->model->fields[i];

		has_group |= field->usageType == MLS_USAGE_GROUP;
		if (field->usageType == MLS_USAGE_ACTIVE)
		{
			list = field;
			n++;
		}
	}
	return has_group && n == 1 ? list : NULL;
}

/* The column of the list.  Its items are not judged one by one, so nothing may ask for that. */
static void
compile_list(const AssociationCompile *a, const MlsMiningField *list, MlsImgAssociation *record)
{
	MlsCompile *c = a->c;
	const MlsField *field = mls_field(c, a->scope, list->name, list->line);
	uintptr_t	input = (uintptr_t) mls_map_get(&c->inputs, list->name);
	const char *place = mls_place(c->load, list->line, "MiningField");

	if (field->data_type != MLS_TYPE_STRING || input == 0)
		mls_problem(c->load, MLS_UNSUPPORTED, place, NULL, "the items of a transaction have to be an input of strings");
	else if (field->declared && (field->declared->n_values > 0 || field->declared->n_intervals > 0) &&
			 list->invalidValueTreatment != MLS_INVALID_AS_IS && list->invalidValueTreatment != MLS_INVALID_AS_MISSING)
		mls_problem(c->load, MLS_UNSUPPORTED, place, NULL,
					"the items of a transaction are not judged: invalidValueTreatment asIs and asMissing are supported");
	else
	{
		record->input = (uint32_t) (input - 1);
		MLS_BUILT(c, INPUT, record->input)->takes_list = true;
	}
	record->list = field->column;
}

/* ---- what values belong to ---- */

/* The pairs of a taxonomy by their parent. */
typedef struct Children
{
	const char *child;
	struct Children *next;
} Children;

/* As MlsImgAssociation.parents has them. */
typedef struct Pair
{
	uint32_t	text;
	uint32_t	item;
} Pair;

static int
compare_pairs(const void *a, const void *b)
{
	const Pair *x = a;
	const Pair *y = b;

	if (x->text != y->text)
		return x->text < y->text ? -1 : 1;
	return x->item < y->item ? -1 : x->item > y->item;
}

static MlsMap
map_children(const AssociationCompile *a, const MlsTaxonomy *taxonomy)
{
	MlsMap		map = {0};

	for (uint32_t i = 0; i < taxonomy->n_pairs; i++)
	{
		Children   *child = MLS_NEW(a->c->load, Children);
		Children   *there;

		mls_tick(a->c->load);
		child->child = taxonomy->pairs[i].child;
		there = mls_map_put(a->c->load, &map, taxonomy->pairs[i].parent, child);
		if (there != child)
		{
			child->next = there->next;
			there->next = child;
		}
	}
	return map;
}

/* Adds all values below an item's value, each once, also where values belong to each other in a circle. */
static void
add_below(const AssociationCompile *a, const MlsMap *children, const char *value, uint32_t item, MlsVec *pairs)
{
	MlsLoad    *load = a->c->load;
	MlsMap		seen = {0};
	MlsVec		list = {0};

	*MLS_PUSH(load, &list, const char *) = value;
	while (list.n > 0)
	{
		const char *parent = MLS_ITEM(&list, const char *, --list.n);

		for (const Children *child = mls_map_get(children, parent); child; child = child->next)
		{
			mls_tick(load);
			if (mls_map_get(&seen, child->child))
				continue;
			mls_map_put(load, &seen, child->child, (void *) child);
			if (pairs->n == MAX_PARENTS)
				mls_fatal(load, MLS_TOO_LARGE, mls_place(load, a->model->line, "AssociationModel"), NULL,
						  "values belong to more than %u items", MAX_PARENTS);
			*MLS_PUSH(load, pairs, Pair) = (Pair) {mls_string(a->c, child->child), item};
			*MLS_PUSH(load, &list, const char *) = child->child;
		}
	}
}

/* The pairs of a value and an item, given the field and the value of each item; NULL: it has none. */
static MlsSpan
compile_parents(const AssociationCompile *a, const char *const *fields, const char *const *values)
{
	uint32_t	n = a->association->n_taxonomies;
	MlsMap	   *children = MLS_NEW_N(a->c->load, MlsMap, n);
	MlsVec		pairs = {0};

	for (uint32_t t = 0; t < n; t++)
		children[t] = map_children(a, &a->association->taxonomies[t]);
	for (uint32_t i = 0; i < a->association->n_items; i++)
	{
		for (uint32_t t = 0; t < n && values[i]; t++)
		{
			if (a->association->taxonomies[t].field && strcmp(a->association->taxonomies[t].field, fields[i]) == 0)
				add_below(a, &children[t], values[i], i, &pairs);
		}
	}
	if (pairs.n == 0)
		return (MlsSpan) {0, 0};
	qsort(pairs.items, pairs.n, sizeof(Pair), compare_pairs);
	return mls_index_list(a->c, (const uint32_t *) pairs.items, 2 * pairs.n);
}

/* ---- items ---- */

/* An item that is a field, or a field's value; gives these. */
static void
compile_item(const AssociationCompile *a, const MlsItem *item, MlsImgItem *record, const char **of_field, const char **of_value)
{
	MlsCompile *c = a->c;
	const char *equals = strchr(item->value, '=');
	const char *name = item->field ? item->field : item->value;
	const char *category = item->category;
	const MlsField *field;

	if (!item->field && !mls_map_get(&a->scope->mining, name) && equals)
	{
		name = mls_strndup(c->load, item->value, (size_t) (equals - item->value));
		category = equals + 1;
	}
	field = mls_field(c, a->scope, name, item->line);
	record->column = field->column;
	record->constant = category ? mls_constant(c, category, field->data_type) : MLS_NONE;
	*of_field = name;
	*of_value = category;
}

static void
compile_items(const AssociationCompile *a, MlsImgAssociation *record)
{
	MlsCompile *c = a->c;
	const MlsMiningField *list = find_list(a);

	const char **fields = MLS_NEW_N(c->load, const char *, a->association->n_items);
	const char **values = MLS_NEW_N(c->load, const char *, a->association->n_items);

	record->list = record->input = MLS_NONE;
	if (list)
		compile_list(a, list, record);
	record->items = (MlsSpan) {MLS_APPEND_N(c, ITEM, a->association->n_items), a->association->n_items};
	for (uint32_t i = 0; i < record->items.n; i++)
	{
		const MlsItem *item = &a->association->items[i];
		MlsImgItem	made = {mls_string(c, item->category ? item->category : item->value), MLS_NONE, MLS_NONE};

		fields[i] = list ? list->name : NULL;
		values[i] = item->category ? item->category : item->value;
		if (!list)
			compile_item(a, item, &made, &fields[i], &values[i]);
		*MLS_BUILT(c, ITEM, record->items.first + i) = made;
	}
	record->parents = compile_parents(a, fields, values);
}

/* ---- what is shown of a rule ---- */

/* An itemset as a JSON array, or as {a,b}. */
static const char *
itemset_text(const AssociationCompile *a, const MlsItemset *itemset, bool is_json)
{
	const char *text = is_json ? "[" : "{";

	for (uint32_t i = 0; i < itemset->n_items; i++)
	{
		const char *value = a->association->items[itemset->items[i]].value;

		text = mls_format(a->c->load, "%s%s%s", text, i == 0 ? "" : is_json ? ", " : ",",
						  is_json ? mls_text_as_json(a->c->load, value) : value);
	}
	return mls_format(a->c->load, "%s%s", text, is_json ? "]" : "}");
}

/* The measure that a feature shows, or MLS_N_RULE_MEASURES. */
static MlsRuleMeasure
measure_of(MlsOutputFeature feature)
{
	switch (feature)
	{
		case MLS_FEATURE_CONFIDENCE:
			return MLS_MEASURE_CONFIDENCE;
		case MLS_FEATURE_SUPPORT:
			return MLS_MEASURE_SUPPORT;
		case MLS_FEATURE_LIFT:
			return MLS_MEASURE_LIFT;
		case MLS_FEATURE_LEVERAGE:
			return MLS_MEASURE_LEVERAGE;
		case MLS_FEATURE_AFFINITY:
			return MLS_MEASURE_AFFINITY;
		default:
			return MLS_N_RULE_MEASURES;
	}
}

/* What an output shows of rules, or MLS_N_OUTPUT_FEATURES: nothing. */
static MlsOutputFeature
feature_of(const MlsOutputField *output)
{
	switch (output->feature)
	{
		case MLS_FEATURE_RULE_VALUE:
			return output->ruleFeature;
		case MLS_FEATURE_ENTITY_ID:
			return MLS_FEATURE_RULE_ID;
		case MLS_FEATURE_ANTECEDENT:
		case MLS_FEATURE_CONSEQUENT:
		case MLS_FEATURE_RULE:
		case MLS_FEATURE_RULE_ID:
			return output->feature;
		default:
			return measure_of(output->feature) != MLS_N_RULE_MEASURES ? output->feature : MLS_N_OUTPUT_FEATURES;
	}
}

/* A rule's value for a feature: as a constant, and as JSON. */
static uint32_t
rule_value(const AssociationCompile *a, const MlsAssociationRule *rule, MlsOutputFeature feature, const char **json)
{
	MlsCompile *c = a->c;
	MlsRuleMeasure measure = measure_of(feature);
	const char *text;

	if (measure != MLS_N_RULE_MEASURES)
	{
		char		number[MLS_NUMBER_TEXT];

		*json = "null";
		if (isnan(rule->measures[measure]))
			return mls_missing_constant(c);
		mls_format_double(number, rule->measures[measure]);
		*json = mls_strdup(c->load, number);
		return mls_number_constant(c, rule->measures[measure]);
	}
	switch (feature)
	{
		case MLS_FEATURE_ANTECEDENT:
			*json = text = itemset_text(a, rule->antecedent, true);
			break;
		case MLS_FEATURE_CONSEQUENT:
			*json = text = itemset_text(a, rule->consequent, true);
			break;
		case MLS_FEATURE_RULE:
			text = mls_format(c->load, "%s->%s", itemset_text(a, rule->antecedent, false), itemset_text(a, rule->consequent, false));
			*json = mls_text_as_json(c->load, text);
			break;
		default:
			text = rule->id;
			*json = mls_text_as_json(c->load, text);
	}
	return mls_constant(c, text, MLS_TYPE_STRING);
}

/* ---- outputs ---- */

/* A rule with what it is ranked by. */
typedef struct Ranked
{
	double		measure;
	uint32_t	rule;
} Ranked;

static int
compare_ranked(const void *a, const void *b)
{
	const Ranked *x = a;
	const Ranked *y = b;

	if (x->measure != y->measure)
		return x->measure > y->measure ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static uint32_t
order_rules(const AssociationCompile *a, const MlsOutputField *output)
{
	uint32_t	n = a->association->n_rules;
	Ranked	   *ranked = MLS_NEW_N(a->c->load, Ranked, n);
	uint32_t   *order = MLS_NEW_N(a->c->load, uint32_t, n);

	for (uint32_t i = 0; i < n; i++)
	{
		double		measure = a->association->rules[i].measures[output->rankBasis];

		ranked[i] = (Ranked) {isnan(measure) ? 0 : output->rank_ascending ? -measure : measure, i};
	}
	qsort(ranked, n, sizeof(Ranked), compare_ranked);
	for (uint32_t i = 0; i < n; i++)
		order[i] = ranked[i].rule;
	return mls_index_list(a->c, order, n).first;
}

static MlsImgRuleOutput
compile_output(const AssociationCompile *a, const MlsOutputField *output, MlsOutputFeature feature)
{
	MlsCompile *c = a->c;
	uint32_t	n = a->association->n_rules;
	uint32_t   *values = MLS_NEW_N(c->load, uint32_t, n);
	uint32_t   *texts = MLS_NEW_N(c->load, uint32_t, n);
	MlsImgRuleOutput record = {
		.column = mls_new_columns(c, NULL, 1),
		.algorithm = (uint8_t) output->algorithm,
		.is_list = output->isMultiValued,
		.rank = (uint32_t) output->rank,
		.order = order_rules(a, output)
	};

	for (uint32_t i = 0; i < n; i++)
	{
		const char *json;

		mls_tick(c->load);
		values[i] = rule_value(a, &a->association->rules[i], feature, &json);
		texts[i] = output->isMultiValued ? mls_string(c, json) : 0;
	}
	record.values = mls_index_list(c, values, n).first;
	record.texts = mls_index_list(c, texts, n).first;
	return record;
}

static MlsSpan
compile_outputs(const AssociationCompile *a, MlsCompiled *result)
{
	MlsVec		records = {0};
	MlsSpan		span;

	result->rule_columns = MLS_NEW_N(a->c->load, MlsRuleColumn, a->model->n_outputs);
	for (uint32_t i = 0; i < a->model->n_outputs; i++)
	{
		const MlsOutputField *output = &a->model->outputs[i];
		MlsOutputFeature feature = feature_of(output);
		MlsImgRuleOutput record;

		result->rule_columns[i].column = MLS_NONE;
		if (feature == MLS_N_OUTPUT_FEATURES || output->segmentId)
			continue;
		record = compile_output(a, output, feature);
		*MLS_PUSH(a->c->load, &records, MlsImgRuleOutput) = record;
		result->rule_columns[i].column = record.column;
		result->rule_columns[i].is_list = output->isMultiValued || feature == MLS_FEATURE_ANTECEDENT ||
			feature == MLS_FEATURE_CONSEQUENT;
	}
	span = (MlsSpan) {MLS_APPEND_N(a->c, RULE_OUTPUT, records.n), records.n};
	for (uint32_t i = 0; i < records.n; i++)
		*MLS_BUILT(a->c, RULE_OUTPUT, span.first + i) = MLS_ITEM(&records, MlsImgRuleOutput, i);
	return span;
}

static void
compile_association(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const AssociationCompile a = {c, scope, model, model->u.association};
	uint32_t	n_rules = a.association->n_rules;
	MlsImgAssociation record = {0};
	uint32_t	body;

	mls_refuse_float(c, model, "AssociationModel");
	compile_items(&a, &record);
	record.rules = (MlsSpan) {MLS_APPEND_N(c, ASSOCIATION_RULE, n_rules), n_rules};
	for (uint32_t i = 0; i < n_rules; i++)
	{
		const MlsAssociationRule *rule = &a.association->rules[i];
		MlsImgAssociationRule made = {
			mls_index_list(c, rule->antecedent->items, rule->antecedent->n_items),
			mls_index_list(c, rule->consequent->items, rule->consequent->n_items)
		};

		*MLS_BUILT(c, ASSOCIATION_RULE, record.rules.first + i) = made;
	}
	record.outputs = compile_outputs(&a, result);
	body = MLS_APPEND(c, ASSOCIATION);
	*MLS_BUILT(c, ASSOCIATION, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_ASSOCIATION, body);
}

const MlsModelCompiler mls_compiler_association = {.compile = compile_association};
