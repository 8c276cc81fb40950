-- The planner makes calls on columns of calls on rows.  Whatever it does, the scores
-- are those of the calls as written.
SET client_min_messages = warning;
-- the nodes that score in blocks, which batch.sql is about, are left out of the plans
SET ml_score.enable_batch = off;

SELECT load_model('r', '{"ml_score": 1, "model": "logistic", "intercept": 0.25,
	"features": [{"name": "a", "coef": 0.5}, {"name": "n", "coef": -0.125}, {"name": "Odd Name", "coef": 2},
	{"name": "k", "levels": {"x": 1, "y": -1.5}}]}');
CREATE TABLE t (id int PRIMARY KEY, junk text, gone int, a float8, k varchar(10), n numeric(12, 3), old_name int, b boolean);
ALTER TABLE t DROP gone;
ALTER TABLE t RENAME old_name TO "Odd Name";
ALTER TABLE t ADD late int DEFAULT 7;
INSERT INTO t SELECT i, repeat('j', i % 50), nullif(i % 10, 3) / 4.0, (ARRAY['x', 'y', 'z', NULL])[i % 4 + 1],
	nullif(i % 9, 5) * 1.125, nullif(i % 5, 1) - 2, i % 2 = 0 FROM generate_series(1, 300) i;
INSERT INTO t (id) VALUES (0);
VACUUM ANALYZE t;
CREATE TABLE others AS SELECT id, id / 2 AS t_id FROM t WHERE id % 3 > 0;

-- the plan's calls (of columns, of rows), and the rows: how many, how many without a score, how many
-- differ between the query as planned and as written
CREATE FUNCTION compare(query text, OUT columns int, OUT rows int, OUT n bigint, OUT nulls bigint, OUT differ bigint) LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	columns := 0;
	rows := 0;
	FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP
		columns := columns + (SELECT count(*) FROM regexp_matches(line, 'predict(_class|_proba|_proba_of|_json)?_columns\(', 'g'));
		rows := rows + (SELECT count(*) FROM regexp_matches(line, 'predict(_class|_proba|_proba_of|_json)?\(', 'g'));
	END LOOP;
	EXECUTE 'CREATE TEMP TABLE planned AS ' || query;
	SET LOCAL ml_score.enable_rewrite = off;
	EXECUTE 'CREATE TEMP TABLE written AS ' || query;
	RESET ml_score.enable_rewrite;
	SELECT count(*), count(*) FILTER (WHERE p IS NULL) INTO n, nulls FROM planned;
	SELECT count(*) INTO differ FROM ((TABLE planned EXCEPT ALL TABLE written) UNION ALL (TABLE written EXCEPT ALL TABLE planned)) d;
	DROP TABLE planned, written;
END $$;

EXPLAIN (VERBOSE, COSTS OFF) SELECT predict('r', t) FROM t;
EXPLAIN (VERBOSE, COSTS OFF) SELECT predict('r@1', t, on_invalid => 'null', target => 'Odd "target"') FROM t;
SELECT * FROM compare('SELECT id, predict(''r'', t) AS p FROM t');

-- all functions and arguments
SELECT q, (compare(format('SELECT id, %s AS p FROM t', q))).* FROM (VALUES ('predict_class(''r'', t)'), ('predict_proba(''r'', t)'),
	('predict_proba_of(''r'', t, ''0'')'), ('predict_proba_of(''r'', t, CASE WHEN b THEN ''1'' END)'), ('predict_json(''r'', t)'),
	('predict(''r'', t, NULL, ''error'')'), ('predict(''r'', t, on_invalid => lower(''NULL''))'), ('predict(''r@1'', t)'),
	('predict(''r''::varchar, t)'), ('predict(lower(''R''), t)')) v(q);

-- rows that are not a table's
SELECT f, (compare(format('SELECT s.id, predict(''r'', s) AS p FROM %s', f))).* FROM (VALUES
	('(SELECT * FROM t) s'), ('(SELECT "Odd Name", id, a + 1 AS a, k::text, n FROM t) s'),
	('(SELECT DISTINCT k, a, n, "Odd Name", id FROM t) s'), ('(SELECT id, max(a) a, min(n) n, k, "Odd Name" FROM t GROUP BY id) s'),
	('(SELECT * FROM t OFFSET 0) s'), ('(SELECT * FROM t ORDER BY id LIMIT 100) s'), ('(SELECT *, count(*) OVER () FROM t) s'),
	('(SELECT * FROM t UNION ALL SELECT * FROM t) s'), ('(SELECT * FROM t UNION SELECT * FROM t) s'),
	('(VALUES (1, 2.5, ''x'', 3, 0), (2, NULL, ''y'', 1, 1)) s(id, a, k, n, "Odd Name")'),
	('(SELECT id, random() < 2 AS yes, a, k, n, "Odd Name" FROM t) s'),
	('t s(aa, bb, cc, dd, ee, id)'), ('(t JOIN others o USING (id)) s'), ('(t LEFT JOIN others o USING (id)) s'),
	('jsonb_populate_recordset(NULL::t, ''[{"id": 1, "a": 1, "k": "x", "n": 2, "Odd Name": 0}, {}]'') s')) v(f);
-- functions in FROM
CREATE FUNCTION some_rows() RETURNS SETOF t LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY SELECT * FROM t WHERE id < 20; RETURN NEXT NULL; END $$;
CREATE FUNCTION one_row(int) RETURNS t LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT t FROM t WHERE id = $1); END $$;
CREATE FUNCTION out_row(OUT id int, OUT a float8, OUT n int, OUT k text, OUT "Odd Name" int) RETURNS SETOF record LANGUAGE sql VOLATILE AS
	$$ SELECT id, a, n::int, k, "Odd Name" FROM t WHERE id < 20 $$;
SELECT f, (compare(format('SELECT 1 AS id, predict(''r'', s) AS p FROM %s', f))).* FROM (VALUES ('some_rows() s'), ('one_row(4) s'), ('one_row(-4) s'), ('out_row() s'),
	('some_rows() WITH ORDINALITY s'), ('ROWS FROM (some_rows(), generate_series(1, 25)) s'), ('generate_series(1, 3) i LEFT JOIN some_rows() s ON s.id = i + 18'),
	('generate_series(-1, 3) i, one_row(i) s'), ('unnest((SELECT array_agg(t) FROM t WHERE id < 20)) s'), ('unnest(ARRAY[NULL::t]) s'),
	('jsonb_to_recordset(''[{"a": 1, "k": "x", "n": 2, "Odd Name": 0}, {}]'') s("Odd Name" int, a text, k text, n numeric)')) v(f);
-- (not every server is built with XML)
SELECT CASE WHEN setting LIKE '%--with-libxml%' THEN (SELECT (columns, rows, n, nulls, differ) = (1, 0, 2, 0, 0) FROM compare($$SELECT 1 AS id, predict('r', s) AS p
	FROM xmltable('/r/x' PASSING '<r><x a="1" n="2" k="x"/><x a="2" n="3" k="y" o="1"/></r>' COLUMNS a float8 PATH '@a', n int PATH '@n', k text PATH '@k', "Odd Name" int PATH '@o' DEFAULT 0) s$$))
	ELSE true END AS as_written FROM pg_config WHERE name = 'CONFIGURE';
DROP FUNCTION some_rows, one_row, out_row;
SELECT * FROM compare('WITH s AS (SELECT * FROM t) SELECT id, predict(''r'', s) AS p FROM s');
SELECT * FROM compare('WITH s AS MATERIALIZED (SELECT * FROM t) SELECT id, predict(''r'', s) AS p FROM s');
SELECT * FROM compare('WITH RECURSIVE s AS (SELECT * FROM t WHERE id = 1 UNION ALL SELECT t.* FROM s, t WHERE t.id = s.id + 1) SELECT id, predict(''r'', s) AS p FROM s');
SELECT * FROM compare('SELECT id, predict(''r'', ROW(t.*)::t) AS p FROM t');
SELECT * FROM compare('SELECT id, predict(''r'', ROW(id, junk, a, k, n, "Odd Name", b, late)::t) AS p FROM t');
SELECT * FROM compare('SELECT id, predict(''r'', NULL::t) AS p FROM t');
SELECT * FROM compare('SELECT id, predict(''r'', CASE WHEN b THEN t END) AS p FROM t');

-- views
CREATE VIEW v AS SELECT id AS key, a, k, n, "Odd Name" FROM t;
CREATE VIEW barrier WITH (security_barrier) AS SELECT * FROM t WHERE id % 2 = 0;
CREATE VIEW scored AS SELECT id, predict('r', t) AS p FROM t;
CREATE VIEW aliased(id, "Odd Name", k, n, a) AS SELECT id, "Odd Name", k, n, a FROM t;
SELECT * FROM compare('SELECT key, predict(''r'', v) AS p FROM v');
SELECT * FROM compare('SELECT id, predict(''r'', barrier) AS p FROM barrier');
SELECT * FROM compare('SELECT id, predict(''r'', s) AS p FROM barrier s WHERE predict(''r'', s) > 0.5');
SELECT * FROM compare('SELECT * FROM scored WHERE p > 0.5');
SELECT * FROM compare('SELECT id, predict(''r'', x) AS p FROM aliased x(id, q, r, s, t)');

-- outer joins: a row without a partner has no score
SELECT j, (compare(format('SELECT t.id, o.id AS other, predict(''r'', t) AS p FROM %s', j))).* FROM (VALUES
	('t JOIN others o ON o.t_id = t.id'), ('t LEFT JOIN others o ON o.t_id = t.id'), ('others o LEFT JOIN t ON t.id = o.t_id * 3'),
	('t RIGHT JOIN others o ON t.id = o.t_id * 3'), ('t FULL JOIN others o ON o.t_id * 3 = t.id'),
	('others o LEFT JOIN (t JOIN others x ON x.id = t.id) ON t.id = o.t_id'),
	('others o LEFT JOIN (SELECT * FROM t) t ON t.id = o.t_id * 3'), ('others o LEFT JOIN (SELECT * FROM t OFFSET 0) t ON t.id = o.t_id * 3'),
	('others o CROSS JOIN LATERAL (SELECT * FROM t WHERE t.id = o.t_id) t'),
	('others o LEFT JOIN LATERAL (SELECT * FROM t WHERE t.id = o.t_id * 3) t ON true'),
	('others o LEFT JOIN t ON t.id = o.t_id * 3 WHERE t.id > 0'), ('others o LEFT JOIN t ON t.id = o.t_id * 3 WHERE t.id IS NULL')) v(j);
SELECT * FROM compare('SELECT o.id, s.p FROM others o LEFT JOIN (SELECT id, predict(''r'', t) AS p FROM t) s ON s.id = o.t_id * 3');
SELECT * FROM compare('SELECT o.id, (SELECT predict(''r'', t)) AS p FROM others o LEFT JOIN t ON t.id = o.t_id * 3');
SELECT * FROM compare('SELECT o.id, s.p FROM others o LEFT JOIN t ON t.id = o.t_id * 3, LATERAL (SELECT predict(''r'', t) AS p) s');
EXPLAIN (VERBOSE, COSTS OFF) SELECT o.id, predict('r', t) FROM others o LEFT JOIN t ON t.id = o.t_id * 3;
-- a row of NULLs is a row; also that of a materialized view
SELECT load_model('imputed', '{"ml_score": 1, "model": "linear", "intercept": 1, "features": [{"name": "a", "coef": 1, "impute": 2}]}');
CREATE MATERIALIZED VIEW blank AS SELECT NULL::float8 AS a;
SELECT id, b, predict('imputed', b) FROM generate_series(1, 3) o(id) LEFT JOIN blank b ON id = 2;
EXPLAIN (VERBOSE, COSTS OFF) SELECT predict('imputed', b) FROM generate_series(1, 3) o(id) LEFT JOIN blank b ON id = 2;
DROP MATERIALIZED VIEW blank;
SELECT drop_model('imputed');
SELECT n, nulls, differ FROM compare('SELECT predict(''r'', t) AS p, t.id, count(*) FROM others o LEFT JOIN t ON t.id = o.t_id * 3 GROUP BY t, t.id');
SELECT * FROM compare('SELECT t.id, sum(predict(''r'', t)) AS p FROM others o LEFT JOIN t ON t.id = o.t_id * 3 GROUP BY t.id');
SELECT * FROM compare('SELECT o.id, predict(''r'', t) AS p FROM others o LEFT JOIN t ON t.id = o.t_id * 3 AND predict(''r'', t) > 0.5 ORDER BY predict(''r'', t)');
-- beside other calls it says what it was planned for, to score the same version as they do
EXPLAIN (VERBOSE, COSTS OFF) SELECT predict('r', t), predict('r', s), predict_class('r', to_jsonb(t)), predict('r', ARRAY[t.a]) FROM t LEFT JOIN (SELECT * FROM t OFFSET 0) s ON s.id = t.id + 1;
SELECT * FROM compare('SELECT predict(''r'', t) AS p, predict(''r'', s) AS q, predict_class(''r'', to_jsonb(t)), predict(''r'', s.j) FROM t LEFT JOIN (SELECT *, to_json(t)::text AS j FROM t OFFSET 0) s ON s.id = t.id + 1');
SELECT predict('r', ARRAY[1, 2]), predict('r', t) FROM t;
SELECT predict('r', j), predict('r', t) FROM t, (VALUES (NULL::jsonb), ('{}')) v(j) WHERE id = 2;
SELECT predict('r', 'text'), predict('r', t) FROM t;

-- subqueries
SELECT * FROM compare('SELECT id, (SELECT predict(''r'', t)) AS p FROM t');
SELECT * FROM compare('SELECT id, (SELECT max(predict(''r'', t) + o.id) FROM others o WHERE o.t_id = t.id) AS p FROM t');
SELECT * FROM compare('SELECT id, (SELECT predict(''r'', u) FROM t u WHERE u.id = t.id + 1) AS p FROM t');
SELECT * FROM compare('SELECT id, 1 AS p FROM t WHERE EXISTS (SELECT FROM others o WHERE o.t_id = t.id AND predict(''r'', t) > 0.5)');
-- (16 and later tell which joins make a row NULL, and rewrite these)
SELECT columns + rows AS calls, n, differ FROM compare('SELECT id, 1 AS p FROM others WHERE id IN (SELECT id FROM t WHERE predict(''r'', t) > 0.5)');
SELECT columns + rows AS calls, n, differ FROM compare('SELECT id, 1 AS p FROM others o WHERE NOT EXISTS (SELECT FROM t WHERE t.id = o.id AND predict(''r'', t) > 0.5)');
-- the conditions of these are simplified once as if they were the outer query's
SELECT * FROM compare('SELECT s.id, EXISTS (SELECT FROM t u WHERE u.id = s.id AND predict(''r'', u) > 0.3) AS p FROM (SELECT * FROM t) s');
SELECT * FROM compare('SELECT id, EXISTS (SELECT FROM t u WHERE u.id = t.id AND predict(''r'', u) > 0.3) AND predict(''r'', t) > 0.4 AS p FROM t');
SELECT columns + rows AS calls, n, differ FROM compare('SELECT o.id, EXISTS (SELECT FROM others x LEFT JOIN t u ON u.id = x.t_id + 250 WHERE x.id = o.id AND predict(''r'', u, on_invalid => ''null'') IS NULL) AS p FROM others o JOIN t s ON o.id = s.id');
SELECT columns + rows AS calls, n, differ FROM compare('SELECT 0 AS id, sum(w.e::int) AS p FROM (SELECT v.x, EXISTS (SELECT FROM t u WHERE u.id = v.x AND predict(''r'', v) > 0.3) AS e FROM (SELECT id AS x, a, n, k, "Odd Name" FROM t OFFSET 0) v OFFSET 0) w');

-- everywhere in a query
SELECT * FROM compare('SELECT round(predict(''r'', t)::numeric, 2) AS p, count(*) FROM t GROUP BY round(predict(''r'', t)::numeric, 2) HAVING round(predict(''r'', t)::numeric, 2) > 0.3');
SELECT * FROM compare('SELECT predict(''r'', t) AS p, count(*) FROM t GROUP BY predict(''r'', t) ORDER BY predict(''r'', t)');
SELECT * FROM compare('SELECT k, predict(''r'', t) AS p FROM t GROUP BY GROUPING SETS ((k), (predict(''r'', t)))');
-- (18 groups by the row as it is)
SELECT columns + rows AS calls, n, nulls, differ FROM compare('SELECT t AS row, predict(''r'', t) AS p FROM t GROUP BY t');
SELECT * FROM compare('SELECT t AS row, predict(''r'', t) AS p, sum(predict(''r'', t) ORDER BY id) FROM t GROUP BY GROUPING SETS ((t), (id), ())');
SELECT * FROM compare('SELECT predict(''r'', s) AS p, count(*) FROM (SELECT *, id + 1 FROM t) s GROUP BY ROLLUP (s, s.k)');
SELECT * FROM compare('SELECT k AS p, max(predict(''r'', t)) FROM t GROUP BY CUBE (k, b)');
SELECT * FROM compare('SELECT DISTINCT ON (t) predict(''r'', t) AS p FROM t ORDER BY t');
SELECT * FROM compare('SELECT DISTINCT ON (predict(''r'', t)) predict(''r'', t) AS p FROM t ORDER BY predict(''r'', t), id');
SELECT * FROM compare('SELECT k AS p, sum(predict(''r'', t) ORDER BY id) FILTER (WHERE predict(''r'', t) > 0.5) FROM t GROUP BY k');
SELECT columns > 0 AS columns, rows, n, nulls, differ FROM compare('SELECT id, rank() OVER (PARTITION BY b ORDER BY predict(''r'', t)) AS p FROM t');
SELECT * FROM compare('SELECT id, generate_series(1, (predict(''r'', t) * 3)::int) AS p FROM t');
SELECT * FROM compare('SELECT id, CASE WHEN a > 1 THEN predict(''r'', t) END AS p FROM t');
SELECT * FROM compare('SELECT t.id, predict(''r'', t) AS p FROM t JOIN others o ON predict(''r'', t) > 0.5 AND o.id = t.id');
SELECT * FROM compare('SELECT t.id, x.p FROM t, LATERAL unnest(ARRAY[predict(''r'', t), 1]) x(p)');

-- inheritance and partitions
CREATE TABLE child (extra int) INHERITS (t);
INSERT INTO child SELECT id + 1000, junk, a, k, n, "Odd Name", b, late, 1 FROM t WHERE id < 100;
SELECT * FROM compare('SELECT id, predict(''r'', t) AS p FROM t');
SELECT * FROM compare('SELECT id, predict(''r'', c) AS p FROM child c');
DROP TABLE child;
CREATE TABLE parts (k text, id int, a float8, n float4, "Odd Name" int8) PARTITION BY LIST (k);
CREATE TABLE part_x PARTITION OF parts FOR VALUES IN ('x');
CREATE TABLE part_y (x text, "Odd Name" int8, n float4, a float8, id int, k text);
ALTER TABLE part_y DROP x;
ALTER TABLE parts ATTACH PARTITION part_y FOR VALUES IN ('y');
CREATE TABLE part_rest PARTITION OF parts DEFAULT;
INSERT INTO parts SELECT k, id, a, n, "Odd Name" FROM t;
SELECT * FROM compare('SELECT id, predict(''r'', parts) AS p FROM parts');
SELECT * FROM compare('SELECT id, predict(''r'', parts) AS p FROM parts WHERE k = ''y'' AND predict(''r'', parts) < 0.9');
SELECT * FROM compare('SELECT parts.id, predict(''r'', parts) AS p FROM others RIGHT JOIN parts USING (id)');
SELECT * FROM compare('SELECT parts.id, predict(''r'', parts) AS p FROM others LEFT JOIN parts USING (id)');

-- generated columns
CREATE TABLE gen (id int, "Odd Name" int, k text, n int, a float8 GENERATED ALWAYS AS (n / 4.0) STORED);
INSERT INTO gen SELECT id, "Odd Name", k, n FROM t;
SELECT * FROM compare('SELECT id, predict(''r'', gen) AS p FROM gen');

-- INSERT, UPDATE, DELETE, MERGE
CREATE TABLE scores (id int PRIMARY KEY, p float8);
CREATE FUNCTION wrong_scores() RETURNS TABLE (n bigint, wrong bigint) LANGUAGE sql AS $$
	SELECT count(*), count(*) FILTER (WHERE p IS DISTINCT FROM predict('r', to_jsonb(t))) FROM t LEFT JOIN scores USING (id) $$;
EXPLAIN (VERBOSE, COSTS OFF) INSERT INTO scores SELECT id, predict('r', t) FROM t;
INSERT INTO scores SELECT id, predict('r', t) FROM t;
SELECT * FROM wrong_scores();
UPDATE scores s SET p = predict('r', t) + 1 FROM t WHERE t.id = s.id;
EXPLAIN (VERBOSE, COSTS OFF) UPDATE scores s SET p = predict('r', t) FROM t WHERE t.id = s.id;
UPDATE scores s SET p = predict('r', t) FROM t WHERE t.id = s.id;
SELECT * FROM wrong_scores();
UPDATE scores SET p = NULL;
EXPLAIN (VERBOSE, COSTS OFF) MERGE INTO scores s USING t ON t.id = s.id WHEN MATCHED THEN UPDATE SET p = predict('r', t) WHEN NOT MATCHED THEN INSERT VALUES (t.id, predict('r', t));
MERGE INTO scores s USING t ON t.id = s.id WHEN MATCHED AND predict('r', t) > 0.5 THEN DELETE WHEN MATCHED THEN UPDATE SET p = predict('r', t);
MERGE INTO scores s USING t ON t.id = s.id WHEN NOT MATCHED THEN INSERT VALUES (t.id, predict('r', t));
SELECT * FROM wrong_scores();
ALTER TABLE t ADD p float8, ADD q float8;
EXPLAIN (VERBOSE, COSTS OFF) UPDATE t SET p = predict('r', t), a = a + 1 RETURNING predict('r', t);
WITH u AS (UPDATE t SET p = predict('r', t) RETURNING id, predict('r', t) AS p) SELECT count(*) FILTER (WHERE t.p IS NULL AND predict('r', to_jsonb(t)) IS NOT DISTINCT FROM u.p) FROM u JOIN t USING (id);
SELECT count(*) FILTER (WHERE p IS NOT DISTINCT FROM predict('r', to_jsonb(t))) FROM t;
INSERT INTO t (id, a, k, n, "Odd Name") VALUES (1, 1, 'x', 1, 1), (2, 2, 'y', 2, NULL) ON CONFLICT (id) DO UPDATE SET q = predict('r', excluded), p = predict('r', t) RETURNING id, q = predict('r', to_jsonb(ROW(1, 1, 'x', 1, 1))) AS "?", q, p;
SELECT predict('r', '{"a": 1, "k": "x", "n": 1, "Odd Name": 1}'), predict('r', to_jsonb(t)) FROM t WHERE id < 3 ORDER BY id;
MERGE INTO t USING others o ON o.id = t.id WHEN MATCHED AND predict('r', t) > 0.5 THEN UPDATE SET q = predict('r', t) WHEN NOT MATCHED THEN DO NOTHING;
SELECT count(*), count(*) FILTER (WHERE q <> predict('r', to_jsonb(t))) FROM t WHERE q IS NOT NULL;
BEGIN;
DELETE FROM t USING others o WHERE o.id = t.id AND predict('r', t) > 0.5;
SELECT count(*) FROM t JOIN others USING (id) WHERE predict('r', to_jsonb(t)) > 0.5;
ROLLBACK;

-- constraints and triggers see rows of their own
CREATE TABLE checked (z int, id int, "Odd Name" int, k text, n int, a float8, CHECK (predict('r', checked) < 0.5));
INSERT INTO checked (id, "Odd Name", k, n, a) VALUES (1, 0, 'x', 0, 5);
INSERT INTO checked (id, "Odd Name", k, n, a) VALUES (1, -2, 'y', 0, 5);
SET constraint_exclusion = on;
SELECT * FROM compare('SELECT t.id, predict(''r'', c) AS p FROM t JOIN checked c ON predict(''r'', c) < 0.4 AND c.id = t.id');
RESET constraint_exclusion;
CREATE FUNCTION score_new() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.z := (predict('r', NEW) * 1000)::int; RETURN NEW; END $$;
CREATE TRIGGER score BEFORE UPDATE ON checked FOR EACH ROW WHEN (predict('r', OLD) < predict('r', NEW)) EXECUTE FUNCTION score_new();
UPDATE checked SET a = a - 1 RETURNING z;
UPDATE checked SET a = a + 2 RETURNING z, (predict('r', to_jsonb(checked)) * 1000)::int;

-- a SQL function that is inlined, one that is not, parameters
CREATE FUNCTION score_of(t) RETURNS float8 LANGUAGE sql STABLE AS $$ SELECT predict('r', $1) $$;
SELECT * FROM compare('SELECT id, score_of(t) AS p FROM t');
CREATE FUNCTION scores_above(float8) RETURNS SETOF t LANGUAGE sql STABLE AS $$ SELECT * FROM t WHERE predict('r', t) > $1 $$;
SELECT * FROM compare('SELECT id, predict(''r'', s) AS p FROM scores_above(0.5) s');
SET plan_cache_mode = force_custom_plan;
PREPARE q(text) AS SELECT count(predict($1, t)) FROM t;
EXPLAIN (VERBOSE, COSTS OFF) EXECUTE q('r');
SET plan_cache_mode = force_generic_plan;
EXPLAIN (VERBOSE, COSTS OFF) EXECUTE q('r');
EXECUTE q('r');
RESET plan_cache_mode;

-- rights: those to the columns, to the table's rows, to the model, to the functions
CREATE ROLE regress_rewrite;
GRANT SELECT (id, a, k, n, "Odd Name") ON t TO regress_rewrite;
SET ROLE regress_rewrite;
SELECT predict('r', t) FROM t;
RESET ROLE;
GRANT SELECT ON t TO regress_rewrite;
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY low ON t USING (predict('r', t) < 0.5);
SET ROLE regress_rewrite;
SELECT count(*), max(predict('r', t)) < 0.5 AS low FROM t;
PREPARE mine AS SELECT count(*) FROM t WHERE predict('r', t) > 0;
EXECUTE mine;
RESET ROLE;
SELECT revoke_model('r', 'public', 'predict');
SET ROLE regress_rewrite;
EXPLAIN (VERBOSE, COSTS OFF) SELECT predict('r', t) FROM t;
SELECT predict('r', t) FROM t;
EXECUTE mine;
RESET ROLE;
DROP POLICY low ON t;
ALTER TABLE t DISABLE ROW LEVEL SECURITY;
SELECT grant_model('r', 'public', 'predict');
REVOKE EXECUTE ON FUNCTION predict_columns(text, text, VARIADIC "any") FROM PUBLIC;
SET ROLE regress_rewrite;
SELECT * FROM compare('SELECT id, predict(''r'', t) AS p FROM t');
RESET ROLE;
GRANT EXECUTE ON FUNCTION predict_columns(text, text, VARIADIC "any") TO PUBLIC;
REVOKE EXECUTE ON FUNCTION predict(text, record, text, text) FROM PUBLIC;
SET ROLE regress_rewrite;
SELECT predict('r', t) FROM t;
RESET ROLE;
GRANT EXECUTE ON FUNCTION predict(text, record, text, text) TO PUBLIC;

-- what is wrong with a call is said when it is executed, and only then
CREATE FUNCTION attempt(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	plan text := '';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP plan := plan || line; END LOOP;
	EXECUTE query;
	RETURN CASE WHEN plan LIKE '%\_columns(%' THEN 'columns' ELSE 'row' END;
EXCEPTION WHEN OTHERS THEN
	RETURN CASE WHEN plan LIKE '%\_columns(%' THEN 'columns: ' ELSE 'row: ' END || SQLERRM;
END $$;
SELECT q, attempt(format('SELECT %s FROM t', q)) FROM (VALUES ('predict(''r'', t)'), ('predict(NULL, t)'), ('predict(''nobody'', t)'),
	('predict(''r@2'', t)'), ('predict(''r@none'', t)'), ('predict('''', t)'), ('predict(''r@1@1'', t)'), ('predict(repeat(''r'', 300), t)'), ('predict(''r'', t, ''none'')'),
	('predict(''r'', t, on_invalid => ''bogus'')'), ('predict_proba_of(''r'', t, ''none'')'), ('predict_proba_of(''r'', t, NULL)')) v(q);
SELECT f, attempt(format('SELECT predict(''r'', s) FROM %s s', f)) FROM (VALUES ('(SELECT a, k, n FROM t)'),
	('(SELECT a, k, n, "Odd Name", a AS "A" FROM t)'), ('(SELECT a, k, n, "Odd Name", "Odd Name" FROM t)'),
	('(SELECT a, k, n, "Odd Name" AS odd_name, 1 AS "odd-name" FROM t)'), ('(SELECT point(a, a) AS a, k, n, "Odd Name" FROM t)'),
	('(SELECT a, k, n FROM t WHERE false)'), ('(SELECT)'), ('(SELECT 1 AS x, 2 AS y)')) v(f);
-- columns that find their fields only in the company of others
SELECT load_model('loose', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
	<DataField name="a_b" optype="continuous" dataType="double"/><DataField name="a.b" optype="continuous" dataType="double"/></DataDictionary>
	<RegressionModel functionName="regression"><MiningSchema><MiningField name="a_b"/><MiningField name="a.b"/></MiningSchema>
	<RegressionTable intercept="0"><NumericPredictor name="a_b" coefficient="2"/></RegressionTable></RegressionModel></PMML>');
SELECT * FROM compare('SELECT predict(''loose'', s) AS p FROM (SELECT id AS "a-b", 7 AS "a.b" FROM t OFFSET 0) s');
SELECT * FROM compare('SELECT predict(''loose'', s) AS p FROM (SELECT id AS "A_b", 7 AS "a.b" FROM t OFFSET 0) s');

-- the planner does not compile a model
SELECT load_model('fresh', '{"ml_score": 1, "model": "linear", "intercept": 1234.5, "features": [{"name": "a", "coef": 1}]}');
DELETE FROM ml_image WHERE digest = (SELECT default_digest FROM ml_model WHERE name = 'fresh');
EXPLAIN (VERBOSE, COSTS OFF) SELECT predict('fresh', t) FROM t WHERE id = 4;
SELECT predict('fresh', t) FROM t WHERE id = 4;
EXPLAIN (VERBOSE, COSTS OFF) SELECT predict('fresh', t) FROM t WHERE id = 4;

-- up to the 98 columns that arguments allow
CREATE FUNCTION wide_model(n int) RETURNS text LANGUAGE sql AS $$
	SELECT jsonb_build_object('ml_score', 1, 'model', 'logistic', 'features', jsonb_agg(jsonb_build_object('name', 'c' || i, 'coef', i % 7 / 100.0)))::text FROM generate_series(1, n) i $$;
SELECT load_model('wide' || n, wide_model(n)) FROM (VALUES (97), (98), (99)) v(n);
SELECT 'CREATE TABLE wide AS SELECT id, ' || string_agg(format('id %% %s AS c%s', i, i), ', ') || ' FROM t' FROM generate_series(1, 120) i \gexec
SELECT f, (compare(format('SELECT id, %s AS p FROM wide', f))).* FROM (VALUES ('predict(''wide97'', wide)'), ('predict(''wide98'', wide)'),
	('predict(''wide99'', wide)'), ('predict_proba_of(''wide97'', wide, ''1'')'), ('predict_proba_of(''wide98'', wide, ''1'')')) v(f);

-- the price is the model's: an expensive one is scored after what sorts and limits
SELECT load_model('small', '{"ml_score": 1, "model": "linear", "features": [{"name": "a", "coef": 1}]}');
EXPLAIN (VERBOSE, COSTS OFF) SELECT id, predict('small', t) FROM t ORDER BY b, id LIMIT 3;
-- (17 gives what a plan starts with another name)
CREATE FUNCTION plan_of(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		RETURN NEXT replace(replace(line, '(InitPlan 1).col1', '$0'), 'InitPlan 1 (returns $0)', 'InitPlan 1');
	END LOOP;
END $$;
SELECT plan_of($$SELECT id FROM t WHERE predict('wide97', (SELECT wide FROM wide LIMIT 1)) > 0 AND predict('small', t) > 0 AND a > 0$$);
DROP FUNCTION plan_of;
CREATE FUNCTION cost_of(query text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
BEGIN EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan; RETURN plan #>> '{0,Plan,Total Cost}'; END $$;
SELECT cost_of('SELECT predict(''small'', wide) FROM (SELECT *, 1 AS a FROM wide OFFSET 0) wide') < cost_of('SELECT predict(''wide97'', wide) FROM (SELECT *, 1 AS a FROM wide OFFSET 0) wide') AS cheaper;

SELECT drop_model(name) FROM ml_model WHERE name IN ('r', 'loose', 'small', 'fresh') OR name LIKE 'wide%';
DROP VIEW v, barrier, scored, aliased;
DROP FUNCTION compare, wrong_scores, score_of, scores_above, attempt, wide_model, cost_of;
DROP TABLE t, others, parts, gen, scores, checked, wide;
DROP FUNCTION score_new;
DROP ROLE regress_rewrite;
