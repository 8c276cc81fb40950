/*
 * pmml/pmml_embedded.c
 *	  Models inside of others without a Segment: Regression and DecisionTree.
 *
 * They are what ensembles were before Segmentation, and become that here: in a
 * MiningModel they are a chain, whose ResultFields are fields for those behind.
 * Beside a Segmentation they run before its segments, for which their
 * ResultFields are fields.  A tree whose Nodes have models of their own is a
 * chain of the tree and of each of these models, which runs if the tree has come
 * to its Node.
 */
#include <string.h>

#include "pmml/pmml_util.h"

bool
mls_pmml_is_embedded(const MlsXml *element)
{
	return mls_xml_is(element, "Regression") || mls_xml_is(element, "DecisionTree");
}

/* Gives a model the targets of the one around it. */
static void
share_targets(MlsPmml *pmml, const MlsModel *around, MlsModel *model)
{
	model->fields = MLS_NEW_N(pmml->load, MlsMiningField, around->n_fields);
	for (uint32_t i = 0; i < around->n_fields; i++)
	{
		if (around->fields[i].usageType == MLS_USAGE_TARGET)
			model->fields[model->n_fields++] = around->fields[i];
	}
}

MlsModel *
mls_pmml_embedded(MlsPmml *pmml, const MlsXml *element, const MlsModel *around, bool is_result)
{
	MlsModel   *model = MLS_NEW(pmml->load, MlsModel);

	mls_pmml_model_header(pmml, element, model);
	model->type = mls_xml_is(element, "Regression") ? MLS_MODEL_REGRESSION : MLS_MODEL_TREE;
	if (is_result)
		share_targets(pmml, around, model);
	mls_pmml_model(pmml, element, model);
	return model;
}

/* A chain of n segments, not filled in yet. */
static MlsMiningModel *
new_chain(MlsPmml *pmml, uint32_t n)
{
	MlsMiningModel *chain = MLS_NEW(pmml->load, MlsMiningModel);

	chain->multipleModelMethod = MLS_METHOD_MODEL_CHAIN;
	chain->missingThreshold = 1;
	chain->segments = MLS_NEW_N(pmml->load, MlsSegment, n);
	for (uint32_t i = 0; i < n; i++)
	{
		chain->segments[i].id = mls_format(pmml->load, "%u", i + 1);
		chain->segments[i].weight = 1;
		chain->segments[i].predicate.kind = MLS_PRED_TRUE;
	}
	return chain;
}

/* Makes the id of what a model's result comes from a field that no document can name. */
static const char *
add_place(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsOutputField *all = MLS_NEW_N(pmml->load, MlsOutputField, (size_t) model->n_outputs + 1);
	MlsOutputField *place = &all[model->n_outputs];

	for (uint32_t i = 0; i < model->n_outputs; i++)
		all[i] = model->outputs[i];
	place->name = mls_format(pmml->load, "\x01Node of line %u", element->line);
	place->optype = MLS_OPTYPE_CATEGORICAL;
	place->dataType = MLS_TYPE_STRING;
	place->feature = MLS_FEATURE_ENTITY_ID;
	place->rank = 1;
	place->is_internal = true;
	place->line = element->line;
	model->outputs = all;
	model->n_outputs++;
	return place->name;
}

uint32_t
mls_pmml_count_embedded(const MlsXml *element)
{
	return mls_xml_count(element, "Regression") + mls_xml_count(element, "DecisionTree");
}

MlsMiningModel *
mls_pmml_embedded_chain(MlsPmml *pmml, const MlsXml *element, const MlsModel *around)
{
	uint32_t	n = mls_pmml_count_embedded(element);
	MlsMiningModel *chain = new_chain(pmml, n);

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsSegment *segment = &chain->segments[chain->n_segments];

		if (!mls_pmml_is_embedded(child))
			continue;
		chain->n_segments++;
		segment->line = child->line;
		segment->model = mls_pmml_embedded(pmml, child, around, chain->n_segments == n);

		/* the result comes from a Node of the last one */
		if (segment->model->type == MLS_MODEL_MINING)
			chain->entity_field = segment->model->u.mining->entity_field;
		else if (segment->model->type == MLS_MODEL_TREE && chain->n_segments == n)
			chain->entity_field = add_place(pmml, child, segment->model);
		else
			chain->entity_field = NULL;
	}
	return chain;
}

void
mls_pmml_embedded_before(MlsPmml *pmml, const MlsXml *element, const MlsModel *around, MlsMiningModel *mining)
{
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsSegment *segment = &mining->segments[mining->n_segments];

		if (!mls_pmml_is_embedded(child))
			continue;
		*segment = (MlsSegment) {
			.id = mls_format(pmml->load, "\x01%u", ++mining->n_segments),
			.predicate.kind = MLS_PRED_TRUE,
			.weight = 1,
			.only_outputs = true,
			.line = child->line,
			.model = mls_pmml_embedded(pmml, child, around, false)
		};
	}
}

/* ---- models of Nodes ---- */

/* Whether another Node has the id. */
static bool
is_taken(MlsPmml *pmml, MlsNode *root, const MlsNode *node)
{
	MlsVec		list = {0};

	*MLS_PUSH(pmml->load, &list, MlsNode *) = root;
	while (list.n > 0)
	{
		MlsNode    *next = MLS_ITEM(&list, MlsNode *, --list.n);

		if (next != node && mls_node_details(next)->id && strcmp(mls_node_details(next)->id, node->details->id) == 0)
			return true;
		for (uint32_t i = 0; i < next->n_children; i++)
			*MLS_PUSH(pmml->load, &list, MlsNode *) = &next->children[i];
	}
	return false;
}

/* A category that a model may predict; NULL if it names none. */
static const char *
some_category(MlsPmml *pmml, const MlsModel *model)
{
	MlsVec		list = {0};

	while (model->type == MLS_MODEL_MINING)
		model = model->u.mining->segments[0].model;
	if (model->type == MLS_MODEL_REGRESSION)
	{
		for (uint32_t i = 0; i < model->u.regression->n_tables; i++)
		{
			if (model->u.regression->tables[i].targetCategory)
				return model->u.regression->tables[i].targetCategory;
		}
		return NULL;
	}
	if (model->u.tree->root)
		*MLS_PUSH(pmml->load, &list, const MlsNode *) = model->u.tree->root;
	while (list.n > 0)
	{
		const MlsNode *node = MLS_ITEM(&list, const MlsNode *, --list.n);

		mls_tick(pmml->load);
		if (node->score.text)
			return node->score.text;
		if (mls_node_details(node)->n_distributions > 0)
			return node->details->distributions[0].value;
		for (uint32_t i = 0; i < node->n_children; i++)
			*MLS_PUSH(pmml->load, &list, const MlsNode *) = &node->children[i];
	}
	return NULL;
}

/* A Node has to have a score so that it can be the result; the one of the model in it takes its place. */
static void
stand_in(MlsPmml *pmml, const MlsNodeModel *part)
{
	if (mls_node_has_score(part->node) || part->node->details->n_distributions > 0)
		return;
	part->node->score.text = part->model->functionName == MLS_FUNCTION_CLASSIFICATION ? some_category(pmml, part->model) : "0";
	if (!part->node->score.text)
		mls_pmml_problem(pmml, MLS_INVALID, part->element, "the model has no categories");
}

void
mls_pmml_compose_tree(MlsPmml *pmml, const MlsXml *element, MlsModel *model, const MlsVec *parts)
{
	MlsMiningModel *chain = new_chain(pmml, parts->n + 1);
	MlsModel   *tree = MLS_NEW(pmml->load, MlsModel);

	tree->type = MLS_MODEL_TREE;
	tree->functionName = model->functionName;
	tree->isScorable = true;
	tree->float_context = model->float_context;
	tree->u.tree = model->u.tree;
	tree->line = model->line;
	share_targets(pmml, model, tree);

	/* which Node it is decides which model runs */
	chain->entity_field = add_place(pmml, element, tree);

	chain->n_segments = parts->n + 1;
	chain->segments[0].model = tree;
	chain->segments[0].line = element->line;
	for (uint32_t i = 0; i < parts->n; i++)
	{
		const MlsNodeModel *part = &MLS_ITEM(parts, MlsNodeModel, i);
		MlsSegment *segment = &chain->segments[i + 1];

		if (part->model->functionName != model->functionName)
			mls_pmml_problem(pmml, MLS_INVALID, part->element, "functionName is not that of the tree");
		else
			stand_in(pmml, part);
		if (is_taken(pmml, model->u.tree->root, part->node))
			mls_pmml_problem(pmml, MLS_INVALID, part->element, "there is another Node \"%s\"",
							 mls_quote(pmml->load, part->node->details->id));
		segment->predicate.kind = MLS_PRED_SIMPLE;
		segment->predicate.op = MLS_OP_EQUAL;
		segment->predicate.field = chain->entity_field;
		segment->predicate.u.text = part->node->details->id;
		segment->predicate.line = part->element->line;
		segment->line = part->element->line;
		segment->model = part->model;
	}
	model->type = MLS_MODEL_MINING;
	model->u.mining = chain;
}

void
mls_pmml_show_place(MlsPmml *pmml, MlsModel *model)
{
	const char *place = model->type == MLS_MODEL_MINING ? model->u.mining->entity_field : NULL;

	for (uint32_t i = 0; place && i < model->n_outputs; i++)
	{
		MlsOutputField *output = &model->outputs[i];

		if (output->is_internal || output->segmentId || output->rank != 1 || output->rank_ascending ||
			(output->feature != MLS_FEATURE_ENTITY_ID && output->feature != MLS_FEATURE_CLUSTER_ID))
			continue;
		output->feature = MLS_FEATURE_TRANSFORMED_VALUE;
		output->expression = MLS_NEW(pmml->load, MlsExpression);
		output->expression->kind = MLS_EXPR_FIELD_REF;
		output->expression->line = output->line;
		output->expression->u.field_ref.field = place;
	}
}
