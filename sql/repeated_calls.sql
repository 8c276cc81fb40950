-- What a call has worked out serves the next statement with the same call: never for
-- something else, and without keeping anything in use.
SET client_min_messages = warning;

-- predicts intercept + a + 10 b
CREATE FUNCTION repeated(intercept int, a text DEFAULT 'a', b text DEFAULT 'b') RETURNS text LANGUAGE sql AS $$
SELECT jsonb_build_object('ml_score', 1, 'model', 'linear', 'intercept', intercept, 'features',
	jsonb_build_array(jsonb_build_object('name', a, 'coef', 1), jsonb_build_object('name', b, 'coef', 10)))::text $$;
SELECT load_model('rep', repeated(100));
CREATE TABLE rep (id int, a int, b float8, c text);
INSERT INTO rep VALUES (1, 1, 1, '5'), (2, 2, 2, '6'), (3, NULL, 3, '7');
SET plan_cache_mode = force_generic_plan;
PREPARE columns AS SELECT predict('rep', rep) FROM rep WHERE id = 1;
PREPARE row AS SELECT predict('rep', (SELECT rep FROM rep WHERE id = 1));
PREPARE json AS SELECT predict('rep', to_jsonb(rep)) FROM rep WHERE id = 1;
CREATE FUNCTION all_of_them() RETURNS float8[] LANGUAGE plpgsql AS $$
DECLARE
	p float8;
	result float8[];
BEGIN
	FOR i IN 1..2 LOOP
		-- what is planned now scores in blocks the second time, and takes up what calls have left
		PERFORM set_config('ml_score.enable_batch', CASE i WHEN 1 THEN 'off' ELSE 'force' END, false);
		EXECUTE 'EXECUTE columns' INTO p;
		result := result || p;
		EXECUTE 'EXECUTE row' INTO p;
		result := result || p;
		EXECUTE 'EXECUTE json' INTO p;
		result := result || p;
		EXECUTE 'SELECT predict(''rep'', rep) FROM rep WHERE id = 1' INTO p;
		result := result || p;
		EXECUTE 'SELECT predict(''rep'', s) FROM (SELECT b AS a, a AS b FROM rep WHERE id = 1 OFFSET 0) s' INTO p;
		result := result || p;
		EXECUTE 'SELECT predict(''rep'', ARRAY[1, 1])' INTO p;
		result := result || p;
	END LOOP;
	RETURN result;
END $$;
SELECT all_of_them();
SELECT models, pins FROM ml_cache WHERE models @> ARRAY['rep@1'];
-- other types, other names, columns in another order
ALTER TABLE rep ALTER a TYPE text;
SELECT all_of_them();
ALTER TABLE rep RENAME c TO d;
ALTER TABLE rep RENAME a TO c;
ALTER TABLE rep RENAME d TO a;
SELECT all_of_them();
ALTER TABLE rep ALTER a TYPE numeric USING a::numeric;
SELECT all_of_them();
ALTER TABLE rep ALTER a TYPE point USING point(a::float8, 0);
EXECUTE columns;
EXECUTE row;
ALTER TABLE rep ALTER a TYPE int USING 1;
SELECT all_of_them();
-- another version, other inputs, and back
SELECT load_model('rep', repeated(200));
SELECT all_of_them();
SELECT load_model('rep', repeated(300, 'b', 'a'));
SELECT all_of_them();
SELECT set_default_version('rep', 1);
SELECT all_of_them();
-- another model of the same name; the same model again
SELECT drop_model('rep');
EXECUTE columns;
SELECT load_model('rep', repeated(400));
SELECT all_of_them();
SELECT drop_model('rep');
SELECT load_model('rep', repeated(100));
SELECT all_of_them();
-- within a transaction, and undone
BEGIN;
SELECT load_model('rep', repeated(500));
SELECT all_of_them();
SAVEPOINT s;
SELECT load_model('rep', repeated(600));
SELECT all_of_them();
ROLLBACK TO s;
SELECT all_of_them();
ROLLBACK;
SELECT all_of_them();

-- several at once, each with its own
BEGIN;
DECLARE x CURSOR FOR SELECT predict('rep', rep) FROM rep ORDER BY id;
DECLARE y CURSOR FOR SELECT predict('rep', rep) FROM rep ORDER BY id DESC;
FETCH 1 FROM x;
FETCH 1 FROM y;
EXECUTE columns;
FETCH 1 FROM x;
CLOSE x;
FETCH 1 FROM y;
EXECUTE columns;
SELECT models, pins > 0 AS used FROM ml_cache WHERE models @> ARRAY['rep@1'];
COMMIT;
SELECT models, pins FROM ml_cache WHERE models @> ARRAY['rep@1'];
SELECT predict('rep', rep) + (SELECT predict('rep', rep) FROM rep WHERE id = 2) AS sum FROM rep WHERE id = 1;

-- after errors
SELECT load_model('strict', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
	<DataField name="c" optype="continuous" dataType="integer"/></DataDictionary><RegressionModel functionName="regression">
	<MiningSchema><MiningField name="c"/></MiningSchema><RegressionTable intercept="0"><NumericPredictor name="c" coefficient="2"/></RegressionTable>
	</RegressionModel></PMML>');
ALTER TABLE rep ALTER c TYPE text;
PREPARE strict(int) AS SELECT predict('strict', rep) FROM rep WHERE id = $1;
EXECUTE strict(1);
UPDATE rep SET c = 'x' WHERE id = 2;
EXECUTE strict(2);
EXECUTE strict(1);
SET ml_score.on_invalid = 'null';
EXECUTE strict(2);
RESET ml_score.on_invalid;
EXECUTE strict(2);
EXECUTE strict(1);
-- rights are those of who asks
CREATE ROLE regress_repeated;
GRANT SELECT ON rep TO regress_repeated;
SELECT revoke_model('rep', 'public', 'predict');
EXECUTE columns;
SET ROLE regress_repeated;
EXECUTE columns;
RESET ROLE;
EXECUTE columns;
SET ROLE regress_repeated;
EXECUTE columns;
RESET ROLE;

-- more calls than are kept
SELECT load_model('rep' || i, repeated(i)) FROM generate_series(1, 50) i \g /dev/null
CREATE FUNCTION sum_of_many() RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
	p float8;
	total float8 := 0;
BEGIN
	FOR k IN 1..3 LOOP
		FOR i IN 1..50 LOOP
			EXECUTE format('SELECT predict(''rep%s'', rep) FROM rep WHERE id = 1', i) INTO p;
			total := total + p;
		END LOOP;
	END LOOP;
	RETURN total;
END $$;
SELECT sum_of_many(), 3 * (50 * 51 / 2 + 50 * 11) AS wanted;
CREATE FUNCTION kept() RETURNS bigint LANGUAGE sql AS $$ SELECT sum(total_bytes)::bigint FROM pg_backend_memory_contexts WHERE name LIKE 'ml\_score%' $$;
SELECT kept() AS before \gset
SELECT sum_of_many(), sum_of_many();
SELECT kept() = :before AS flat;

DEALLOCATE ALL;
SELECT count(drop_model(name)) FROM ml_model WHERE name LIKE 'rep%' OR name = 'strict';
DROP FUNCTION repeated, all_of_them, sum_of_many, kept;
DROP TABLE rep;
DROP ROLE regress_repeated;
