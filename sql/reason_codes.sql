-- A scorecard's number is predict's; the reasons for it are in predict_json.
SET client_min_messages = warning;

SELECT load_model('card', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="age" optype="continuous" dataType="integer"/>
 <DataField name="home" optype="categorical" dataType="string"/>
 <DataField name="points" optype="continuous" dataType="double"/>
</DataDictionary>
<Scorecard functionName="regression" initialScore="500" baselineScore="40">
 <MiningSchema><MiningField name="age"/><MiningField name="home"/><MiningField name="points" usageType="target"/></MiningSchema>
 <Output>
  <OutputField name="first" feature="reasonCode" optype="categorical" dataType="string"/>
  <OutputField name="second" feature="reasonCode" rank="2" optype="categorical" dataType="string"/>
 </Output>
 <Characteristics>
  <Characteristic name="age" reasonCode="young">
   <Attribute partialScore="10"><SimplePredicate field="age" operator="lessThan" value="25"/></Attribute>
   <Attribute partialScore="30"><SimplePredicate field="age" operator="lessThan" value="40"/></Attribute>
   <Attribute partialScore="45"><SimplePredicate field="age" operator="greaterOrEqual" value="40"/></Attribute>
  </Characteristic>
  <Characteristic name="home" reasonCode="tenant">
   <Attribute partialScore="55"><SimplePredicate field="home" operator="equal" value="owner"/></Attribute>
   <Attribute partialScore="5" reasonCode="home unknown"><SimplePredicate field="home" operator="isMissing"/></Attribute>
   <Attribute partialScore="20"><True/></Attribute>
  </Characteristic>
 </Characteristics>
</Scorecard></PMML>');

CREATE TABLE applicants (id int, age int, home text);
INSERT INTO applicants VALUES (1, 22, 'rent'), (2, 30, 'owner'), (3, 60, 'owner'), (4, 24, NULL), (5, NULL, 'rent');
SELECT id, predict('card', a), predict_json('card', a) FROM applicants a ORDER BY id;
SELECT predict_json('card', a) ->> 'first' AS reason, count(*) FROM applicants a GROUP BY reason ORDER BY reason;

-- a score is no class
SELECT predict_class('card', a) FROM applicants a WHERE id = 1;
SELECT drop_model('card');
