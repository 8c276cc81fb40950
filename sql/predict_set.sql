-- predict_set: the classes in order of probability.
SET client_min_messages = warning;

SELECT load_model('five', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="a" optype="continuous" dataType="double"/>
 <DataField name="b" optype="continuous" dataType="double"/>
 <DataField name="y" optype="categorical" dataType="string"><Value value="A"/><Value value="B"/><Value value="C"/><Value value="D"/><Value value="E"/></DataField>
</DataDictionary>
<RegressionModel functionName="classification" normalizationMethod="simplemax">
 <MiningSchema><MiningField name="a"/><MiningField name="b"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable targetCategory="A" intercept="0"><NumericPredictor name="a" coefficient="1"/></RegressionTable>
 <RegressionTable targetCategory="B" intercept="0"><NumericPredictor name="b" coefficient="1"/></RegressionTable>
 <RegressionTable targetCategory="C" intercept="2"/>
 <RegressionTable targetCategory="D" intercept="0"/>
 <RegressionTable targetCategory="E" intercept="2"/>
</RegressionModel></PMML>');

-- a : b : 2 : 0 : 2; equals in the model's order
SELECT * FROM predict_set('five', '{"a": 4, "b": 8}');
SELECT * FROM predict_set('five', '{"a": 2, "b": 2}');
SELECT * FROM predict_set('five', '{"a": 4, "b": 8}', n => 2);
SELECT * FROM predict_set('five', '{"a": 4, "b": 8}', cutoff => 0.125);
SELECT * FROM predict_set('five', '{"a": 4, "b": 8}', n => 3, cutoff => 0.2);
SELECT * FROM predict_set('five', '{"a": 4, "b": 8}', n => 0);
SELECT * FROM predict_set('five', '{"a": 4, "b": 8}', cutoff => 2);
-- no row, no value, no prediction
SELECT * FROM predict_set('five', NULL);
SELECT * FROM predict_set(NULL, '{"a": 4, "b": 8}');
SELECT * FROM predict_set('five', '{"a": 4}');
-- for each row of a table, all kinds of input
CREATE TABLE r (id int, a float8, b float8);
INSERT INTO r VALUES (1, 4, 8), (2, 12, 0), (3, NULL, 0);
SELECT id, s.* FROM r, predict_set('five', r, n => 2) s ORDER BY id, probability DESC, class;
SELECT id, s.* FROM r LEFT JOIN LATERAL predict_set('five', to_jsonb(r), n => 1) s ON true ORDER BY id;
SELECT id, s.class FROM r, predict_set('five', ARRAY[a, b], n => 1) s ORDER BY id;
SELECT id, predict_set('five', r, n => 2) FROM r WHERE id < 3;
SELECT id, (predict_set('five', to_json(r), NULL, NULL, 1)).class FROM r WHERE id < 3;
SELECT * FROM predict_set('five', '{"a": "x"}');
SELECT * FROM predict_set('five', '{"a": "x"}', on_invalid => 'null');

SELECT drop_model('five');
DROP TABLE r;
