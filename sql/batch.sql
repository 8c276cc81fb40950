-- Scoring in blocks of rows: the same results as row by row, in every plan.
-- The library is there before the first plan is made, and so is its hook.
LOAD 'ml_score';
SET client_min_messages = warning;
SET max_parallel_workers_per_gather = 0;

-- "p" takes what comes; "strict" has no result for c = 'bad', and needs b
SELECT load_model('p', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="a" optype="continuous" dataType="double"/>
 <DataField name="b" optype="continuous" dataType="double"/>
 <DataField name="c" optype="categorical" dataType="string"/>
 <DataField name="y" optype="categorical" dataType="string"><Value value="yes"/><Value value="no"/></DataField>
</DataDictionary>
<RegressionModel functionName="classification" normalizationMethod="logit">
 <MiningSchema><MiningField name="a" missingValueReplacement="0.5"/><MiningField name="b"/><MiningField name="c" invalidValueTreatment="asIs"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable targetCategory="yes" intercept="-1">
  <NumericPredictor name="a" coefficient="2.7"/><NumericPredictor name="b" coefficient="-0.1"/>
  <CategoricalPredictor name="c" value="c1" coefficient="0.3"/><CategoricalPredictor name="c" value="c2" coefficient="-0.7"/>
 </RegressionTable>
 <RegressionTable targetCategory="no" intercept="0"/>
</RegressionModel></PMML>');
SELECT load_model('strict', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="b" optype="continuous" dataType="double"><Interval closure="closedClosed" leftMargin="0" rightMargin="100"/></DataField>
 <DataField name="n" optype="continuous" dataType="float"/>
 <DataField name="c" optype="categorical" dataType="string"><Value value="c0"/><Value value="c1"/><Value value="c2"/><Value value="c3"/></DataField>
</DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema><MiningField name="b" missingValueTreatment="returnInvalid"/><MiningField name="n"/><MiningField name="c"/></MiningSchema>
 <RegressionTable intercept="1">
  <NumericPredictor name="b" coefficient="2"/><NumericPredictor name="n" coefficient="0.1"/><CategoricalPredictor name="c" value="c1" coefficient="0.25"/>
 </RegressionTable>
</RegressionModel></PMML>');
SELECT load_model('three', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
 <DataField name="a" optype="continuous" dataType="double"/>
 <DataField name="y" optype="categorical" dataType="string"><Value value="low"/><Value value="mid"/><Value value="high"/></DataField>
</DataDictionary>
<RegressionModel functionName="classification" normalizationMethod="softmax">
 <MiningSchema><MiningField name="a"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable targetCategory="low" intercept="1"><NumericPredictor name="a" coefficient="-2"/></RegressionTable>
 <RegressionTable targetCategory="mid" intercept="0.5"/>
 <RegressionTable targetCategory="high" intercept="-1"><NumericPredictor name="a" coefficient="1.5"/></RegressionTable>
</RegressionModel></PMML>', event => 'high');

CREATE TABLE d (id int PRIMARY KEY, a float8, b numeric, c text, n int, p float8);
INSERT INTO d SELECT i, CASE WHEN i % 7 > 0 THEN i % 101 / 50.0 END, (i % 13)::numeric / 8, 'c' || i % 4, i % 5
	FROM generate_series(1, 3000) i;
-- all at fixed places, without NULLs; with one; with a dropped and an added column; in parts
CREATE TABLE fixed (id int PRIMARY KEY, a float8 NOT NULL, b float8 NOT NULL, n int2, c "char");
INSERT INTO fixed SELECT id, coalesce(a, 'NaN'), CASE WHEN id % 3 = 0 THEN -0.0 ELSE b END, n, '1' FROM d;
CREATE TABLE odd (id int, x text, a float4, gone int, b int8, c varchar(10));
INSERT INTO odd SELECT id, repeat('x', id % 300), a, 1, n, c FROM d;
ALTER TABLE odd DROP COLUMN gone;
ALTER TABLE odd ADD COLUMN later text DEFAULT 'later';
INSERT INTO odd SELECT id, NULL, a, n, NULL, 'x' FROM d WHERE id < 100;
CREATE TABLE parts (id int, c text, b float8, a float8, n int) PARTITION BY RANGE (id);
CREATE TABLE part1 PARTITION OF parts FOR VALUES FROM (1) TO (1000);
CREATE TABLE part2 (n int, a float8, extra int, c text, id int, b float8);
ALTER TABLE part2 DROP COLUMN extra;
ALTER TABLE parts ATTACH PARTITION part2 FOR VALUES FROM (1000) TO (100000);
INSERT INTO parts SELECT id, c, b, a, n FROM d;
ANALYZE d, fixed, odd, parts;

CREATE TYPE abc AS (a float8, b float8, c text);

-- how many nodes the plan has that score in blocks, and whether the rows are the same
CREATE FUNCTION nodes(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	line text;
	n bigint := 0;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN ' || query LOOP
		n := n + (line ~ 'Custom Scan \(MlScore\)')::int;
	END LOOP;
	RETURN n;
END $$;
CREATE FUNCTION compared(query text, OUT nodes bigint, OUT n bigint, OUT same boolean) LANGUAGE plpgsql AS $$
DECLARE
	alone text[];
	batch text[];
BEGIN
	SET LOCAL ml_score.enable_batch = off;
	EXECUTE format('SELECT array_agg(q::text ORDER BY q::text) FROM (%s) q', query) INTO alone;
	SET LOCAL ml_score.enable_batch = force;
	nodes := nodes(query);
	EXECUTE format('SELECT array_agg(q::text ORDER BY q::text) FROM (%s) q', query) INTO batch;
	n := cardinality(batch);
	same := alone IS NOT DISTINCT FROM batch;
END $$;

-- target lists
SELECT * FROM compared($$SELECT id, predict('p', d) FROM d$$);
SELECT * FROM compared($$SELECT *, predict('p', d) + 1 AS q FROM d$$);
SELECT * FROM compared($$SELECT 1 AS one, ctid, tableoid::regclass, predict('p', d), 'x'::text, xmin FROM d$$);
SELECT * FROM compared($$SELECT d, predict('p', d) FROM d$$);
SELECT * FROM compared($$SELECT predict_class('p', d), predict_proba('p', d), predict_proba_of('p', d, 'no'), predict_json('p', d), predict('p', d) FROM d$$);
SELECT * FROM compared($$SELECT id, predict('p', d), predict('three', d), predict_class('three', d), predict('strict', d) FROM d$$);
SELECT * FROM compared($$SELECT id, predict('p', d), c, predict('p', d) * 2, length(c) FROM d$$);
SELECT * FROM compared($$SELECT predict('p', fixed), predict('three', fixed), c, id FROM fixed$$);
SELECT * FROM compared($$SELECT predict('p', odd), x, later FROM odd$$);
SELECT * FROM compared($$SELECT predict('p', parts), id, tableoid::regclass FROM parts$$);
SELECT * FROM compared($$SELECT predict('p', part2), id FROM part2$$);
SELECT * FROM compared($$SELECT predict('p', s) FROM (SELECT a + 1 AS a, b, c FROM d) s$$);
SELECT * FROM compared($$SELECT predict('p', s) FROM (SELECT id, a, b, c FROM d ORDER BY n, id LIMIT 100) s$$);
SELECT * FROM compared($$SELECT predict('p', v) FROM (VALUES (1::float8, 2.5, 'c1'), (NULL, NULL, 'c2'), (3, 'NaN', NULL)) v(a, b, c)$$);
SELECT * FROM compared($$WITH w AS MATERIALIZED (SELECT * FROM d WHERE n = 1) SELECT predict('p', w), id FROM w$$);
SELECT * FROM compared($$WITH RECURSIVE w AS (SELECT * FROM d WHERE id < 10 UNION ALL SELECT d.* FROM w JOIN d ON d.id = w.id + 100 WHERE predict('p', d) > 0.2) SELECT predict('p', w) FROM w$$);
SELECT * FROM compared($$SELECT NULL::float8 + predict('p', d) FROM d$$);
SELECT * FROM compared($$SELECT predict(NULL, d), predict('p', NULL::d), predict('p', d, NULL, 'null') FROM d$$);
SELECT * FROM compared($$SELECT predict('p@1', d), predict_class('p', d, on_invalid => 'null') FROM d$$);

-- aggregates and windows
SELECT * FROM compared($$SELECT sum(predict('p', d)), count(*), max(c), avg(predict('three', d)), sum(predict('p', d) * 2) FROM d$$);
SELECT nodes > 0 AS batched, n, same FROM compared($$SELECT c, n, sum(predict('p', d)), count(DISTINCT predict_class('three', d)) FROM d GROUP BY c, n HAVING avg(predict('p', d)) > 0.5$$);
SELECT * FROM compared($$SELECT c, n, sum(predict('p', d) ORDER BY id) FROM d GROUP BY GROUPING SETS ((c), (n), ())$$);
SELECT * FROM compared($$SELECT sum(predict('p', d)) FILTER (WHERE n = 1), sum(predict('p', d)) FROM d$$);
SELECT * FROM compared($$SELECT sum(predict('p', d)) FILTER (WHERE n = 1) FROM d$$);
SELECT * FROM compared($$SELECT c, percentile_cont(0.5) WITHIN GROUP (ORDER BY predict('p', d)) FROM d GROUP BY c$$);
SELECT * FROM compared($$SELECT sum(predict('p', d)) FROM d WHERE predict('three', d) > 0.3$$);
SELECT * FROM compared($$SELECT sum(predict('p', parts)), c FROM parts GROUP BY c$$);
SELECT * FROM compared($$SELECT id, rank() OVER (PARTITION BY c ORDER BY predict('p', d), id), sum(predict('p', d)) OVER (ORDER BY id) FROM d$$);
SELECT * FROM compared($$SELECT DISTINCT predict_class('p', d), c FROM d$$);
SELECT * FROM compared($$SELECT predict('p', s) FROM (SELECT c, avg(a) AS a, min(b) AS b FROM d GROUP BY c) s$$);
SET enable_hashagg = off;
SELECT * FROM compared($$SELECT c, sum(predict('p', d)), max(n) FROM d GROUP BY c$$);
RESET enable_hashagg;
SELECT * FROM compared($$SELECT id, predict('p', d), row_number() OVER (ORDER BY id), d.* FROM d$$);
SELECT * FROM compared($$SELECT id, sum(predict('p', d)) OVER (PARTITION BY c ORDER BY id), avg(predict('p', d)) OVER () FROM d$$);
SELECT * FROM compared($$SELECT id, lag(predict('p', d)) OVER w, predict('three', d), first_value(predict_class('p', d)) OVER w FROM d WINDOW w AS (PARTITION BY c ORDER BY id)$$);
SELECT * FROM compared($$SELECT id, sum(predict('p', d)) FILTER (WHERE n = 1) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING), CASE WHEN n = 2 THEN predict('three', d) END + count(*) OVER (PARTITION BY n) FROM d$$);
SELECT * FROM compared($$SELECT * FROM (SELECT id, predict('p', d) AS q, ntile(10) OVER (ORDER BY predict('p', d), id) AS k FROM d) s WHERE k = 1$$);
SELECT n, same FROM compared($$SELECT * FROM (SELECT id, predict('p', d) AS q, row_number() OVER (ORDER BY id) AS k FROM d) s WHERE k <= 10$$);
SELECT * FROM compared($$SELECT c, n, predict('p', ROW(avg(a), min(b), c)::abc), count(*) FROM d GROUP BY c, n$$);
SELECT * FROM compared($$SELECT c, predict('p', ROW(avg(a), min(b), c)::abc) FROM d GROUP BY c, n HAVING predict('p', ROW(avg(a), min(b), c)::abc) > 0.5 AND max(n) < 4$$);
SELECT * FROM compared($$SELECT grouping(c), c, n, predict('p', ROW(avg(predict('three', d)), min(b), c)::abc) FROM d GROUP BY CUBE (c, n)$$);
SELECT * FROM compared($$SELECT c, predict('p', ROW(avg(a), min(b), c)::abc), rank() OVER (ORDER BY predict('p', ROW(avg(a), min(b), c)::abc), c) FROM d GROUP BY c$$);

-- conditions: in their order; one after the other where they need other models
SELECT * FROM compared($$SELECT id FROM d WHERE predict('p', d) > 0.5$$);
SELECT * FROM compared($$SELECT id, predict('p', d) FROM d WHERE predict('p', d) > 0.5 AND n = 2 AND c < 'c3'$$);
SELECT * FROM compared($$SELECT id, predict_class('p', d) FROM d WHERE predict('p', d) BETWEEN 0.2 AND 0.9 AND predict('three', d) > 0.1 AND predict_class('p', d) = 'yes'$$);
SELECT * FROM compared($$SELECT id, predict('three', d), predict('p', d) FROM d WHERE predict('p', d) > 0.9 AND predict('strict', d) > 2$$);
SELECT * FROM compared($$SELECT d.id, predict('p', d) FROM d JOIN fixed f ON f.id = d.id + 1 WHERE predict('p', d) > f.a - 1$$);
SELECT * FROM compared($$SELECT d.id, f.id, predict('p', f) FROM d LEFT JOIN fixed f ON f.id = d.id * 3 WHERE f.id IS NULL OR predict('p', f) > 0.4$$);
SELECT * FROM compared($$SELECT id FROM d WHERE n = 3 OR predict('p', d) > 0.9$$);
SELECT * FROM compared($$SELECT id FROM d WHERE predict('p', d) > (SELECT avg(predict('p', e)) FROM d e)$$);
SELECT * FROM compared($$SELECT id, (SELECT count(*) FROM fixed f WHERE predict('p', f) > predict('p', d) AND f.id < 20) FROM d WHERE id < 50$$);
SELECT * FROM compared($$SELECT id FROM d WHERE EXISTS (SELECT 1 FROM fixed f WHERE f.id > d.id AND predict('p', f) > 0.95) AND id < 100$$);
-- (16 and later see that the subquery stands alone)
SELECT n, same FROM compared($$SELECT id FROM d WHERE predict('p', d) IN (SELECT predict('p', e) FROM d e WHERE e.id < 100)$$);
SELECT * FROM compared($$SELECT d.id, x.q FROM d, LATERAL (SELECT predict('p', f) AS q FROM fixed f WHERE f.id BETWEEN d.id AND d.id + 10) x WHERE d.id < 100$$);

-- more columns than a call has arguments: the node reads them from the row itself
SELECT load_model('wide', format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>%s</DataDictionary>'
	'<RegressionModel functionName="regression"><MiningSchema>%s</MiningSchema><RegressionTable intercept="0">%s</RegressionTable></RegressionModel></PMML>',
	string_agg(format('<DataField name="x%s" optype="continuous" dataType="double"/>', i), ''),
	string_agg(format('<MiningField name="x%s"/>', i), ''),
	string_agg(format('<NumericPredictor name="x%s" coefficient="%s"/>', i, i), ''))) FROM generate_series(1, 120) i;
SELECT format('CREATE TABLE wide AS SELECT i AS id, ''t'' || i AS label, %s FROM generate_series(1, 300) i',
	string_agg(format('CASE WHEN i %% 7 > 0 OR %s %% 10 > 0 THEN i * %s / 7.0::float8 END AS x%s', i, i, i), ', ')) FROM generate_series(1, 120) i \gexec
SELECT * FROM compared($$SELECT id, label, predict('wide', wide) FROM wide$$);
SELECT * FROM compared($$SELECT id, predict('wide', wide), predict_json('wide', wide) FROM wide WHERE predict('wide', wide) > 10000$$);
SELECT * FROM compared($$SELECT sum(predict('wide', wide)) FROM wide WHERE id % 3 = 0$$);
SELECT * FROM compared($$SELECT wide, predict('wide', wide) FROM wide$$);
SELECT * FROM compared($$SELECT predict('wide', w) FROM wide v LEFT JOIN wide w ON w.id = v.id * 2$$);
SELECT * FROM compared($$SELECT id, predict('wide', wide) FROM wide WHERE predict('wide', wide) > 10000 AND predict('wide@1', wide) < 10000000$$);
SELECT * FROM compared($$SELECT id, CASE WHEN id > 100 THEN predict('wide', wide) END, CASE WHEN x7 IS NULL THEN predict_json('wide', wide) END FROM wide WHERE id % 2 = 0 OR predict('wide', wide) > 0$$);
SELECT * FROM compared($$SELECT sum(predict('wide', wide)) FILTER (WHERE id > 100) FROM wide$$);
-- who may not call the function may not have it called
CREATE ROLE regress_ml_batch;
REVOKE EXECUTE ON FUNCTION predict(text, record, text, text) FROM PUBLIC;
GRANT SELECT ON wide TO regress_ml_batch;
SET ROLE regress_ml_batch;
SET ml_score.enable_batch = force;
SELECT predict('wide', wide) FROM wide;
SELECT CASE WHEN id < 0 THEN predict('wide', wide) END FROM wide;
RESET ml_score.enable_batch;
RESET ROLE;
REVOKE SELECT ON wide FROM regress_ml_batch;
GRANT EXECUTE ON FUNCTION predict(text, record, text, text) TO PUBLIC;
ALTER TABLE wide ADD COLUMN tags text[];
SELECT * FROM compared($$SELECT id, predict('wide', wide) FROM wide$$);

-- joins, each kind; the inner side of a merge join goes back to marks
SET enable_hashjoin = off; SET enable_nestloop = off; SET enable_sort = off; SET enable_material = off;
CREATE INDEX ON d (n);
SELECT * FROM compared($$SELECT x.id, y.q FROM d x JOIN (SELECT n, predict('p', d) AS q FROM d WHERE id < 500 OFFSET 0) y ON x.n = y.n WHERE x.id < 100$$);
SELECT * FROM compared($$SELECT x.id, predict('p', y) FROM d x JOIN d y ON x.n = y.n AND x.id = y.id + 5$$);
RESET enable_hashjoin; RESET enable_sort; RESET enable_material; SET enable_mergejoin = off; RESET enable_nestloop;
SELECT * FROM compared($$SELECT x.id, predict('p', y), predict('p', x) FROM d x JOIN d y ON x.id = y.id + 5$$);
SELECT * FROM compared($$SELECT x.id, predict('p', y) FROM d x LEFT JOIN d y ON x.id = y.id + 5$$);
RESET enable_mergejoin; SET enable_hashjoin = off;
SELECT * FROM compared($$SELECT x.id, y.q FROM d x JOIN (SELECT id, predict('p', d) AS q FROM d OFFSET 0) y ON x.id = y.id + 5$$);
RESET enable_hashjoin;
DROP INDEX d_n_idx;
SET enable_seqscan = off;
SELECT * FROM compared($$SELECT id, predict('p', d) FROM d WHERE id BETWEEN 100 AND 400$$);
SET enable_indexscan = off;
SELECT * FROM compared($$SELECT id, predict('p', d) FROM d WHERE id BETWEEN 100 AND 400$$);
SELECT * FROM compared($$SELECT id, predict('p', d) FROM d WHERE ctid < '(5,1)'$$);
RESET enable_seqscan; RESET enable_indexscan;
SELECT * FROM compared($$SELECT id, predict('p', d) FROM d TABLESAMPLE BERNOULLI (10) REPEATABLE (7)$$);

-- what is computed only now and then is scored for the rows that need it
SELECT * FROM compared($$SELECT CASE WHEN n = 1 THEN predict('p', d) END FROM d$$);
SELECT * FROM compared($$SELECT CASE WHEN predict('p', d) > 0.5 THEN predict('p', d) ELSE predict('three', d) END FROM d$$);
SELECT * FROM compared($$SELECT CASE predict_class('p', d) WHEN 'yes' THEN 1 WHEN predict_class('three', d) THEN 2 END FROM d$$);
SELECT * FROM compared($$SELECT coalesce(predict('p', d), predict('three', d)), coalesce(a, predict('three', d)) FROM d$$);
SELECT * FROM compared($$SELECT CASE WHEN c <> 'c3' THEN predict('strict', d) END FROM d$$);
SELECT * FROM compared($$SELECT *, ctid, CASE c WHEN 'c1' THEN predict('strict', d) WHEN 'c2' THEN predict('p', d) WHEN 'c3' THEN CASE n WHEN 1 THEN predict('three', d) WHEN 2 THEN 7 END ELSE -1 END FROM d$$);
SELECT * FROM compared($$SELECT id, CASE WHEN n = 1 THEN predict('p', d) WHEN n = 2 THEN predict_proba_of('p', d, 'no') ELSE predict('p', d) + 1 END, CASE WHEN n > 2 THEN predict_json('p', d) WHEN a > 1 THEN predict_proba('p', d) END, CASE WHEN n = 3 THEN predict_class('p', d) END FROM d$$);
SELECT * FROM compared($$SELECT predict('p', d), CASE WHEN n = 1 THEN predict_class('p', d) END, CASE WHEN n IS NULL THEN predict('three', d) END FROM d$$);
SELECT * FROM compared($$SELECT id FROM d WHERE n = 1 AND (id < 100 OR predict('p', d) > 0.5) AND (predict('three', d) < 0.4 OR a IS NULL)$$);
SELECT * FROM compared($$SELECT CASE WHEN n = 1 THEN predict('p', d) END FROM d WHERE n = 3 OR predict('p', d) > 0.9$$);
SELECT * FROM compared($$SELECT CASE WHEN predict('p', d) > 0.5 AND predict('three', d) > 0.3 THEN predict('strict', d) ELSE nullif(predict('p', d), 1) END FROM d$$);
SELECT * FROM compared($$SELECT CASE WHEN id % 3 = 0 THEN predict('p', d) END, (n = ANY ('{1,2}') AND predict('p', d) > 0.5) FROM d$$);
SELECT * FROM compared($$SELECT CASE WHEN b >= 0.5 AND c IN ('c1', 'c2') THEN predict('p', parts) END, id FROM parts$$);
SELECT * FROM compared($$SELECT x.id, CASE WHEN y.n = x.n THEN predict('p', y) ELSE predict('three', x) END FROM d x LEFT JOIN d y ON x.id = y.id + 5$$);
SELECT * FROM compared($$SELECT x.n, sum(predict('p', y)), count(predict_class('three', y)) FILTER (WHERE x.n = y.n) FROM d x LEFT JOIN d y ON x.id = y.id + 5 GROUP BY x.n$$);
SELECT * FROM compared($$SELECT d.id, x.q FROM d, LATERAL (SELECT CASE WHEN f.n = 1 THEN predict('p', f) WHEN d.n = 2 THEN predict('three', f) END AS q FROM fixed f WHERE f.id BETWEEN d.id AND d.id + 10) x WHERE d.id < 100$$);
SELECT * FROM compared($$SELECT c, sum(predict('p', d)) FILTER (WHERE n = 1), avg(predict('three', d)) FILTER (WHERE predict('p', d) > 0.5), count(*) FILTER (WHERE predict('p', d) > 0.5), sum(predict('p', d)) FILTER (WHERE a / (b + 1) > 0) FROM d GROUP BY c$$);
SELECT * FROM compared($$SELECT sum(CASE WHEN n = 1 THEN predict('p', d) WHEN n = 2 THEN predict('three', d) END), max(n) FILTER (WHERE n = 1), array_agg(predict_class('p', d) ORDER BY id DESC) FILTER (WHERE n = 1 AND id < 50) FROM d$$);
SELECT * FROM compared($$SELECT n, sum(q) FILTER (WHERE n < 3) FROM (SELECT n, predict('p', d) AS q FROM d) s GROUP BY n$$);
-- not if that would mean to evaluate what may fail for rows that may not come
SET ml_score.enable_batch = on;
SELECT nodes($$SELECT CASE WHEN n = 1 THEN predict('p', d) END FROM d$$), nodes($$SELECT CASE WHEN 1 / n = 1 THEN predict('p', d) END FROM d$$),
	nodes($$SELECT CASE WHEN random() < 0.5 THEN predict('p', d) END FROM d$$), nodes($$SELECT sum(predict('p', d)) FILTER (WHERE 1 / n = 1) FROM d$$),
	nodes($$SELECT CASE WHEN 1 / n = 1 THEN 0 WHEN predict('p', d) > 0.5 THEN predict('three', d) END FROM d$$),
	nodes($$SELECT CASE WHEN n = 1 THEN 0 WHEN predict('p', d) > 0.5 THEN predict('three', d) END, predict('p', d) FROM d$$);
SELECT sum(CASE WHEN n > 0 THEN CASE WHEN 5 / n = 1 THEN predict('p', d) END END) > 0 FROM d;
EXPLAIN (COSTS OFF) SELECT CASE WHEN predict('p', d) > 0.5 THEN predict('three', d) END FROM d;

-- arguments that are computed: by the node below, for the rows that pass the conditions before
SELECT * FROM compared($$SELECT predict('p', ROW(a + 1, b * 2, lower(c))::abc), id, c, a + 1 FROM d$$);
SELECT * FROM compared($$SELECT predict('p', s), id FROM (SELECT d.*, a + 1 AS a2, 1 AS z FROM d) s$$);
SELECT * FROM compared($$SELECT predict('p', s), predict_class('p', s), id FROM (SELECT id, a + 1 AS a, b + id AS b, c || '' AS c FROM d) s$$);
SELECT * FROM compared($$SELECT predict('p', (SELECT s FROM (SELECT d.a + 1 AS a, d.b, d.c) s)), id FROM d$$);
SELECT * FROM compared($$SELECT sum(predict('p', s)), max(predict('three', s)) FROM (SELECT a + 1 AS a, b, c FROM d) s$$);
SELECT * FROM compared($$SELECT predict('p', s), predict('three', s), id FROM (SELECT id, a + 1 AS a, b + id AS b, c || '' AS c FROM d) s WHERE predict('p', s) > 0.1 AND predict('three', s) > 0.2$$);
SELECT * FROM compared($$SELECT predict('three', s) FROM (SELECT id, 1 / (id - 2) AS a, predict('p', d) AS q FROM d) s WHERE q > 0 AND id > 2$$);
SELECT * FROM compared($$SELECT predict('three', s) FROM (SELECT 1 / (n - 2) AS a, n, predict('p', d) AS q FROM d) s WHERE predict('p', ROW(n, n, 'c1')::abc) > 0 AND n <> 2$$);
SELECT * FROM compared($$SELECT CASE WHEN n <> 2 THEN predict('p', ROW(1 / (n - 2), n, 'c1')::abc) END FROM d$$);
SELECT * FROM compared($$SELECT x.id, predict('p', ROW(x.a + y.a, y.b, x.c)::abc) FROM d x LEFT JOIN d y ON x.id = y.id + 5$$);
-- of calls that are evaluated now and then, where computing them for all rows cannot fail
SELECT * FROM compared($$SELECT CASE WHEN n = 1 THEN predict('p', ROW(coalesce(a, 0), n, c)::abc) END, id FROM d$$);
SELECT * FROM compared($$SELECT sum(predict('p', s)) FILTER (WHERE n = 1), count(*) FROM (SELECT n, CASE WHEN a > 1 THEN a ELSE 0 END AS a, n AS b, nullif(c, 'c2') AS c FROM d) s$$);
SELECT * FROM compared($$SELECT id FROM d WHERE n = 1 OR predict('p', ROW(coalesce(a, 0), n, c)::abc) > 0.5 AND predict('three', ROW(predict('p', d), n, c)::abc) > 0.4$$);
SELECT * FROM compared($$SELECT CASE WHEN n = 1 THEN predict('p', ROW(a + 1, n, c)::abc) END FROM d$$);
SET enable_hashagg = off;
SELECT * FROM compared($$SELECT c, sum(predict('p', s)) FROM (SELECT a + 1 AS a, b, c FROM d) s GROUP BY c$$);
EXPLAIN (COSTS OFF) SELECT c, sum(predict('p', s)) FROM (SELECT a + 1 AS a, b, c FROM d) s GROUP BY c;
RESET enable_hashagg;
-- scores that are arguments
SELECT * FROM compared($$SELECT predict('three', s), q FROM (SELECT predict('p', d) AS a, id AS q FROM d) s$$);
SELECT * FROM compared($$SELECT id, predict('three', s) FROM (SELECT id, predict('p', d) AS a FROM d) s WHERE predict('three', s) > 0.3 AND id < 500$$);
SELECT * FROM compared($$SELECT id, CASE WHEN id % 2 = 0 THEN predict('three', s) ELSE predict('three', ROW(predict('p', d), 1, '')::abc) END FROM d JOIN (SELECT id, predict('p', d) AS a FROM d) s USING (id)$$);
SELECT * FROM compared($$SELECT sum(predict('three', ROW(predict('p', d), predict('strict', d), '')::abc)) FROM d$$);
SELECT * FROM compared($$SELECT predict('p', jsonb_build_object('a', predict('three', d), 'b', b, 'c', c)) FROM d$$);

-- nothing volatile is run for rows that are not asked for
CREATE SEQUENCE asked;
SELECT * FROM compared($$SELECT predict('p', s) FROM (SELECT a, b, c FROM d WHERE nextval('asked') > 0 OFFSET 0) s LIMIT 3$$);
SELECT last_value FROM asked;
SET ml_score.enable_batch = force;
SELECT nodes($$SELECT predict('p', d), nextval('asked') FROM d$$), nodes($$SELECT predict('p', d) FROM d WHERE random() >= 0$$),
	nodes($$SELECT predict('p', s) FROM (SELECT * FROM d WHERE n = 1 OFFSET 0 FOR UPDATE) s$$);
SELECT nodes($$SELECT predict('p', ROW(random(), b, c)::abc) FROM d$$), nodes($$SELECT predict('p', ROW(nextval('asked'), b, c)::abc) FROM d$$),
	nodes($$SELECT predict('p', ROW((SELECT max(e.a) FROM d e WHERE e.id < d.id), b, c)::abc) FROM d$$);
SELECT nodes($$SELECT c, predict('p', ROW(avg(a), min(b), c)::abc), sum(nextval('asked')) FROM d GROUP BY c, n$$), nodes($$SELECT predict('p', d), sum(random()) OVER (ORDER BY id) FROM d$$);
-- nor what may fail, where it is known that not all rows are wanted
SELECT id, predict('p', ROW(1 / (id - 5), b, c)::abc) IS NULL FROM d WHERE id < 10 OR n = 2 LIMIT 3;
SELECT nodes($$SELECT predict('p', ROW(1 / (id - 5), b, c)::abc) FROM d LIMIT 3$$), nodes($$SELECT predict('p', ROW(1 / (id - 5), b, c)::abc) FROM d WHERE predict('p', d) > 0 LIMIT 3$$);
SELECT count(nextval), min(nextval), max(nextval) FROM (SELECT predict('p', d), nextval('asked') FROM d LIMIT 20) s;
SELECT last_value FROM asked;

-- LIMIT: few rows are read ahead, none if it is known how many are wanted
CREATE FUNCTION rows_read(query text) RETURNS TABLE (node text, read text) LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query LOOP
		IF line ~ 'actual rows' THEN
			node := substring(line FROM '^[ >-]*(.*?) \(actual'); read := substring(line FROM 'actual rows=([0-9]+)'); RETURN NEXT;
		END IF;
	END LOOP;
END $$;
SELECT * FROM rows_read($$SELECT id, predict('p', d) FROM d LIMIT 11 OFFSET 3$$);
SELECT * FROM rows_read($$SELECT id FROM d WHERE predict('p', d) > 0 LIMIT 11$$);
SELECT * FROM rows_read($$SELECT id, predict('p', d) FROM d ORDER BY b, id LIMIT 11$$);
SELECT * FROM rows_read($$SELECT id, predict('p', d) FROM d LIMIT 0$$);
SELECT * FROM compared($$SELECT id, predict('p', d) FROM d ORDER BY id LIMIT 100 OFFSET 17$$);
SELECT * FROM compared($$SELECT id, predict('p', d) FROM d ORDER BY id FETCH FIRST 7 ROWS WITH TIES$$);
PREPARE few(int) AS SELECT id, predict('p', d) IS NOT NULL FROM d ORDER BY b, id LIMIT $1;
SET plan_cache_mode = force_generic_plan;
EXECUTE few(2);
EXECUTE few(3);
RESET plan_cache_mode;

-- what is wrong with a row is an error when its value is used, and the same one
INSERT INTO d VALUES (4001, 1, 1, 'c1', 1), (4002, 1, 1, 'bad', 1), (4003, 1, NULL, 'c1', 1), (4004, 1, 1000, 'c1', 1), (4005, 1, 1, 'c1', 1);
CREATE FUNCTION outcome(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	n bigint;
	state text; message text; detail text; hint text;
BEGIN
	EXECUTE 'SELECT count(q) FROM (' || query || ') q' INTO n;
	RETURN n;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN state || ' ' || message || ' | ' || detail || ' | ' || hint;
END $$;
CREATE FUNCTION outcomes(query text, OUT nodes bigint, OUT outcome text, OUT same boolean) LANGUAGE plpgsql AS $$
DECLARE
	alone text;
BEGIN
	SET LOCAL ml_score.enable_batch = off;
	alone := outcome(query);
	SET LOCAL ml_score.enable_batch = force;
	nodes := nodes(query);
	outcome := outcome(query);
	same := alone = outcome;
END $$;
SELECT * FROM outcomes($$SELECT predict('strict', d) FROM d$$);
SELECT * FROM outcomes($$SELECT predict('strict', d) FROM d WHERE id > 4002$$);
SELECT * FROM outcomes($$SELECT predict('strict', d) FROM d WHERE id > 4003$$);
SELECT * FROM outcomes($$SELECT predict('strict', d, on_invalid => 'null') FROM d$$);
SELECT * FROM outcomes($$SELECT predict('strict', d) FROM d WHERE id > 3995 LIMIT 1$$);
SELECT * FROM outcomes($$SELECT predict('strict', d) FROM (SELECT * FROM d ORDER BY id) d LIMIT 3001$$);
SELECT * FROM outcomes($$SELECT predict('strict', d) FROM (SELECT * FROM d ORDER BY id) d LIMIT 3002$$);
SELECT * FROM outcomes($$SELECT id FROM d WHERE c <> 'bad' AND b < 1000 AND predict('strict', d) > 0$$);
SELECT * FROM outcomes($$SELECT predict('strict', d) FROM d WHERE predict('p', d) > 2$$);
SELECT * FROM outcomes($$SELECT CASE WHEN id < 4000 THEN predict('strict', d) END FROM d$$);
SELECT * FROM outcomes($$SELECT predict('strict', s) FROM (SELECT b, n || 'x' AS n, c FROM d) s$$);
SELECT * FROM outcomes($$SELECT predict('p', ROW(1 / (id - 4004), n, c)::abc) FROM d WHERE id > 4000$$);
SELECT * FROM outcomes($$SELECT predict('p', ROW(1 / (id - 4004), n, c)::abc) FROM d WHERE id > 4000 AND predict('p', d) > 0.99$$);
SELECT * FROM outcomes($$SELECT predict('nothing', d) FROM d$$);
SELECT * FROM outcomes($$SELECT predict('nothing', d) FROM d WHERE id < 0$$);
SELECT * FROM outcomes($$SELECT predict('strict', s) FROM (SELECT b, n FROM d) s$$);
SELECT * FROM outcomes($$SELECT predict_class('strict', d) FROM d WHERE id < 10$$);
SELECT * FROM outcomes($$SELECT predict_proba_of('three', d, 'none') FROM d WHERE id < 10$$);
SELECT * FROM outcomes($$SELECT predict('strict', d) FROM (SELECT 'c1'::text AS c, 'NaN'::float8 AS b, 1 AS n FROM d) d$$);
-- nor is it an error if it is never used, whatever is wrong
SELECT * FROM outcomes($$SELECT CASE WHEN c <> 'bad' AND b IS NOT NULL AND b < 1000 THEN predict('strict', d) END FROM d$$);
SELECT * FROM outcomes($$SELECT CASE WHEN c <> 'bad' THEN predict('strict', d) END FROM d$$);
SELECT * FROM outcomes($$SELECT CASE WHEN id = 4002 THEN predict('strict', d) END FROM d$$);
SELECT * FROM outcomes($$SELECT CASE WHEN id <> 4003 THEN predict('strict', d, on_invalid => 'null') ELSE predict('strict', d) END FROM d$$);
SELECT * FROM outcomes($$SELECT coalesce(b, predict('strict', d)) FROM d$$);
SELECT * FROM outcomes($$SELECT coalesce(b, predict('strict', d)) FROM d WHERE b IS NOT NULL$$);
SELECT * FROM outcomes($$SELECT sum(predict('strict', d)) FILTER (WHERE id < 4000) FROM d$$);
SELECT * FROM outcomes($$SELECT sum(predict('strict', d)) FILTER (WHERE id < 4003) FROM d$$);
SELECT * FROM outcomes($$SELECT id FROM d WHERE c = 'bad' OR predict('strict', d, on_invalid => 'null') > 0$$);
SELECT * FROM outcomes($$SELECT id FROM d WHERE id > 4000 OR predict('strict', d) > 0$$);
SELECT * FROM outcomes($$SELECT CASE WHEN id < 0 THEN predict('nothing', d) WHEN id < 10 THEN predict('p', d) END FROM d$$);
SELECT * FROM outcomes($$SELECT CASE WHEN id = 4004 THEN predict('nothing', d) WHEN id < 10 THEN predict('p', d) END FROM d$$);
SELECT * FROM outcomes($$SELECT CASE WHEN id < 0 THEN predict('strict', s) END FROM (SELECT id, b, n FROM d) s$$);
SELECT * FROM outcomes($$SELECT CASE WHEN id = 1500 THEN predict('strict', s) END FROM (SELECT id, b, n FROM d) s$$);
SELECT * FROM outcomes($$SELECT CASE WHEN id = 1500 THEN predict_class('strict', d) ELSE 'x' END FROM d$$);
SELECT * FROM outcomes($$SELECT CASE WHEN id < 0 THEN predict('strict', d, on_invalid => 'what') END FROM d$$);
SELECT * FROM outcomes($$SELECT CASE WHEN predict('strict', d) > 0 THEN predict('p', d) END FROM d WHERE id < 4002$$);
SELECT * FROM outcomes($$SELECT CASE WHEN predict('strict', d) > 0 THEN predict('p', d) END FROM d WHERE id < 4003$$);
SELECT * FROM outcomes($$SELECT CASE WHEN predict('p', d) > 2 THEN predict('strict', d) END FROM d$$);
SELECT * FROM outcomes($$SELECT CASE WHEN n > 100 THEN predict('strict', d) ELSE 1 / (n + 1) END FROM d WHERE id > 4000$$);
-- a LIMIT leaves rows unread, below one node or several
SELECT * FROM outcomes($$SELECT predict('p', d) FROM d WHERE id > 2000 AND 1 / (2003 - id) IS NOT NULL LIMIT 2$$);
SELECT * FROM outcomes($$SELECT predict('p', d) FROM d WHERE id > 2000 AND 1 / (2003 - id) IS NOT NULL LIMIT 3$$);
SELECT * FROM outcomes($$SELECT predict('p', s) FROM (SELECT c, n AS a, predict('p', d) / (2004 - id) AS b FROM d WHERE id > 2000) s LIMIT 3$$);
SELECT * FROM outcomes($$SELECT predict('p', s) FROM (SELECT c, n AS a, predict('p', d) / (2004 - id) AS b FROM d WHERE id > 2000) s LIMIT 4$$);
SELECT * FROM outcomes($$SELECT predict('p', s) FROM (SELECT c, n AS a, predict('p', d) / (2004 - id) AS b FROM d WHERE id > 2000 AND predict('p', d) >= 0) s LIMIT 3$$);
-- window functions do not take every row, and they and groups read a row before they take it
SELECT * FROM outcomes($$SELECT max(x) FROM (SELECT first_value(predict('strict', d)) OVER (ORDER BY id) AS x FROM d) s$$);
SELECT * FROM outcomes($$SELECT max(x) FROM (SELECT lag(predict('strict', d), 10) OVER (ORDER BY id) AS x FROM d) s$$);
SELECT * FROM outcomes($$SELECT sum(predict('strict', d)) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) FROM d WHERE id IN (2000, 4003)$$);
SELECT * FROM outcomes($$SELECT sum(predict('strict', d)) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) FROM d WHERE id IN (2000, 4003)$$);
SELECT * FROM outcomes($$SELECT sum(predict('strict', d)) OVER (ORDER BY id ROWS 1 PRECEDING EXCLUDE CURRENT ROW) FROM d WHERE id IN (2000, 4003)$$);
SELECT * FROM outcomes($$SELECT sum(predict('strict', d)) OVER (ORDER BY id) FROM d WHERE id > 2990$$);
SELECT * FROM outcomes($$SELECT sum(predict('strict', d)) OVER (ORDER BY id) FROM d WHERE id IN (2000, 4003) LIMIT 1$$);
SELECT * FROM outcomes($$SELECT sum(predict('strict', d)) FROM d WHERE id IN (2000, 4003) GROUP BY id ORDER BY id LIMIT 1$$);
SELECT * FROM outcomes($$SELECT sum(predict('strict', d)) FROM d WHERE id IN (2000, 4003) GROUP BY id ORDER BY id$$);
SET ml_score.on_invalid = 'null';
SELECT * FROM outcomes($$SELECT predict('strict', d) FROM d$$);
SELECT * FROM compared($$SELECT id, predict('strict', d) FROM d$$);
RESET ml_score.on_invalid;

-- cursors: forth, back, from row to row with an error at its row only
BEGIN;
DECLARE c CURSOR FOR SELECT id, predict('strict', d) FROM d WHERE id > 3998 ORDER BY id;
FETCH 1 FROM c;
SAVEPOINT s;
FETCH 1 FROM c;
ROLLBACK TO s;
ROLLBACK;
-- a node above another one does not go ahead of an error either
BEGIN;
DECLARE c CURSOR FOR SELECT id, CASE WHEN predict('strict', d) > 0 THEN predict('p', d) > -1 END AS positive, CASE WHEN id > 4000 THEN predict('strict', d) > 0 END FROM d WHERE id > 2990 ORDER BY id;
MOVE 9 FROM c;
FETCH 2 FROM c;
SAVEPOINT s;
FETCH 1 FROM c;
ROLLBACK TO s;
ROLLBACK;
BEGIN;
DECLARE c CURSOR FOR SELECT id, CASE WHEN id = 4002 THEN predict('strict', d) END FROM d WHERE id > 2990 ORDER BY id;
MOVE 10 FROM c;
FETCH 1 FROM c;
SAVEPOINT s;
FETCH 1 FROM c;
ROLLBACK TO s;
ROLLBACK;
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT id, predict('p', d) = (SELECT predict('p', e) FROM d e WHERE e.id = d.id) AS same FROM d WHERE id < 4000;
FETCH 2 FROM c;
MOVE 1000 FROM c;
FETCH 1 FROM c;
FETCH BACKWARD 2 FROM c;
FETCH ABSOLUTE 3000 FROM c;
FETCH 1 FROM c;
FETCH BACKWARD 1 FROM c;
FETCH FIRST FROM c;
COMMIT;
BEGIN;
DECLARE h CURSOR WITH HOLD FOR SELECT id, round(predict('p', d)::numeric, 6) FROM d WHERE id < 4000 ORDER BY id;
FETCH 1 FROM h;
COMMIT;
FETCH 2 FROM h;
CLOSE h;
-- a scan's rows stay the cursor's current ones
BEGIN;
DECLARE c CURSOR FOR SELECT id, predict('p', d) IS NULL AS missing FROM d WHERE id < 4000;
FETCH 3 FROM c;
UPDATE d SET p = p WHERE CURRENT OF c RETURNING id;
ROLLBACK;

-- writing: the table that is read, another one, with RETURNING, conflicts, merging
UPDATE d SET p = predict('p', d);
RESET ml_score.enable_batch;
SELECT count(*), count(*) FILTER (WHERE p IS DISTINCT FROM predict('p', d)) AS wrong FROM d;
SET ml_score.enable_batch = force;
SELECT nodes('UPDATE d SET p = predict(''p'', d)'), nodes('UPDATE d SET p = 1 WHERE predict(''p'', d) > 0.5'), nodes('DELETE FROM d WHERE predict(''p'', d) > 0.5');
UPDATE d SET p = -1 WHERE predict('p', d) > 0.5;
SELECT count(*) FROM d WHERE (p = -1) <> (predict('p', d) > 0.5);
CREATE TABLE scores (id int PRIMARY KEY, p float8, q text);
INSERT INTO scores SELECT id, predict('p', d), predict_class('p', d) FROM d;
SELECT nodes('INSERT INTO scores SELECT id, predict(''p'', d), predict_class(''p'', d) FROM d');
INSERT INTO scores SELECT id, predict('p', d) + 1 FROM d WHERE id < 5 ON CONFLICT (id) DO UPDATE SET p = excluded.p, q = 'again';
SELECT scores.id, scores.p = predict('p', d) + (q = 'again')::int AS same, q FROM scores JOIN d USING (id) WHERE id < 7 ORDER BY id;
UPDATE scores s SET p = predict('p', d) * 2 FROM d WHERE d.id = s.id AND d.id < 3 RETURNING s.id, s.p = 2 * predict('p', d) AS same;
DELETE FROM scores s USING d WHERE d.id = s.id AND predict('p', d) > 0.5;
SELECT count(*) FROM scores;
MERGE INTO scores s USING (SELECT id, predict('p', d) AS q FROM d) x ON x.id = s.id WHEN MATCHED THEN UPDATE SET p = x.q WHEN NOT MATCHED THEN INSERT VALUES (x.id, x.q);
SELECT count(*), count(*) FILTER (WHERE s.p IS DISTINCT FROM predict('p', d)) AS wrong FROM scores s JOIN d USING (id);
CREATE TABLE scores2 AS SELECT id, predict('p', d) AS p FROM d;
SELECT count(*), count(*) FILTER (WHERE s.p IS DISTINCT FROM predict('p', d)) AS wrong FROM scores2 s JOIN d USING (id);
SELECT id, p IS NOT NULL FROM (SELECT id, predict('p', d) AS p FROM d WHERE id < 4 FOR UPDATE) s;
SELECT nodes('SELECT id, predict(''p'', d) FROM d WHERE id < 400 FOR UPDATE'), nodes('SELECT id FROM d WHERE predict(''p'', d) > 0.5 FOR UPDATE');

-- row-level security and security barriers come first
CREATE FUNCTION tell(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE WARNING 'told %', $1; RETURN true; END $$;
CREATE VIEW barrier WITH (security_barrier) AS SELECT * FROM d WHERE n = 1 AND id < 20;
SELECT * FROM compared($$SELECT predict('p', v) FROM barrier v$$);
SELECT count(*) FROM barrier v WHERE predict('p', v) > 0.5 AND tell(c);
SELECT * FROM compared($$SELECT id, CASE WHEN a > 0.5 THEN predict('p', v) WHEN b > 0 THEN predict('three', v) END FROM barrier v WHERE c = 'c1' OR predict('p', v) > 0.5$$);
SELECT count(*) FROM barrier v WHERE (b > 1 OR predict('p', v) > 0.5) AND CASE WHEN predict('three', v) > 2 THEN tell(c) ELSE n = 1 END;
GRANT SELECT ON d TO regress_ml_batch;
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY some_rows ON d USING (n = 2 AND c <> 'bad' AND b < 100 AND predict('p', d) > 0.3);
SET ROLE regress_ml_batch;
SELECT * FROM compared($$SELECT id, predict('strict', d) FROM d WHERE predict('strict', d) > 1.5$$);
SELECT count(*), min(n), max(n) FROM d WHERE predict('p', d) > 0;
SELECT * FROM compared($$SELECT id, n, CASE WHEN a > 0 THEN predict('strict', d) END FROM d WHERE n = 1 OR predict('strict', d) > 1.5$$);
RESET ROLE;
ALTER TABLE d DISABLE ROW LEVEL SECURITY;
DROP POLICY some_rows ON d;

-- a statement goes on with its version; plans that are kept see the next one
PREPARE kept AS SELECT count(*) FROM d WHERE id < 100 AND predict('three', d) > 0.4;
EXECUTE kept;
SELECT load_model('three', model_document_text('three'), event => 'low');
EXECUTE kept;
BEGIN;
SELECT drop_model('three');
SAVEPOINT s;
EXECUTE kept;
ROLLBACK;
EXECUTE kept;
CREATE FUNCTION in_a_loop() RETURNS SETOF float8 LANGUAGE plpgsql AS $$
DECLARE
	r record;
BEGIN
	FOR r IN SELECT id, predict('p', d) AS q FROM d WHERE id < 200 ORDER BY id LOOP
		IF r.id % 50 = 0 THEN RETURN NEXT round(r.q::numeric, 6); END IF;
	END LOOP;
END $$;
SELECT * FROM in_a_loop();

-- parallel plans
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT id, predict('p', d) FROM d;
EXPLAIN (COSTS OFF) SELECT sum(predict('p', d)) FROM d;
SELECT * FROM compared($$SELECT id, predict('p', d) FROM d$$);
SELECT * FROM compared($$SELECT round(sum(predict('p', d))::numeric, 9), count(*) FROM d WHERE predict('three', d) > 0.2$$);
SELECT * FROM compared($$SELECT id, predict('p', parts) FROM parts$$);
SELECT * FROM compared($$SELECT x.id, predict('p', y) FROM d x JOIN d y ON x.id = y.id + 5 WHERE predict('p', y) > 0.5$$);
SELECT * FROM compared($$SELECT id, CASE WHEN n = 1 THEN predict('p', d) WHEN predict('three', d) > 0.4 THEN predict('strict', d, on_invalid => 'null') END FROM d WHERE n < 3 OR predict('p', d) > 0.5$$);
SELECT * FROM compared($$SELECT round(sum(predict('p', d)) FILTER (WHERE n = 1)::numeric, 9), count(*) FILTER (WHERE predict('three', d) > 0.2) FROM d$$);
SET parallel_leader_participation = off;
SELECT * FROM compared($$SELECT id, predict('p', d) FROM d$$);
CREATE TABLE scores3 AS SELECT id, predict('p', d) AS p FROM d;
SELECT count(*), count(*) FILTER (WHERE s.p IS DISTINCT FROM predict('p', d)) AS wrong FROM scores3 s JOIN d USING (id);
RESET parallel_leader_participation;
SET jit = on; SET jit_above_cost = 0; SET jit_inline_above_cost = 0; SET jit_optimize_above_cost = 0;
SELECT * FROM compared($$SELECT id, predict('p', d) + 1 FROM d WHERE predict('three', d) > 0.2$$);
SELECT * FROM compared($$SELECT id, CASE WHEN n = 1 THEN predict('p', d) WHEN n = 2 THEN predict('three', d) END FROM d WHERE n < 3 OR predict('p', d) > 0.5$$);
RESET ALL;
LOAD 'ml_score';
SET client_min_messages = warning;

-- off, and by the number of rows
SET ml_score.enable_batch = on;
SELECT nodes('SELECT predict(''p'', d) FROM d'), nodes('SELECT predict(''p'', d) FROM d WHERE id = 1'), nodes('SELECT predict(''p'', d) FROM d LIMIT 2');
-- a small model needs more rows than a large one; a condition on the score is judged for more rows than it lets pass
SELECT load_model('large', format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary><DataField name="a" optype="continuous" dataType="double"/><DataField name="n" optype="continuous" dataType="double"/></DataDictionary>'
	'<RegressionModel functionName="regression"><MiningSchema><MiningField name="a"/><MiningField name="n"/></MiningSchema><RegressionTable intercept="0">%s</RegressionTable></RegressionModel></PMML>',
	string_agg(format('<NumericPredictor name="a" exponent="%s" coefficient="%s"/>', i, 1.0 / i), ''))) FROM generate_series(1, 2000) i;
SELECT nodes('SELECT predict(''p'', fixed) FROM fixed WHERE id < 30'), nodes('SELECT predict(''large'', fixed) FROM fixed WHERE id < 30'),
	nodes('SELECT predict(''large'', fixed) FROM fixed WHERE id < 2'), nodes('SELECT predict(''large'', fixed) FROM fixed LIMIT 2'), nodes('SELECT predict(''large'', fixed) FROM fixed LIMIT 30'),
	nodes('SELECT id FROM fixed WHERE predict(''p'', fixed) > 0.5');
CREATE FUNCTION cost(query text, batch text) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	PERFORM set_config('ml_score.enable_batch', batch, true);
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	RETURN plan #>> '{0,Plan,Total Cost}';
END $$;
SELECT q, cost(q, 'on') < cost(q, 'off') AS cheaper, cost(q, 'on') > cost('SELECT * FROM d', 'on') AS not_free FROM unnest(ARRAY['SELECT predict(''large'', d) FROM d', 'SELECT sum(predict(''large'', d)) FROM d',
	'SELECT id FROM d WHERE predict(''large'', d) > 0.5', 'SELECT CASE WHEN n = 1 THEN predict(''large'', d) END FROM d', 'SELECT sum(predict(''large'', d)) FILTER (WHERE n = 1) FROM d']) q;
SELECT drop_model('large');
SET ml_score.enable_batch = off;
SELECT nodes('SELECT predict(''p'', d) FROM d');
RESET ml_score.enable_batch;
SHOW ml_score.enable_batch;

DROP FUNCTION cost, nodes, compared, outcome, outcomes, rows_read, tell, in_a_loop;
DROP VIEW barrier;
DROP TABLE wide, d, fixed, odd, parts, scores, scores2, scores3;
DROP ROLE regress_ml_batch;
DROP SEQUENCE asked;
DROP TYPE abc;
SELECT drop_model('p'), drop_model('strict'), drop_model('wide'), drop_model('three');
