-- Loading: versions, identity, activation, transactions.

CREATE FUNCTION pg_temp.document(intercept text, prolog text DEFAULT '') RETURNS text LANGUAGE sql AS $$
	SELECT format('%s<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
		'<DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>'
		'<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>'
		'<RegressionTable intercept="%s"><NumericPredictor name="x" coefficient="2"/></RegressionTable>'
		'</RegressionModel></PMML>', prolog, intercept)
$$;

-- numbers count up, the newest is the default
SELECT load_model('load', pg_temp.document('1'));
SELECT load_model('load', pg_temp.document('2'), comment => 'second');
SELECT name, version, versions, format, model, function, loader = current_user AS loader, comment
FROM ml_models WHERE name = 'load';

-- what the model has already is that version, which becomes the default again
SELECT load_model('load', pg_temp.document('1'));
SELECT version, versions, comment FROM ml_models WHERE name = 'load';
SELECT load_model('load', convert_to(pg_temp.document('1'), 'UTF8'));

-- without becoming the default
SELECT load_model('load', pg_temp.document('3'), activate => false);
SELECT load_model('load', pg_temp.document('2'), activate => false, comment => 'still the second');
SELECT version, versions, comment FROM ml_models WHERE name = 'load';

-- a new model that nothing makes active has no default version
SELECT load_model('load inactive', pg_temp.document('1'), activate => false);
SELECT count(*) FROM model_fields('load inactive');
SELECT count(*) > 0 AS has_fields FROM model_fields('load inactive@1');
SELECT set_default_version('load inactive', 1);
SELECT count(*) > 0 AS has_fields FROM model_fields('load inactive');

-- the identity: SHA-256 over the options that can change a score and the document
SELECT name, version,
	digest = sha256(convert_to('{"format":"pmml"}' || E'\n' || pg_temp.document(intercept), 'UTF8')) AS digest,
	document = sha256(convert_to(pg_temp.document(intercept), 'UTF8')) AS document,
	content_id = ('x' || right(left(digest::text, 18), 16))::bit(64)::bigint & 9223372036854775807 AS content_id
FROM ml_model_version, LATERAL (SELECT version::text AS intercept) i
WHERE name IN ('load', 'load inactive')
ORDER BY name, version;

-- the same content under another name is the same content, stored once
SELECT load_model('load other', pg_temp.document('1'));
SELECT count(DISTINCT content_id), count(*) FROM ml_model_version WHERE name IN ('load inactive', 'load other');
SELECT count(*) FROM ml_document WHERE digest = sha256(convert_to(pg_temp.document('1'), 'UTF8'));

-- text has been through the server's encoding: what it says of another one is ignored, but in bytea obeyed
SELECT load_model('load encoding', pg_temp.document('1', '<?xml version="1.0" encoding="ISO-8859-1"?><!--é-->'));
SELECT load_model('load encoding', convert_to(pg_temp.document('1', '<?xml version="1.0" encoding="ISO-8859-1"?><!--é-->'), 'LATIN1'));
SELECT load_model('load encoding', convert_to(pg_temp.document('1', '<?xml version="1.0" encoding="ISO-8859-1"?><!--é-->'), 'UTF8'));
SELECT version, options FROM ml_model_version WHERE name = 'load encoding' ORDER BY version;

-- a rollback leaves no trace
BEGIN;
SELECT load_model('load rolled back', pg_temp.document('rolled', ''));
ROLLBACK;
BEGIN;
SELECT load_model('load rolled back', pg_temp.document('17'));
SAVEPOINT s;
SELECT load_model('load rolled back', pg_temp.document('18'));
ROLLBACK TO s;
SELECT version, versions FROM ml_models WHERE name = 'load rolled back';
ROLLBACK;
SELECT count(*) FROM ml_model WHERE name = 'load rolled back';
SELECT count(*) FROM ml_document WHERE digest = sha256(convert_to(pg_temp.document('17'), 'UTF8'));
SELECT model_document('load rolled back');

-- names
SELECT load_model('Ein Modell, «Übung»', pg_temp.document('1'));
SELECT name, usage FROM model_fields('Ein Modell, «Übung»@1') WHERE usage = 'active';
SELECT load_model(repeat('n', 255), pg_temp.document('1'));
SELECT load_model(repeat('n', 256), pg_temp.document('1'));
SELECT load_model('', pg_temp.document('1'));
SELECT load_model('load@2', pg_temp.document('1'));
SELECT load_model(NULL, pg_temp.document('1'));
SELECT load_model('load', NULL::text);

-- where nothing can be written
BEGIN READ ONLY;
SELECT load_model('load', pg_temp.document('4'));
ROLLBACK;

-- a file on the server
\getenv srcdir PG_ABS_SRCDIR
SELECT load_model_file('load file', :'srcdir' || '/model_fixtures/sklearn_linear_ames/model.pmml') AS version;
SELECT model_document('load file') = pg_read_binary_file(:'srcdir' || '/model_fixtures/sklearn_linear_ames/model.pmml') AS same;
SELECT load_model_file('load file', '.');
SELECT load_model_file('load file', '/nowhere/model.pmml');

SELECT drop_model(name) FROM unnest(ARRAY['load', 'load inactive', 'load other', 'load encoding', 'load file',
	'Ein Modell, «Übung»', repeat('n', 255)]) name;
