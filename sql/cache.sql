-- Compiled models live once in shared memory; ml_cache shows them.
SET client_min_messages = warning;

-- predicts intercept + 2 * x
CREATE FUNCTION cache_document(intercept int) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>
<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>
<RegressionTable intercept="%s"><NumericPredictor name="x" coefficient="2"/></RegressionTable>
</RegressionModel></PMML>', intercept) $$;
CREATE VIEW cached AS SELECT models, hits, pins, shared, bytes = (SELECT min(image_bytes) FROM ml_models m WHERE m.content_id = c.content_id) AS bytes
	FROM ml_cache c WHERE models[1] LIKE 'cache%' ORDER BY models;
SELECT load_model('cache_a', cache_document(1));

-- the first call puts it there, the next ones find it
SELECT * FROM cached;
SELECT predict('cache_a', '{"x": 1}');
SELECT * FROM cached;
SELECT predict('cache_a', '{"x": 2}');
SELECT predict('cache_a', '{"x": 2}'), predict('cache_a', '{"x": 3}');
-- a thousand rows are one use
SELECT sum(predict('cache_a', s)) FROM (SELECT generate_series(1, 1000) AS x) s;
SELECT * FROM cached;

-- another connection finds it; the catalog need not have it
\c
SET client_min_messages = warning;
BEGIN;
DELETE FROM ml_image;
DELETE FROM ml_document;
SELECT predict('cache_a', '{"x": 4}');
ROLLBACK;
SELECT * FROM cached;

-- two models of the same content are one image
SELECT load_model('cache_b', cache_document(1));
SELECT predict('cache_b', '{"x": 1}');
SELECT load_model('cache_a', cache_document(2));
SELECT predict('cache_a', '{"x": 1}'), predict('cache_a@1', '{"x": 1}');
SELECT models, pins, shared, bytes FROM cached;

-- in use: while a cursor is open, whatever happens in between
BEGIN;
DECLARE c CURSOR FOR SELECT predict('cache_a', s), predict('cache_a@1', s), predict('cache_b', s) FROM (SELECT generate_series(1, 3) AS x) s;
FETCH 1 FROM c;
SELECT models, pins FROM cached;
SAVEPOINT s;
SELECT predict('cache_a', '{"y": 1}'), 1 / 0;
ROLLBACK TO s;
SELECT models, pins FROM cached;
FETCH ALL FROM c;
CLOSE c;
-- what the planner looked at is in use up to the transaction's end
COMMIT;
SELECT models, pins FROM cached;
-- an error lets go of it
BEGIN;
DECLARE c CURSOR FOR SELECT predict('cache_a', s), 1 / (x - 2) FROM (SELECT generate_series(1, 3) AS x) s;
FETCH 1 FROM c;
FETCH 1 FROM c;
ROLLBACK;
SELECT models, pins FROM cached;
-- so does the end of a PL/pgSQL function's transaction
BEGIN;
DO $$ DECLARE p float8; BEGIN FOR i IN 1..3 LOOP p := predict('cache_a', format('{"x": %s}', i)); END LOOP; END $$;
SELECT predict('cache_a', '{"x": 1}');
COMMIT;
SELECT models, pins FROM cached;

-- what is dropped stays until its room is needed, and is there when it comes back
SELECT drop_model('cache_b');
SELECT load_model('cache_b', cache_document(1));
SELECT models, pins, shared, bytes FROM cached;
BEGIN;
SELECT load_model('cache_c', cache_document(3));
SELECT predict('cache_c', '{"x": 1}');
SELECT models, pins, shared, bytes FROM cached;
ROLLBACK;
SELECT models, pins, shared, bytes FROM cached;

-- anybody may look
CREATE ROLE regress_cache_reader;
SET ROLE regress_cache_reader;
SELECT count(*) >= 2 AS seen FROM ml_cache;
SELECT predict('cache_a', '{"x": 1}');
RESET ROLE;
DROP ROLE regress_cache_reader;

SELECT drop_model('cache_a'), drop_model('cache_b');
DROP VIEW cached;
DROP FUNCTION cache_document;
