/*
 * test/unit/test_pmml_models.c
 *	  Unit tests of the PMML reader: predicates and models.
 */
#include <math.h>
#include <string.h>

#include "pmml_document.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name='x'/><MiningField name='y' usageType='target'/></MiningSchema>"

/* ---- predicates ---- */

/* Reads one predicate, of a tree's root; pmml_close() is to be called. */
static const MlsPredicate *
read_predicate(PmmlDocument *pmml, const char *text)
{
	pmml_open_tree(pmml, pmml_text("<Node score='1'>%s</Node>", text));
	CHECK_STRING(pmml->problems, "");
	return pmml->model ? &pmml->model->u.tree->root->predicate : NULL;
}

TEST(simple_predicates)
{
	static const char *const names[] = {
		"equal", "notEqual", "lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual", "isMissing",
		"isNotMissing"
	};
	PmmlDocument pmml;

	for (int i = 0; i < 8; i++)
	{
		const MlsPredicate *p =
			read_predicate(&pmml, pmml_text("<SimplePredicate field='x' operator='%s'%s/>", names[i],
											i < 6 ? " value=' 1.50'" : ""));

		REQUIRE(p != NULL);
		CHECK_INT(p->kind, MLS_PRED_SIMPLE);
		CHECK_INT(p->op, MLS_OP_EQUAL + i);
		CHECK_STRING(p->field, "x");
		CHECK_STRING(p->u.text, i < 6 ? " 1.50" : NULL);
		CHECK_INT(p->line, 2);
		pmml_close(&pmml);
	}
}

static void
check_set(const char *array, uint32_t n, const char *const *values)
{
	PmmlDocument pmml;
	const MlsPredicate *p =
		read_predicate(&pmml, pmml_text("<SimpleSetPredicate field='c' booleanOperator='isNotIn'>%s</SimpleSetPredicate>", array));

	REQUIRE(p != NULL);
	CHECK_INT(p->kind, MLS_PRED_SIMPLE_SET);
	CHECK(p->is_not_in);
	CHECK_INT(p->u.set->n, n);
	for (uint32_t i = 0; i < n && i < p->u.set->n; i++)
		CHECK_STRING(p->u.set->values[i], values[i]);
	pmml_close(&pmml);
}

TEST(sets_are_split_at_white_space_but_for_quotes)
{
	check_set("<Array type='string' n='3'>a b\n\tc </Array>", 3, (const char *const[]) {"a", "b", "c"});
	check_set("<Array type='string'>\"a b\" \"\" \"c\"</Array>", 3, (const char *const[]) {"a b", "", "c"});
	check_set("<Array type='string'>\"a \\\"b\\\" c\" \"\\\"\"</Array>", 2, (const char *const[]) {"a \"b\" c", "\""});
	check_set("<Array type='string'>\\a \"C:\\temp d\\\\\" 5\" b\\</Array>", 4,
			  (const char *const[]) {"\\a", "C:\\temp d\\", "5\"", "b\\"});
	check_set("<Array type='int'>1 \"2\" -3</Array>", 3, (const char *const[]) {"1", "2", "-3"});
	check_set("<Array type='real' n='2'>1.0 2e5</Array>", 2, (const char *const[]) {"1.0", "2e5"});
	check_set("<Array n='0' type='string'/>", 0, NULL);
	check_set("<Array type='string'><![CDATA[<a> b]]></Array>", 2, (const char *const[]) {"<a>", "b"});
}

TEST(a_set_may_be_long)
{
	PmmlDocument pmml;
	const MlsPredicate *p =
		read_predicate(&pmml, pmml_text("<SimpleSetPredicate field='c' booleanOperator='isIn'>"
										"<Array type='int' n='100000'>%s</Array></SimpleSetPredicate>",
										pmml_repeat("7 ", 100000)));

	REQUIRE(p != NULL && p->u.set->n == 100000);
	CHECK(!p->is_not_in);
	CHECK_STRING(p->u.set->values[99999], "7");
	pmml_close(&pmml);
}

TEST(compound_predicates)
{
	static const char *const names[] = {"and", "or", "xor", "surrogate"};
	PmmlDocument pmml;

	for (int i = 0; i < 4; i++)
	{
		const MlsPredicate *p =
			read_predicate(&pmml, pmml_text("<CompoundPredicate booleanOperator='%s'><Extension/>"
											"<SimplePredicate field='x' operator='isMissing'/><True/><False/>"
											"<CompoundPredicate booleanOperator='and'><True/></CompoundPredicate>"
											"</CompoundPredicate>", names[i]));

		REQUIRE(p != NULL);
		CHECK_INT(p->kind, MLS_PRED_COMPOUND);
		CHECK_INT(p->op, MLS_BOOL_AND + i);
		CHECK_INT(p->u.compound->n, 4);
		CHECK_INT(p->u.compound->parts[0].kind, MLS_PRED_SIMPLE);
		CHECK_INT(p->u.compound->parts[1].kind, MLS_PRED_TRUE);
		CHECK_INT(p->u.compound->parts[2].kind, MLS_PRED_FALSE);
		CHECK_INT(p->u.compound->parts[3].kind, MLS_PRED_COMPOUND);
		CHECK_INT(p->u.compound->parts[3].u.compound->n, 1);
		pmml_close(&pmml);
	}
}

/* ---- models ---- */

TEST(regression_models)
{
	static const char *const names[] = {
		"none", "simplemax", "softmax", "logit", "probit", "cloglog", "exp", "loglog", "cauchit"
	};
	PmmlDocument pmml;
	MlsRegressionTable *t;

	pmml_open_rest(&pmml,
				   "<RegressionModel functionName='classification' modelType='logisticRegression' targetFieldName='cls'"
				   " normalizationMethod='softmax' x-mathContext='float'>" SCHEMA
				   "<RegressionTable intercept='0.1' targetCategory='yes'><Extension/>"
				   "<NumericPredictor name='x' coefficient=' 1.5e0'/><NumericPredictor field='x2' exponent='2' coefficient='-INF'/>"
				   "<CategoricalPredictor name='c' value='a' coefficient='2'/><CategoricalPredictor fieldName='c' value='' coefficient='3'/>"
				   "<PredictorTerm name='t' coefficient='4'><FieldRef field='x'/><FieldRef field='x3'/></PredictorTerm>"
				   "</RegressionTable>\n<RegressionTable targetCategory='no'/></RegressionModel>");
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL);
	CHECK_INT(pmml.model->type, MLS_MODEL_REGRESSION);
	CHECK_INT(pmml.model->functionName, MLS_FUNCTION_CLASSIFICATION);
	CHECK(pmml.model->float_context);
	CHECK_INT(pmml.model->u.regression->normalizationMethod, MLS_LINK_SOFTMAX);
	CHECK_STRING(pmml.model->u.regression->targetFieldName, "cls");
	CHECK(!pmml.model->u.regression->intercept_first);
	CHECK(!pmml.model->u.regression->missing_adds_nothing);
	CHECK_INT(pmml.model->u.regression->n_tables, 2);
	t = pmml.model->u.regression->tables;
	CHECK_STRING(t[0].intercept.text, "0.1");
	CHECK_STRING(t[0].targetCategory, "yes");
	CHECK_INT(t[0].n_numeric, 2);
	CHECK_STRING(t[0].numeric[0].name, "x");
	CHECK_DOUBLE(t[0].numeric[0].exponent, 1.0);
	CHECK_STRING(t[0].numeric[0].coefficient.text, " 1.5e0");
	CHECK_STRING(t[0].numeric[1].name, "x2");
	CHECK_DOUBLE(t[0].numeric[1].exponent, 2.0);
	CHECK_INT(t[0].n_categorical, 2);
	CHECK_STRING(t[0].categorical[1].name, "c");
	CHECK_STRING(t[0].categorical[1].value, "");
	CHECK_STRING(t[0].categorical[1].coefficient.text, "3");
	CHECK_INT(t[0].n_terms, 1);
	CHECK_INT(t[0].terms[0].n_fields, 2);
	CHECK_STRING(t[0].terms[0].fields[1], "x3");
	CHECK_STRING(t[0].terms[0].coefficient.text, "4");
	CHECK(t[1].intercept.text == NULL && t[1].intercept.is_number);
	CHECK_DOUBLE(t[1].intercept.number, 0.0);
	CHECK_INT(t[1].line, 3);
	pmml_close(&pmml);

	for (int i = 0; i < 9; i++)
	{
		pmml_open_rest(&pmml, pmml_text("<RegressionModel functionName='regression' normalizationMethod='%s'>"
										SCHEMA "<RegressionTable/></RegressionModel>", names[i]));
		CHECK_STRING(pmml.problems, "");
		CHECK_INT(pmml.model ? (int) pmml.model->u.regression->normalizationMethod : -1, MLS_LINK_NONE + i);
		pmml_close(&pmml);
	}
}

TEST(tree_models)
{
	static const char *const strategies[] = {
		"none", "lastPrediction", "nullPrediction", "defaultChild", "weightedConfidence", "aggregateNodes"
	};
	PmmlDocument pmml;
	MlsNode    *n;

	pmml_open_rest(&pmml,
				   "<TreeModel functionName='classification' splitCharacteristic='multiSplit' missingValuePenalty='0.8'"
				   " noTrueChildStrategy='returnLastPrediction' missingValueStrategy='defaultChild' x-mathContext='double'>" SCHEMA
				   "<Node id='r' score='yes' recordCount='10' defaultChild='b'><Extension/><True/>"
				   "<Partition name='p'/><ScoreDistribution value='yes' recordCount='7' confidence='0.6'/>"
				   "<Node id='a'><SimplePredicate field='x' operator='lessThan' value='1'/>"
				   "<Node id='a1' score='1'><False/></Node></Node>"
				   "<ScoreDistribution value='no' recordCount='3' probability='0.25'/>\n"
				   "<Node id='b' score=' 2 '><SimplePredicate field='x' operator='greaterThan' value='1'/></Node></Node></TreeModel>");
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL);
	CHECK_INT(pmml.model->type, MLS_MODEL_TREE);
	CHECK_INT(pmml.model->u.tree->missingValueStrategy, MLS_MISSING_DEFAULT_CHILD);
	CHECK_DOUBLE(pmml.model->u.tree->missingValuePenalty, 0.8);
	CHECK(pmml.model->u.tree->return_last_prediction);
	n = pmml.model->u.tree->root;
	CHECK_STRING(n->details->id, "r");
	CHECK_STRING(n->score.text, "yes");
	CHECK_DOUBLE(n->details->recordCount, 10.0);
	CHECK_STRING(n->details->defaultChild, "b");
	CHECK_INT(n->default_child_index, -1);
	CHECK_INT(n->predicate.kind, MLS_PRED_TRUE);
	CHECK_INT(n->details->n_distributions, 2);
	CHECK_DOUBLE(n->details->distributions[0].recordCount, 7.0);
	CHECK_DOUBLE(n->details->distributions[0].confidence, 0.6);
	CHECK_DOUBLE(n->details->distributions[0].probability, NAN);
	CHECK_STRING(n->details->distributions[1].value, "no");
	CHECK_DOUBLE(n->details->distributions[1].probability, 0.25);
	CHECK_INT(n->n_children, 2);
	CHECK_STRING(n->children[0].details->id, "a");
	CHECK(!mls_node_has_score(&n->children[0]));
	CHECK_DOUBLE(n->children[0].details->recordCount, NAN);
	CHECK_INT(n->children[0].n_children, 1);
	CHECK_STRING(n->children[0].children[0].details->id, "a1");
	CHECK_STRING(n->children[1].score.text, " 2 ");
	CHECK_INT(n->children[1].line, 3);
	CHECK(n->children[0].predicate.field == n->children[1].predicate.field);
	pmml_close(&pmml);

	for (int i = 0; i < 6; i++)
	{
		pmml_open_rest(&pmml, pmml_text("<TreeModel functionName='regression' missingValueStrategy='%s'>" SCHEMA
										"<Node><True/></Node></TreeModel>", strategies[i]));
		CHECK_STRING(pmml.problems, "");
		CHECK_INT(pmml.model ? (int) pmml.model->u.tree->missingValueStrategy : -1, MLS_MISSING_NONE + i);
		pmml_close(&pmml);
	}
}

TEST(mining_models)
{
	static const char *const methods[] = {
		"majorityVote", "weightedMajorityVote", "average", "weightedAverage", "median", "weightedMedian",
		"max", "sum", "weightedSum", "selectFirst", "selectAll", "modelChain", "multiModelChain"
	};
	static const struct
	{
		const char *name;
		MlsMultipleModelMethod method;
	}			early[] =
	{
		{"x-weightedMedian", MLS_METHOD_WEIGHTED_MEDIAN},
		{"x-weightedSum", MLS_METHOD_WEIGHTED_SUM},
		{"x-multiModelChain", MLS_METHOD_MULTI_MODEL_CHAIN}
	};
	PmmlDocument pmml;
	MlsMiningModel *m;

	pmml_open_rest(&pmml,
				   "<MiningModel functionName='mixed'>" SCHEMA
				   "<LocalTransformations><DerivedField name='l1' optype='continuous' dataType='double'><FieldRef field='x'/></DerivedField></LocalTransformations>"
				   "<Segmentation multipleModelMethod='weightedAverage' missingPredictionTreatment='skipSegment' missingThreshold='0.5'>"
				   "<LocalTransformations><DerivedField name='l2' optype='continuous' dataType='double'><FieldRef field='x'/></DerivedField></LocalTransformations>"
				   "<Segment weight='0.25'><SimplePredicate field='c' operator='equal' value='a'/>"
				   "<TreeModel functionName='regression'>" SCHEMA
				   "<Node score='1'><True/></Node><ModelVerification>nothing that is read</ModelVerification></TreeModel></Segment>"
				   "<Segment id='s'><Extension/><True/><MiningModel functionName='regression' x-mathContext='float'>" SCHEMA
				   "<Segmentation multipleModelMethod='sum'><Segment><True/><RegressionModel functionName='regression'>" SCHEMA
				   "<RegressionTable/></RegressionModel></Segment></Segmentation></MiningModel>"
				   "<VariableWeight field='x2'/></Segment></Segmentation></MiningModel>");
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL);
	CHECK_INT(pmml.model->functionName, MLS_FUNCTION_MIXED);
	CHECK_INT(pmml.model->n_derived, 2);
	CHECK_STRING(pmml.model->derived[0].name, "l1");
	CHECK_STRING(pmml.model->derived[1].name, "l2");
	m = pmml.model->u.mining;
	CHECK_INT(m->multipleModelMethod, MLS_METHOD_WEIGHTED_AVERAGE);
	CHECK_INT(m->missingPredictionTreatment, MLS_PREDICTION_SKIP_SEGMENT);
	CHECK_DOUBLE(m->missingThreshold, 0.5);
	CHECK(m->margins == NULL);
	CHECK_INT(m->n_segments, 2);
	CHECK_STRING(m->segments[0].id, "1");
	CHECK_DOUBLE(m->segments[0].weight, 0.25);
	CHECK_INT(m->segments[0].predicate.kind, MLS_PRED_SIMPLE);
	CHECK_INT(m->segments[0].model->type, MLS_MODEL_TREE);
	CHECK(m->segments[0].model->verification == NULL);
	CHECK(!m->segments[0].model->float_context);
	CHECK_STRING(m->segments[0].variable_weight, NULL);
	CHECK_STRING(m->segments[1].id, "s");
	CHECK_DOUBLE(m->segments[1].weight, 1.0);
	CHECK_STRING(m->segments[1].variable_weight, "x2");
	CHECK(m->segments[1].model->float_context);
	CHECK_INT(m->segments[1].model->u.mining->segments[0].model->type, MLS_MODEL_REGRESSION);
	pmml_close(&pmml);

	for (int i = 0; i < 16; i++)
	{
		pmml_open_rest(&pmml, pmml_text("<MiningModel functionName='regression'>" SCHEMA
										"<Segmentation multipleModelMethod='%s' x-missingPredictionTreatment='returnMissing' x-missingThreshold='0.125'>"
										"<Segment><True/><TreeModel functionName='regression'>" SCHEMA
										"<Node><True/></Node></TreeModel></Segment></Segmentation></MiningModel>",
										i < 13 ? methods[i] : early[i - 13].name));
		CHECK_STRING(pmml.problems, "");
		REQUIRE(pmml.model != NULL);
		CHECK_INT(pmml.model->u.mining->multipleModelMethod,
				  i < 13 ? (int) MLS_METHOD_MAJORITY_VOTE + i : (int) early[i - 13].method);
		CHECK_INT(pmml.model->u.mining->missingPredictionTreatment, MLS_PREDICTION_RETURN_MISSING);
		CHECK_DOUBLE(pmml.model->u.mining->missingThreshold, 0.125);
		pmml_close(&pmml);
	}
}

TEST(verification)
{
	PmmlDocument pmml;
	MlsModelVerification *v;
	const char *text =
	"<TreeModel functionName='regression'>" SCHEMA "<Node score='1'><True/></Node>"
	"<ModelVerification recordCount='3' fieldCount='2'><VerificationFields>"
	"<VerificationField field='x' column='data:x'/><VerificationField field='y' precision='1e-3' zeroThreshold='0.5'/>"
	"</VerificationFields><InlineTable xmlns:data='urn:d'><row><data:x>1</data:x><y>2</y></row>\n<row><x/><y>3</y></row>"
	"<row><y/></row></InlineTable></ModelVerification></TreeModel>";
	static const char *const cells[] = {"1", "2", NULL, "3", NULL, NULL};

	pmml_open_rest(&pmml, text);
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL && pmml.model->verification != NULL);
	v = pmml.model->verification;
	CHECK_INT(v->n_fields, 2);
	CHECK_STRING(v->fields[0].field, "x");
	CHECK_DOUBLE(v->fields[0].precision, 1e-6);
	CHECK_DOUBLE(v->fields[0].zeroThreshold, 1e-16);
	CHECK_DOUBLE(v->fields[1].precision, 1e-3);
	CHECK_DOUBLE(v->fields[1].zeroThreshold, 0.5);
	CHECK_INT(v->n_rows, 3);
	for (int i = 0; i < 6; i++)
		CHECK_STRING(v->cells[i], cells[i]);
	pmml_close(&pmml);
}

TEST(verification_can_be_left_out)
{
	static const MlsLoadOptions options = {.skip_verification = true};
	PmmlDocument pmml;
	const char *text =
	"<PMML><DataDictionary/><TreeModel functionName='regression'><MiningSchema/><Node score='1'><True/></Node>"
	"<ModelVerification><VerificationFields/></ModelVerification></TreeModel></PMML>";

	pmml_open_bytes(&pmml, text, strlen(text), &options, &mls_malloc_host, 1 << 24);
	CHECK_STRING(pmml.problems, "");
	CHECK(pmml.model && pmml.model->verification == NULL);
	pmml_close(&pmml);
}
