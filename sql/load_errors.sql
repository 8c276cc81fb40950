-- Errors of a load: an SQLSTATE, a place, all problems at once, and nothing is left behind.

-- the SQLSTATE tells what kind of trouble it is
CREATE FUNCTION pg_temp.state_of(document text, format text DEFAULT NULL, model_name text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM load_model('load_errors', document, format => format, model_name => model_name);
	RETURN 'loaded';
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate;
END $$;
CREATE FUNCTION pg_temp.document(body text, fields text DEFAULT '<DataField name="x" optype="continuous" dataType="double"/>',
	schema text DEFAULT '<MiningField name="x"/>') RETURNS text LANGUAGE sql AS $$
	SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>%s</DataDictionary>'
		'<RegressionModel modelName="m" functionName="regression"><MiningSchema>%s</MiningSchema>%s'
		'</RegressionModel></PMML>', fields, schema, body)
$$;
SELECT what, pg_temp.state_of(document, format, model_name) FROM (VALUES
	(1, 'sound', pg_temp.document('<RegressionTable intercept="1"/>'), NULL, NULL),
	(2, 'no format', 'nothing that is known', NULL, NULL),
	(3, 'empty', '', NULL, NULL),
	(4, 'truncated', left(pg_temp.document('<RegressionTable intercept="1"/>'), 200), NULL, NULL),
	(5, 'foreign namespace', replace(pg_temp.document('<RegressionTable intercept="1"/>'), 'www.dmg.org', 'example.com'), NULL, NULL),
	(6, 'DOCTYPE', '<!DOCTYPE PMML [<!ENTITY e "x">]>' || pg_temp.document('<RegressionTable intercept="1"/>'), NULL, NULL),
	(7, 'not a number', pg_temp.document('<RegressionTable intercept="one"/>'), NULL, NULL),
	(8, 'unknown field', pg_temp.document('<RegressionTable intercept="1"><NumericPredictor name="z" coefficient="1"/></RegressionTable>'), NULL, NULL),
	(9, 'unsupported model', regexp_replace(pg_temp.document(''), 'RegressionModel', 'TextModel', 'g'), NULL, NULL),
	(10, 'bad option', pg_temp.document('<RegressionTable intercept="1"/>'), NULL, 'other'),
	(11, 'wrong format', pg_temp.document('<RegressionTable intercept="1"/>'), 'xgboost_json', NULL),
	(12, 'own verification fails', pg_temp.document('<ModelVerification recordCount="1"><VerificationFields>'
		'<VerificationField field="x" column="x"/><VerificationField field="y" column="y"/></VerificationFields>'
		'<InlineTable><row><x>1</x><y>5</y></row></InlineTable></ModelVerification><RegressionTable intercept="1"/>',
		'<DataField name="x" optype="continuous" dataType="double"/><DataField name="y" optype="continuous" dataType="double"/>',
		'<MiningField name="x"/><MiningField name="y" usageType="target"/>'), NULL, NULL)
	) d (n, what, document, format, model_name)
ORDER BY n;
SELECT drop_model('load_errors');

-- every problem at once, each with its place
SELECT load_model('load_errors', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
<Header/>
<DataDictionary>
<DataField name="x" optype="continuous" dataType="double"/>
<DataField name="d" optype="continuous" dataType="double"/>
</DataDictionary>
<TransformationDictionary>
<DerivedField name="lagged" optype="continuous" dataType="double"><Aggregate field="x" function="multiset"/></DerivedField>
<DerivedField name="odd" optype="continuous" dataType="double"><Apply function="myOwn"><FieldRef field="x"/></Apply></DerivedField>
</TransformationDictionary>
<RegressionModel functionName="regression" normalizationMethod="odd">
<MiningSchema><MiningField name="x"/><MiningField name="d"/></MiningSchema>
<RegressionTable intercept="1">
<NumericPredictor name="lagged" coefficient="1"/>
<NumericPredictor name="odd" coefficient="1"/>
<NumericPredictor name="d" coefficient="1"/>
</RegressionTable>
</RegressionModel>
</PMML>');

-- many more than anybody wants to read
DO $$
DECLARE
	detail text;
	lines text[];
BEGIN
	PERFORM load_model('load_errors', pg_temp.document('<LocalTransformations>' ||
		(SELECT string_agg(format('<DerivedField name="d%s" optype="continuous" dataType="double"><Aggregate field="x" function="multiset"/></DerivedField>', i), E'\n')
		FROM generate_series(1, 250) i) || '</LocalTransformations><RegressionTable intercept="1"/>'));
EXCEPTION WHEN feature_not_supported THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	lines := string_to_array(detail, E'\n');
	RAISE NOTICE E'%\n%\n... % lines ...\n%\n%', lines[1], lines[2], cardinality(lines) - 4,
		lines[cardinality(lines) - 1], lines[cardinality(lines)];
END $$;

-- more memory than the setting allows
SET ml_score.load_memory_limit = '1MB';
SELECT load_model('load_errors', pg_temp.document('<RegressionTable intercept="1">' ||
	repeat('<NumericPredictor name="x" coefficient="1"/>', 50000) || '</RegressionTable>'));
RESET ml_score.load_memory_limit;

-- nothing was left behind, and the next load works
SELECT count(*) FROM ml_model WHERE name = 'load_errors';
SELECT count(*) FROM ml_document d WHERE NOT EXISTS (SELECT FROM ml_model_version v WHERE v.document = d.digest);
SELECT load_model('load_errors', pg_temp.document('<RegressionTable intercept="1"/>'));
SELECT drop_model('load_errors');

-- cancelled by a timeout while it parses
SET statement_timeout = '50ms';
SELECT load_model('load_errors', pg_temp.document('<RegressionTable intercept="1">' ||
	repeat('<NumericPredictor name="x" coefficient="1"/>', 3000000) || '</RegressionTable>'));
RESET statement_timeout;
SELECT count(*) FROM ml_model WHERE name = 'load_errors';
