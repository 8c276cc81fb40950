/*
 * test/unit/test_pmml_expressions.c
 *	  Unit tests of the PMML reader: derived fields, functions, expressions.
 */
#include <math.h>

#include "pmml_document.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name='x'/><MiningField name='y' usageType='target'/></MiningSchema>"

TEST(the_transformation_dictionary_and_functions)
{
	PmmlDocument pmml;
	MlsDefineFunction *g;

	pmml_open_rest(&pmml,
				   "<TransformationDictionary>"
				   "<DerivedField name='a' displayName='A' optype='continuous' dataType='float'>"
				   "<Apply function='g'><FieldRef field='x'/><Constant>2</Constant></Apply></DerivedField>"
				   "<DefineFunction name='g' optype='continuous' dataType='double'>"
				   "<ParameterField name='p' optype='continuous' dataType='integer'/><ParameterField name='q'/>"
				   "<Apply function='+'><FieldRef field='p'/><FieldRef field='q'/></Apply></DefineFunction>"
				   "<DerivedField name='b' optype='categorical'><FieldRef field='c'/></DerivedField>"
				   "<DerivedField name='e' optype='continious'><Extension/><FieldRef field='x'/><Interval/></DerivedField>"
				   "<DerivedField name='n'><FieldRef field='x'/></DerivedField>"
				   "</TransformationDictionary>"
				   "<TreeModel functionName='regression'>" SCHEMA "<LocalTransformations>"
				   "<DerivedField name='l' optype='categorical' dataType='string'><FieldRef field='c'/><Value value='v'/></DerivedField>"
				   "</LocalTransformations><Node score='1'><True/></Node></TreeModel>");
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL);
	CHECK_INT(pmml.document->n_derived, 4);
	CHECK_STRING(pmml.document->derived[0].name, "a");
	CHECK_STRING(pmml.document->derived[0].displayName, "A");
	CHECK_INT(pmml.document->derived[0].dataType, MLS_TYPE_FLOAT);
	CHECK_INT(pmml.document->derived[1].dataType, MLS_TYPE_STRING);
	CHECK_INT(pmml.document->derived[2].dataType, MLS_TYPE_DOUBLE);
	CHECK_INT(pmml.document->derived[2].optype, MLS_OPTYPE_CONTINUOUS);
	CHECK_INT(pmml.document->derived[3].dataType, MLS_TYPE_NONE);
	CHECK_INT(pmml.document->n_functions, 1);
	g = pmml.document->functions;
	CHECK_STRING(g->name, "g");
	CHECK_INT(g->dataType, MLS_TYPE_DOUBLE);
	CHECK_INT(g->n_parameters, 2);
	CHECK_STRING(g->parameters[0].name, "p");
	CHECK_INT(g->parameters[0].dataType, MLS_TYPE_INTEGER);
	CHECK_INT(g->parameters[1].dataType, MLS_TYPE_NONE);
	CHECK_INT(g->expression->kind, MLS_EXPR_APPLY);
	CHECK_INT(pmml.model->n_derived, 1);
	CHECK_STRING(pmml.model->derived[0].name, "l");
	pmml_close(&pmml);
}

/* Reads one expression; pmml_close() is to be called. */
static const MlsExpression *
read_expression(PmmlDocument *pmml, const char *text)
{
	pmml_open_derived(pmml, text);
	CHECK_STRING(pmml->problems, "");
	return pmml->model ? pmml->model->derived[0].expression : NULL;
}

TEST(constants)
{
	PmmlDocument pmml;
	const MlsExpression *e = read_expression(&pmml, "<Constant dataType='string'> a\n&lt;</Constant>");

	REQUIRE(e != NULL);
	CHECK_INT(e->kind, MLS_EXPR_CONSTANT);
	CHECK_INT(e->line, 2);
	CHECK_INT(e->dataType, MLS_TYPE_STRING);
	CHECK_STRING(e->u.constant.value.text, " a\n<");
	CHECK(!e->u.constant.missing);
	pmml_close(&pmml);

	e = read_expression(&pmml, "<Constant/>");
	REQUIRE(e != NULL);
	CHECK_INT(e->dataType, MLS_TYPE_NONE);
	CHECK_STRING(e->u.constant.value.text, "");
	pmml_close(&pmml);

	e = read_expression(&pmml, "<Constant missing='true' dataType='double'/>");
	REQUIRE(e != NULL);
	CHECK(e->u.constant.missing);
	pmml_close(&pmml);
}

TEST(field_references_and_norms)
{
	PmmlDocument pmml;
	const MlsExpression *e = read_expression(&pmml, "<FieldRef field='x' mapMissingTo='-1'/>");

	REQUIRE(e != NULL);
	CHECK_INT(e->kind, MLS_EXPR_FIELD_REF);
	CHECK_STRING(e->u.field_ref.field, "x");
	CHECK_STRING(e->mapMissingTo, "-1");
	CHECK_STRING(e->defaultValue, NULL);
	pmml_close(&pmml);

	e = read_expression(&pmml, "<NormDiscrete field='c' method='indicator' value='a' mapMissingTo='0.5'/>");
	REQUIRE(e != NULL);
	CHECK_INT(e->kind, MLS_EXPR_NORM_DISCRETE);
	CHECK_STRING(e->u.norm_discrete.field, "c");
	CHECK_STRING(e->u.norm_discrete.value.text, "a");
	CHECK_STRING(e->mapMissingTo, "0.5");
	pmml_close(&pmml);

	e = read_expression(&pmml,
						"<NormContinuous field='x' outliers='asExtremeValues'><Extension/>"
						"<LinearNorm orig='-1' norm='0'/><LinearNorm orig='1e2' norm='1'/></NormContinuous>");
	REQUIRE(e != NULL);
	CHECK_INT(e->kind, MLS_EXPR_NORM_CONTINUOUS);
	CHECK_INT(e->u.norm_continuous.outliers, MLS_OUTLIERS_AS_EXTREME_VALUES);
	CHECK_INT(e->u.norm_continuous.n_norms, 2);
	CHECK_DOUBLE(e->u.norm_continuous.norms[0].orig, -1.0);
	CHECK_DOUBLE(e->u.norm_continuous.norms[1].orig, 100.0);
	CHECK_DOUBLE(e->u.norm_continuous.norms[1].norm, 1.0);
	pmml_close(&pmml);
}

TEST(bins)
{
	PmmlDocument pmml;
	const MlsExpression *e =
		read_expression(&pmml,
						"<Discretize field='x' mapMissingTo='m' defaultValue='d' dataType='string'>"
						"<DiscretizeBin binValue='lo'><Interval closure='openOpen' rightMargin='0'/></DiscretizeBin>\n"
						"<DiscretizeBin binValue='hi'><Interval closure='closedOpen' leftMargin='0'/></DiscretizeBin></Discretize>");

	REQUIRE(e != NULL);
	CHECK_INT(e->kind, MLS_EXPR_DISCRETIZE);
	CHECK_STRING(e->mapMissingTo, "m");
	CHECK_STRING(e->defaultValue, "d");
	CHECK_INT(e->dataType, MLS_TYPE_STRING);
	CHECK_INT(e->u.discretize.n_bins, 2);
	CHECK_STRING(e->u.discretize.bins[0].binValue, "lo");
	CHECK_DOUBLE(e->u.discretize.bins[0].interval.leftMargin, -INFINITY);
	CHECK_STRING(e->u.discretize.bins[1].binValue, "hi");
	CHECK_INT(e->u.discretize.bins[1].interval.line, 3);
	pmml_close(&pmml);
}

static void
check_cells(const MlsExpression *e, uint32_t n_rows, const char *const *cells)
{
	CHECK_INT(e->u.map_values.n_rows, n_rows);
	for (uint32_t i = 0; i < n_rows * (e->u.map_values.n_fields + 1); i++)
		CHECK_STRING(e->u.map_values.cells[i], cells[i]);
}

TEST(maps_take_cells_by_the_names_of_columns)
{
	PmmlDocument pmml;
	const MlsExpression *e =
		read_expression(&pmml,
						"<MapValues outputColumn='out' defaultValue='d' mapMissingTo='m' dataType='integer'>"
						"<FieldColumnPair field='c' column='a'/><FieldColumnPair field='x' column='b'/>"
						"<InlineTable><Extension/><row><a>A</a><b>1</b><out>7</out></row>"
						"<row><out>8</out><z>?</z><b>2</b><a> </a></row><row><a/><out>9</out></row><row/></InlineTable></MapValues>");

	REQUIRE(e != NULL);
	CHECK_INT(e->kind, MLS_EXPR_MAP_VALUES);
	CHECK_INT(e->u.map_values.n_fields, 2);
	CHECK_STRING(e->u.map_values.fields[0], "c");
	CHECK_STRING(e->u.map_values.fields[1], "x");
	CHECK_INT(e->dataType, MLS_TYPE_INTEGER);
	check_cells(e, 4, (const char *const[]) {"A", "1", "7", " ", "2", "8", "", NULL, "9", NULL, NULL, NULL});
	pmml_close(&pmml);

	/* prefixes in the columns, in the cells, in both, and bound to nothing; one column twice */
	e = read_expression(&pmml,
						"<MapValues xmlns:d='urn:d' outputColumn='d:out'>"
						"<FieldColumnPair field='c' column='a'/><FieldColumnPair field='x' column='data:b'/>"
						"<FieldColumnPair field='x2' column='a'/>"
						"<InlineTable><row><d:a>1</d:a><data:b>2</data:b><d:out>3</d:out></row>"
						"<row><a>4</a><b>5</b><out>6</out></row>"
						"<row xmlns:o='urn:d'><o:a>7</o:a><o:b>8</o:b><d:out>9</d:out><o:out>?</o:out></row></InlineTable></MapValues>");
	REQUIRE(e != NULL);
	check_cells(e, 3, (const char *const[]) {"1", "2", "1", "3", "4", "5", "4", "6", "7", "8", "7", "9"});
	pmml_close(&pmml);

	e = read_expression(&pmml, "<MapValues outputColumn='o' defaultValue='1'><FieldColumnPair field='c' column='a'/></MapValues>");
	REQUIRE(e != NULL);
	CHECK_INT(e->u.map_values.n_fields, 1);
	CHECK_INT(e->u.map_values.n_rows, 0);
	pmml_close(&pmml);
}

TEST(applied_functions)
{
	PmmlDocument pmml;
	const MlsExpression *e =
		read_expression(&pmml,
						"<Apply function='if' mapMissingTo='1' defaultValue='2' invalidValueTreatment='asMissing'>"
						"<Apply function='lessThan'><FieldRef field='x'/><Constant>0</Constant></Apply>"
						"<Apply function='%'><FieldRef field='x'/><Constant>2</Constant></Apply>"
						"<Apply function='x-tanh'><FieldRef field='x'/></Apply></Apply>");

	REQUIRE(e != NULL);
	CHECK_INT(e->kind, MLS_EXPR_APPLY);
	CHECK_STRING(e->u.apply.function, "if");
	CHECK_STRING(e->mapMissingTo, "1");
	CHECK_STRING(e->defaultValue, "2");
	CHECK_INT(e->u.apply.invalidValueTreatment, MLS_INVALID_AS_MISSING);
	CHECK_INT(e->u.apply.n_arguments, 3);
	CHECK_STRING(e->u.apply.arguments[0]->u.apply.function, "lessThan");
	CHECK_INT(e->u.apply.arguments[0]->u.apply.invalidValueTreatment, MLS_INVALID_RETURN_INVALID);
	CHECK_STRING(e->u.apply.arguments[1]->u.apply.function, "modulo");
	CHECK_STRING(e->u.apply.arguments[2]->u.apply.function, "tanh");
	pmml_close(&pmml);
}
