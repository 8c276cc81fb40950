/*
 * test/unit/test_tree.c
 *	  Unit tests of trees: what no reference implementation scores, what is
 *	  refused, and trees deeper than a C stack.
 *
 * Strategies and predicates are held against references in model_fixtures/.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile/compile.h"
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/>" \
	"<MiningField name=\"z\"/><MiningField name=\"i\"/><MiningField name=\"c\"/></MiningSchema>"
#define CLASS_SCHEMA "<MiningSchema><MiningField name=\"k\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"

/* A regression tree with these attributes and nodes. */
#define TREE(attributes, nodes) \
	"<TreeModel functionName=\"regression\" " attributes ">" SCHEMA nodes "</TreeModel>"

#define SIMPLE(field, op, value) \
	"<SimplePredicate field=\"" field "\" operator=\"" op "\" value=\"" value "\"/>"
#define LEAF(score, predicate)		"<Node score=\"" score "\">" predicate "</Node>"

TEST(a_default_child_that_is_none_is_an_invalid_row_only_where_it_is_needed)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(TREE("missingValueStrategy=\"defaultChild\"",
		"<Node score=\"0\"><True/>" LEAF("1", SIMPLE("x", "lessThan", "5")) LEAF("2", SIMPLE("x", "greaterOrEqual", "5"))
		"</Node>")), NULL);
	scoring_text(&s, "x", "4.5");
	CHECK_STRING(scoring_result(&s, "y"), "1.0");
	scoring_row(&s);
	CHECK_STRING(scoring_result(&s, "y"), "invalid");
	CHECK_INT(mls_eval_status(s.eval, 0).code, MLS_REASON_NO_DEFAULT_CHILD);
	scoring_close(&s);

	scoring_refused(TREE("missingValueStrategy=\"defaultChild\"",
		"<Node defaultChild=\"7\"><True/>" LEAF("1", "<True/>") "</Node>"), MLS_INVALID, "\"7\" is none of the node's children");
}

TEST(a_derived_nan_is_above_every_number)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml("<TransformationDictionary><DerivedField name=\"q\" optype=\"continuous\" dataType=\"double\">"
		"<FieldRef field=\"x\" mapMissingTo=\"NaN\"/></DerivedField></TransformationDictionary>"
		TREE("", "<Node><True/>" LEAF("1", SIMPLE("q", "lessOrEqual", "5")) LEAF("2", SIMPLE("q", "greaterThan", "5"))
		"</Node>")), NULL);
	CHECK_STRING(scoring_result(&s, "y"), "2.0");
	scoring_row(&s);
	scoring_text(&s, "x", "-1");
	CHECK_STRING(scoring_result(&s, "y"), "1.0");
	scoring_close(&s);
}

TEST(integers_too_large_for_a_double_are_still_compared_exactly)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(TREE("", "<Node><True/>"
		LEAF("1", SIMPLE("i", "lessOrEqual", "9007199254740992")) LEAF("2", "<True/>") "</Node>")), NULL);
	mls_set_integer(s.eval, scoring_input(&s, "i"), 0, INT64_C(9007199254740992));
	CHECK_STRING(scoring_result(&s, "y"), "1.0");
	scoring_row(&s);
	mls_set_integer(s.eval, scoring_input(&s, "i"), 0, INT64_C(9007199254740993));
	CHECK_STRING(scoring_result(&s, "y"), "2.0");
	scoring_close(&s);
}

TEST(nodes_are_numbered_in_document_order)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml("<TreeModel functionName=\"classification\">" CLASS_SCHEMA
		"<Output><OutputField name=\"e\" feature=\"entityId\"/></Output>"
		"<Node score=\"no\"><True/>"
		"<Node score=\"no\">" SIMPLE("x", "lessThan", "0") LEAF("no", SIMPLE("x", "lessThan", "-5")) LEAF("yes", "<True/>") "</Node>"
		"<Node id=\"right\" score=\"yes\">" SIMPLE("x", "lessThan", "9") "</Node>"
		LEAF("no", "<True/>") "</Node></TreeModel>"), NULL);
	scoring_text(&s, "x", "-1");
	CHECK_STRING(scoring_result(&s, "e"), "4");
	scoring_row(&s);
	scoring_text(&s, "x", "1");
	CHECK_STRING(scoring_result(&s, "e"), "right");
	scoring_row(&s);
	scoring_text(&s, "x", "10");
	CHECK_STRING(scoring_result(&s, "e"), "6");
	scoring_close(&s);
}

TEST(what_a_tree_cannot_be_is_refused_with_its_line)
{
	scoring_refused(TREE("missingValueStrategy=\"aggregateNodes\"", LEAF("1", "<True/>")),
				  MLS_UNSUPPORTED, "has no meaning in a regression");
	scoring_refused(TREE("", LEAF("high", "<True/>")), MLS_INVALID, "\"high\" is no number");
	scoring_refused(TREE("", "<Node><True/>" LEAF("1", SIMPLE("x", "lessThan", "many")) "</Node>"),
				  MLS_INVALID, "\"many\" is no number, as field \"x\" is");
	scoring_refused(TREE("", "<Node><True/>" LEAF("1", SIMPLE("nowhere", "lessThan", "1")) "</Node>"),
				  MLS_INVALID, "there is no field \"nowhere\"");
	scoring_refused("<TreeModel functionName=\"classification\"><MiningSchema><MiningField name=\"s\" usageType=\"target\"/>"
				  "<MiningField name=\"x\"/></MiningSchema><Node><True/></Node></TreeModel>",
				  MLS_INVALID, "the model has no categories");
}

/* Two problems, each said once, though trees are compiled as forests first. */
TEST(each_problem_of_a_tree_is_said_once)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(TREE("", "<Node><True/>" LEAF("high", SIMPLE("nowhere", "lessThan", "1"))
									   LEAF("low", "<True/>") "</Node>")), NULL);
	CHECK_INT(s.load.n_problems, 3);
	scoring_close(&s);
}

/* ---- depth ---- */

typedef struct Deep
{
	uint32_t	depth;
	MlsDocument document;
	MlsModel	model;
	MlsLoadOptions options;
	MlsImage   *images[2];
} Deep;

/* A tree that splits at 1, 2, 3 ... each time further down on the right. */
static void
make_deep_tree(MlsLoad *load, void *arg)
{
	Deep	   *deep = arg;
	MlsNode    *node;

	deep->document.fields = MLS_NEW(load, MlsDataField);
	deep->document.fields[0] = (MlsDataField) {.name = "x", .dataType = MLS_TYPE_DOUBLE, .optype = MLS_OPTYPE_CONTINUOUS};
	deep->document.n_fields = 1;
	deep->model.type = MLS_MODEL_TREE;
	deep->model.fields = MLS_NEW(load, MlsMiningField);
	deep->model.fields[0] = (MlsMiningField) {.name = "x"};
	deep->model.n_fields = 1;
	deep->model.u.tree = MLS_NEW(load, MlsTreeModel);
	node = deep->model.u.tree->root = MLS_NEW(load, MlsNode);
	for (uint32_t i = 0; i < deep->depth; i++)
	{
		node->default_child_index = -1;
		node->n_children = 2;
		node->children = MLS_NEW_N(load, MlsNode, 2);
		node->children[0].predicate = mls_compare_number("x", MLS_OP_LESS_THAN, i + 1);
		mls_set_score(&node->children[0], i);
		node->children[0].default_child_index = -1;
		node = &node->children[1];
	}
	node->default_child_index = -1;
	mls_set_score(node, deep->depth);
	for (int plain = 0; plain < 2; plain++)
		deep->images[plain] = mls_compile(load, &deep->document, &deep->model, &deep->options, plain == 1);
}

TEST(trees_deeper_than_a_stack_are_scored)
{
	MlsLoad		load;
	Deep		deep = {.depth = 100000};

	mls_load_init(&load, &mls_malloc_host, (size_t) 1 << 30);
	CHECK_INT(mls_run(&load, make_deep_tree, &deep), MLS_OK);
	for (int plain = 0; plain < 2 && deep.images[1]; plain++)
	{
		const MlsImage *image = deep.images[plain];
		MlsEval    *eval = mls_eval_new(image, 2, &mls_malloc_host);

		CHECK_STRING(mls_image_check(image, image->size), NULL);
		CHECK_INT(MLS_RECORDS(image, MODEL)[0].kernel, plain ? MLS_KERNEL_TREE : MLS_KERNEL_FOREST);
		mls_eval_begin(eval, 2);
		mls_set_double(eval, 0, 0, 77777.5);
		mls_set_double(eval, 0, 1, 1e9);
		mls_eval_run(eval);
		CHECK_DOUBLE(mls_eval_cell(eval, MLS_RECORDS(image, RESULT)[0].value, 0).datum.d, 77777);
		CHECK_DOUBLE(mls_eval_cell(eval, MLS_RECORDS(image, RESULT)[0].value, 1).datum.d, 100000);
		mls_eval_free(eval);
	}
	mls_load_free(&load);
}

/* A chain of predicates on many fields in one compound would have a question for each combination. */
TEST(a_tree_that_would_be_a_huge_forest_stays_a_tree)
{
	char		predicate[4000] = "<CompoundPredicate booleanOperator=\"xor\">";
	char		document[6000];
	Scoring		s;

	for (int i = 0; i < 30; i++)
		snprintf(predicate + strlen(predicate), sizeof(predicate) - strlen(predicate),
				 "<SimplePredicate field=\"%s\" operator=\"lessThan\" value=\"%d\"/>", i % 2 ? "x" : "z", i * 7 % 30);
	strcat(predicate, "</CompoundPredicate>");
	snprintf(document, sizeof(document), TREE("", "<Node><True/><Node score=\"1\">%s</Node><Node score=\"2\"><True/></Node></Node>"),
			 predicate);
	scoring_open(&s, scoring_pmml(document), NULL);
	scoring_text(&s, "x", "-1");
	scoring_text(&s, "z", "-1");
	CHECK_STRING(scoring_result(&s, "y"), "2.0");
	scoring_row(&s);
	scoring_text(&s, "x", "-1");
	scoring_text(&s, "z", "5.5");
	CHECK_STRING(scoring_result(&s, "y"), "1.0");
	scoring_close(&s);
}
