-- What a call site keeps from row to row: the right version, many models, no leak.
SET client_min_messages = warning;

-- predicts intercept + 2 * x
CREATE FUNCTION call_document(intercept int) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>
<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>
<RegressionTable intercept="%s"><NumericPredictor name="x" coefficient="2"/></RegressionTable>
</RegressionModel></PMML>', intercept) $$;

-- one call site in PL/pgSQL lives as long as the transaction
CREATE FUNCTION score(model text, x float8) RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN RETURN predict(model, ARRAY[x]); END $$;

SELECT load_model('call', call_document(100));
-- loads and scores in one transaction
BEGIN;
SELECT score('call', 1);
SELECT load_model('call', call_document(200));
SELECT score('call', 1);
SELECT set_default_version('call', 1);
SELECT score('call', 1);
ROLLBACK;
SELECT score('call', 1);

-- in a loop
DO $$
DECLARE
	p float8[];
BEGIN
	FOR i IN 1..3 LOOP
		p := p || score('call', 1);
		PERFORM load_model('call', call_document(200 + i));
		p := p || score('call', 1);
	END LOOP;
	RAISE INFO '%', p;
	PERFORM set_default_version('call', 1);
END $$;

-- subtransactions that are rolled back: what they loaded is gone at once
DO $$
DECLARE
	p float8[];
BEGIN
	FOR i IN 1..3 LOOP
		p := p || score('call', 1);
		BEGIN
			PERFORM load_model('call', call_document(300 + i));
			p := p || score('call', 1);
			RAISE EXCEPTION 'undo';
		EXCEPTION WHEN raise_exception THEN
			p := p || score('call', 1);
		END;
		p := p || score('call', 1);
	END LOOP;
	RAISE INFO '%', p;
END $$;
BEGIN;
SELECT score('call', 1);
SAVEPOINT a;
SELECT load_model('call', call_document(400));
SELECT score('call', 1);
ROLLBACK TO a;
SELECT score('call', 1);
SELECT load_model('call', call_document(500));
SELECT score('call', 1);
SAVEPOINT b;
SELECT drop_model('call');
SELECT score('call', 1);
ROLLBACK TO b;
SELECT score('call', 1);
ROLLBACK;

-- a prepared statement
PREPARE p AS SELECT predict('call', ARRAY[1]), predict('call@1', ARRAY[1]);
EXECUTE p;
BEGIN;
SELECT load_model('call', call_document(600));
EXECUTE p;
ROLLBACK;
EXECUTE p;
DEALLOCATE p;

-- a version loaded by the statement that scores is not seen by it
SELECT score('call', 1), load_model('call', call_document(700)), score('call', 1), predict('call', ARRAY[1]);
SELECT score('call', 1);
SELECT set_default_version('call', 1), drop_model('call', version) FROM ml_model_version WHERE name = 'call' AND version > 1;

-- who asks: rights are those of the user at that moment
CREATE ROLE regress_call_reader;
BEGIN;
SELECT revoke_model('call', 'public', 'predict');
DO $$
BEGIN
	FOR i IN 1..2 LOOP
		SET LOCAL ROLE regress_call_reader;
		BEGIN
			RAISE INFO '%', score('call', 1);
		EXCEPTION WHEN insufficient_privilege THEN
			RAISE INFO '%', SQLERRM;
		END;
		RESET ROLE;
		RAISE INFO '%', score('call', 1);
	END LOOP;
	PERFORM grant_model('call', 'regress_call_reader', 'predict');
	SET LOCAL ROLE regress_call_reader;
	RAISE INFO '%', score('call', 1);
END $$;
ROLLBACK;
DROP ROLE regress_call_reader;

-- more models than a call site keeps, in every order
SELECT count(load_model('call_' || i, call_document(1000 * i))) FROM generate_series(1, 150) i;
SELECT count(*) AS rows, count(*) FILTER (WHERE predict('call_' || i, ARRAY[x]) = 1000 * i + 2 * x) AS is_right
	FROM generate_series(1, 150) i, generate_series(1, 10) x;
SELECT count(*) AS rows, count(*) FILTER (WHERE predict('call_' || i, ARRAY[x]) = 1000 * i + 2 * x) AS is_right
	FROM generate_series(1, 10) x, generate_series(1, 150) i;
SELECT count(*) AS rows, count(*) FILTER (WHERE predict('call_' || i, ARRAY[x]) = 1000 * i + 2 * x) AS is_right
	FROM (SELECT (hashint4(n) & 1023) % 150 + 1 AS i, n AS x FROM generate_series(1, 5000) n) s;

-- memory: what a call site holds after a thousand rows it holds after many more
CREATE FUNCTION held() RETURNS bigint LANGUAGE sql AS $$
SELECT sum(total_bytes)::bigint FROM pg_backend_memory_contexts WHERE name LIKE 'ml_score%' $$;
CREATE FUNCTION is_flat(query text) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
	c refcursor;
	before bigint;
	after bigint;
	process bigint;
BEGIN
	OPEN c FOR EXECUTE query;
	MOVE 1000 FROM c;
	before := held();
	process := (SELECT sum(total_bytes) FROM pg_backend_memory_contexts);
	MOVE 1000000 FROM c;
	after := held();
	process := (SELECT sum(total_bytes) FROM pg_backend_memory_contexts) - process;
	CLOSE c;
	IF before > 0 AND after = before AND process < 300000 THEN
		RETURN true;
	END IF;
	IF query NOT LIKE '%2000) i) s' THEN
		RAISE INFO '% -> %, process + %', before, after, process;
	END IF;
	RETURN false;
END $$;
SELECT load_model('call_text', replace(replace(replace(call_document(0), '"double"/>', '"string"/>'), 'continuous', 'categorical'),
	'<NumericPredictor name="x" coefficient="2"/>', '<CategoricalPredictor name="x" value="a" coefficient="1"/>'));
-- (the first time fills the server's own caches)
SELECT is_flat($$SELECT predict('call', s) FROM (SELECT i::float8 AS x FROM generate_series(1, 2000) i) s$$) IS NOT NULL AS warm;
SELECT is_flat($$SELECT predict('call', s) FROM (SELECT i::float8 AS x FROM generate_series(1, 1001000) i) s$$) AS record;
SELECT is_flat($$SELECT predict('call', s) FROM (SELECT i::numeric / 7 AS x FROM generate_series(1, 301000) i) s$$) AS "numeric";
SELECT is_flat($$SELECT predict('call_text', s) FROM (SELECT repeat('abc', 100) || i AS x FROM generate_series(1, 301000) i) s$$) AS "text value";
SELECT is_flat($$SELECT predict('call', ARRAY[i]) FROM generate_series(1, 301000) i$$) AS array;
SELECT is_flat($$SELECT predict('call', jsonb_build_object('x', i, 'y' || i % 10, 1)) FROM generate_series(1, 301000) i$$) AS jsonb;
SELECT is_flat($$SELECT predict('call', format('{"x": %s}', i)) FROM generate_series(1, 301000) i$$) AS "text";
SELECT is_flat($$SELECT predict_json('call', ARRAY[i]) FROM generate_series(1, 301000) i$$) AS predict_json;
SELECT is_flat($$SELECT predict('call', format('{"x": "a%s"}', i), on_invalid => 'null') FROM generate_series(1, 301000) i$$) AS invalid;
SELECT is_flat($$SELECT predict('call_' || i % 70 + 1, ARRAY[i]) FROM generate_series(1, 51000) i$$) AS models;
-- errors that PL/pgSQL catches, with the same call sites
CREATE FUNCTION fails(kind int, i int) RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
	CASE kind
		WHEN 1 THEN RETURN predict('call', jsonb_build_object('x', 'a' || i));
		WHEN 2 THEN RETURN predict('call', ROW(i));
		WHEN 3 THEN RETURN predict('call_none_' || i, ARRAY[i]);
		WHEN 4 THEN RETURN predict('call', ARRAY[i, i]);
		WHEN 5 THEN RETURN predict('call', jsonb_build_object('x-' || i, 1, 'x' , jsonb_build_array(i)));
	END CASE;
EXCEPTION WHEN OTHERS THEN
	RETURN NULL;
END $$;
SELECT kind, is_flat(format('SELECT fails(%s, i) FROM generate_series(1, 11000) i', kind)) FROM generate_series(1, 5) kind;

SELECT count(drop_model(name)) FROM ml_model WHERE name LIKE 'call%';
DROP FUNCTION score, held, is_flat, fails, call_document;
