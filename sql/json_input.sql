-- JSON objects: jsonb, json and text.
SET client_min_messages = warning;

-- y = x + 10 e[0] + 100 e[1], and 1000 more where c is 'red', 2000 where it is '5'
SELECT load_model('j', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="x" optype="continuous" dataType="double"/>
 <DataField name="e[0]" optype="continuous" dataType="double"/>
 <DataField name="e[1]" optype="continuous" dataType="double"/>
 <DataField name="c" optype="categorical" dataType="string"/>
 <DataField name="y" optype="continuous" dataType="double"/>
</DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema>
  <MiningField name="x" missingValueReplacement="7"/>
  <MiningField name="e[0]" missingValueReplacement="8"/>
  <MiningField name="e[1]" missingValueReplacement="9"/>
  <MiningField name="c"/>
  <MiningField name="y" usageType="target"/>
 </MiningSchema>
 <RegressionTable intercept="0">
  <NumericPredictor name="x" coefficient="1"/>
  <NumericPredictor name="e[0]" coefficient="10"/>
  <NumericPredictor name="e[1]" coefficient="100"/>
  <CategoricalPredictor name="c" value="red" coefficient="1000"/>
  <CategoricalPredictor name="c" value="5" coefficient="2000"/>
 </RegressionTable>
</RegressionModel></PMML>');

CREATE FUNCTION each_way(t text) RETURNS TABLE (jsonb float8, "json" float8, text float8) LANGUAGE sql AS
$$ SELECT predict('j', t::jsonb), predict('j', t::json), predict('j', t) $$;

SELECT * FROM each_way('{"x": 1, "e": [2, 3], "c": "red"}');
-- keys by the rules for columns
SELECT * FROM each_way('{"X": 1, "E": [2, 3], "C": "red", "other": {"x": 5}, "z": [1]}');
SELECT * FROM each_way('{"x": 1, "e[0]": 2, "e_1_": 3}');
SELECT * FROM each_way('{"x": 1, "e": [5, 3], "e[0]": 2}');
-- lacking keys and null are missing values
SELECT * FROM each_way('{}');
SELECT * FROM each_way('{"x": null, "e": null, "c": null}');
SELECT * FROM each_way('{"e": [null, 3]}');
-- a string that holds a number is that number; a number can be a category
SELECT * FROM each_way('{"x": "1", "e": ["2", "3e0"], "c": 5}');
SELECT * FROM each_way('{"x": true, "e": [false, 1.5], "c": "5"}');
SELECT * FROM each_way('{"x": 1, "e": [2, 3], "c": ""}');
-- numbers keep every digit
SELECT n, j.* , n::float8 = j.jsonb AS same FROM (VALUES ('0.1'), ('9007199254740993'), ('1e22'), ('123456.7890123456')) v(n),
	LATERAL each_way(format('{"x": %s, "e": [0, 0]}', n)) j;
SELECT predict('j', jsonb_build_object('x', x, 'e', '[0, 0]'::jsonb)) = x AS same
	FROM (VALUES (0.1::float8 + 0.2), (1e-300), (5e-324), (1.7976931348623157e308), (pi())) v(x);
SELECT predict('j', jsonb_build_object('x', 'Infinity'::float8, 'e', '[0, 0]'::jsonb)) AS infinity,
	predict('j', jsonb_build_object('x', 'NaN'::float8, 'e', '[0, 0]'::jsonb)) AS missing;
-- escapes, and the last of two equal keys
SELECT * FROM each_way('{"\u0078": 1, "c": "\u0072ed", "e": [2, 3]}');
SELECT * FROM each_way('{"x": 5, "e": [2, 3], "x": 1}');
-- rows of different shapes at one call site
SELECT predict('j', v) FROM (VALUES ('{"x": 1, "e": [2, 3]}'::jsonb), ('{"x": 1}'), ('{"e": [2, 3]}'), ('{"e": 4}'), ('{"x": 1, "e": [2, 3]}'), ('{"x": 1, "f": [2, 3]}')) s(v);
SELECT predict('j', to_jsonb(s)) FROM (SELECT 1 AS x, ARRAY[2, 3] AS e, 'red' AS c) s;

-- what is wrong
SELECT predict('j', '{"x": "abc"}');
SELECT predict('j', '{"x": [1]}');
SELECT predict('j', '{"x": {"y": 1}}'::jsonb);
SELECT predict('j', '{"e": [1]}'::jsonb);
SELECT predict('j', '{"e": [1, [2]]}'::jsonb);
SELECT predict('j', '{"c": "a", "C": "b", "_": "c"}'::jsonb);
SELECT predict('j', '{"e-0-": 1, "e+0+": 2}'::jsonb);
SELECT predict('j', '[1, 2]'::jsonb);
SELECT predict('j', '"x"'::json);
SELECT predict('j', 'null'::jsonb);
SELECT predict('j', '{"x": 1');
SELECT predict('j', '{"x": 1}}');
SELECT predict('j', 'x');
SELECT predict('j', '');

-- text from a column, varchar, an untyped parameter
CREATE TABLE t (v varchar(100), j json);
INSERT INTO t VALUES ('{"x": 1, "e": [2, 3]}', '{"x": 4, "e": [5, 6]}'), (NULL, NULL);
SELECT predict('j', v), predict('j', j) FROM t;
PREPARE p AS SELECT predict('j', $1);
EXECUTE p ('  {"x": 1, "e": [2, 3]}');
EXECUTE p (NULL);
DEALLOCATE p;

SELECT drop_model('j');
DROP FUNCTION each_way;
DROP TABLE t;
