-- Support vector machines: votes have probabilities, machines that each stand for a class have none.
SET client_min_messages = warning;

-- below 0 the first machine is for A against B, the second for A against C, the third for B against C
CREATE FUNCTION machines(method text, machines text) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="x" optype="continuous" dataType="double"/>
 <DataField name="class" optype="categorical" dataType="string"><Value value="A"/><Value value="B"/><Value value="C"/></DataField>
</DataDictionary>
<SupportVectorMachineModel functionName="classification" svmRepresentation="Coefficients" classificationMethod="%s">
 <MiningSchema><MiningField name="x"/><MiningField name="class" usageType="target"/></MiningSchema>
 <LinearKernelType/>
 <VectorDictionary><VectorFields><FieldRef field="x"/></VectorFields></VectorDictionary>%s
</SupportVectorMachineModel></PMML>', method, machines) $$;
SELECT load_model('votes', machines('OneAgainstOne', string_agg(format('<SupportVectorMachine targetCategory="%s" alternateTargetCategory="%s">
<Coefficients absoluteValue="%s"><Coefficient value="1"/></Coefficients></SupportVectorMachine>', a, b, h), '')))
FROM (VALUES ('A', 'B', -1), ('A', 'C', -2), ('B', 'C', -3)) m (a, b, h);
SELECT load_model('each', machines('OneAgainstAll', string_agg(format('<SupportVectorMachine targetCategory="%s">
<Coefficients absoluteValue="%s"><Coefficient value="%s"/></Coefficients></SupportVectorMachine>', a, h, w), '')))
FROM (VALUES ('A', 0, 1), ('B', -1, 0), ('C', 0, -1)) m (a, h, w);

SELECT x, predict_class('votes', v), predict_proba('votes', v), predict_class('each', v)
FROM (VALUES (-2.0), (0.5), (1.5), (2.5), (3.5)) v (x) ORDER BY x;
SELECT round(predict_proba_of('votes', '{"x": 1.5}', 'C')::numeric, 3);

-- of what there is none, the error says what to ask for
SELECT predict('votes', '{"x": 1}');
SELECT predict('each', '{"x": 1}');
SELECT predict_proba('each', '{"x": 1}');

-- a field that is missing
SELECT predict_class('votes', '{"x": null}');
SELECT predict_class('votes', '{"x": null}', on_invalid => 'null');

SELECT drop_model('votes'), drop_model('each');
DROP FUNCTION machines;
