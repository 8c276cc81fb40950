-- The same score in every plan.
SET client_min_messages = warning;

SELECT load_model('p', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="a" optype="continuous" dataType="double"/>
 <DataField name="b" optype="continuous" dataType="double"/>
 <DataField name="c" optype="categorical" dataType="string"/>
 <DataField name="y" optype="categorical" dataType="string"><Value value="yes"/><Value value="no"/></DataField>
</DataDictionary>
<RegressionModel functionName="classification" normalizationMethod="logit">
 <MiningSchema><MiningField name="a" missingValueReplacement="0.5"/><MiningField name="b"/><MiningField name="c"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable targetCategory="yes" intercept="-1">
  <NumericPredictor name="a" coefficient="2.7"/><NumericPredictor name="b" coefficient="-0.1"/>
  <CategoricalPredictor name="c" value="c1" coefficient="0.3"/><CategoricalPredictor name="c" value="c2" coefficient="-0.7"/>
 </RegressionTable>
 <RegressionTable targetCategory="no" intercept="0"/>
</RegressionModel></PMML>');

CREATE TABLE d (id int PRIMARY KEY, a float8, b numeric, c text, p float8);
INSERT INTO d SELECT i, CASE WHEN i % 7 > 0 THEN i % 101 / 50.0 END, (i % 13)::numeric / 8, 'c' || i % 4
	FROM generate_series(1, 20000) i;
ANALYZE d;

-- the reference: one row after the other, each by its own statement
CREATE FUNCTION one_by_one() RETURNS TABLE (id int, p float8) LANGUAGE plpgsql AS $$
DECLARE
	r d;
BEGIN
	FOR r IN SELECT * FROM d LOOP
		id := r.id;
		EXECUTE 'SELECT predict(''p'', $1)' USING r INTO p;
		RETURN NEXT;
	END LOOP;
END $$;
CREATE TABLE reference AS SELECT * FROM one_by_one();
ALTER TABLE reference ADD PRIMARY KEY (id);
SELECT count(*), count(p), round(sum(p)::numeric, 8) FROM reference;
-- by another formula
SELECT count(*) FROM d JOIN reference USING (id)
	WHERE abs(reference.p - 1 / (1 + exp(1 - 2.7 * coalesce(a, 0.5) + 0.1 * b::float8 - CASE c WHEN 'c1' THEN 0.3 WHEN 'c2' THEN -0.7 ELSE 0 END))) > 1e-13;

-- how many rows differ from the reference
CREATE FUNCTION differ(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
	EXECUTE format('SELECT count(*) FROM (%s) q(id, p) FULL JOIN reference r USING (id) WHERE q.p IS DISTINCT FROM r.p', query) INTO n;
	RETURN n;
END $$;

SELECT differ('SELECT id, predict(''p'', d) FROM d');
SELECT differ('SELECT id, predict(''p'', s) FROM (SELECT * FROM d ORDER BY a, id) s');
SELECT differ('SELECT id, predict(''p'', s) FROM (SELECT id, c, b::float8, a FROM d) s');
SELECT differ('SELECT id, predict(''p'', to_jsonb(d)) FROM d');
SELECT differ('SELECT id, (predict_proba(''p'', d)->>''yes'')::float8 FROM d');
SELECT differ('SELECT id, predict_proba_of(''p'', d, ''yes'') FROM d');
SELECT differ('SELECT d.id, predict(''p'', d) FROM d JOIN d e USING (id) JOIN LATERAL (SELECT predict(''p'', e)) x ON true');
SELECT differ('SELECT DISTINCT id, predict(''p'', d) FROM d');
SELECT differ('SELECT id, max(predict(''p'', d)) FROM d GROUP BY id');
SELECT differ('SELECT id, sum(predict(''p'', d)) OVER (PARTITION BY id) FROM d');
SELECT differ('SELECT id, (SELECT predict(''p'', d)) FROM d');

-- WHERE, ORDER BY, LIMIT, aggregates
SELECT (SELECT count(*) FROM d WHERE predict('p', d) > 0.75) = (SELECT count(*) FROM reference WHERE p > 0.75) AS same;
SELECT array_agg(id) = (SELECT array_agg(id) FROM (SELECT id FROM reference ORDER BY p DESC, id LIMIT 50) r) AS same
	FROM (SELECT id FROM d ORDER BY predict('p', d) DESC, id LIMIT 50) s;
SELECT sum(predict('p', d) ORDER BY id) = (SELECT sum(p ORDER BY id) FROM reference) AS same FROM d;
SELECT c, avg(predict('p', d))::numeric(10, 8) FROM d GROUP BY c HAVING avg(predict('p', d)) > 0 ORDER BY c;
SELECT count(*) FROM d WHERE CASE WHEN id > 100 THEN predict('p', d) > 1 ELSE true END;

-- only the rows that are shown are scored
EXPLAIN (COSTS OFF, VERBOSE) SELECT id, predict('p', d) FROM d ORDER BY b, id LIMIT 3;

-- UPDATE, INSERT ... SELECT, CREATE TABLE AS, COPY
UPDATE d SET p = predict('p', d);
SELECT differ('SELECT id, p FROM d');
CREATE TABLE scores (id int, p float8);
INSERT INTO scores SELECT id, predict('p', d) FROM d;
SELECT differ('SELECT id, p FROM scores');
INSERT INTO scores SELECT id, predict('p', d) FROM d WHERE id < 4 RETURNING id, p = predict('p', (SELECT d FROM d WHERE d.id = scores.id)) AS same;
TRUNCATE scores;
CREATE TABLE scores2 AS SELECT id, predict('p', d) AS p FROM d;
SELECT differ('SELECT id, p FROM scores2');
DELETE FROM scores2 WHERE predict('p', (SELECT d FROM d WHERE d.id = scores2.id)) < 0.5;
SELECT count(*) = (SELECT count(*) FROM reference WHERE p >= 0.5) AS same FROM scores2;
INSERT INTO scores2 SELECT id, 0 FROM reference WHERE p < 0.5;
MERGE INTO scores2 s USING d ON d.id = s.id WHEN MATCHED THEN UPDATE SET p = predict('p', d);
SELECT differ('SELECT id, p FROM scores2');

-- triggers
CREATE FUNCTION score_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.p := predict('p', NEW); RETURN NEW; END $$;
CREATE TRIGGER score BEFORE INSERT OR UPDATE ON d FOR EACH ROW EXECUTE FUNCTION score_row();
UPDATE d SET p = NULL;
SELECT differ('SELECT id, p FROM d');
CREATE TABLE e (LIKE d INCLUDING ALL);
CREATE TRIGGER score BEFORE INSERT ON e FOR EACH ROW EXECUTE FUNCTION score_row();
INSERT INTO e SELECT id, a, b, c FROM d;
SELECT differ('SELECT id, p FROM e');

-- views, a SQL function, prepared statements with custom and generic plans
CREATE VIEW v AS SELECT id, predict('p', d) AS p FROM d;
SELECT differ('SELECT id, p FROM v');
SELECT (SELECT p FROM v WHERE id = 77) = (SELECT p FROM reference WHERE id = 77) AS same;
CREATE MATERIALIZED VIEW m AS SELECT id, predict('p', d) AS p FROM d;
SELECT differ('SELECT id, p FROM m');
CREATE FUNCTION score_of(d) RETURNS float8 LANGUAGE sql STABLE AS $$ SELECT predict('p', $1) $$;
SELECT differ('SELECT id, score_of(d) FROM d');
SET plan_cache_mode = force_generic_plan;
PREPARE generic(text, int) AS SELECT predict($1, d) = (SELECT p FROM reference r WHERE r.id = d.id) AS same FROM d WHERE id = $2;
EXECUTE generic('p', 1);
EXECUTE generic('p', 2);
SET plan_cache_mode = force_custom_plan;
EXECUTE generic('p', 3);
RESET plan_cache_mode;

-- PL/pgSQL: a simple expression in a loop, a query, a cursor
CREATE FUNCTION in_a_loop() RETURNS TABLE (id int, p float8) LANGUAGE plpgsql AS $$
DECLARE
	r d;
BEGIN
	FOR r IN SELECT * FROM d LOOP
		id := r.id;
		p := predict('p', r);
		RETURN NEXT;
	END LOOP;
END $$;
SELECT differ('SELECT * FROM in_a_loop()');
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT id, predict('p', d) = (SELECT p FROM reference r WHERE r.id = d.id) AS same FROM d ORDER BY id;
FETCH 2 FROM c;
MOVE 1000 FROM c;
FETCH 1 FROM c;
FETCH BACKWARD 1 FROM c;
FETCH ABSOLUTE 20000 FROM c;
COMMIT;
BEGIN;
DECLARE h CURSOR WITH HOLD FOR SELECT id, predict('p', d) = (SELECT p FROM reference r WHERE r.id = d.id) AS same FROM d ORDER BY id;
COMMIT;
FETCH 2 FROM h;
CLOSE h;

-- parallel plans
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT id, predict('p', d) FROM d;
SELECT differ('SELECT id, predict(''p'', d) FROM d');
SET parallel_leader_participation = off;
SELECT differ('SELECT id, predict(''p'', d) FROM d');
EXPLAIN (COSTS OFF) SELECT sum(predict('p', d)) FROM d WHERE predict('p', to_jsonb(d)) > 0.5;
SELECT round(sum(predict('p', d))::numeric, 8) FROM d;
SELECT (SELECT count(*) FROM d WHERE predict_class('p', d) = 'yes') = (SELECT count(*) FROM reference WHERE p >= 0.5) AS same;
-- the table's own number of workers, in SELECT and CREATE TABLE AS
SET max_parallel_workers_per_gather = 4;
ALTER TABLE d SET (parallel_workers = 3);
EXPLAIN (COSTS OFF) SELECT id, predict('p', d) FROM d;
EXPLAIN (COSTS OFF) CREATE TABLE scored AS SELECT id, predict('p', d) AS p FROM d;
CREATE TABLE scored AS SELECT id, predict('p', d) AS p FROM d;
SELECT count(*) AS n, count(*) FILTER (WHERE s.p IS DISTINCT FROM r.p) AS wrong FROM scored s FULL JOIN reference r USING (id);
DROP TABLE scored;
ALTER TABLE d SET (parallel_workers = 0);
EXPLAIN (COSTS OFF) SELECT id, predict('p', d) FROM d;
ALTER TABLE d RESET (parallel_workers);
-- a version that only this transaction has
BEGIN;
SELECT load_model('q', model_document_text('p'), event => 'no');
SELECT count(*) FROM d JOIN reference USING (id) WHERE predict('q', d) <> 1 - reference.p;
ROLLBACK;
SELECT predict('q', d) FROM d WHERE id = 1;
RESET ALL;
SET client_min_messages = warning;

-- a STABLE function: not in an index
CREATE INDEX ON d (predict('p', d));

SELECT drop_model('p');
DROP VIEW v;
DROP MATERIALIZED VIEW m;
DROP FUNCTION score_of, in_a_loop, one_by_one, differ;
DROP TABLE d, e, reference, scores, scores2;
DROP FUNCTION score_row;
