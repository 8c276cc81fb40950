-- predict_json gives everything: targets and outputs, with the types that the document declares.
SET client_min_messages = warning;

-- p(A) : p(B) : p(C) = a : b : c
SELECT load_model('outputs', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="a" optype="continuous" dataType="double"/>
 <DataField name="b" optype="continuous" dataType="double"/>
 <DataField name="c" optype="continuous" dataType="double"/>
 <DataField name="class" optype="categorical" dataType="string"><Value value="A"/><Value value="B"/><Value value="C"/></DataField>
</DataDictionary>
<RegressionModel functionName="classification" normalizationMethod="simplemax">
 <MiningSchema><MiningField name="a"/><MiningField name="b"/><MiningField name="c"/><MiningField name="class" usageType="target"/></MiningSchema>
 <Output>
  <OutputField name="predicted" optype="categorical" dataType="string" feature="predictedValue"/>
  <OutputField name="p(A)" optype="continuous" dataType="double" feature="probability" value="A"/>
  <OutputField name="p(B)" optype="continuous" dataType="float" feature="probability" value="B"/>
  <OutputField name="hidden" optype="continuous" dataType="double" feature="probability" value="C" isFinalResult="false"/>
  <OutputField name="twice" optype="continuous" dataType="double" feature="transformedValue"><Apply function="*"><Constant dataType="double">2</Constant><FieldRef field="hidden"/></Apply></OutputField>
  <OutputField name="percent" optype="continuous" dataType="integer" feature="transformedValue"><Apply function="round"><Apply function="*"><Constant dataType="double">100</Constant><FieldRef field="p(A)"/></Apply></Apply></OutputField>
  <OutputField name="sure" optype="categorical" dataType="boolean" feature="transformedValue"><Apply function="greaterThan"><FieldRef field="p(A)"/><Constant dataType="double">0.5</Constant></Apply></OutputField>
  <OutputField name="text" optype="categorical" dataType="string" feature="transformedValue"><Apply function="concat"><FieldRef field="predicted"/><Constant dataType="string">"ü\</Constant></Apply></OutputField>
 </Output>
 <RegressionTable targetCategory="A" intercept="0"><NumericPredictor name="a" coefficient="1"/></RegressionTable>
 <RegressionTable targetCategory="B" intercept="0"><NumericPredictor name="b" coefficient="1"/></RegressionTable>
 <RegressionTable targetCategory="C" intercept="0"><NumericPredictor name="c" coefficient="1"/></RegressionTable>
</RegressionModel></PMML>');
CREATE FUNCTION linear(data_type text, target text) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="x" optype="continuous" dataType="double"/><DataField name="y" optype="continuous" dataType="%s"/></DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema><MiningField name="x"/>%s</MiningSchema>
 <RegressionTable intercept="0"><NumericPredictor name="x" coefficient="1"/></RegressionTable>
</RegressionModel></PMML>', data_type, target) $$;
SELECT load_model('double', linear('double', '<MiningField name="y" usageType="target"/>'));
SELECT load_model('float', linear('float', '<MiningField name="y" usageType="target"/>'));
SELECT load_model('integer', linear('integer', '<MiningField name="y" usageType="target"/>'));
SELECT load_model('nameless', linear('double', ''));

SELECT jsonb_pretty(predict_json('outputs', '{"a": 1, "b": 2, "c": 5}'));
SELECT jsonb_pretty(predict_json('outputs', s)) FROM (SELECT 3 AS a, 1 AS b, 0 AS c) s;
SELECT predict_json('outputs', ARRAY[1, 2, 5]) = predict_json('outputs', '{"a": 1, "b": 2, "c": 5}');
-- one third as double and as float, each in its shortest form
SELECT j->'p(A)' AS double, j->'p(B)' AS float FROM predict_json('outputs', '{"a": 1, "b": 1, "c": 1}') j;
SELECT (predict_json('outputs', '{"a": 1, "b": 1, "c": 1}')->>'p(A)')::float8 = 1 / 3::float8;
-- no prediction
SELECT predict_json('outputs', '{"a": 1}');

SELECT predict_json('double', '{"x": 0.1}'), predict_json('float', '{"x": 0.1}'), predict_json('integer', '{"x": 3}'),
	predict_json('nameless', '{"x": 0.1}');
-- JSON has no way to write these but as strings
SELECT left(predict_json('double', s)::text, 30) FROM (VALUES ('Infinity'::float8), ('-Infinity'), ('NaN'), (-0.0), (1e300), (1e-300)) s(x);
SELECT (predict_json('double', s)->>'y')::float8 = x AS same
	FROM (VALUES (0.1::float8 + 0.2), (1e-300), (5e-324), (1.7976931348623157e308), (pi()), (1e22)) s(x);
SELECT predict_json('double', '{"x": 1}', 'y'), predict_json('double', '{"x": 1}', target => 'y');
SELECT predict_json('double', '{"x": 1}', 'z');

-- a list: 2x + 1 for x from 1 on, -z for x from 2 on; without z the second has nothing to say
CREATE FUNCTION list(target text) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="x" optype="continuous" dataType="double"/><DataField name="z" optype="continuous" dataType="double"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
<MiningModel functionName="regression">
 <MiningSchema><MiningField name="x"/><MiningField name="z"/>%1$s</MiningSchema>
 <Output><OutputField name="second" optype="continuous" dataType="double" feature="predictedValue" segmentId="two"/></Output>
 <Segmentation multipleModelMethod="selectAll">
  <Segment id="one"><SimplePredicate field="x" operator="greaterOrEqual" value="1"/><RegressionModel functionName="regression">
   <MiningSchema><MiningField name="x"/>%1$s</MiningSchema>
   <RegressionTable intercept="1"><NumericPredictor name="x" coefficient="2"/></RegressionTable></RegressionModel></Segment>
  <Segment id="two"><SimplePredicate field="x" operator="greaterOrEqual" value="2"/><RegressionModel functionName="regression">
   <MiningSchema><MiningField name="z"/>%1$s</MiningSchema>
   <RegressionTable intercept="0"><NumericPredictor name="z" coefficient="-1"/></RegressionTable></RegressionModel></Segment>
 </Segmentation>
</MiningModel></PMML>', target) $$;
SET client_min_messages = notice;
SELECT load_model('list', list('<MiningField name="y" usageType="target"/>'));
SET client_min_messages = warning;
SELECT load_model('nameless_list', list(''));
SELECT x, z, predict_json('list', s), predict_json('nameless_list', s)->'prediction' AS nameless
	FROM (VALUES (0::float8, 5::float8), (1, 5), (2.5, 5), (2.5, NULL), (NULL, 5)) s(x, z);
SELECT predict_json('list', '{"x": 1}', 'y');
SELECT predict('list', '{"x": 1}');
SELECT predict_class('list', '{"x": 1}');
SELECT predict_proba('list', '{"x": 1}');

-- what was observed of the target is read by a residual alone: a row may lack it
SELECT load_model('residual', replace(linear('double', '<MiningField name="y" usageType="target"/>'), '<RegressionTable',
	'<Output><OutputField name="r" optype="continuous" dataType="double" feature="residual"/></Output><RegressionTable'));
SELECT x, predict('residual', s), predict_json('residual', s) FROM (SELECT 2.5::float8 AS x) s;
SELECT x, y, predict('residual', s), predict_json('residual', s) FROM (VALUES (2.5::float8, 4::float8), (2.5, NULL)) s(x, y);
SELECT predict('residual', s) FROM (SELECT 4 AS y) s;

SELECT drop_model(name) FROM ml_model WHERE name IN ('outputs', 'double', 'float', 'integer', 'nameless', 'list', 'nameless_list', 'residual');
DROP FUNCTION list;
DROP FUNCTION linear;
