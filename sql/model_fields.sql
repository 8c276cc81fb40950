-- model_fields(): inputs, targets and outputs.

SELECT load_model('model_fields', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
<Header/>
<DataDictionary>
<DataField name="age" displayName="age in years" optype="continuous" dataType="integer"><Interval closure="closedOpen" leftMargin="0" rightMargin="120"/></DataField>
<DataField name="income" optype="continuous" dataType="double"><Interval closure="openOpen" leftMargin="0" rightMargin="1.5"/><Interval closure="closedClosed" leftMargin="2.5"/></DataField>
<DataField name="job" optype="categorical" dataType="string"><Value value="clerk"/><Value value="baker"/><Value value="?" property="missing"/><Value value="none" property="invalid"/></DataField>
<DataField name="grade" optype="ordinal" dataType="string"><Value value="low"/><Value value="high"/></DataField>
<DataField name="flag" optype="categorical" dataType="boolean"/>
<DataField name="note" optype="categorical" dataType="string"/>
<DataField name="y" displayName="does it" optype="categorical" dataType="string"><Value value="no"/><Value value="yes"/></DataField>
</DataDictionary>
<RegressionModel functionName="classification" normalizationMethod="logit">
<MiningSchema>
<MiningField name="income" missingValueReplacement="1.25" importance="0.75"/>
<MiningField name="age" invalidValueTreatment="asIs" importance="0.25"/>
<MiningField name="job" invalidValueTreatment="asMissing"/>
<MiningField name="grade" invalidValueTreatment="returnInvalid" missingValueTreatment="returnInvalid"/>
<MiningField name="flag" invalidValueTreatment="asValue" invalidValueReplacement="false" missingValueReplacement="true"/>
<MiningField name="note" usageType="supplementary"/>
<MiningField name="y" usageType="target"/>
</MiningSchema>
<Output>
<OutputField name="p" optype="continuous" dataType="double" feature="probability" value="yes"/>
<OutputField name="class" optype="categorical" dataType="string" feature="predictedValue"/>
</Output>
<RegressionTable targetCategory="yes" intercept="0">
<NumericPredictor name="age" coefficient="1"/>
<NumericPredictor name="income" coefficient="1"/>
<CategoricalPredictor name="job" value="clerk" coefficient="1"/>
<CategoricalPredictor name="flag" value="true" coefficient="1"/>
</RegressionTable>
<RegressionTable targetCategory="no" intercept="0"/>
</RegressionModel>
</PMML>');
\x
SELECT * FROM model_fields('model_fields');
\x
SELECT name, model, function, inputs, event FROM ml_models WHERE name = 'model_fields';

SELECT * FROM model_fields(NULL);
SELECT * FROM model_fields('model_field');
SELECT drop_model('model_fields');

-- a model of a real trainer
\getenv srcdir PG_ABS_SRCDIR
SELECT load_model_file('model_fields', :'srcdir' || '/model_fixtures/coefficients_logistic_churn/model.json');
SELECT position, name, usage, optype, data_type, is_read FROM model_fields('model_fields');
SELECT drop_model('model_fields');
