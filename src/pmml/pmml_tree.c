/*
 * pmml/pmml_tree.c
 *	  TreeModel.
 *
 * Nodes nest as deep as elements may, and there are millions of them, so they
 * are read from a list of those still to do, not by recursion.
 */
#include <math.h>

#include "base/vec.h"
#include "pmml/pmml_util.h"

typedef struct ToDo
{
	const MlsXml *element;
	MlsNode    *node;
} ToDo;

void
mls_pmml_score_distribution(MlsPmml *pmml, const MlsXml *element, MlsScoreDistribution *distribution)
{
	distribution->line = element->line;
	distribution->value = mls_pmml_required(pmml, element, "value");
	distribution->recordCount = mls_pmml_number(pmml, element, "recordCount", NAN);
	distribution->confidence = mls_pmml_number(pmml, element, "confidence", NAN);
	distribution->probability = mls_pmml_number(pmml, element, "probability", NAN);
}

static void
read_attributes(MlsPmml *pmml, const MlsXml *element, MlsNode *node)
{
	const char *id = mls_xml_get(element, "id");
	double		recordCount = mls_pmml_number(pmml, element, "recordCount", NAN);
	const char *defaultChild = mls_xml_get(element, "defaultChild");

	node->line = element->line;
	node->score.text = mls_xml_get(element, "score");
	node->default_child_index = -1;
	if (id || !isnan(recordCount) || defaultChild)
	{
		MlsNodeDetails *details = mls_give_details(pmml->load, node);

		details->id = id;
		details->recordCount = recordCount;
		details->defaultChild = defaultChild;
	}
}

/* A tree that is being read. */
typedef struct Tree
{
	MlsModel   *model;
	MlsVec		list;			/* ToDo */
	MlsVec		parts;			/* MlsNodeModel */
	uint32_t	n;				/* Nodes so far, in document order */
} Tree;

/* A model inside of a Node, of which there may be one. */
static void
read_part(MlsPmml *pmml, const MlsXml *element, MlsNode *node, Tree *tree)
{
	MlsNodeModel *part;

	if (tree->parts.n > 0 && MLS_ITEM(&tree->parts, MlsNodeModel, tree->parts.n - 1).node == node)
	{
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is more than one model");
		return;
	}
	if (!mls_give_details(pmml->load, node)->id)
		node->details->id = mls_format(pmml->load, "%u", tree->n);	/* as it would be called without one */
	part = MLS_PUSH(pmml->load, &tree->parts, MlsNodeModel);
	part->element = element;
	part->node = node;
	part->model = mls_pmml_embedded(pmml, element, tree->model, true);
}

/* Reads a Node but for the Nodes in it, which are allocated and put on the list. */
static void
read_node(MlsPmml *pmml, const MlsXml *element, MlsNode *node, Tree *tree)
{
	MlsVec	   *list = &tree->list;
	uint32_t	n_predicates = 0;
	uint32_t	n_children = 0;
	uint32_t	n_distributions = 0;
	ToDo	   *to_do;

	tree->n++;
	read_attributes(pmml, element, node);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "Node"))
			n_children++;
		else if (mls_xml_is(child, "ScoreDistribution"))
			n_distributions++;
		else if (mls_pmml_is_predicate(child))
		{
			if (n_predicates++ == 0)
				mls_pmml_predicate(pmml, child, &node->predicate);
			else
				mls_pmml_problem(pmml, MLS_INVALID, child, "there is more than one predicate");
		}
		else if (mls_pmml_is_embedded(child))
			read_part(pmml, child, node, tree);
		else
			mls_pmml_unknown(pmml, child);
	}
	if (n_predicates == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "the predicate is missing");
	if (n_distributions > 0)
	{
		mls_give_details(pmml->load, node)->distributions = MLS_NEW_N(pmml->load, MlsScoreDistribution, n_distributions);
		node->details->n_distributions = n_distributions;
	}
	if (n_children > 0)
		node->children = MLS_NEW_N(pmml->load, MlsNode, n_children);
	node->n_children = n_children;
	if (n_children + n_distributions == 0)
		return;

	/* the last on the list is done next: problems are found in document order */
	for (uint32_t i = 0; i < n_children; i++)
		MLS_PUSH(pmml->load, list, ToDo);
	to_do = (ToDo *) list->items + list->n;
	n_children = n_distributions = 0;
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, "Node"))
		{
			to_do--;
			to_do->element = child;
			to_do->node = &node->children[n_children++];
		}
		else if (mls_xml_is(child, "ScoreDistribution"))
			mls_pmml_score_distribution(pmml, child, &node->details->distributions[n_distributions++]);
	}
}

void
mls_pmml_tree(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	static const MlsPmmlWord strategies[] = {
		{"none", MLS_MISSING_NONE},
		{"lastPrediction", MLS_MISSING_LAST_PREDICTION},
		{"nullPrediction", MLS_MISSING_NULL_PREDICTION},
		{"defaultChild", MLS_MISSING_DEFAULT_CHILD},
		{"weightedConfidence", MLS_MISSING_WEIGHTED_CONFIDENCE},
		{"aggregateNodes", MLS_MISSING_AGGREGATE_NODES},
		{NULL, 0}
	};
	static const MlsPmmlWord no_true_child[] = {
		{"returnNullPrediction", false},
		{"returnLastPrediction", true},
		{NULL, 0}
	};
	MlsTreeModel *tree = MLS_NEW(pmml->load, MlsTreeModel);
	const MlsXml *root = mls_pmml_only(pmml, element, "Node");
	Tree		reading = {.model = model};
	ToDo	   *to_do;

	model->u.tree = tree;
	tree->missingValueStrategy = (MlsMissingValueStrategy)
		mls_pmml_word(pmml, element, "missingValueStrategy", strategies, MLS_MISSING_NONE);
	tree->missingValuePenalty = mls_pmml_number(pmml, element, "missingValuePenalty", 1.0);
	tree->return_last_prediction =
		mls_pmml_word(pmml, element, "noTrueChildStrategy", no_true_child, false) != 0;
	tree->root = MLS_NEW(pmml->load, MlsNode);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "Node"))
			mls_pmml_other_child(pmml, element, child);
	}
	if (!root)
	{
		mls_pmml_problem(pmml, MLS_INVALID, element, "the Node is missing");
		return;
	}
	to_do = MLS_PUSH(pmml->load, &reading.list, ToDo);
	to_do->element = root;
	to_do->node = tree->root;
	while (reading.list.n > 0)
	{
		ToDo		next = MLS_ITEM(&reading.list, ToDo, --reading.list.n);

		mls_tick(pmml->load);
		read_node(pmml, next.element, next.node, &reading);
	}
	if (reading.parts.n > 0)
		mls_pmml_compose_tree(pmml, element, model, &reading.parts);
}
