-- NULL is missing, NaN too; '' is a value.
SET client_min_messages = warning;

-- y = 1 + x + z: x is replaced by 100 where it is missing, z is not
SELECT load_model('n', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="x" optype="continuous" dataType="double"/>
 <DataField name="z" optype="continuous" dataType="double"/>
 <DataField name="y" optype="continuous" dataType="double"/>
</DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema><MiningField name="x" missingValueReplacement="100"/><MiningField name="z"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable intercept="1"><NumericPredictor name="x" coefficient="1"/><NumericPredictor name="z" coefficient="1"/></RegressionTable>
</RegressionModel></PMML>');

-- 1 for '', 2 for 'NaN', 4 for 'NULL', 0 for what is missing
SELECT load_model('c', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="x" optype="categorical" dataType="string"/>
 <DataField name="y" optype="continuous" dataType="double"/>
</DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable intercept="0">
  <CategoricalPredictor name="x" value="" coefficient="1"/>
  <CategoricalPredictor name="x" value="NaN" coefficient="2"/>
  <CategoricalPredictor name="x" value="NULL" coefficient="4"/>
 </RegressionTable>
</RegressionModel></PMML>');

SELECT x, z, predict('n', s) FROM (VALUES (1::float8, 2::float8), (NULL, 2), ('NaN', 2), (1, NULL), (1, 'NaN'), (NULL, NULL), ('NaN', 'NaN')) s(x, z);
SELECT x, predict('n', s) FROM (VALUES (1::float4, 2), (NULL, 2), ('NaN', 2)) s(x, z);
SELECT x, predict('n', s) FROM (VALUES (1::numeric, 2), (NULL, 2), ('NaN', 2)) s(x, z);
SELECT x, predict('n', s) FROM (VALUES ('1', 2), (NULL, 2), ('NaN', 2), ('nan', 2)) s(x, z);
SELECT x, predict('n', s) FROM (VALUES ('', 2)) s(x, z);
SELECT predict('n', '{"x": 1, "z": 2}'), predict('n', '{"x": null, "z": 2}'), predict('n', '{"z": 2}'),
	predict('n', '{"x": "NaN", "z": 2}'), predict('n', '{"x": 1}');
SELECT predict('n', ARRAY[1, 2]), predict('n', ARRAY[NULL, 2]), predict('n', ARRAY['NaN', 2]::float8[]), predict('n', ARRAY[1, NULL]);
-- a row of nothing but NULL is a row; no row is none
CREATE TYPE pair AS (x float8, z float8);
SELECT predict('n', ROW(NULL, 2)::pair), predict('n', ROW(NULL, NULL)::pair), predict('n', NULL::pair);

SELECT x, predict('c', s) FROM (VALUES (''), ('NaN'), ('NULL'), (NULL), (' '), ('null')) s(x);
SELECT predict('c', '{"x": ""}'), predict('c', '{"x": null}'), predict('c', '{"x": "null"}'), predict('c', '{"x": "NULL"}');
-- left by an outer join
SELECT a.i, predict('n', b) AS whole, predict('n', s) AS columns
	FROM generate_series(1, 2) a(i) LEFT JOIN (VALUES (1, 1::float8, 2::float8)) b(i, x, z) USING (i),
	LATERAL (SELECT b.x, b.z) s ORDER BY 1;

SELECT drop_model('n'), drop_model('c');
DROP TYPE pair;
