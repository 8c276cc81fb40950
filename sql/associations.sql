-- Association rules: items come as an array, as JSON or as text, and lists go out as arrays.
SET client_min_messages = warning;
SELECT load_model('basket', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="receipt" optype="categorical" dataType="string"/>
<DataField name="item" optype="categorical" dataType="string"/></DataDictionary>
<AssociationModel functionName="associationRules" numberOfTransactions="4" numberOfItems="3" minimumSupport="0.5"
 minimumConfidence="0.5" numberOfItemsets="3" numberOfRules="2">
<MiningSchema><MiningField name="receipt" usageType="group"/><MiningField name="item"/></MiningSchema>
<Output><OutputField name="recommended" optype="categorical" dataType="string" feature="ruleValue" rank="0" isMultiValued="1"/>
<OutputField name="rule" optype="categorical" dataType="string" feature="rule"/>
<OutputField name="sure" optype="continuous" dataType="double" feature="confidence"/></Output>
<Item id="1" value="bread"/><Item id="2" value="jam &amp; butter"/><Item id="3" value="tea"/>
<Itemset id="1"><ItemRef itemRef="1"/></Itemset><Itemset id="2"><ItemRef itemRef="2"/></Itemset>
<Itemset id="3"><ItemRef itemRef="3"/></Itemset>
<AssociationRule antecedent="1" consequent="2" support="0.5" confidence="0.75"/>
<AssociationRule antecedent="1" consequent="3" support="0.5" confidence="0.875"/>
</AssociationModel></PMML>$$);
SELECT name, usage, data_type, is_read FROM model_fields('basket');
CREATE TABLE receipt (receipt int, item text[]);
INSERT INTO receipt VALUES (1, '{bread}'), (2, '{bread,tea}'), (3, '{}'), (4, NULL), (5, '{bread,"jam & butter",tea}'), (6, '{NULL,bread}');
SELECT receipt, predict_json('basket', r) FROM receipt r ORDER BY receipt;
SELECT predict_json('basket', '{"item": ["bread", 3]}'::jsonb), predict_json('basket', '{"item": "bread"}'::jsonb);
SELECT predict_json('basket', r) FROM (SELECT '["bread"]'::jsonb AS item) r;
SELECT predict_json('basket', r) FROM (SELECT '["bread"]'::json AS item) r;
SELECT predict_json('basket', r)->'recommended' FROM (SELECT 'bread'::text AS item) r;
SELECT predict_json('basket', '{"item": [["bread"]]}'::jsonb);
SELECT predict_json('basket', '{"item": {"a": 1}}'::jsonb);
SELECT predict('basket', r) FROM receipt r LIMIT 1;
SELECT predict_class('basket', r) FROM receipt r WHERE receipt = 1;
DROP TABLE receipt;
SELECT drop_model('basket');
