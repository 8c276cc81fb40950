-- Values that a model does not accept: an error that says why, or NULL.
SET client_min_messages = warning;

-- y = x + n; every field with a treatment of its own
CREATE FUNCTION document(x text, c text) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="x" optype="continuous" dataType="double"><Interval closure="closedClosed" leftMargin="0" rightMargin="10"/></DataField>
 <DataField name="c" optype="categorical" dataType="string"><Value value="red"/><Value value="blue"/></DataField>
 <DataField name="y" optype="continuous" dataType="double"/>
</DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema><MiningField name="x" %s/><MiningField name="c" %s/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable intercept="0">
  <NumericPredictor name="x" coefficient="1"/>
  <CategoricalPredictor name="c" value="red" coefficient="100"/><CategoricalPredictor name="c" value="blue" coefficient="200"/>
 </RegressionTable>
</RegressionModel></PMML>', x, c) $$;
SELECT load_model('strict', document('', ''));
SELECT load_model('null', document('', ''), on_invalid => 'null');
SELECT load_model('error', document('', ''), on_invalid => 'error');
SELECT load_model('as_is', document('invalidValueTreatment="asIs"', 'invalidValueTreatment="asIs"'));
SELECT load_model('as_missing', document('invalidValueTreatment="asMissing" missingValueReplacement="5"', 'invalidValueTreatment="asMissing"'));
SELECT load_model('as_value', document('invalidValueTreatment="asValue" invalidValueReplacement="6"', 'invalidValueTreatment="asValue" invalidValueReplacement="red"'));
SELECT load_model('must', document('missingValueTreatment="returnInvalid"', ''));

CREATE TABLE r (id int, x text, c text);
INSERT INTO r VALUES (1, '1', 'red'), (2, '10', 'blue'), (3, '11', 'red'), (4, '-0.001', 'red'), (5, 'abc', 'red'),
	(6, '1', 'green'), (7, '1', NULL), (8, NULL, 'red'), (9, '12', 'green');

-- an error by default, with the field, the value, the model and the rule
SELECT predict('strict', r) FROM r WHERE id IN (1, 2);
SELECT predict('strict', r) FROM r WHERE id = 3;
SELECT predict('strict', r) FROM r WHERE id = 4;
SELECT predict('strict', r) FROM r WHERE id = 5;
SELECT predict('strict', r) FROM r WHERE id = 6;
SELECT predict('strict', r) FROM r WHERE id = 9;
SELECT predict('strict', ROW(1, repeat('long ', 50), 'red')::r);
SELECT predict('must', r) FROM r WHERE id = 8;
SELECT predict_json('strict', r) FROM r WHERE id = 3;
SELECT predict('strict', '{"x": 11}');
SELECT predict('strict', '{"c": "grün"}');
\set VERBOSITY sqlstate
SELECT predict('strict', r) FROM r WHERE id = 3;
SELECT predict('must', r) FROM r WHERE id = 8;
\set VERBOSITY default

-- NULL, by the argument
SELECT id, predict('strict', r, on_invalid => 'null') FROM r ORDER BY id;
SELECT id, predict_json('strict', r, on_invalid => 'NULL') FROM r WHERE id IN (1, 3) ORDER BY id;
SELECT predict('must', r, on_invalid => 'null') FROM r WHERE id = 8;

-- the argument goes before the load, the load before the setting
SELECT id, predict('null', r) FROM r WHERE id IN (1, 3) ORDER BY id;
SELECT predict('null', r, on_invalid => 'error') FROM r WHERE id = 3;
SELECT predict('error', r) FROM r WHERE id = 3;
SELECT predict('error', r, on_invalid => 'null') FROM r WHERE id = 3;
SET ml_score.on_invalid = 'null';
SELECT predict('strict', r) FROM r WHERE id = 3;
SELECT predict('error', r) FROM r WHERE id = 3;
SELECT predict('strict', r, on_invalid => 'error') FROM r WHERE id = 3;
SET ml_score.on_invalid = 'ignore';
RESET ml_score.on_invalid;
SELECT predict('strict', r) FROM r WHERE id = 3;

-- treatments
SELECT id, predict('as_is', r, on_invalid => 'null') AS as_is, predict('as_missing', r) AS as_missing, predict('as_value', r) AS as_value
	FROM r ORDER BY id;

-- the row after an invalid one is not harmed
SELECT id, predict('strict', r, on_invalid => CASE WHEN id = 3 THEN 'null' END) FROM r WHERE id < 4 ORDER BY id;
DO $$
DECLARE
	s r;
	p float8;
BEGIN
	FOR s IN SELECT * FROM r ORDER BY id LOOP
		BEGIN
			p := predict('strict', s);
			RAISE INFO '% %', s.id, p;
		EXCEPTION WHEN invalid_parameter_value THEN
			RAISE INFO '% %', s.id, SQLERRM;
		END;
	END LOOP;
END $$;

SELECT drop_model(name) FROM ml_model WHERE name IN ('strict', 'null', 'error', 'as_is', 'as_missing', 'as_value', 'must');
DROP FUNCTION document;
DROP TABLE r;
