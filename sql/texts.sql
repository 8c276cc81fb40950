-- Terms of texts: a document's own function counts them, the text becomes words once.
SET client_min_messages = warning;
SELECT load_model('mood', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="review" optype="categorical" dataType="string"/><DataField name="term" optype="categorical" dataType="string"/>
<DataField name="mood" optype="continuous" dataType="double"/></DataDictionary>
<TransformationDictionary><DefineFunction name="tf" optype="continuous" dataType="integer"><ParameterField name="document"/><ParameterField name="term"/>
<TextIndex textField="document" x-wordRE="(?u)\b\w\w+\b"><FieldRef field="term"/></TextIndex></DefineFunction></TransformationDictionary>
<RegressionModel functionName="regression"><MiningSchema><MiningField name="review"/><MiningField name="term"/><MiningField name="mood" usageType="target"/></MiningSchema>
<Output><OutputField name="near" optype="continuous" dataType="integer" feature="transformedValue">
<TextIndex textField="review" maxLevenshteinDistance="1"><Constant>great</Constant></TextIndex></OutputField>
<OutputField name="asked" optype="continuous" dataType="integer" feature="transformedValue">
<TextIndex textField="review" localTermWeights="binary"><FieldRef field="term"/></TextIndex></OutputField></Output>
<LocalTransformations><DerivedField name="good" optype="continuous" dataType="integer"><Apply function="tf"><FieldRef field="review"/><Constant>good</Constant></Apply></DerivedField>
<DerivedField name="bad" optype="continuous" dataType="integer"><Apply function="tf"><FieldRef field="review"/><Constant>not good</Constant></Apply></DerivedField></LocalTransformations>
<RegressionTable intercept="0"><NumericPredictor name="good" coefficient="1"/><NumericPredictor name="bad" coefficient="-2"/></RegressionTable></RegressionModel></PMML>$$);
CREATE TABLE review (id int, review text, term text);
INSERT INTO review VALUES (1, 'Good. GOOD! Really good?', 'really'), (2, 'Not good; grate', 'GOOD'), (3, 'not bad', 'good'), (4, '', 'x'), (5, NULL, 'x'),
	(6, 'grät greet great', NULL), (7, repeat('good ', 1000), 'good good'), (8, 'é good ''good'' "good"', '"good"');
SELECT id, predict('mood', r), predict_json('mood', r) FROM review r ORDER BY id;
SELECT sum(predict('mood', r)) FROM review r;
EXPLAIN (COSTS OFF) SELECT sum(predict('mood', r)) FROM review r;
DROP TABLE review;
SELECT drop_model('mood');

-- What takes long for a row is cancelled, in blocks too.
SELECT load_model('far', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="review" optype="categorical" dataType="string"/><DataField name="term" optype="categorical" dataType="string"/>
<DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
<RegressionModel functionName="regression"><MiningSchema><MiningField name="review"/><MiningField name="term"/><MiningField name="y" usageType="target"/></MiningSchema>
<LocalTransformations><DerivedField name="near" optype="continuous" dataType="integer">
<TextIndex textField="review" maxLevenshteinDistance="1000000"><FieldRef field="term"/></TextIndex></DerivedField></LocalTransformations>
<RegressionTable intercept="0"><NumericPredictor name="near" coefficient="1"/></RegressionTable></RegressionModel></PMML>$$);
CREATE TABLE long_word AS SELECT repeat('ab', 400000) AS review, repeat('c', 800000) AS term FROM generate_series(1, 3);
SET statement_timeout = '100ms';
SELECT predict('far', r) FROM (SELECT repeat('ab', 400000) AS review, repeat('c', 800000) AS term) r;
SELECT sum(predict('far', r)) FROM long_word r;
SELECT predict('far', r, on_invalid => 'null') FROM long_word r;
RESET statement_timeout;
SELECT predict('far', r) FROM (SELECT 'ab' AS review, 'cd' AS term) r;
DROP TABLE long_word;
SELECT drop_model('far');
