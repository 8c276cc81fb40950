-- Every type that carries the information is read; what cannot be read says so.
SET client_min_messages = warning;
SET extra_float_digits = 1;

-- num gives its input back; cat gives the number of the category: 1 to 9, 0 for others
SELECT load_model('num', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="x" optype="continuous" dataType="double"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable intercept="0"><NumericPredictor name="x" coefficient="1"/></RegressionTable>
</RegressionModel></PMML>');
CREATE FUNCTION categories(data_type text, VARIADIC names text[]) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="x" optype="categorical" dataType="%s"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable intercept="0">%s</RegressionTable>
</RegressionModel></PMML>', data_type,
 (SELECT string_agg(format('<CategoricalPredictor name="x" value="%s" coefficient="%s"/>', n, i), '')
  FROM unnest(names) WITH ORDINALITY u(n, i))) $$;

-- numbers
SELECT predict('num', s) FROM (SELECT 1::int2 AS x) s;
SELECT predict('num', s) FROM (SELECT (-2147483648)::int4 AS x) s;
SELECT predict('num', s) FROM (SELECT 9007199254740993::int8 AS x) s;
SELECT predict('num', s) FROM (SELECT 0.1::float4 AS x) s;
SELECT predict('num', s) FROM (SELECT 0.1::float8 AS x) s;
SELECT predict('num', s) FROM (SELECT '-Infinity'::float8 AS x) s;
SELECT predict('num', s) FROM (SELECT true AS x) s;
CREATE DOMAIN percentage AS numeric(5, 2) CHECK (VALUE >= 0);
CREATE DOMAIN share AS percentage;
SELECT predict('num', s) FROM (SELECT 12.5::share AS x) s;
SELECT predict('num', s) FROM (SELECT 42::oid AS x) s;

-- numeric: the nearest double, however it is written
SELECT left(x::text, 40) AS x, predict('num', s) = x::text::float8 AS same
	FROM (VALUES (0.1), (123456789012345678901234567890.5), (-0.000000000000000000000000000123),
		(9007199254740993), (9223372036854775808), (-9223372036854775808), (4.9e-324), (1.7976931348623157e308)) s(x);
SELECT predict('num', s) FROM (VALUES (1e400), (-1e400), ('Infinity'), (1e-400)) s(x);

-- numbers that come as text
SELECT x, predict('num', s) FROM (VALUES ('1'), ('1.50'), (' 2e3 '), ('-.5'), ('+7'), ('INF')) s(x);
SELECT predict('num', s) FROM (SELECT '12'::varchar(5) AS x) s;
SELECT predict('num', s) FROM (SELECT '12'::char(5) AS x) s;
SELECT predict('num', s) FROM (SELECT '12'::name AS x) s;
SELECT predict('num', s) FROM (SELECT '7'::"char" AS x) s;

-- categories
SELECT load_model('cat', categories('string', 'red', '1', 'true', 'Grün', ' x', '2024-02-29', 'f47ac10b-58cc-4372-a567-0e02b2c3d479', '2.5', 't'));
SELECT predict('cat', s) FROM (SELECT 'red' AS x) s;
SELECT predict('cat', s) FROM (SELECT 'red'::varchar(10) AS x) s;
SELECT predict('cat', s) FROM (SELECT 'red'::char(10) AS x) s;
SELECT predict('cat', s) FROM (SELECT 'red '::text AS x) s;
SELECT predict('cat', s) FROM (SELECT 'RED'::text AS x) s;
SELECT predict('cat', s) FROM (SELECT 'red'::name AS x) s;
CREATE TYPE colour AS ENUM ('green', 'red');
CREATE DOMAIN warm AS colour CHECK (VALUE = 'red');
SELECT predict('cat', s) FROM (SELECT 'red'::colour AS x) s;
-- the same value by another label, and back
BEGIN;
ALTER TYPE colour RENAME VALUE 'red' TO 'rot';
SELECT predict('cat', s) FROM (SELECT 'rot'::colour AS x) s;
ALTER TYPE colour RENAME VALUE 'green' TO 'red';
SELECT predict('cat', s) FROM (SELECT 'red'::colour AS x) s;
ROLLBACK;
SELECT predict('cat', s) FROM (SELECT 'green'::colour AS x) s;
SELECT predict('cat', s) FROM (SELECT 'red'::colour AS x) s;
SELECT predict('cat', s) FROM (SELECT 'red'::warm AS x) s;
SELECT predict('cat', s) FROM (SELECT 'Grün' AS x) s;
SELECT predict('cat', s) FROM (SELECT ' x'::text AS x) s;
SELECT predict('cat', s) FROM (SELECT 'f47ac10b-58cc-4372-a567-0e02b2c3d479'::uuid AS x) s;

-- numbers and booleans as categories
SELECT load_model('one', categories('string', '1', '2.0', '-3'));
SELECT predict('one', s) FROM (SELECT 1::int4 AS x) s;
SELECT predict('one', s) FROM (SELECT 1::float8 AS x) s;
SELECT predict('one', s) FROM (SELECT 1.00::numeric AS x) s;
SELECT predict('one', s) FROM (SELECT 2::int8 AS x) s;
SELECT predict('one', s) FROM (SELECT '-3'::int2 AS x) s;
SELECT predict('one', s) FROM (SELECT 1.5::float8 AS x) s;
SELECT predict('one', s) FROM (SELECT true AS x) s;
SELECT load_model('bool', categories('string', 'true', 'false'));
SELECT predict('bool', s) FROM (VALUES (true), (false)) s(x);
SELECT load_model('boolean', categories('boolean', 'true', 'false'));
SELECT predict('boolean', s) FROM (VALUES (true), (false)) s(x);
SELECT predict('boolean', s) FROM (VALUES ('true'), ('FALSE'), ('1'), ('0')) s(x);
SELECT predict('boolean', s) FROM (VALUES (1), (0)) s(x);
SELECT load_model('int', categories('integer', '1', '2'));
SELECT predict('int', s) FROM (VALUES (1), (2), (3)) s(x);
SELECT predict('int', s) FROM (VALUES ('1'), ('2.0'), ('1e0')) s(x);

-- dates and times are ISO 8601, whatever the session's settings are
SELECT load_model('time', categories('string', '2024-02-29', '2024-02-29T13:14:15', '2024-02-29T13:14:15.25', '13:14:15', 'infinity'));
SET datestyle = 'German, DMY';
SET timezone = 'Asia/Kolkata';
SELECT predict('time', s) FROM (SELECT '2024-02-29'::date AS x) s;
SELECT predict('time', s) FROM (SELECT '2024-02-29 13:14:15'::timestamp AS x) s;
SELECT predict('time', s) FROM (SELECT '2024-02-29 13:14:15.25'::timestamp AS x) s;
SELECT predict('time', s) FROM (SELECT '2024-02-29 13:14:15+00'::timestamptz AS x) s;
SELECT predict('time', s) FROM (SELECT '2024-02-29 18:44:15.25+05:30'::timestamptz AS x) s;
SELECT predict('time', s) FROM (SELECT '13:14:15'::time AS x) s;
SELECT predict('time', s) FROM (VALUES ('infinity'::date), ('-infinity')) s(x);
SELECT predict('time', s) FROM (SELECT 'infinity'::timestamptz AS x) s;
RESET datestyle;
RESET timezone;

-- what cannot be read
SELECT predict('num', s) FROM (SELECT '(1,2)'::point AS x) s;
SELECT predict('num', s) FROM (SELECT '1 day'::interval AS x) s;
SELECT predict('num', s) FROM (SELECT '\x01'::bytea AS x) s;
SELECT predict('num', s) FROM (SELECT ROW(1) AS x) s;
SELECT predict('num', s) FROM (SELECT '1'::jsonb AS x) s;
SELECT predict('num', s) FROM (SELECT ARRAY[1] AS x) s;
-- but it does no harm where it is not needed
SELECT predict('num', s) FROM (SELECT 5 AS x, '(1,2)'::point AS p, ARRAY[1] AS a) s;

SELECT drop_model(name) FROM ml_model WHERE name IN ('num', 'cat', 'one', 'bool', 'boolean', 'int', 'time');
DROP FUNCTION categories;
DROP TYPE colour CASCADE;
DROP DOMAIN percentage CASCADE;

-- a category of which the document has the hash alone (CatBoost's, of "1"): texts, digits of integers, truths as 1 and 0
\set hashed '{"features_info":{"categorical_features":[{"feature_index":0,"flat_feature_index":0,"feature_id":"c","values":[1121341681]}]},"model_info":{"params":{"loss_function":{"type":"RMSE"}}},"oblivious_trees":[{"leaf_values":[0,1],"leaf_weights":[1,1],"splits":[{"cat_feature_index":0,"split_index":0,"split_type":"OneHotFeature","value":1121341681}]}],"scale_and_bias":[1,[0]]}'
SELECT load_model('hashed', :'hashed');
SELECT predict('hashed', t) FROM (SELECT '1'::text AS c) t;
SELECT predict('hashed', t) FROM (SELECT '1'::char(4) AS c) t;
SELECT predict('hashed', t) FROM (SELECT '01'::varchar AS c) t;
SELECT predict('hashed', t) FROM (SELECT 1 AS c) t;
SELECT predict('hashed', t) FROM (SELECT 11::bigint AS c) t;
SELECT predict('hashed', t) FROM (SELECT true AS c) t;
SELECT predict('hashed', t) FROM (SELECT false AS c) t;
SELECT predict('hashed', t) FROM (SELECT 1.0::numeric AS c) t;
SELECT predict('hashed', t) FROM (SELECT 1.5::float8 AS c) t;
SELECT predict('hashed', t) FROM (SELECT NULL::text AS c) t;
SELECT predict('hashed', t, on_invalid => 'null') IS NULL AS nothing FROM (SELECT NULL::text AS c) t;
SELECT predict('hashed', j) FROM unnest('{"{\"c\": 1}","{\"c\": \"1\"}","{\"c\": true}","{\"c\": \"true\"}"}'::jsonb[]) j;
SELECT state, value, used FROM explain_input('hashed', '{"c": 1}');
SELECT drop_model('hashed');
