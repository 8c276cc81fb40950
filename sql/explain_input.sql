-- explain_input: what became of each value before the model saw it.
SET client_min_messages = warning;

SELECT load_model('e', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="Plain" optype="continuous" dataType="double"/>
 <DataField name="whole" optype="continuous" dataType="integer"/>
 <DataField name="single" optype="continuous" dataType="float"/>
 <DataField name="ranged" optype="continuous" dataType="double"><Interval closure="closedClosed" leftMargin="0" rightMargin="10"/></DataField>
 <DataField name="coded" optype="continuous" dataType="double"><Value value="-999" property="missing"/></DataField>
 <DataField name="clipped" optype="continuous" dataType="double"/>
 <DataField name="colour" optype="categorical" dataType="string"><Value value="red"/><Value value="blue"/></DataField>
 <DataField name="emb[1]" optype="continuous" dataType="double"/>
 <DataField name="unused" optype="categorical" dataType="string"/>
 <DataField name="y" optype="continuous" dataType="double"/>
</DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema>
  <MiningField name="Plain"/><MiningField name="whole"/><MiningField name="single"/>
  <MiningField name="ranged" invalidValueTreatment="asMissing" missingValueReplacement="5"/>
  <MiningField name="coded" missingValueReplacement="1"/>
  <MiningField name="clipped" outliers="asExtremeValues" lowValue="-1" highValue="1"/>
  <MiningField name="colour"/><MiningField name="emb[1]"/><MiningField name="unused"/>
  <MiningField name="y" usageType="target"/>
 </MiningSchema>
 <RegressionTable intercept="0">
  <NumericPredictor name="Plain" coefficient="1"/><NumericPredictor name="whole" coefficient="1"/>
  <NumericPredictor name="single" coefficient="1"/><NumericPredictor name="ranged" coefficient="1"/>
  <NumericPredictor name="coded" coefficient="1"/><NumericPredictor name="clipped" coefficient="1"/>
  <NumericPredictor name="emb[1]" coefficient="1"/>
  <CategoricalPredictor name="colour" value="red" coefficient="1"/>
 </RegressionTable>
</RegressionModel></PMML>');

CREATE TABLE r (id int, plain float8, whole text, single float8, ranged numeric, coded int, clipped float8, colour text, emb real[], unused text);
INSERT INTO r VALUES
	(1, 0.1, '3', 0.1, 7.50, 4, 0.5, 'red', '{1.5,2.5}', 'x'),
	(2, NULL, '3.0', NULL, 11, -999, 5, 'green', '{1,NULL}', NULL),
	(3, 'NaN', '3.5', 'Infinity', -1, NULL, -5, NULL, NULL, NULL);
SELECT e.* FROM r, explain_input('e', r) e WHERE id = 1;
SELECT e.* FROM r, explain_input('e', r) e WHERE id = 2;
SELECT e.* FROM r, explain_input('e', r) e WHERE id = 3;
SELECT * FROM explain_input('e', '{"PLAIN": "1e3", "colour": "red", "emb": [1, "2"], "whole": true}');
SELECT * FROM explain_input('e', '{"plain": "abc"}'::jsonb) WHERE field = 'Plain';
SELECT * FROM explain_input('e', '{"emb_1_": null}'::json) WHERE field = 'emb[1]';
-- nothing to explain
SELECT * FROM explain_input('e', NULL);
SELECT * FROM explain_input(NULL, '{}');
-- what cannot be bound
SELECT * FROM explain_input('e', ROW(1));
SELECT * FROM explain_input('e', ARRAY[1]);
SELECT * FROM explain_input('nobody', '{}');

SELECT drop_model('e');
DROP TABLE r;
