-- Columns find their fields by name.
SET client_min_messages = warning;

-- The fields' values as the digits of a number: the first field counts 1, the second 10 ...
CREATE FUNCTION digits(VARIADIC names text[]) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>%s<DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema>%s<MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable intercept="0">%s</RegressionTable>
</RegressionModel></PMML>',
 string_agg(format('<DataField name="%s" optype="continuous" dataType="double"/>', n), '' ORDER BY i),
 string_agg(format('<MiningField name="%s"/>', n), '' ORDER BY i),
 string_agg(CASE WHEN n NOT LIKE 'unused%' THEN format('<NumericPredictor name="%s" coefficient="%s"/>', n, 10 ^ (i - 1)) END, '' ORDER BY i))
FROM unnest(names) WITH ORDINALITY u(n, i) $$;

SELECT load_model('iris', digits('Sepal.Length', 'Petal Width', 'Größe', 'a'));
-- exactly, ignoring case, and with everything but letters and digits as "_"
SELECT predict('iris', s) FROM (SELECT 1 AS "Sepal.Length", 2 AS "Petal Width", 3 AS "Größe", 4 AS a) s;
SELECT predict('iris', s) FROM (SELECT 1 AS "sepal.length", 2 AS "PETAL WIDTH", 3 AS "grÖße", 4 AS "A") s;
SELECT predict('iris', s) FROM (SELECT 1 AS "sepal.length", 2 AS "PETAL WIDTH", 3 AS "größe", 4 AS "A") s;
SELECT predict('iris', s) FROM (SELECT 1 AS sepal_length, 2 AS petal_width, 3 AS gr__e, 4 AS a) s;
-- in any order, with columns that are no fields
SELECT predict('iris', s) FROM (SELECT 9 AS x, 4 AS a, 3 AS gr__e, 8 AS b, 2 AS petal_width, 1 AS sepal_length, 7 AS c) s;
-- the closest match wins, and what it takes is not a candidate for another field
SELECT predict('iris', s) FROM (SELECT 1 AS sepal_length, 9 AS "SEPAL.LENGTH", 2 AS petal_width, 3 AS gr__e, 4 AS a, 9 AS "A") s;
SELECT load_model('cases', digits('a', 'A'));
SELECT predict('cases', s) FROM (SELECT 2 AS "A", 1 AS a) s;
SELECT predict('cases', s) FROM (SELECT 1 AS a) s;
SELECT load_model('loose', digits('a.b', 'a_b'));
SELECT predict('loose', s) FROM (SELECT 1 AS "a.b", 2 AS a_b) s;
SELECT predict('loose', s) FROM (SELECT 1 AS "a-b", 2 AS a_b) s;
SELECT predict('loose', s) FROM (SELECT 2 AS a_b) s;
SELECT predict('loose', s) FROM (SELECT 2 AS "a-b") s;

-- two candidates
SELECT predict('iris', s) FROM (SELECT 1 AS sepal_length, 9 AS "sepal-length", 2 AS petal_width, 3 AS gr__e, 4 AS a) s;
SELECT predict('iris', s) FROM (SELECT 1 AS sepal_length, 2 AS petal_width, 3 AS gr__e, 4 AS a, 5 AS a) s;

-- what is lacking: all of it, and what was meant
SELECT predict('iris', s) FROM (SELECT 1 AS sepal_lenght, 3 AS gr__e) s;
SELECT predict('iris', ROW(1, 2, 3, 4));
SELECT predict('iris', s) FROM (SELECT) s;
-- a field that the model does not read is not needed
SELECT load_model('few', digits('a', 'unused', 'b'));
SELECT predict('few', s) FROM (SELECT 1 AS a, 2 AS b) s;
SELECT predict('few', s) FROM (SELECT 1 AS a, '(1,2)'::point AS unused, 2 AS b) s;

-- names that are too long for a column
SELECT load_model('long', digits(repeat('x', 62) || 'yz', repeat('é', 40)));
CREATE TABLE long (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxyz int,
	"éééééééééééééééééééééééééééééééééééééééé" int);
INSERT INTO long VALUES (1, 2);
SELECT attname, length(attname) FROM pg_attribute WHERE attrelid = 'long'::regclass AND attnum > 0;
SELECT predict('long', long) FROM long;
SELECT load_model('long2', digits(repeat('x', 63) || '1', repeat('x', 63) || '2'));
SELECT predict('long2', s) FROM (SELECT 1 AS xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx) s;

-- elements of arrays
SELECT load_model('emb', digits('emb[0]', 'emb[1]', 'b', 'emb[2]'));
SELECT load_model('emb_', digits('emb_0', 'emb_1', 'b', 'emb_2'));
SELECT m, predict(m, s) FROM (VALUES ('emb'), ('emb_')) m(m), (SELECT ARRAY[1, 2, 4] AS emb, 3 AS b) s;
SELECT m, predict(m, s) FROM (VALUES ('emb'), ('emb_')) m(m), (SELECT ARRAY[1.0, 2, 4]::real[] AS "EMB", 3 AS b) s;
SELECT m, predict(m, s) FROM (VALUES ('emb'), ('emb_')) m(m), (SELECT ARRAY['1', '2', '4'] AS emb, 3 AS b) s;
SELECT m, predict(m, s) FROM (VALUES ('emb'), ('emb_')) m(m), (SELECT '[5:8]={1,2,4,9}'::numeric[] AS emb, 3 AS b) s;
SELECT predict('emb', s) FROM (SELECT ARRAY[1, NULL, 4] AS emb, 3 AS b) s;
SELECT predict('emb', s) FROM (SELECT ARRAY['1', NULL, '4'] AS emb, 3 AS b) s;
SELECT predict('emb', s) FROM (SELECT NULL::int[] AS emb, 3 AS b) s;
-- a column of its own goes first
SELECT predict('emb', s) FROM (SELECT ARRAY[1, 9, 4] AS emb, 2 AS "emb[1]", 3 AS b) s;
SELECT predict('emb_', s) FROM (SELECT ARRAY[1, 9, 4] AS emb, 2 AS emb_1, 3 AS b) s;
SELECT predict('emb', s) FROM (SELECT ARRAY[1, 2] AS emb, 3 AS b) s;
SELECT predict('emb', s) FROM (SELECT '{}'::int[] AS emb, 3 AS b) s;
SELECT predict('emb', s) FROM (SELECT ARRAY[[1, 2], [3, 4]] AS emb, 3 AS b) s;
SELECT predict('emb', s) FROM (SELECT ARRAY[point(1, 2)] AS emb, 3 AS b) s;
SELECT predict('emb', s) FROM (SELECT 5 AS emb, 3 AS b) s;
SELECT predict('emb', s) FROM (SELECT ARRAY[1, 2, 4] AS emb, ARRAY[1, 2, 4] AS "Emb", 3 AS b) s;
SELECT predict('emb', s) FROM (SELECT ARRAY[1, 2, 4] AS "EMB", ARRAY[1, 2, 4] AS "Emb", 3 AS b) s;
-- also one that is stored out of line
CREATE TABLE wide (emb float8[], b int);
ALTER TABLE wide ALTER emb SET STORAGE EXTERNAL;
INSERT INTO wide SELECT array_agg(CASE WHEN i < 3 THEN i ELSE random() END), 3 FROM generate_series(0, 5000) i;
SELECT predict('emb', wide) FROM wide;

-- a plan follows the row type: renamed, retyped, dropped and added columns, also within a transaction
CREATE TABLE few (z text, a int, b int);
INSERT INTO few VALUES ('z', 1, 2);
CREATE FUNCTION score() RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE r few; BEGIN SELECT * INTO r FROM few; RETURN predict('few', r); END $$;
BEGIN;
SELECT predict('few', few), score() FROM few;
ALTER TABLE few RENAME a TO c;
ALTER TABLE few RENAME b TO a;
ALTER TABLE few RENAME c TO b;
SELECT predict('few', few), score() FROM few;
ALTER TABLE few ALTER a TYPE text;
ALTER TABLE few DROP z;
SELECT predict('few', few), score() FROM few;
ALTER TABLE few ADD z int DEFAULT 5;
ALTER TABLE few DROP b;
ALTER TABLE few ADD b int DEFAULT 7;
SELECT predict('few', few), score() FROM few;
ROLLBACK;
SELECT predict('few', few), score() FROM few;

-- columns of numbers side by side, apart, in another order, behind text; with and without NULLs
SELECT load_model('six', digits('f', 'e', 'd', 'c', 'b', 'a'));
CREATE TABLE six (f float8, e float8, d float8, c float8, b float8, a float8);
INSERT INTO six VALUES (1, 2, 3, 4, 5, 6), (0.1, -2, 1e9, 1e-9, -0.0, 7), (1, 2, NULL, 4, 5, 6), (1, 2, 3, 'NaN', 5, 6),
	('Infinity', 2, 3, 4, 5, 6), ('NaN', NULL, 'NaN', NULL, 'NaN', 6);
SELECT predict('six', six) FROM six;
CREATE FUNCTION all_ways(columns text) RETURNS TABLE (n bigint, missing bigint, wrong bigint) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT count(*), count(*) - count(p), count(*) FILTER (WHERE p IS DISTINCT FROM j)
		FROM (SELECT predict(''six'', s) AS p, predict(''six'', to_jsonb(s)) AS j FROM (SELECT %s FROM six) s) x', columns);
END $$;
SELECT c, w.* FROM (VALUES ('*'), ('a, b, c, d, e, f'), ('f, e, 0 AS x, d, c, b, a'), ('f, d, e, c, b, a'),
	('f, e::text, d, c, b, a::int2'), ($$'x' AS x, f, e, d, c, b, a$$), ('f, e, d, c::numeric, b, a::int8'),
	($$f, e, d, c, b, a, 'x' AS x, NULL AS z$$), ('true AS x, f, e::int, d, c, b, a::float4')) v(c), LATERAL all_ways(c) w;

-- rows of different types at one call site
CREATE TABLE parent (a int, b int);
CREATE TABLE child (c int) INHERITS (parent);
INSERT INTO parent VALUES (1, 2);
INSERT INTO child VALUES (3, 4, 5);
SELECT predict('few', parent) FROM parent ORDER BY 1;
CREATE TABLE part (b int, a int) PARTITION BY LIST (a);
CREATE TABLE part1 PARTITION OF part FOR VALUES IN (1);
CREATE TABLE part2 (a int, x text, b int);
ALTER TABLE part2 DROP x;
ALTER TABLE part ATTACH PARTITION part2 FOR VALUES IN (2);
INSERT INTO part VALUES (5, 1), (6, 2);
SELECT predict('few', part) FROM part ORDER BY 1;
CREATE FUNCTION any_row(kind int) RETURNS record LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
	IF kind = 1 THEN SELECT 1 AS a, 2 AS b INTO r; ELSE SELECT '6'::text AS "B", 9 AS x, 5.0 AS "A" INTO r; END IF;
	RETURN r;
END $$;
SELECT i, predict('few', any_row(i % 2)) FROM generate_series(1, 4) i;

-- a composite type, a column of one, a domain over one
CREATE TYPE pair AS (a int, b int);
CREATE DOMAIN dpair AS pair CHECK ((VALUE).a > 0);
SELECT predict('few', ROW(1, 2)::pair), predict('few', ROW(1, 2)::dpair);
CREATE TABLE pairs (p pair, d dpair);
INSERT INTO pairs VALUES (ROW(1, 2), ROW(3, 4));
SELECT predict('few', p), predict('few', d) FROM pairs;
ALTER TYPE pair ADD ATTRIBUTE c int;
SELECT predict('few', p) FROM pairs;

SELECT drop_model(name) FROM ml_model WHERE name IN ('iris', 'cases', 'loose', 'few', 'long', 'long2', 'emb', 'emb_', 'six');
DROP FUNCTION digits, score, any_row, all_ways;
DROP TABLE six, few, long, wide, child, parent, part, pairs;
DROP TYPE pair CASCADE;
