-- predict, predict_class, predict_proba, predict_proba_of: what each gives for
-- each kind of model, and what it says where it has nothing to give.
\set VERBOSITY default
SET client_min_messages = warning;

-- y = 1 + 2a + 3b, and 10 more where c is 'red'
SELECT load_model('linear', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="a" optype="continuous" dataType="double"/>
 <DataField name="b" optype="continuous" dataType="double"/>
 <DataField name="c" optype="categorical" dataType="string"/>
 <DataField name="y" optype="continuous" dataType="double"/>
</DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema><MiningField name="a"/><MiningField name="b"/><MiningField name="c"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable intercept="1">
  <NumericPredictor name="a" coefficient="2"/><NumericPredictor name="b" coefficient="3"/>
  <CategoricalPredictor name="c" value="red" coefficient="10"/>
 </RegressionTable>
</RegressionModel></PMML>');

-- p(yes) = 1/(1+exp(-x)); two classes of which one plainly means yes
CREATE FUNCTION two_classes(first text, second text) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="x" optype="continuous" dataType="double"/>
 <DataField name="y" optype="categorical" dataType="string"><Value value="%1$s"/><Value value="%2$s"/></DataField>
</DataDictionary>
<RegressionModel functionName="classification" normalizationMethod="logit">
 <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable targetCategory="%1$s" intercept="0"><NumericPredictor name="x" coefficient="1"/></RegressionTable>
 <RegressionTable targetCategory="%2$s" intercept="0"/>
</RegressionModel></PMML>', first, second) $$;
SELECT load_model('yes_no', two_classes('Yes', 'no'));
SELECT load_model('good_bad', two_classes('good', 'bad'));
SELECT load_model('good_bad_event', two_classes('good', 'bad'), event => 'bad');
SELECT load_model('one_zero', two_classes('0', '1'));

-- three classes: p in proportion to a, b and c
SELECT load_model('three', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="a" optype="continuous" dataType="double"/>
 <DataField name="b" optype="continuous" dataType="double"/>
 <DataField name="c" optype="continuous" dataType="double"/>
 <DataField name="y" optype="categorical" dataType="string"><Value value="A"/><Value value="B"/><Value value="C"/></DataField>
</DataDictionary>
<RegressionModel functionName="classification" normalizationMethod="simplemax">
 <MiningSchema><MiningField name="a"/><MiningField name="b"/><MiningField name="c"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable targetCategory="A" intercept="0"><NumericPredictor name="a" coefficient="1"/></RegressionTable>
 <RegressionTable targetCategory="B" intercept="0"><NumericPredictor name="b" coefficient="1"/></RegressionTable>
 <RegressionTable targetCategory="C" intercept="0"><NumericPredictor name="c" coefficient="1"/></RegressionTable>
</RegressionModel></PMML>');

CREATE TABLE r (id int PRIMARY KEY, a float8, b float8, c text);
INSERT INTO r VALUES (1, 1, 2, 'red'), (2, 1, 2, 'blue'), (3, -1, 0.5, NULL);

-- a number
SELECT id, predict('linear', r) FROM r ORDER BY id;
SELECT predict('linear', ROW(9, 1, 2, 'red')::r);
SELECT predict(model => 'linear', input => r, on_invalid => 'error') FROM r WHERE id = 1;
SELECT predict('linear', r, 'y') AS target, predict('linear', r, 'Y') AS other_case FROM r WHERE id = 1;
SELECT predict('linear@1', r) FROM r WHERE id = 1;

-- nothing in, nothing out
SELECT predict(NULL, r) FROM r WHERE id = 1;
SELECT predict('linear', NULL::r), predict('linear', NULL), predict('linear', NULL::jsonb),
	predict('linear', NULL::json), predict('linear', NULL::float8[]);
SELECT predict_class('yes_no', NULL::jsonb), predict_proba('yes_no', NULL::jsonb),
	predict_proba_of('yes_no', NULL::jsonb, 'no'), predict_json('yes_no', NULL::jsonb);
SELECT predict_proba_of('yes_no', '{"x": 1}', NULL);

-- the probability of the event
SELECT x, predict('yes_no', s) = 1 / (1 + exp(-x)) AS yes_no, predict('good_bad_event', s) AS bad,
	predict('one_zero', s) = 1 - 1 / (1 + exp(-x)) AS one
	FROM (VALUES (0.0::float8), (0.5), (-2)) s(x);
SELECT predict('good_bad', '{"x": 0}');
SELECT predict('three', '{"a": 1, "b": 2, "c": 5}');

-- classes and probabilities
SELECT x, predict_class('yes_no', s), predict_class('good_bad', s), predict_class('one_zero', s)
	FROM (VALUES (1.0::float8), (0), (-1)) s(x);
SELECT predict_class('three', '{"a": 1, "b": 2, "c": 5}'), predict_class('three', '{"a": 4, "b": 2, "c": 2}');
SELECT predict_proba('three', '{"a": 1, "b": 2, "c": 5}');
SELECT predict_proba('yes_no', '{"x": 0}');
SELECT predict_proba_of('three', '{"a": 1, "b": 2, "c": 5}', 'B'),
	predict_proba_of('three', '{"a": 1, "b": 2, "c": 5}', 'C');
SELECT predict_proba_of('one_zero', '{"x": 0}', '1'), predict_proba_of('one_zero', '{"x": 0}', '1.0'),
	predict_proba_of('one_zero', '{"x": 0}', 'true'), predict_proba_of('yes_no', '{"x": 0}', 'no');

-- what they cannot give
SELECT predict_class('linear', r) FROM r WHERE id = 1;
SELECT predict_proba('linear', r) FROM r WHERE id = 1;
SELECT predict_proba_of('linear', r, 'red') FROM r WHERE id = 1;
SELECT predict_proba_of('three', '{"a": 1, "b": 2, "c": 5}', 'D');
SELECT predict('linear', r, 'z') FROM r WHERE id = 1;
SELECT predict('linear', r, NULL, 'ignore') FROM r WHERE id = 1;

-- names that mean nothing
SELECT predict('liner', r) FROM r WHERE id = 1;
SELECT predict('linear@2', r) FROM r WHERE id = 1;
SELECT predict('linear@champion', r) FROM r WHERE id = 1;
SELECT predict('', r) FROM r WHERE id = 1;

-- several models in one statement; the name from a column
SELECT id, predict('linear', r) AS linear, predict_class('three', jsonb_build_object('a', a, 'b', b, 'c', 1)) AS three
	FROM r WHERE id < 3 ORDER BY id;
SELECT m.name, predict(m.name, '{"x": 0, "a": 1, "b": 1, "c": "red"}')
	FROM (VALUES ('linear'), ('yes_no'), ('linear@1'), (NULL), ('one_zero'), ('linear')) m(name);

SELECT drop_model(name) FROM ml_model WHERE name IN ('linear', 'yes_no', 'good_bad', 'good_bad_event', 'one_zero', 'three');
DROP FUNCTION two_classes;
DROP TABLE r;
