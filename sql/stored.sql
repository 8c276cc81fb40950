-- Calls on many columns of a row that is read from a table find them in the row.
-- The library is there before the first plan is made, and so is its hook.
LOAD 'ml_score';
SET client_min_messages = warning;
SET ml_score.enable_batch = off;

SELECT load_model('s', '{"ml_score": 1, "model": "linear", "intercept": 0.25, "features": [
	{"name": "a", "coef": 0.5}, {"name": "b", "coef": -0.125}, {"name": "c", "coef": 2}, {"name": "d", "coef": 3},
	{"name": "e", "coef": 0.25}, {"name": "f", "coef": 4}, {"name": "Odd Name", "coef": 8},
	{"name": "k", "levels": {"x": 1, "y": -1.5}}]}');
CREATE TABLE s (id int PRIMARY KEY, a float8, gone text, k varchar(10), b numeric(12, 3), c int, d real, e bigint, f smallint, old_name float8);
ALTER TABLE s DROP gone;
ALTER TABLE s RENAME old_name TO "Odd Name";
INSERT INTO s SELECT i, nullif(i % 10, 3) / 4.0, (ARRAY['x', 'y', 'z', NULL])[i % 4 + 1], nullif(i % 9, 5) * 1.125, i, i / 8.0,
	nullif(i % 7, 2), i % 3, CASE i WHEN 17 THEN 'NaN' WHEN 18 THEN '-0' ELSE i / 2.0 END FROM generate_series(1, 300) i;
INSERT INTO s (id) VALUES (0);
VACUUM ANALYZE s;

-- the plan's calls on rows that are being read, and the rows: how many, how many without a score, how
-- many differ between the query as planned and as written
CREATE FUNCTION compare(query text, OUT calls int, OUT n bigint, OUT nulls bigint, OUT differ bigint) LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	calls := 0;
	FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP
		calls := calls + (SELECT count(*) FROM regexp_matches(line, '_columns\([^()]* of the row''::text, (\w+\.)?ctid\)', 'g'));
	END LOOP;
	EXECUTE 'CREATE TEMP TABLE planned AS ' || query;
	SET LOCAL ml_score.enable_rewrite = off;
	EXECUTE 'CREATE TEMP TABLE written AS ' || query;
	RESET ml_score.enable_rewrite;
	SELECT count(*), count(*) FILTER (WHERE p IS NULL) INTO n, nulls FROM planned;
	SELECT count(*) INTO differ FROM ((TABLE planned EXCEPT ALL TABLE written) UNION ALL (TABLE written EXCEPT ALL TABLE planned)) d;
	DROP TABLE planned, written;
END $$;

EXPLAIN (VERBOSE, COSTS OFF) SELECT predict('s', s) FROM s WHERE id = 12;
SELECT * FROM compare('SELECT id, predict(''s'', s) AS p FROM s WHERE id = 12');
SELECT * FROM compare('SELECT id, predict(''s'', s) AS p FROM s');
SELECT * FROM compare('SELECT id, predict(''s'', s, on_invalid => ''null'') + 1 AS p FROM s');

-- conditions, other functions, several calls
SELECT * FROM compare('SELECT id, a AS p FROM s WHERE predict(''s'', s) > 500');
SELECT * FROM compare('SELECT id, predict_json(''s'', s)::text AS p FROM s WHERE id < 30 AND predict(''s'', s) > 10');
SELECT * FROM compare('SELECT id, CASE WHEN id % 2 = 0 THEN predict(''s'', s) END AS p FROM s');

-- where the row is not the one that is being read
SELECT q, (compare(q)).* FROM (VALUES
	('SELECT x.id, predict(''s'', x) AS p FROM s x JOIN s y ON x.id = y.id + 1'),
	('SELECT x.id, predict(''s'', x) AS p FROM (SELECT * FROM s OFFSET 1) x'),
	('SELECT x.id, predict(''s'', x) AS p FROM (SELECT * FROM s UNION ALL SELECT * FROM s) x'),
	('SELECT x.id, predict(''s'', x) AS p FROM (SELECT id, a AS b, b AS a, c AS d, d AS c, e, f, "Odd Name", k FROM s) x'),
	('SELECT x.id, predict(''s'', x) AS p FROM (SELECT id, a, b, c, d AS e, e AS d, f, "Odd Name", k FROM s UNION ALL SELECT id, b, a, c, d, e, f, "Odd Name", k FROM s) x'),
	('SELECT x.id, predict(''s'', x) AS p FROM s AS x (id, k, a, b)'),
	('SELECT y.id, (SELECT predict(''s'', x) FROM s x WHERE x.id = y.id) AS p FROM s y'),
	('SELECT y.id, p FROM s y, LATERAL (SELECT predict(''s'', x) AS p FROM s x WHERE x.id = y.id + 1 OFFSET 0) z'),
	('SELECT id, predict(''s'', s) AS p FROM s ORDER BY a, id DESC LIMIT 5'),
	('SELECT id % 3 AS id, sum(predict(''s'', s)) AS p FROM s GROUP BY 1')) v(q);

-- partitions, whose columns are elsewhere
CREATE TABLE parts (LIKE s) PARTITION BY RANGE (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (100);
CREATE TABLE parts_2 ("Odd Name" float8, f smallint, e bigint, d real, c int, b numeric(12, 3), k varchar(10), a float8, id int NOT NULL);
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES FROM (100) TO (1000);
INSERT INTO parts SELECT * FROM s;
SELECT * FROM compare('SELECT id, predict(''s'', p) AS p FROM parts p');
PREPARE by_part AS SELECT id, predict('s', p) FROM parts p WHERE id IN (98, $1) ORDER BY id;
EXECUTE by_part(97);
EXECUTE by_part(102);

-- plans that are kept, while the table changes
SET plan_cache_mode = force_generic_plan;
PREPARE by_key AS SELECT predict('s', s) FROM s WHERE id = $1;
EXECUTE by_key(12);
ALTER TABLE s DROP COLUMN d, ADD COLUMN d float8 DEFAULT 1000;
EXECUTE by_key(12);
SELECT * FROM compare('SELECT id, predict(''s'', s) AS p FROM s');
ALTER TABLE s ALTER COLUMN c TYPE numeric USING c + 0.5;
EXECUTE by_key(12);
ALTER TABLE s RENAME COLUMN e TO was_e;
EXECUTE by_key(12);
ALTER TABLE s RENAME COLUMN was_e TO e;
EXECUTE by_key(12);
SELECT predict('s', s) FROM s WHERE id = 12;
SELECT load_model('s', '{"ml_score": 1, "model": "linear", "intercept": 1, "features": [{"name": "a", "coef": 1}]}') AS version;
EXECUTE by_key(12);
SELECT set_default_version('s', 1);
EXECUTE by_key(12);
BEGIN;
TRUNCATE s;
INSERT INTO s (id, a, b, c, d, e, f, "Odd Name", k) VALUES (12, 1, 1, 1, 1, 1, 1, 1, 'x');
EXECUTE by_key(12);
ROLLBACK;
EXECUTE by_key(12);

-- a name is resolved anew by each statement that can see a change: of its own transaction, ended or undone
BEGIN;
SELECT set_default_version('s', 2);
EXECUTE by_key(12);
ROLLBACK;
EXECUTE by_key(12);
EXECUTE by_key(12);
BEGIN;
EXECUTE by_key(12);
SAVEPOINT a;
SELECT set_default_version('s', 2);
EXECUTE by_key(12);
ROLLBACK TO a;
EXECUTE by_key(12);
SELECT set_default_version('s', 2);
COMMIT;
EXECUTE by_key(12);
SELECT set_default_version('s', 1);
EXECUTE by_key(12);
CREATE ROLE regress_ml_stored;
GRANT SELECT ON s TO regress_ml_stored;
SET ROLE regress_ml_stored;
EXECUTE by_key(12);
RESET ROLE;
SELECT grant_model('s', 'pg_monitor', 'predict'), revoke_model('s', 'public', 'predict');
EXECUTE by_key(12);
SET ROLE regress_ml_stored;
EXECUTE by_key(12);
RESET ROLE;
GRANT pg_monitor TO regress_ml_stored;
SET ROLE regress_ml_stored;
EXECUTE by_key(12);
EXECUTE by_key(12);
RESET ROLE;
REVOKE pg_monitor FROM regress_ml_stored;
SET ROLE regress_ml_stored;
EXECUTE by_key(12);
RESET ROLE;
SELECT revoke_model('s', 'pg_monitor', 'predict'), grant_model('s', 'public', 'predict');
REVOKE ALL ON s FROM regress_ml_stored;
DROP ROLE regress_ml_stored;

-- writing and locking
UPDATE s SET a = predict('s', s) WHERE id = 12 RETURNING a, predict('s', s);
SELECT predict('s', s) FROM s WHERE id = 12 FOR UPDATE;
DELETE FROM s WHERE predict('s', s) > 3000 AND id < 12 RETURNING id;

-- errors are those of the call as written
ALTER TABLE s ALTER COLUMN c TYPE text;
UPDATE s SET c = 'none' WHERE id = 13;
SELECT predict('s', s) FROM s WHERE id = 13;
SELECT predict('s', s, on_invalid => 'null') FROM s WHERE id = 13;
SET ml_score.enable_rewrite = off;
SELECT predict('s', s) FROM s WHERE id = 13;
RESET ml_score.enable_rewrite;
DO $$
BEGIN
	FOR i IN 12..14 LOOP
		BEGIN
			RAISE WARNING '%', (SELECT predict('s', s) FROM s WHERE id = i);
		EXCEPTION WHEN others THEN
			RAISE WARNING '%', sqlerrm;
		END;
	END LOOP;
END $$;

-- calls that the planner does not make are refused: who reads a ctid need not be allowed to read the row
SELECT 'version 1, ' || default_content_id || ': a, b, c, d, e, f, "Odd Name", k of the row' AS planned FROM ml_model WHERE name = 's' \gset
SELECT predict_columns('s', :'planned', ctid) FROM s WHERE id = 12;
SELECT predict_columns('s', :'planned', '(0,7)'::tid);
SELECT predict_columns('s', :'planned', NULL::tid);
SELECT predict_columns('s', :'planned', x.ctid) FROM (SELECT ctid FROM s OFFSET 7) x;
SELECT predict_columns('s', :'planned', id) FROM s WHERE id = 12;
SELECT predict_columns('s', :'planned', ctid, ctid) FROM s WHERE id = 12;
SELECT predict_columns('s', :'planned', (SELECT ctid)) FROM s WHERE id = 12;
SELECT predict_columns('s', :'planned', max(ctid)) FROM s;
SELECT predict_columns('s', :'planned', VARIADIC ARRAY[ctid]) FROM s WHERE id = 12;
SELECT predict_columns('s', replace(:'planned', 'a,', 'nowhere,'), ctid) FROM s WHERE id = 12;
SELECT predict_columns('s', replace(:'planned', ' of', ' off'), ctid) FROM s WHERE id = 12;
SELECT predict_columns('s', replace(:'planned', 'a,', rtrim(repeat('a, ', 200))), ctid) FROM s WHERE id = 12;
SELECT count(predict_columns('s', :'planned', ctid)) FROM s WHERE id IN (9, 12);
CREATE VIEW seen AS SELECT ctid, id FROM s;
SELECT predict_columns('s', :'planned', ctid) FROM seen WHERE id = 12;
DROP VIEW seen;
SELECT predict_columns('s', CASE WHEN id < 12 THEN :'planned' ELSE replace(:'planned', ' of the row', '') END, ctid) FROM s WHERE id IN (9, 12);
SET ml_score.enable_batch = force;
SELECT predict_columns('s', :'planned', ctid) FROM s WHERE id = 12;
SELECT predict_columns('s', :'planned', ctid) FROM s ORDER BY a OFFSET 3 LIMIT 1;
RESET ml_score.enable_batch;

DROP FUNCTION compare;
DROP TABLE s, parts;
SELECT drop_model('s');
