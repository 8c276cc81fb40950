-- Every folder of model_fixtures against the answers of its reference: by row
-- and by jsonb, at the contract that fixture.json states.
\getenv abs_srcdir PG_ABS_SRCDIR
\set fixtures :abs_srcdir /model_fixtures
\set VERBOSITY terse
\set ECHO none
SET client_min_messages = warning;

CREATE TABLE result (fixture text, path text, checked int, wrong int, example text);

-- Whether a value is right for an expectation; both as text, NULL is no value.
CREATE FUNCTION is_right(got text, expected text, is_number bool, c jsonb) RETURNS bool
LANGUAGE plpgsql AS $$
DECLARE
	a float8;
	b float8;
	i bigint;
	j bigint;
BEGIN
	IF got IS NULL OR expected IS NULL THEN
		RETURN got IS NULL AND expected IS NULL;
	END IF;
	IF c->>'contract' = 'exact' AND NOT is_number THEN
		RETURN got = expected;
	END IF;
	a := got::float8;
	b := expected::float8;
	IF a = b THEN
		RETURN true;
	END IF;
	-- JSON shows a float by the shortest decimal that reads back as the same float
	IF c->>'how' = 'predict_json' AND abs(a) BETWEEN 1e-37 AND 1e38 AND abs(b) BETWEEN 1e-37 AND 1e38
		AND a::float4::text::float8 = a AND b::float4::float8 = b THEN
		a := a::float4;
		IF a = b THEN
			RETURN true;
		END IF;
	END IF;
	CASE c->>'contract'
	WHEN 'exact' THEN
		RETURN false;
	WHEN 'rel' THEN
		RETURN abs(a - b) <= (c->>'rel')::float8 * greatest(abs(b), coalesce((c->>'floor')::float8, 1));
	WHEN 'float32_ulp' THEN
		IF a::float4::float8 <> a THEN
			RETURN false;
		END IF;
		i := ('x' || encode(float4send(a::float4), 'hex'))::bit(32)::int;
		j := ('x' || encode(float4send(b::float4), 'hex'))::bit(32)::int;
		i := CASE WHEN i < 0 THEN -2147483648 - i ELSE i END;
		j := CASE WHEN j < 0 THEN -2147483648 - j ELSE j END;
		RETURN abs(i - j) <= (c->>'ulp')::int;
	END CASE;
END $$;

CREATE FUNCTION nearest_float4(x float8) RETURNS float4 LANGUAGE sql AS $$
SELECT CASE WHEN abs(x) <= 7.006492321624085e-46 THEN sign(x) * 0
	WHEN abs(x) >= 3.4028235677973366e38 THEN sign(x) * 'Infinity'::float8 ELSE x END::float4 $$;

-- The call of a check, as SQL.
CREATE FUNCTION call_of(model text, c jsonb, input text, on_invalid text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
	RETURN CASE c->>'how'
		WHEN 'predict_proba_of' THEN format('predict_proba_of(%L, %s, %L', model, input, c->>'class')
		ELSE format('%s(%L, %s', c->>'how', model, input)
		END
		|| CASE WHEN c ? 'target' THEN format(', target => %L', c->>'target') ELSE '' END
		|| format(', on_invalid => %L)', on_invalid);
END $$;

-- What a check looks at: its value as text, and whether it is a number.
CREATE FUNCTION look(c jsonb, value jsonb, OUT got text, OUT is_number bool)
LANGUAGE plpgsql AS $$
BEGIN
	IF c->>'how' = 'predict_json' THEN
		IF NOT value ? (c->>'key') AND c->>'key' LIKE '%/%' THEN
			value := value #> ARRAY[split_part(c->>'key', '/', 1), substr(c->>'key', strpos(c->>'key', '/') + 1)];
		ELSE
			value := value -> (c->>'key');
		END IF;
	END IF;
	got := value #>> '{}';
	is_number := jsonb_typeof(value) = 'number' OR c->>'how' IN ('predict', 'predict_proba_of');
END $$;

CREATE FUNCTION load_fixture(name text, folder text, fixture jsonb) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
	options text := '';
	key text;
	value jsonb;
	version int;
BEGIN
	FOR key, value IN SELECT * FROM jsonb_each(coalesce(fixture->'load', '{}')) LOOP
		options := options || format(', %I => ', key) || CASE jsonb_typeof(value)
			WHEN 'array' THEN (SELECT quote_literal(array_agg(e)::text) FROM jsonb_array_elements_text(value) e)
			ELSE quote_literal(value #>> '{}') END;
	END LOOP;
	EXECUTE format('SELECT load_model_file(%L, %L%s)', name, folder || '/' || (fixture->>'document'), options)
		INTO version;
	RETURN version;
END $$;

-- Scores every row of the fixture along one path (row or jsonb) and counts what is wrong.
CREATE FUNCTION score_fixture(name text, fixture jsonb, path text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	source text := CASE path WHEN 'row' THEN 'input' ELSE 'input_json' END;
	input text := CASE path WHEN 'row' THEN '"#row"' ELSE 'to_jsonb("#row")' END;
	has_error bool := EXISTS (SELECT FROM information_schema.columns
		WHERE table_name = 'expected' AND column_name = 'error');
	c jsonb;
	line record;
	n int := 0;
	wrong int := 0;
	example text;
	state text;
BEGIN
	FOR c IN SELECT jsonb_array_elements(fixture->'checks') LOOP
		BEGIN
			FOR line IN EXECUTE format($q$
				SELECT s.row, l.got, s.expected
				FROM (SELECT e."#" AS row, to_jsonb(%s) AS value, e.%I AS expected
						FROM %I "#row" JOIN expected e USING ("#") WHERE %s) s,
					look(%L, s.value) l
				WHERE is_right(l.got, s.expected, l.is_number, %L) IS NOT TRUE ORDER BY 1$q$,
				call_of(name, c, input, 'error'), c->>'column', source,
				CASE WHEN has_error THEN 'e.error IS NULL' ELSE 'true' END, c, c)
			LOOP
				wrong := wrong + 1;
				example := coalesce(example, format('%s, row %s: %s, expected %s', c->>'column',
					line.row, coalesce(line.got, 'NULL'), coalesce(line.expected, 'NULL')));
			END LOOP;
		EXCEPTION WHEN OTHERS THEN
			wrong := wrong + 1;
			example := coalesce(example, format('%s: %s', c->>'column', SQLERRM));
		END;
		EXECUTE format('SELECT $1 + count(*) FROM expected e WHERE %s',
			CASE WHEN has_error THEN 'e.error IS NULL' ELSE 'true' END) INTO n USING n;

		CONTINUE WHEN NOT has_error;
		FOR line IN EXECUTE 'SELECT "#" AS row FROM expected WHERE error IS NOT NULL ORDER BY 1' LOOP
			n := n + 1;
			BEGIN
				EXECUTE format('SELECT (%s) IS NULL FROM %I "#row" WHERE "#" = %s',
					call_of(name, c, input, 'null'), source, line.row) INTO STRICT state;
				IF state <> 'true' THEN
					wrong := wrong + 1;
					example := coalesce(example, format('%s, row %s: not NULL', c->>'column', line.row));
				END IF;
				EXECUTE format('SELECT %s FROM %I "#row" WHERE "#" = %s',
					call_of(name, c, input, 'error'), source, line.row) INTO state;
				wrong := wrong + 1;
				example := coalesce(example, format('%s, row %s: no error, but %s', c->>'column',
					line.row, coalesce(state, 'NULL')));
			EXCEPTION WHEN data_exception OR invalid_parameter_value THEN
				NULL;			-- as it should be
			END;
		END LOOP;
	END LOOP;
	INSERT INTO result VALUES (name, path, n, wrong, example);
END $$;

CREATE FUNCTION check_fixture(name text, folder text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	fixture jsonb := pg_read_file(folder || '/fixture.json')::jsonb;
	columns text;
BEGIN
	IF (fixture->>'load_error')::bool THEN
		BEGIN
			PERFORM load_fixture(name, folder, fixture);
			INSERT INTO result VALUES (name, 'load', 1, 1, 'was loaded');
		EXCEPTION WHEN data_exception OR feature_not_supported OR invalid_parameter_value
			OR program_limit_exceeded OR check_violation THEN
			INSERT INTO result VALUES (name, 'load', 1, 0, NULL);
		END;
		RETURN;
	END IF;

	PERFORM load_fixture(name, folder, fixture);
	SELECT string_agg(format('%I %s', c->>'name', c->>'type'), ', ')
		INTO columns FROM jsonb_array_elements(fixture->'columns') c;
	EXECUTE format('CREATE TEMP TABLE input ("#" serial, %s)', columns);
	-- a float4 of the file is the float4 nearest to the number there, which may be 0 or infinite
	EXECUTE format('CREATE TEMP TABLE staging ("#" serial, %s)', regexp_replace(columns, ' float4(,|$)', ' float8\1', 'g'));
	SELECT string_agg(quote_ident(c->>'name'), ', ')
		INTO columns FROM jsonb_array_elements(fixture->'columns') c;
	EXECUTE format('COPY staging (%s) FROM %L (FORMAT csv, HEADER)', columns, folder || '/input.csv');
	SELECT string_agg(format(CASE c->>'type' WHEN 'float4' THEN 'nearest_float4(%I)' ELSE '%I' END, c->>'name'), ', ')
		INTO columns FROM jsonb_array_elements(fixture->'columns') c;
	EXECUTE format('INSERT INTO input SELECT "#", %s FROM staging', columns);

	-- JSON has decimals only: a float4 arrives as the float8 of the same value
	SELECT string_agg(format(CASE c->>'type' WHEN 'float4' THEN '%1$I::float8 AS %1$I' ELSE '%1$I' END,
			c->>'name'), ', ')
		INTO columns FROM jsonb_array_elements(fixture->'columns') c;
	EXECUTE format('CREATE TEMP TABLE input_json AS SELECT "#", %s FROM input', columns);

	columns := regexp_replace(pg_read_file(folder || '/expected.csv'), E'\r?\n.*', '');
	SELECT string_agg(quote_ident(trim('"' FROM c)), ', ') INTO columns
		FROM regexp_split_to_table(columns, ',(?=(?:[^"]*"[^"]*")*[^"]*$)') c;
	EXECUTE format('CREATE TEMP TABLE expected ("#" serial, %s text)', replace(columns, ', ', ' text, '));
	EXECUTE format('COPY expected (%s) FROM %L (FORMAT csv, HEADER)', columns, folder || '/expected.csv');

	PERFORM score_fixture(name, fixture, 'row');
	PERFORM score_fixture(name, fixture, 'jsonb');
	DROP TABLE input, staging, input_json, expected;
EXCEPTION WHEN OTHERS THEN
	INSERT INTO result VALUES (name, 'load', 1, 1, SQLERRM);
END $$;

-- each in a transaction of its own: all of their tables' locks would be too many for one
\o /dev/null
SELECT format('SELECT check_fixture(%L, %L)', name, :'fixtures' || '/' || name)
	FROM (SELECT name FROM pg_ls_dir(:'fixtures') name
		WHERE (pg_stat_file(:'fixtures' || '/' || name)).isdir
			AND (pg_stat_file(:'fixtures' || '/' || name || '/fixture.json', true)).size > 0
		ORDER BY name COLLATE "C") f \gexec
\o
SELECT count(*) > 0 AS checked FROM result;

-- what is wrong: no rows
SELECT fixture, path, wrong, left(example, 300) AS example FROM result WHERE wrong > 0
	ORDER BY fixture COLLATE "C", path;

-- what was not compared: no rows
SELECT fixture FROM result GROUP BY fixture
	HAVING NOT (bool_or(path = 'load') OR bool_or(path = 'row') AND bool_or(path = 'jsonb')) OR min(checked) = 0
	ORDER BY fixture COLLATE "C";
-- hundreds of models, tens of thousands of answers
SELECT count(DISTINCT fixture) >= 240 AS models, sum(checked) >= 60000 AS answers FROM result;

SELECT count(drop_model(name)) >= 200 AS dropped FROM ml_model WHERE name IN (SELECT fixture FROM result);
DROP FUNCTION check_fixture, score_fixture, load_fixture, look, call_of, nearest_float4, is_right;
DROP TABLE result;
