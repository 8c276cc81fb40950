-- The extension in a schema where others create what its views could take for
-- the server's own operators and functions: none of theirs is called.
SET client_min_messages = warning;
\set first :DBNAME
CREATE DATABASE hostile_schema_regression;
\c hostile_schema_regression
SET client_min_messages = warning;
CREATE SCHEMA hostile;
SET search_path = hostile;
CREATE FUNCTION steal_text(text, integer) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE OPERATOR || (FUNCTION = steal_text, LEFTARG = text, RIGHTARG = integer);
CREATE FUNCTION steal_key(jsonb, jsonb) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE OPERATOR ->> (FUNCTION = steal_key, LEFTARG = jsonb, RIGHTARG = jsonb);
CREATE FUNCTION steal_two(text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE AGGREGATE array_agg(text) (SFUNC = steal_two, STYPE = text);
CREATE FUNCTION steal_three(text, text, integer) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE AGGREGATE jsonb_object_agg(text, integer) (SFUNC = steal_three, STYPE = text);
CREATE EXTENSION ml_score SCHEMA hostile;
SELECT load_model('hostile', '{"ml_score": 1, "model": "linear", "intercept": 2, "features": []}');
SELECT set_model_alias('hostile', 'a', 1);
SELECT predict('hostile', '{}');
SELECT name, aliases, format, inputs, versions FROM ml_models;
SELECT models FROM ml_cache;
\c :first
DROP DATABASE hostile_schema_regression;
