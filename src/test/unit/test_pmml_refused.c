/*
 * test/unit/test_pmml_refused.c
 *	  Unit tests of the PMML reader: what it refuses around models, by name and
 *	  with its line, and that it goes on to find the rest.
 */
#include "pmml_refused.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name='x'/><MiningField name='y' usageType='target'/></MiningSchema>"
#define NODE "<Node score='1'><True/></Node>"

TEST(what_is_wrong_around_a_model)
{
	static const PmmlRefused refused[] = {
		UNSUPPORTED("<DeepNetwork/>", "line 2, DeepNetwork: this element is not known as a model"),
		INVALID("<TreeModel><MiningSchema><MiningField name='x'/></MiningSchema>" NODE "</TreeModel>",
				"line 2, TreeModel: attribute functionName is missing"),
		UNSUPPORTED("<TreeModel functionName='timeSeries'>" SCHEMA NODE "</TreeModel>",
					"line 2, TreeModel: functionName=\"timeSeries\" is not supported"),
		INVALID("<TreeModel functionName='clustering'>" SCHEMA NODE "</TreeModel>",
				"line 2, TreeModel: functionName=\"clustering\" does not fit this model"),
		UNSUPPORTED("<TreeModel functionName='regression' x-mathContext='decimal'>" SCHEMA NODE "</TreeModel>",
					"line 2, TreeModel: x-mathContext=\"decimal\" is not supported"),
		INVALID("<TreeModel functionName='regression'>" NODE "</TreeModel>",
				"line 2, TreeModel: the MiningSchema is missing"),
		INVALID("<TreeModel functionName='regression'>" SCHEMA "\n<MiningSchema/>" NODE "</TreeModel>",
				"line 3, MiningSchema: there is another one in line 2"),
		UNSUPPORTED("<TreeModel functionName='regression'>" SCHEMA "\n<Surprise/>" NODE "</TreeModel>",
					"line 3, Surprise: this element is not known here"),
		INVALID("<DataDictionary/><TreeModel functionName='regression'>" SCHEMA NODE "</TreeModel>",
				"line 2, DataDictionary: there is another one in line 1")
	};

	CHECK_REFUSED(pmml_open_rest, refused);
}

TEST(what_is_wrong_with_fields)
{
	static const PmmlRefused refused[] = {
		INVALID("<PMML>\n<TreeModel functionName='regression'>" SCHEMA NODE "</TreeModel></PMML>",
				"line 1, PMML: the DataDictionary is missing")
	};
	static const PmmlRefused fields[] = {
		INVALID("<DataField optype='continuous' dataType='double'/>", "line 2, DataField: attribute name is missing"),
		INVALID("<DataField name='a'/>", "line 2, DataField: attribute optype is missing"),
		UNSUPPORTED("<DataField name='a' optype='fuzzy' dataType='double'/>",
					"line 2, DataField: optype=\"fuzzy\" is not supported"),
		UNSUPPORTED("<DataField name='a' optype='continuous' dataType='tensor'/>",
					"line 2, DataField: dataType=\"tensor\" is not supported"),
		INVALID("<DataField name='a' optype='continuous'/>\n<DataField name='a' optype='ordinal'/>",
				"line 3, DataField: there is another field \"a\""),
		INVALID("<DataField name='a' optype='ordinal'><Value/></DataField>", "line 2, Value: attribute value is missing"),
		UNSUPPORTED("<DataField name='a' optype='ordinal'><Value value='' property='odd'/></DataField>",
					"line 2, Value: property=\"odd\" is not supported"),
		INVALID("<DataField name='a' optype='continuous'><Interval leftMargin='1'/></DataField>",
				"line 2, Interval: attribute closure is missing"),
		UNSUPPORTED("<DataField name='a' optype='continuous'><Interval closure='half'/></DataField>",
					"line 2, Interval: closure=\"half\" is not supported"),
		INVALID("<DataField name='a' optype='continuous'><Interval closure='openOpen' leftMargin='one'/></DataField>",
				"line 2, Interval: attribute leftMargin is not a number: \"one\""),
		INVALID("<DataField name='a' optype='continuous'><Interval closure='openOpen' leftMargin='2' rightMargin='1'/></DataField>",
				"line 2, Interval: leftMargin is not below rightMargin"),
		INVALID("<DataField name='a' optype='continuous'><Interval closure='openOpen' leftMargin='NaN'/></DataField>",
				"line 2, Interval: leftMargin is not below rightMargin"),
		UNSUPPORTED("<Field/>", "line 2, Field: this element is not known here"),
		UNSUPPORTED("<DataField name='a' optype='ordinal'><Set/></DataField>", "line 2, Set: this element is not known here")
	};

	CHECK_REFUSED(pmml_open, refused);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
	{
		PmmlRefused		one = fields[i];

		one.text = pmml_text("<PMML><DataDictionary>\n%s</DataDictionary>"
							 "<TreeModel functionName='regression'>" SCHEMA NODE "</TreeModel></PMML>", one.text);
		pmml_check_refused(pmml_open, &one, 1);
	}
}

TEST(what_is_wrong_with_a_mining_schema)
{
	static const PmmlRefused fields[] = {
		INVALID("<MiningField/>", "line 2, MiningField: attribute name is missing"),
		UNSUPPORTED("<MiningField name='x' usageType='odd'/>", "line 2, MiningField: usageType=\"odd\" is not supported"),
		UNSUPPORTED("<MiningField name='x' outliers='odd'/>", "line 2, MiningField: outliers=\"odd\" is not supported"),
		INVALID("<MiningField name='x' outliers='asExtremeValues'/>",
				"line 2, MiningField: outliers needs a lowValue or a highValue"),
		INVALID("<MiningField name='x' lowValue='2' highValue='1'/>", "line 2, MiningField: lowValue is above highValue"),
		INVALID("<MiningField name='x' lowValue='2,5'/>", "line 2, MiningField: attribute lowValue is not a number: \"2,5\""),
		UNSUPPORTED("<MiningField name='x' missingValueTreatment='odd'/>",
					"line 2, MiningField: missingValueTreatment=\"odd\" is not supported"),
		UNSUPPORTED("<MiningField name='x' invalidValueTreatment='odd'/>",
					"line 2, MiningField: invalidValueTreatment=\"odd\" is not supported"),
		INVALID("<MiningField name='x' invalidValueTreatment='asValue'/>",
				"line 2, MiningField: invalidValueTreatment=\"asValue\" needs an invalidValueReplacement"),
		INVALID("<MiningField name='x'/>\n<MiningField name='x'/>", "line 3, MiningField: there is another field \"x\""),
		UNSUPPORTED("<Field/>", "line 2, Field: this element is not known here")
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
	{
		PmmlRefused		one = fields[i];

		one.text = pmml_text("<PMML><DataDictionary/><TreeModel functionName='regression'><MiningSchema>\n%s</MiningSchema>"
							 NODE "</TreeModel></PMML>", one.text);
		pmml_check_refused(pmml_open, &one, 1);
	}
}

TEST(what_is_wrong_with_targets_and_outputs)
{
	static const PmmlRefused parts[] = {
		UNSUPPORTED("<Targets><Target castInteger='up'/></Targets>", "line 3, Target: castInteger=\"up\" is not supported"),
		INVALID("<Targets><Target min='low'/></Targets>", "line 3, Target: attribute min is not a number: \"low\""),
		INVALID("<Targets><Target><TargetValue priorProbability='x'/></Target></Targets>",
				"line 3, TargetValue: attribute priorProbability is not a number: \"x\""),
		UNSUPPORTED("<Targets><Value/></Targets>", "line 3, Value: this element is not known here"),
		INVALID("<Output><OutputField/></Output>", "line 3, OutputField: attribute name is missing"),
		UNSUPPORTED("<Output><OutputField name='o' feature='topClass'/></Output>",
					"line 3, OutputField: feature=\"topClass\" is not supported"),
		UNSUPPORTED("<Output><OutputField name='o' feature='confidenceIntervalLower'/></Output>",
					"line 3, OutputField: feature=\"confidenceIntervalLower\" is not supported"),
		UNSUPPORTED("<Output><OutputField name='o' feature='confidenceIntervalUpper'/></Output>",
					"line 3, OutputField: feature=\"confidenceIntervalUpper\" is not supported"),
		UNSUPPORTED("<Output><OutputField name='o' dataType='dates'/></Output>",
					"line 3, OutputField: dataType=\"dates\" is not supported"),
		UNSUPPORTED("<Output><OutputField name='o' isMultiValued='1'/></Output>",
					"line 3, OutputField: isMultiValued is not supported for this model"),
		UNSUPPORTED("<Output><OutputField name='o' rank='0'/></Output>", "line 3, OutputField: rank=\"0\" is not supported"),
		UNSUPPORTED("<Output><OutputField name='o' rank='1.5'/></Output>", "line 3, OutputField: rank=\"1.5\" is not supported"),
		UNSUPPORTED("<Output><OutputField name='o' rankOrder='odd'/></Output>",
					"line 3, OutputField: rankOrder=\"odd\" is not supported"),
		INVALID("<Output><OutputField name='o' feature='transformedValue'/></Output>",
				"line 3, OutputField: the expression is missing"),
		UNSUPPORTED("<Output><OutputField name='o' feature='decision'><Constant>1</Constant><Guess/></OutputField></Output>",
					"line 3, Guess: this element is not known here")
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
	{
		PmmlRefused		one = parts[i];

		one.text = pmml_text("<TreeModel functionName='regression'>" SCHEMA "\n%s" NODE "</TreeModel>", one.text);
		pmml_check_refused(pmml_open_rest, &one, 1);
	}
}

TEST(what_is_wrong_with_expressions)
{
	static const PmmlRefused refused[] = {
		INVALID("", "line 1, DerivedField: the expression is missing"),
		INVALID("<FieldRef field='x'/>\n<FieldRef field='x'/>", "line 3, FieldRef: there is more than one expression"),
		UNSUPPORTED("<Aggregate field='x' function='multiset'/>", "line 2, Aggregate: function=\"multiset\" is not supported"),
		UNSUPPORTED("<Aggregate field='x' function='sum' sqlWhere='x > 1'/>", "line 2, Aggregate: sqlWhere is not supported"),
		INVALID("<Aggregate field='x'/>", "line 2, Aggregate: attribute function is missing"),
		INVALID("<Lag/>", "line 2, Lag: attribute field is missing"),
		INVALID("<Lag field='x' n='0'/>", "line 2, Lag: n is not a whole number above 0"),
		INVALID("<Lag field='x' n='1.5'/>", "line 2, Lag: n is not a whole number above 0"),
		INVALID("<Lag field='x' n='1e10'/>", "line 2, Lag: n is not a whole number above 0"),
		UNSUPPORTED("<Lag field='x' aggregate='stddev'/>", "line 2, Lag: aggregate=\"stddev\" is not supported"),
		UNSUPPORTED("<Lag field='x'><Row/></Lag>", "line 2, Row: this element is not known here"),
		INVALID("<TextIndex textField='c'/>", "line 2, TextIndex: the expression is missing"),
		INVALID("<TextIndex><Constant>a</Constant></TextIndex>", "line 2, TextIndex: attribute textField is missing"),
		UNSUPPORTED("<TextIndex textField='c' localTermWeights='odd'><Constant>a</Constant></TextIndex>",
					"line 2, TextIndex: localTermWeights=\"odd\" is not supported"),
		UNSUPPORTED("<TextIndex textField='c' countHits='odd'><Constant>a</Constant></TextIndex>",
					"line 2, TextIndex: countHits=\"odd\" is not supported"),
		INVALID("<TextIndex textField='c' maxLevenshteinDistance='-1'><Constant>a</Constant></TextIndex>",
				"line 2, TextIndex: maxLevenshteinDistance is not a whole number from 0 on"),
		UNSUPPORTED("<TextIndex textField='c'><TextIndexNormalization>\n<TableLocator/></TextIndexNormalization><Constant>a</Constant></TextIndex>",
					"line 3, TableLocator: a table outside of the document is not supported"),
		INVALID("<TextIndex textField='c'><TextIndexNormalization><InlineTable/>\n<InlineTable/></TextIndexNormalization><Constant>a</Constant></TextIndex>",
				"line 3, InlineTable: there is more than one InlineTable"),
		INVALID("<TextIndex textField='c'><TextIndexNormalization><InlineTable><row><string>a</string></row></InlineTable></TextIndexNormalization>"
				"<Constant>a</Constant></TextIndex>", "line 2, InlineTable: row 1 has no cell \"stem\""),
		INVALID("<TextIndex textField='c'><TextIndexNormalization><InlineTable><row><string>a</string><stem>b</stem><regex>x</regex></row></InlineTable>"
				"</TextIndexNormalization><Constant>a</Constant></TextIndex>", "line 2, InlineTable: row 1 is neither true nor false in \"regex\""),
		INVALID("<FieldRef/>", "line 2, FieldRef: attribute field is missing"),
		UNSUPPORTED("<Constant dataType='date_'>2020-01-01</Constant>", "line 2, Constant: dataType=\"date_\" is not supported"),
		UNSUPPORTED("<Constant missing='maybe'/>", "line 2, Constant: missing=\"maybe\" is not supported"),
		UNSUPPORTED("<NormDiscrete field='c' value='a' method='thermometer'/>",
					"line 2, NormDiscrete: method=\"thermometer\" is not supported"),
		INVALID("<NormDiscrete field='c'/>", "line 2, NormDiscrete: attribute value is missing"),
		INVALID("<NormContinuous field='x'><LinearNorm orig='0' norm='0'/></NormContinuous>",
				"line 2, NormContinuous: there are fewer than two LinearNorms"),
		INVALID("<NormContinuous field='x'><LinearNorm orig='1' norm='0'/>\n<LinearNorm orig='1' norm='1'/></NormContinuous>",
				"line 3, LinearNorm: orig is that of the LinearNorm before"),
		INVALID("<NormContinuous field='x'><LinearNorm orig='1' norm='0'/><LinearNorm orig='3' norm='1'/>\n<LinearNorm orig='2' norm='1'/></NormContinuous>",
				"line 3, LinearNorm: orig does not go on ascending or descending from the LinearNorms before"),
		INVALID("<NormContinuous field='x'><LinearNorm orig='3' norm='0'/><LinearNorm orig='2' norm='1'/>\n<LinearNorm orig='2' norm='1'/></NormContinuous>",
				"line 3, LinearNorm: orig does not go on ascending or descending from the LinearNorms before"),
		INVALID("<NormContinuous field='x'><LinearNorm orig='1' norm='0'/>\n<LinearNorm orig='2'/></NormContinuous>",
				"line 3, LinearNorm: attribute norm is missing"),
		UNSUPPORTED("<NormContinuous field='x' outliers='odd'><LinearNorm orig='1' norm='0'/><LinearNorm orig='2' norm='1'/></NormContinuous>",
					"line 2, NormContinuous: outliers=\"odd\" is not supported"),
		INVALID("<Discretize field='x'><DiscretizeBin binValue='1'/></Discretize>",
				"line 2, DiscretizeBin: the Interval is missing"),
		INVALID("<Discretize field='x'><DiscretizeBin><Interval closure='openOpen'/></DiscretizeBin></Discretize>",
				"line 2, DiscretizeBin: attribute binValue is missing"),
		UNSUPPORTED("<MapValues outputColumn='o'><FieldColumnPair field='c' column='a'/>\n<TableLocator/></MapValues>",
					"line 3, TableLocator: a table outside of the document is not supported"),
		INVALID("<MapValues><FieldColumnPair field='c' column='a'/><InlineTable/></MapValues>",
				"line 2, MapValues: attribute outputColumn is missing"),
		INVALID("<MapValues outputColumn='o'><InlineTable/></MapValues>",
				"line 2, MapValues: the FieldColumnPair is missing"),
		INVALID("<MapValues outputColumn='o'><FieldColumnPair field='c'/></MapValues>",
				"line 2, FieldColumnPair: attribute column is missing"),
		UNSUPPORTED("<MapValues outputColumn='o'><FieldColumnPair field='c' column='a'/><InlineTable><line/></InlineTable></MapValues>",
					"line 2, line: this element is not known here"),
		INVALID("<Apply><FieldRef field='x'/></Apply>", "line 2, Apply: attribute function is missing"),
		UNSUPPORTED("<Apply function='abs'><True/></Apply>", "line 2, True: this element is not known as an expression"),
		UNSUPPORTED("<Apply xmlns:o='urn:o' function='abs'><o:FieldRef field='x'/></Apply>",
					"line 2, o:FieldRef: this element is not known as an expression"),
		UNSUPPORTED("<Apply function='abs' invalidValueTreatment='asValue'><FieldRef field='x'/></Apply>",
					"line 2, Apply: invalidValueTreatment=\"asValue\" is not supported"),
		INVALID("<Apply function='abs'/>", "line 2, Apply: function \"abs\" takes 1 arguments, not 0"),
		INVALID("<Apply function='if'><FieldRef field='x'/></Apply>", "line 2, Apply: function \"if\" takes 2 to 3 arguments, not 1"),
		INVALID("<Apply function='min'/>", "line 2, Apply: function \"min\" takes at least 1 arguments, not 0"),
		INVALID("<Apply function='formatNumber'><FieldRef field='c'/></Apply>",
				"line 2, Apply: function \"formatNumber\" takes 2 arguments, not 1"),
		UNSUPPORTED("<Apply function='x-other'><FieldRef field='c'/></Apply>",
					"line 2, Apply: function \"x-other\" is not supported"),
		UNSUPPORTED("<Apply function='com.example.F'/>", "line 2, Apply: function \"com.example.F\" is not supported")
	};

	CHECK_REFUSED(pmml_open_derived, refused);
}

TEST(what_is_wrong_with_transformations)
{
	static const PmmlRefused parts[] = {
		INVALID("<DerivedField optype='continuous' dataType='double'><FieldRef field='x'/></DerivedField>",
				"line 2, DerivedField: attribute name is missing"),
		UNSUPPORTED("<DerivedField name='a' optype='continuous' dataType='dateDaysSince[1950]'><FieldRef field='x'/></DerivedField>",
					"line 2, DerivedField: dataType=\"dateDaysSince[1950]\" is not supported"),
		INVALID("<DerivedField name='a' optype='ordinal' dataType='string'><FieldRef field='c'/>\n<Value value='1'/><Value/></DerivedField>",
				"line 3, Value: attribute value is missing"),
		UNSUPPORTED("<DerivedField name='a' optype='ordinal' dataType='string'><FieldRef field='c'/><Odd/></DerivedField>",
					"line 2, Odd: this element is not known here"),
		UNSUPPORTED("<Odd/>", "line 2, Odd: this element is not known here"),
		INVALID("<DefineFunction name='g' optype='continuous'><ParameterField name='p'/></DefineFunction>",
				"line 2, DefineFunction: the expression is missing"),
		INVALID("<DefineFunction name='g' optype='continuous'><ParameterField name='p'/><ParameterField name='p'/><FieldRef field='p'/></DefineFunction>",
				"line 2, ParameterField: there is another parameter \"p\""),
		INVALID("<DefineFunction name='g' optype='continuous'><Constant>1</Constant></DefineFunction>\n"
				"<DefineFunction name='g' optype='continuous'><Constant>1</Constant></DefineFunction>",
				"line 3, DefineFunction: there is another function \"g\""),
		INVALID("<DefineFunction name='g' optype='continuous'><ParameterField name='p'/><FieldRef field='p'/></DefineFunction>\n"
				"<DerivedField name='a' optype='continuous' dataType='double'><Apply function='g'/></DerivedField>",
				"line 3, Apply: function \"g\" takes 1 arguments, not 0"),

		/* the built-in function of that name is meant */
		INVALID("<DefineFunction name='formatDatetime' optype='categorical'><ParameterField name='p'/><FieldRef field='p'/></DefineFunction>\n"
				"<DerivedField name='a' optype='categorical' dataType='string'><Apply function='formatDatetime'><FieldRef field='c'/></Apply></DerivedField>",
				"line 3, Apply: function \"formatDatetime\" takes 2 arguments, not 1")
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
	{
		PmmlRefused		one = parts[i];

		one.text = pmml_text("<TransformationDictionary>%s</TransformationDictionary>"
							 "<TreeModel functionName='regression'>" SCHEMA NODE "</TreeModel>", one.text);
		pmml_check_refused(pmml_open_rest, &one, 1);
	}
}

TEST(what_is_wrong_with_verification)
{
	static const PmmlRefused parts[] = {
		INVALID("", "line 2, ModelVerification: there are no VerificationFields or no InlineTable"),
		UNSUPPORTED("<VerificationFields><VerificationField field='x'/></VerificationFields><InlineTable/><TableLocator/>",
					"line 2, TableLocator: a table outside of the document is not supported"),
		INVALID("<VerificationFields><VerificationField/></VerificationFields><InlineTable/>",
				"line 2, VerificationField: attribute field is missing"),
		INVALID("<VerificationFields><VerificationField field='x' precision='fine'/></VerificationFields><InlineTable/>",
				"line 2, VerificationField: attribute precision is not a number: \"fine\"")
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
	{
		PmmlRefused		one = parts[i];

		one.text = pmml_text("<TreeModel functionName='regression'>" SCHEMA NODE "<ModelVerification>%s</ModelVerification></TreeModel>",
							 one.text);
		pmml_check_refused(pmml_open_rest, &one, 1);
	}
}

TEST(every_problem_is_found_at_once_in_the_order_of_the_document)
{
	PmmlDocument pmml;

	pmml_open_rest(&pmml,
				   "<NewElement/>\n<TransformationDictionary>\n"
				   "<DerivedField name='a' optype='continuous' dataType='odd'>\n<Aggregate field='x' function='multiset'/></DerivedField></TransformationDictionary>\n"
				   "<TreeModel functionName='regression' missingValueStrategy='odd'>\n<MiningSchema><MiningField name='x' outliers='odd'/></MiningSchema>\n"
				   "<Node><True/>\n<Node><SimplePredicate field='x' operator='odd' value='1'/>\n<Node recordCount='z'><True/></Node></Node>\n"
				   "<Node><Foo/></Node></Node>\n<Output><OutputField name='o' feature='topClass'/></Output></TreeModel>");
	CHECK_STRING(pmml.problems,
				 "line 2, NewElement: this element is not known as a model\n"
				 "line 4, DerivedField: dataType=\"odd\" is not supported\n"
				 "line 5, Aggregate: function=\"multiset\" is not supported\n"
				 "line 7, MiningField: outliers=\"odd\" is not supported\n"
				 "line 6, TreeModel: missingValueStrategy=\"odd\" is not supported\n"
				 "line 9, SimplePredicate: operator=\"odd\" is not supported\n"
				 "line 10, Node: attribute recordCount is not a number: \"z\"\n"
				 "line 11, Foo: this element is not known here\n"
				 "line 11, Node: the predicate is missing\n"
				 "line 12, OutputField: feature=\"topClass\" is not supported\n");
	CHECK_INT(pmml.load.n_problems, 10);
	pmml_close(&pmml);
}

TEST(messages_stay_short_and_whole)
{
	PmmlDocument pmml;
	char	   *euros = pmml_repeat("\xE2\x82\xAC", 1000);

	pmml_open_tree(&pmml, pmml_text("<Node><True/><E%s/></Node>", euros));
	CHECK_STRING(pmml.problems, pmml_text("line 2, E%s...: this element is not known here\n",
										  pmml_repeat("\xE2\x82\xAC", 26)));
	pmml_close(&pmml);
	pmml_open_tree(&pmml, pmml_text("<Node recordCount='%s'><True/></Node>", euros));
	CHECK_STRING(pmml.problems, pmml_text("line 2, Node: attribute recordCount is not a number: \"%s...\"\n",
										  pmml_repeat("\xE2\x82\xAC", 26)));
	pmml_close(&pmml);

	pmml_open_tree(&pmml, pmml_repeat("<Foo/>", 10000));
	CHECK_INT(pmml.load.n_problems, 10001);
	pmml_close(&pmml);
}
