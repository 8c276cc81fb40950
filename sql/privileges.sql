-- Who may load, manage, read and predict.

CREATE FUNCTION pg_temp.document(intercept integer) RETURNS text LANGUAGE sql AS $$
	SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
		'<DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>'
		'<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>'
		'<RegressionTable intercept="%s"><NumericPredictor name="x" coefficient="2"/></RegressionTable>'
		'</RegressionModel></PMML>', intercept)
$$;
-- what the current user may do with a model: what each needs is tried
CREATE FUNCTION pg_temp.may(model text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer text := '';
BEGIN
	BEGIN PERFORM predict(model, '{"x": 1}'); answer := answer || ' predict';
	EXCEPTION WHEN insufficient_privilege THEN END;
	BEGIN PERFORM model_document(model); answer := answer || ' read';
	EXCEPTION WHEN insufficient_privilege THEN END;
	BEGIN PERFORM set_model_alias(model || '@1', 'may'); answer := answer || ' manage';
	EXCEPTION WHEN insufficient_privilege THEN END;
	BEGIN PERFORM grant_model(model, current_user, 'manage'), revoke_model(model, current_user, 'manage'); answer := answer || ' own';
	EXCEPTION WHEN insufficient_privilege THEN END;
	RETURN answer;
END $$;
CREATE ROLE privileges_owner;
CREATE ROLE privileges_team ROLE privileges_owner;
CREATE ROLE privileges_member IN ROLE privileges_owner;
CREATE ROLE privileges_other;
CREATE ROLE privileges_other_member IN ROLE privileges_other;
GRANT EXECUTE ON FUNCTION
	load_model(text, text, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text),
	load_model(text, bytea, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text),
	load_model_file(text, text, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text),
	drop_model(text, integer)
TO privileges_owner, privileges_other;

-- nobody loads or drops without being allowed to
SET ROLE privileges_team;
SELECT load_model('privileges', pg_temp.document(1));
SELECT drop_model('privileges');
SELECT rebuild_images();
RESET ROLE;

-- who loads first owns; the tables stay closed
SET ROLE privileges_owner;
SELECT load_model('privileges', pg_temp.document(1));
SELECT owner, access FROM ml_models WHERE name = 'privileges';
SELECT * FROM ml_model;
UPDATE ml_model SET owner = 'me';
SELECT * FROM ml_document;
SELECT * FROM ml_image;
SELECT pg_temp.may('privileges');
SET ROLE privileges_member;
SELECT pg_temp.may('privileges');
SET ROLE privileges_team;
SELECT pg_temp.may('privileges');
SET ROLE privileges_other;
SELECT pg_temp.may('privileges');
SELECT load_model('privileges', pg_temp.document(2));
SELECT load_model('privileges', pg_temp.document(1));
SELECT drop_model('privileges');
SELECT set_default_version('privileges', 1);
SELECT set_model_alias('privileges', 'a', 1);
SELECT drop_model_alias('privileges', 'may');
SELECT grant_model('privileges', 'privileges_other', 'read');
SELECT model_document('privileges');
RESET ROLE;

-- rights one by one; the first does not take away what everyone had
SET ROLE privileges_owner;
SELECT grant_model('privileges', 'privileges_other', 'read');
SELECT access FROM ml_models WHERE name = 'privileges';
SELECT grant_model('privileges', 'privileges_other', 'predict');
SELECT revoke_model('privileges', 'public', 'predict');
SELECT access FROM ml_models WHERE name = 'privileges';
SET ROLE privileges_other_member;
SELECT pg_temp.may('privileges');
SET ROLE privileges_team;
SELECT pg_temp.may('privileges');
SELECT * FROM model_fields('privileges');
SET ROLE privileges_owner;
SELECT revoke_model('privileges', 'privileges_other', 'read');
SET ROLE privileges_other;
SELECT pg_temp.may('privileges');
SET ROLE privileges_owner;
SELECT revoke_model('privileges', 'privileges_other', 'predict');
SELECT access FROM ml_models WHERE name = 'privileges';
SET ROLE privileges_other;
SELECT pg_temp.may('privileges');

-- manage includes the other two, but not granting
SET ROLE privileges_owner;
SELECT grant_model('privileges', 'privileges_other', 'manage');
SET ROLE privileges_other;
SELECT pg_temp.may('privileges');
SELECT load_model('privileges', pg_temp.document(2));
SELECT version, owner, loader FROM ml_models WHERE name = 'privileges';

-- back to the list that is none
SET ROLE privileges_owner;
SELECT revoke_model('privileges', 'privileges_other', 'manage'), grant_model('privileges', 'public', 'predict');
SELECT access FROM ml_models WHERE name = 'privileges';
SELECT revoke_model('privileges', 'privileges_other', 'manage');

-- mistakes
SELECT grant_model('privileges', 'privileges_nobody', 'read');
SELECT revoke_model('privileges', 'privileges_nobody', 'read');
SELECT grant_model('privileges', 'public', 'write');
SELECT grant_model('privileges@1', 'public', 'read');
SELECT grant_model('privilege', 'public', 'read');
SELECT grant_model('privileges', NULL, 'read');
RESET ROLE;

-- who asks is the function's owner in a function of a definer
CREATE FUNCTION privileges_definer() RETURNS integer LANGUAGE sql SECURITY DEFINER AS $$
	SELECT length(model_document_text('privileges@1')) $$;
ALTER FUNCTION privileges_definer() OWNER TO privileges_owner;
SET ROLE privileges_other;
SELECT privileges_definer() > 0 AS read;
SELECT model_document_text('privileges@1');
RESET ROLE;

-- superusers may do everything, also where the owner is gone
SELECT pg_temp.may('privileges');
SET ROLE privileges_owner;
SELECT grant_model('privileges', 'privileges_other_member', 'read');
RESET ROLE;
DROP FUNCTION privileges_definer();
REVOKE ALL ON FUNCTION
	load_model(text, text, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text),
	load_model(text, bytea, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text),
	load_model_file(text, text, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text),
	drop_model(text, integer)
FROM privileges_owner, privileges_other;
DROP ROLE privileges_owner, privileges_other_member;
SELECT owner, access FROM ml_models WHERE name = 'privileges';
SELECT pg_temp.may('privileges');
SELECT revoke_model('privileges', 'privileges_other_member', 'read');
SELECT owner, access FROM ml_models WHERE name = 'privileges';
SELECT drop_model('privileges');

-- files need what pg_read_server_files gives
\getenv srcdir PG_ABS_SRCDIR
\set file :srcdir '/model_fixtures/sklearn_linear_ames/model.pmml'
GRANT EXECUTE ON FUNCTION
	load_model_file(text, text, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text),
	drop_model(text, integer)
TO privileges_other;
SET ROLE privileges_other;
SELECT load_model_file('privileges file', :'file');
RESET ROLE;
GRANT pg_read_server_files TO privileges_other;
SET ROLE privileges_other;
SELECT load_model_file('privileges file', :'file');
SELECT drop_model('privileges file');
RESET ROLE;
DROP OWNED BY privileges_other;
DROP ROLE privileges_team, privileges_member, privileges_other;
