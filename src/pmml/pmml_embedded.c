/*
 * pmml/pmml_embedded.c
 *	  Models inside of others without a Segment: Regression and DecisionTree.
 *
 * They are what ensembles were before Segmentation, and become that here: in a
 * MiningModel they are a chain, whose ResultFields are fields for those behind.
 * A tree whose Nodes have models of their own is a chain of the tree and of each
 * of these models, which runs if the tree has come to its Node.
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

MlsMiningModel *
mls_pmml_embedded_chain(MlsPmml *pmml, const MlsXml *element, const MlsModel *around)
{
	uint32_t	n = mls_xml_count(element, "Regression") + mls_xml_count(element, "DecisionTree");
	MlsMiningModel *chain = new_chain(pmml, n);

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		MlsSegment *segment = &chain->segments[chain->n_segments];

		if (!mls_pmml_is_embedded(child))
			continue;
		chain->n_segments++;
		segment->line = child->line;
		segment->model = mls_pmml_embedded(pmml, child, around, chain->n_segments == n);
	}
	return chain;
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

		if (next != node && next->id && strcmp(next->id, node->id) == 0)
			return true;
		for (uint32_t i = 0; i < next->n_children; i++)
			*MLS_PUSH(pmml->load, &list, MlsNode *) = &next->children[i];
	}
	return false;
}

void
mls_pmml_compose_tree(MlsPmml *pmml, const MlsXml *element, MlsModel *model, const MlsVec *parts)
{
	MlsMiningModel *chain = new_chain(pmml, parts->n + 1);
	MlsModel   *tree = MLS_NEW(pmml->load, MlsModel);
	MlsOutputField *place = MLS_NEW(pmml->load, MlsOutputField);

	/* which Node it is becomes a field that no document can name */
	place->name = mls_format(pmml->load, "\x01Node of line %u", element->line);
	place->optype = MLS_OPTYPE_CATEGORICAL;
	place->dataType = MLS_TYPE_STRING;
	place->feature = MLS_FEATURE_ENTITY_ID;
	place->rank = 1;
	place->is_internal = true;
	place->line = element->line;

	tree->type = MLS_MODEL_TREE;
	tree->functionName = model->functionName;
	tree->isScorable = true;
	tree->float_context = model->float_context;
	tree->outputs = place;
	tree->n_outputs = 1;
	tree->u.tree = model->u.tree;
	tree->line = model->line;
	share_targets(pmml, model, tree);

	chain->n_segments = parts->n + 1;
	chain->segments[0].model = tree;
	chain->segments[0].line = element->line;
	for (uint32_t i = 0; i < parts->n; i++)
	{
		const MlsNodeModel *part = &MLS_ITEM(parts, MlsNodeModel, i);
		MlsSegment *segment = &chain->segments[i + 1];

		if (part->model->functionName != MLS_FUNCTION_REGRESSION || model->functionName != MLS_FUNCTION_REGRESSION)
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, part->element, "a model inside of a Node is supported for regression");
		if (is_taken(pmml, model->u.tree->root, part->node))
			mls_pmml_problem(pmml, MLS_INVALID, part->element, "there is another Node \"%s\"", mls_quote(pmml->load, part->node->id));
		if (!MLS_LITERAL_PRESENT(part->node->score))
			part->node->score.text = "0";	/* so that it can be the result; the model's own one takes its place */
		segment->predicate.kind = MLS_PRED_SIMPLE;
		segment->predicate.op = MLS_OP_EQUAL;
		segment->predicate.field = place->name;
		segment->predicate.u.value.text = part->node->id;
		segment->predicate.line = part->element->line;
		segment->line = part->element->line;
		segment->model = part->model;
	}
	model->type = MLS_MODEL_MINING;
	model->u.mining = chain;
}

void
mls_pmml_check_composed(MlsPmml *pmml, const MlsXml *element, const MlsModel *model)
{
	if (model->type != MLS_MODEL_MINING || mls_xml_is(element, "MiningModel"))
		return;
	for (uint32_t i = 0; i < model->n_outputs; i++)
	{
		MlsOutputFeature feature = model->outputs[i].feature;

		if (feature == MLS_FEATURE_ENTITY_ID || feature == MLS_FEATURE_CONFIDENCE || feature == MLS_FEATURE_PROBABILITY)
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "output \"%s\": a tree with models in its Nodes gives values only",
							 mls_quote(pmml->load, model->outputs[i].name));
	}
}
