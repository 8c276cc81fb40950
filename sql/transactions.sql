-- Deploying is transactional: which version a name means is a matter of the snapshot.

-- predicts intercept + 2 * x
CREATE FUNCTION transactions_document(intercept integer) RETURNS text LANGUAGE sql AS $$
	SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
		'<DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>'
		'<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>'
		'<RegressionTable intercept="%s"><NumericPredictor name="x" coefficient="2"/></RegressionTable>'
		'</RegressionModel></PMML>', intercept)
$$;
CREATE TABLE transactions (id integer, x double precision);
INSERT INTO transactions SELECT i, i FROM generate_series(1, 3) i;
SELECT load_model('transactions', transactions_document(100));

-- load and score in one transaction
BEGIN;
SELECT predict('transactions', t) FROM transactions t ORDER BY id;
SELECT load_model('transactions', transactions_document(200));
SELECT predict('transactions', t) FROM transactions t ORDER BY id;
SELECT load_model('transactions new', transactions_document(300));
SELECT predict('transactions new', t), predict('transactions@1', t) FROM transactions t ORDER BY id;
ROLLBACK;
SELECT predict('transactions', t) FROM transactions t ORDER BY id;
SELECT predict('transactions new', t) FROM transactions t ORDER BY id;

-- one statement has one snapshot, whatever its functions load
SELECT load_model('transactions', transactions_document(400)) AS loaded, predict('transactions', t)
FROM transactions t ORDER BY id;
SELECT predict('transactions', t) FROM transactions t ORDER BY id;

-- savepoints
BEGIN;
SAVEPOINT a;
SELECT load_model('transactions', transactions_document(500));
SELECT predict('transactions', t) FROM transactions t WHERE id = 1;
ROLLBACK TO a;
SELECT predict('transactions', t) FROM transactions t WHERE id = 1;
SELECT load_model('transactions', transactions_document(600));
SELECT predict('transactions', t) FROM transactions t WHERE id = 1;
RELEASE a;
SELECT predict('transactions', t) FROM transactions t WHERE id = 1;
ROLLBACK;

-- a loop in PL/pgSQL, whose expressions live as long as the transaction
CREATE FUNCTION transactions_loop() RETURNS SETOF double precision LANGUAGE plpgsql AS $$
DECLARE
	score double precision;
BEGIN
	FOR i IN 1..3 LOOP
		PERFORM load_model('transactions', transactions_document(1000 * i));
		score := predict('transactions', '{"x": 1}');
		RETURN NEXT score;
	END LOOP;
	BEGIN
		PERFORM load_model('transactions', transactions_document(9000));
		score := predict('transactions', '{"x": 1}');
		RETURN NEXT score;
		RAISE 'undo';
	EXCEPTION WHEN raise_exception THEN
		score := predict('transactions', '{"x": 1}');
		RETURN NEXT score;
	END;
END $$;
BEGIN;
SELECT transactions_loop();
ROLLBACK;

-- such an expression is told of changes even where the snapshot is the transaction's
CREATE FUNCTION transactions_score() RETURNS double precision LANGUAGE plpgsql AS $$
DECLARE
	score double precision;
BEGIN
	score := predict('transactions', '{"x": 1}');
	RETURN score;
END $$;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT transactions_score();
SAVEPOINT a;
SELECT load_model('transactions', transactions_document(700));
SELECT transactions_score();
ROLLBACK TO a;
SELECT transactions_score();
SAVEPOINT b;
SELECT drop_model('transactions');
SELECT transactions_score();
ROLLBACK TO b;
SELECT transactions_score();
SAVEPOINT c;
SELECT set_default_version('transactions', 1);
SELECT transactions_score();
ROLLBACK TO c;
SELECT transactions_score();
COMMIT;

-- and of another user
CREATE ROLE transactions_user;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT revoke_model('transactions', 'public', 'predict');
SELECT transactions_score();
SET LOCAL ROLE transactions_user;
\set VERBOSITY terse
SELECT transactions_score();
\set VERBOSITY default
ROLLBACK;
DROP ROLE transactions_user;

-- prepared statements, with custom and with generic plans
PREPARE transactions_custom AS SELECT predict('transactions', t) FROM transactions t WHERE id = 1;
PREPARE transactions_generic(text) AS SELECT predict($1, t) FROM transactions t WHERE id = 1;
SET plan_cache_mode = force_generic_plan;
EXECUTE transactions_custom;
EXECUTE transactions_generic('transactions');
EXECUTE transactions_generic('transactions@1');
SELECT load_model('transactions', transactions_document(800));
EXECUTE transactions_custom;
EXECUTE transactions_generic('transactions');
EXECUTE transactions_generic('transactions@1');
RESET plan_cache_mode;

-- the name may come from a column
SELECT m, id, predict(m, t) FROM transactions t, unnest(ARRAY['transactions', 'transactions@1', NULL]) m ORDER BY m, id;

-- a cursor goes on with what its snapshot sees, be the model gone
BEGIN;
DECLARE c CURSOR FOR SELECT predict('transactions', t) FROM transactions t ORDER BY id;
FETCH 1 FROM c;
SELECT drop_model('transactions');
FETCH ALL FROM c;
SELECT predict('transactions', t) FROM transactions t;
ROLLBACK;

-- a cursor that begins to score after the drop
BEGIN;
DECLARE c CURSOR FOR SELECT predict('transactions', t) FROM transactions t ORDER BY id;
SELECT drop_model('transactions');
FETCH ALL FROM c;
ROLLBACK;

SELECT drop_model('transactions');
DROP TABLE transactions;
DROP FUNCTION transactions_loop, transactions_score, transactions_document;
