-- check_model(): what a document holds, needs and would be refused for.

\set sound '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header><Application name="Maker" version="1"/></Header><DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary><RegressionModel modelName="m" algorithmName="least squares" functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema><RegressionTable intercept="1"><NumericPredictor name="x" coefficient="2"/></RegressionTable></RegressionModel></PMML>'
CREATE FUNCTION pg_temp.show(answer jsonb) RETURNS text LANGUAGE sql AS $$
	SELECT jsonb_pretty(answer - ARRAY['load_bytes', 'image_bytes'])
$$;
\pset format unaligned
SELECT pg_temp.show(check_model(:'sound'));
SELECT check_model(:'sound') = check_model(convert_to(:'sound', 'UTF8')) AS same,
	(check_model(:'sound')->>'image_bytes')::bigint > 0 AS image_bytes,
	(check_model(:'sound')->>'load_bytes')::bigint > 0 AS load_bytes;

-- all problems, each with its place; what could be read is told
SELECT pg_temp.show(check_model(replace(:'sound', '<RegressionTable intercept="1">',
	'<LocalTransformations><DerivedField name="d" optype="continuous" dataType="double"><Aggregate field="x" function="multiset"/></DerivedField>'
	'<DerivedField name="e" optype="continuous" dataType="double"><Apply function="myOwn"/></DerivedField></LocalTransformations>'
	'<RegressionTable intercept="1">')));

-- never an error for a bad document
SELECT document, check_model(document)->'problems'->0->>'code' AS code, check_model(document)->>'loads' AS loads
FROM unnest(ARRAY['', ' ', 'x', '<', '<a/>', '{', '{}', '[]', '<PMML', '<PMML/>', left(:'sound', 300)]) document;
SELECT check_model(bytes)->>'loads' AS loads
FROM unnest(ARRAY['\x', '\x00', '\xff', '\xfffe', '\xfeff003c', '\x3c00', '\xefbbbf', '\x7b00', '\x3c3f786d6c20656e636f64696e673d22']::bytea[]) bytes;
SELECT check_model(NULL::text) IS NULL AS text, check_model(NULL::bytea) IS NULL AS bytes;

-- options as for a load
SELECT check_model(:'sound', model_name => 'n')->'problems'->0->>'code' AS code;
SELECT check_model(:'sound', format => 'coefficients')->>'loads' AS loads;
SELECT check_model(:'sound', iterations => 'some');

-- anybody may ask, nothing is written
BEGIN READ ONLY;
SELECT check_model(:'sound')->'loads' AS loads;
COMMIT;
CREATE ROLE check_model_user;
SET ROLE check_model_user;
SELECT check_model(:'sound')->'loads' AS loads;
RESET ROLE;
DROP ROLE check_model_user;
