-- Change detection: a statistic of the values that come with a row.
SET client_min_messages = warning;
SELECT load_model('change', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="load" optype="continuous" dataType="double"/><DataField name="score" optype="continuous" dataType="double"/></DataDictionary>
<BaselineModel functionName="regression"><MiningSchema><MiningField name="load"/><MiningField name="score" usageType="target"/></MiningSchema>
<Output><OutputField name="alarm" optype="categorical" dataType="boolean" feature="decision"><Apply function="greaterThan"><FieldRef field="score"/><Constant>21</Constant></Apply></OutputField></Output>
<TestDistributions field="load" testStatistic="CUSUM" resetValue="0.0"><Baseline><GaussianDistribution mean="550.2" variance="48.2"/></Baseline>
<Alternate><GaussianDistribution mean="560" variance="48.2"/></Alternate></TestDistributions></BaselineModel></PMML>$$);
CREATE TABLE measured (machine text, minute int, load float8);
INSERT INTO measured SELECT 'm', i, 550 + CASE WHEN i > 6 THEN 3 * (i - 6) ELSE i % 2 END FROM generate_series(1, 11) i;
SELECT minute, load[cardinality(load)], round(predict('change', r)::numeric, 6) AS cusum, predict_json('change', r)->'alarm' AS alarm
	FROM (SELECT minute, array_agg(load) OVER (PARTITION BY machine ORDER BY minute) AS load FROM measured) r ORDER BY minute;
SELECT round(predict('change', m)::numeric, 6) FROM measured m WHERE minute = 11;
SELECT predict('change', '{"load": []}'::jsonb), predict('change', '{"load": null}'::jsonb);
SELECT predict('change', '{"load": [1, "high"]}'::jsonb);
SELECT load_model('mix', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="page" optype="categorical" dataType="string"/><DataField name="hits" optype="continuous" dataType="double"/></DataDictionary>
<BaselineModel functionName="baseline"><MiningSchema><MiningField name="page"/><MiningField name="hits"/></MiningSchema>
<TestDistributions field="page" testStatistic="chiSquareDistribution" weightField="hits"><Baseline><CountTable><FieldValueCount field="page" value="home" count="60"/>
<FieldValueCount field="page" value="cart" count="30"/><FieldValueCount field="page" value="paid" count="10"/></CountTable></Baseline></TestDistributions></BaselineModel></PMML>$$);
SELECT round(predict('mix', r)::numeric, 9) FROM (SELECT '{home,cart,paid}'::text[] AS page, '{55,32,13}'::int[] AS hits) r;
SELECT predict('mix', r) FROM (SELECT '{home,cart}'::text[] AS page, '{55,32,13}'::int[] AS hits) r;
DROP TABLE measured;
SELECT drop_model('change'), drop_model('mix');
