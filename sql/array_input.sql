-- Arrays of numbers in the order of model_fields().
SET client_min_messages = warning;

-- y = x0 + 10 x1 + 100 x2; x1 is replaced by 5 where it is missing, "unused" is not read
CREATE FUNCTION document(type text) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="x0" optype="continuous" dataType="double"/>
 <DataField name="x1" optype="continuous" dataType="double"/>
 <DataField name="unused" optype="%s" dataType="%s"/>
 <DataField name="x2" optype="continuous" dataType="double"/>
 <DataField name="y" optype="continuous" dataType="double"/>
</DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema>
  <MiningField name="x0"/><MiningField name="x1" missingValueReplacement="5"/><MiningField name="unused"/><MiningField name="x2"/>
  <MiningField name="y" usageType="target"/>
 </MiningSchema>
 <RegressionTable intercept="0">
  <NumericPredictor name="x0" coefficient="1"/><NumericPredictor name="x1" coefficient="10"/><NumericPredictor name="x2" coefficient="100"/>
 </RegressionTable>
</RegressionModel></PMML>', CASE type WHEN 'string' THEN 'categorical' ELSE 'continuous' END, type) $$;
SELECT load_model('a', document('double'));
SELECT load_model('s', document('string'));

SELECT position, name, is_read FROM model_fields('a') WHERE usage = 'active';
SELECT predict('a', ARRAY[1, 2, 0, 3]) AS int4, predict('a', ARRAY[1, 2, 0, 3]::int8[]) AS int8,
	predict('a', ARRAY[1, 2, 0, 3]::int2[]) AS int2, predict('a', ARRAY[1, 2, 0, 3]::real[]) AS float4,
	predict('a', ARRAY[1, 2, 0, 3]::float8[]) AS float8, predict('a', ARRAY[1, 2, 0, 3.0]) AS numeric;
SELECT predict('a', '{1, 2, 0, 3}') AS literal, predict('a', '{"1", 2, NULL, 3e0}') AS quoted,
	predict('a', '[5:8]={1,2,0,3}') AS bounds, predict('a', '[5:8]={1,2,0,3}'::int[]) AS bounds_too;
CREATE DOMAIN score AS float8 CHECK (VALUE < 100);
SELECT predict('a', ARRAY[1, 2, 0, 3]::score[]);
-- as they are
SELECT predict('a', ARRAY[0.1, 0, 0, 0]::float8[]) = 0.1, predict('a', ARRAY[0.1, 0, 0, 0]::real[]) = 0.1::real,
	predict('a', ARRAY[9007199254740993, 0, 0, 0]) = 9007199254740993::float8,
	predict('a', ARRAY[0.30000000000000004, 0, 0, 0]) = 0.30000000000000004::float8;
-- NULL and NaN are missing
SELECT predict('a', ARRAY[1, NULL, NULL, 3]), predict('a', ARRAY[1, NULL, NULL, 3]::numeric[]),
	predict('a', ARRAY[1, 'NaN', 0, 3]::float8[]), predict('a', ARRAY[NULL, 2, 0, 3]);
SELECT predict('a', ARRAY[1, 'NaN', 0, 3]::numeric[]), predict('a', '{1,NaN,0,3}');
-- different element types at one call site
CREATE FUNCTION any_array(i int) RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN RETURN CASE i % 3 WHEN 0 THEN predict('a', ARRAY[i, 0, 0, 0]) WHEN 1 THEN predict('a', ARRAY[i, 0, 0, 0]::real[]) ELSE predict('a', ARRAY[i, 0, 0, 0]::numeric[]) END; END $$;
SELECT any_array(i) FROM generate_series(1, 6) i;
CREATE TABLE t (v float8[], w int[]);
INSERT INTO t SELECT ARRAY[i, 2, 0, 3], ARRAY[i, NULL, 0, 3] FROM generate_series(1, 3) i;
SELECT predict('a', v), predict('a', w) FROM t;
-- fields that no rule judges, by array, by the elements of a column and by columns: 1 + 2 x0 - 3 x1 + x2 / 2
SELECT load_model('p', '{"ml_score": 1, "model": "linear", "intercept": 1, "features": [{"name": "x_0", "coef": 2}, {"name": "x_1", "coef": -3}, {"name": "x_2", "coef": 0.5}]}');
CREATE TABLE plain (x float8[]);
INSERT INTO plain VALUES ('{1,2,4}'), ('{NaN,2,4}'), ('{NULL,2,4}'), ('{-0,0,0.1}'), ('[0:2]={1,2,-Infinity}');
SELECT x, predict('p', x), predict('p', x::real[]) AS "real", predict('p', plain) AS elements,
	predict('p', c) AS columns
FROM plain, LATERAL (SELECT x[array_lower(x, 1)] AS x_0, x[array_lower(x, 1) + 1] AS x_1, x[array_lower(x, 1) + 2] AS x_2) c;
SELECT sum(predict('p', plain)) FROM plain WHERE x[1] = 1;
DROP TABLE plain;
SELECT drop_model('p');

-- what is wrong
SELECT predict('a', ARRAY[1, 2, 3]);
SELECT predict('a', '{}'::float8[]);
SELECT predict('a', '{1,2}');
SELECT predict('a', ARRAY[[1, 2], [0, 3]]);
SELECT predict('a', ARRAY['1', '2', '0', '3']);
SELECT predict('a', ARRAY[true, true, false, true]);
SELECT predict('a', ARRAY[now(), now(), now(), now()]);
SELECT predict('a', '{1, 2, x, 3}');
SELECT predict('a', '{1, 2');
SELECT predict('s', ARRAY[1, 2, 0, 3]);
SELECT predict('s', s) FROM (SELECT 1 AS x0, 2 AS x1, 3 AS x2) s;

-- the other functions take them too
SELECT predict_json('a', ARRAY[1, 2, 0, 3]);
SELECT field, "column", value, state FROM explain_input('a', ARRAY[1, NULL, 0, 3]);

SELECT drop_model('a'), drop_model('s');
DROP FUNCTION document, any_array;
DROP DOMAIN score;
DROP TABLE t;
