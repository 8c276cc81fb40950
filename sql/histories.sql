-- Earlier values of a field: they come with the row, as an array whose last element is the row's own value.
SET client_min_messages = warning;
SELECT load_model('next', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="sales" optype="continuous" dataType="double"/><DataField name="shop" optype="categorical" dataType="string"/>
<DataField name="forecast" optype="continuous" dataType="double"/></DataDictionary>
<RegressionModel functionName="regression"><MiningSchema><MiningField name="sales"/><MiningField name="forecast" usageType="target"/></MiningSchema>
<Output><OutputField name="now" optype="continuous" dataType="double" feature="transformedValue"><FieldRef field="sales"/></OutputField>
<OutputField name="before" optype="continuous" dataType="double" feature="transformedValue"><Lag field="sales"><BlockIndicator field="shop"/></Lag></OutputField>
<OutputField name="highest" optype="continuous" dataType="double" feature="transformedValue"><Aggregate field="sales" function="max"/></OutputField>
<OutputField name="n" optype="continuous" dataType="integer" feature="transformedValue"><Aggregate field="sales" function="count"/></OutputField></Output>
<LocalTransformations><DerivedField name="mean" optype="continuous" dataType="double"><Lag field="sales" n="2" aggregate="avg"/></DerivedField></LocalTransformations>
<RegressionTable intercept="1"><NumericPredictor name="mean" coefficient="2"/></RegressionTable></RegressionModel></PMML>$$);
SELECT name, usage, data_type, is_read FROM model_fields('next');
CREATE TABLE sale (shop text, day int, amount float8);
INSERT INTO sale SELECT shop, day, CASE WHEN day = 4 THEN NULL ELSE day * factor END
	FROM (VALUES ('a', 1.5), ('b', 10)) s(shop, factor), generate_series(1, 6) day;

-- what a window gives is what such a model takes
SELECT shop, day, sales, predict('next', r), predict_json('next', r)
	FROM (SELECT shop, day, array_agg(amount) OVER (PARTITION BY shop ORDER BY day ROWS 3 PRECEDING) AS sales FROM sale) r
	ORDER BY shop, day;

-- arrays of any type of number, JSON, and values by themselves
CREATE TABLE kept (id int, sales float4[]);
INSERT INTO kept SELECT i, ARRAY[0.1, i, i + 0.3]::float4[] FROM generate_series(1, 3) i;
SELECT predict_json('next', k) FROM kept k ORDER BY id;
SELECT sum(predict('next', k)) FROM kept k;
SELECT predict_json('next', r) FROM (SELECT ARRAY[1, 2.5, 12345678901234567890]::numeric[] AS sales) r;
SELECT predict_json('next', r) FROM (SELECT '{1,NULL,NaN,-Infinity}'::float8[] AS sales) r;
SELECT predict_json('next', r) FROM (SELECT '{}'::int[] AS sales) r;
SELECT predict_json('next', r) FROM (SELECT NULL::int[] AS sales) r;
SELECT predict_json('next', r) FROM (SELECT 7 AS sales) r;
SELECT predict_json('next', r) FROM (SELECT '"7.5"'::jsonb AS sales) r;
SELECT predict_json('next', r) FROM (SELECT '[5, 6]'::json AS sales) r;
SELECT predict_json('next', r) FROM (SELECT '[5, 6]'::text AS sales) r;
SELECT predict_json('next', '{"sales": [1, 2, "3.5"]}'::jsonb), predict_json('next', '{"sales": 2}'::jsonb);
SELECT predict('next', '{3}'::float8[]);

-- what is no history
SELECT predict('next', '{"sales": [1, "many", 3]}'::jsonb);
SELECT predict('next', '{"sales": [1, "many", 3]}'::jsonb, on_invalid => 'null');
SELECT predict('next', '{"sales": [[1, 2], [3, 4]]}'::jsonb);
SELECT predict('next', r) FROM (SELECT '{{1,2},{3,4}}'::int[] AS sales) r;
SELECT predict('next', '{"sales": {"a": 1}}'::jsonb);
SELECT * FROM explain_input('next', '{"sales": [1, 2, 3.5]}'::jsonb);
SELECT * FROM explain_input('next', '{"sales": [1, "many"]}'::jsonb);
SELECT * FROM explain_input('next', '{"sales": []}'::jsonb);

-- text too
SELECT load_model('state', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="state" optype="categorical" dataType="string"><Value value="on"/><Value value="off"/></DataField></DataDictionary>
<RegressionModel functionName="regression"><MiningSchema><MiningField name="state"/></MiningSchema>
<Output><OutputField name="changed" optype="categorical" dataType="boolean" feature="transformedValue">
<Apply function="notEqual"><FieldRef field="state"/><Lag field="state"/></Apply></OutputField></Output>
<RegressionTable intercept="0"/></RegressionModel></PMML>$$);
SELECT state, predict_json('state', r) FROM (VALUES ('{on}'::text[]), ('{on,on}'), ('{off,on}'), ('{NULL,on}'), (NULL)) r(state);
SELECT predict_json('state', r) FROM (SELECT '"on"'::jsonb AS state) r;
SELECT predict_json('state', r) FROM (VALUES ('{on,broken}'::text[])) r(state);

-- only an input has a history
SELECT load_model('none', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>
<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>
<LocalTransformations><DerivedField name="twice" optype="continuous" dataType="double"><Apply function="*"><FieldRef field="x"/><Constant>2</Constant></Apply></DerivedField>
<DerivedField name="before" optype="continuous" dataType="double"><Lag field="twice"/></DerivedField></LocalTransformations>
<RegressionTable intercept="0"><NumericPredictor name="before" coefficient="1"/></RegressionTable></RegressionModel></PMML>$$);
DROP TABLE sale, kept;
SELECT drop_model('next'), drop_model('state');
