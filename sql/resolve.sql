-- A name is what the snapshot says it is, whatever this backend has seen before.
SET client_min_messages = warning;

CREATE FUNCTION constant(value int) RETURNS text LANGUAGE sql AS $$
SELECT format('{"ml_score": 1, "model": "linear", "target": "resolved", "intercept": %s, "features": []}', value) $$;
SELECT load_model('resolved', constant(1)), load_model('resolved', constant(2)), load_model('other', constant(10));
SELECT set_model_alias('resolved', 'champion', 1);
PREPARE ask AS SELECT predict('resolved', '{}'::jsonb) AS "default", predict('resolved@1', '{}'::jsonb) AS one,
	predict('resolved@champion', '{}'::jsonb) AS champion;
EXECUTE ask;
EXECUTE ask;

-- a change is seen by its transaction, and gone with it
BEGIN;
SELECT set_default_version('resolved', 1);
SELECT set_model_alias('resolved', 'champion', 2);
EXECUTE ask;
SAVEPOINT s;
SELECT load_model('resolved', constant(3));
EXECUTE ask;
ROLLBACK TO s;
EXECUTE ask;
ROLLBACK;
EXECUTE ask;

-- the row elsewhere, another row in its place, the same row elsewhere
SELECT set_default_version('resolved', 1);
EXECUTE ask;
VACUUM ml_model;
SELECT load_model('third', constant(30)), load_model('fourth', constant(40));
EXECUTE ask;
VACUUM FULL ml_model;
EXECUTE ask;
EXECUTE ask;
SELECT drop_model('resolved');
VACUUM FULL ml_model, ml_model_version, ml_model_alias;
EXECUTE ask;
SELECT load_model('resolved', constant(5));
SELECT predict('resolved', '{}'::jsonb);
SELECT predict('resolved@1', '{}'::jsonb);
SELECT predict('resolved@champion', '{}'::jsonb);

-- an older snapshot goes on seeing what it saw
CREATE FUNCTION before_and_after() RETURNS SETOF float8 LANGUAGE plpgsql AS $$
DECLARE
	old CURSOR FOR SELECT predict('resolved', '{}'::jsonb) FROM generate_series(1, 3);
	x float8;
BEGIN
	OPEN old;
	FETCH old INTO x;
	RETURN NEXT x;
	PERFORM load_model('resolved', constant(6));
	RETURN NEXT predict('resolved', '{}'::jsonb);
	FETCH old INTO x;
	RETURN NEXT x;
	RETURN NEXT predict('resolved', '{}'::jsonb);
END $$;
SELECT before_and_after();

-- rights are asked for each time
CREATE ROLE regress_resolve;
SELECT revoke_model('resolved', 'public', 'predict');
SELECT predict('resolved', '{}'::jsonb);
SET ROLE regress_resolve;
SELECT predict('resolved', '{}'::jsonb);
RESET ROLE;
SELECT predict('resolved', '{}'::jsonb);
SELECT grant_model('resolved', 'regress_resolve', 'predict');
SET ROLE regress_resolve;
SELECT predict('resolved', '{}'::jsonb);
RESET ROLE;
SELECT revoke_model('resolved', 'regress_resolve', 'predict');
SET ROLE regress_resolve;
SELECT predict('resolved', '{}'::jsonb);
RESET ROLE;

-- more names than are kept
SELECT count(load_model('many' || i, constant(i))) FROM generate_series(1, 100) i;
SELECT count(*) FROM generate_series(1, 3), generate_series(1, 100) i WHERE predict('many' || i, '{}'::jsonb) <> i;

SELECT count(drop_model(name)) FROM ml_model WHERE name LIKE 'many%' OR name IN ('resolved', 'other', 'third', 'fourth');
DROP ROLE regress_resolve;
