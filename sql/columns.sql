-- Calls on columns, as the planner makes them, by hand.
SET client_min_messages = warning;

-- The fields' values as the digits of a number: the first field counts 1, the second 10 ...
CREATE FUNCTION digits(type text, VARIADIC names text[]) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>%s<DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema>%s<MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable intercept="0">%s</RegressionTable>
</RegressionModel></PMML>',
 string_agg(format('<DataField name="%s" optype="continuous" dataType="%s"/>', n, type), '' ORDER BY i),
 string_agg(format('<MiningField name="%s"/>', n), '' ORDER BY i),
 string_agg(format('<NumericPredictor name="%s" coefficient="%s"/>', n, 10 ^ (i - 1)), '' ORDER BY i))
FROM unnest(names) WITH ORDINALITY u(n, i) $$;

SELECT load_model('abc', digits('double', 'a', 'b', 'c'));
SELECT content_id AS id FROM ml_models WHERE name = 'abc' \gset
SELECT 'version 1, ' || :'id' || ': ' AS planned \gset

-- columns in any order, of any type, NULL, NaN, -0, more than are needed
SELECT predict_columns('abc', :'planned' || 'a, b, c', 1.0::float8, 2.0::float8, 3.0::float8);
SELECT predict_columns('abc', :'planned' || 'c, a, b', 3, 1::int8, '2');
SELECT predict_columns('abc', :'planned' || 'b, a, c', 2::float4, 1::int2, 3::numeric);
SELECT predict_columns('abc', :'planned' || 'x, a, b, c', point(1, 2), 1, 2, 3);
SELECT predict_columns('abc', :'planned' || 'a, b, c', 1.0::float8, NULL::float8, 3.0::float8);
SELECT predict_columns('abc', :'planned' || 'a, b, c', 1.0::float8, 'NaN'::float8, 3.0::float8);
SELECT predict_columns('abc', :'planned' || 'a, b, c', '-0'::float8, 0, 'Infinity'::float8);
SELECT predict_columns('abc', :'planned' || '"A", "B", "C"', 1, 2, 3);
SELECT i, predict_columns('abc', :'planned' || 'a, b, c', i::float8, nullif(i, 2)::float8, i::float8)
	FROM generate_series(1, 4) i;
-- an integer becomes a float at once, not by way of a double
SELECT load_model('float', digits('float', 'a'));
SELECT predict_columns('float', 'version 1, 0: a', a)::numeric, predict('float', s)::numeric, predict('float', to_jsonb(s))::numeric
	FROM (SELECT 9007199791611905 AS a) s;
-- NULL in is NULL out
SELECT predict_columns(NULL, :'planned' || 'a, b, c', 1, 2, 3), predict_columns('abc', NULL, 1, 2, 3);

-- names that need quotes; elements of arrays
SELECT load_model('odd', digits('double', 'a b', 'q&quot;q', 'x:y', 'emb[0]', 'emb[1]'));
SELECT predict_columns('odd', 'version 1, 0: "a b", "q""q", "x:y", emb', 1, 2, 3, ARRAY[4, 5]);
SELECT predict_columns('odd', 'version 1, 0: "a b", "q""q", "x:y", emb', 1, 2, 3, ARRAY[4]);

-- the model's name and the plan may differ from row to row
SELECT load_model('ba', digits('integer', 'b', 'a'));
SELECT m, p, predict_columns(m, p, 1, 2, 3)
	FROM (VALUES ('abc', 'version 1, 0: a, b, c'), ('ba', 'version 1, 0: a, b, c'), ('abc', 'version 1, 0: c, b, a'),
		('ba', 'version 1, 0: c, b, a'), ('ba', 'version 1, 0: c, b, a'), ('abc', 'version 1, 0: a, b, c')) v(m, p);

-- arguments that belong to the plan
SELECT predict_columns('ba', 'version 1, 0, target y: a, b', 1, 2);
SELECT predict_columns('ba', 'version 1, 0, target z: a, b', 1, 2);
SELECT predict_columns('ba', 'version 1, 0: a, b', 1, 'two');
SELECT predict_columns('ba', 'version 1, 0, on_invalid null: a, b', 1, 'two');
SELECT predict_columns('ba', 'version 1, 0, target "Y", on_invalid error: a, b', 1, 'two');

-- what the planner does not write
SELECT predict_columns('abc', 'version 1, 0: a, b', 1, 2);
SELECT predict_columns('abc', 'version 1, 0: a, b, c', 1, 2);
SELECT predict_columns('abc', 'version 1, 0: a, b, c', 1, 2, point(3, 4));
SELECT predict_columns('abc', 'version 1, 0: a, b, c', VARIADIC ARRAY[1, 2, 3]);
SELECT predict_columns('abc', '', 1);
SELECT predict_columns('abc', 'version 1', 1);
SELECT predict_columns('abc', 'version 1, x: a', 1);
SELECT predict_columns('abc', 'version 1, 0, target : a', 1);
SELECT predict_columns('abc', 'version 1, 0: "a', 1);
SELECT predict_columns('abc', 'version 1, 0: a,b', 1);
SELECT predict_columns('nobody', 'version 1, 0: a', 1);

-- the other functions, beside those on the row
SELECT load_model('iris', '{"ml_score": 1, "model": "multinomial", "classes": ["setosa", "versicolor", "virginica"],
	"intercept": [9, 2, -12], "features": [{"name": "w", "coef": [-2.5, 0.4, 2]}, {"name": "k", "levels": {"x": [1, 0, -1], "y": [0, 2, 0.5]}}]}');
CREATE TABLE flowers AS SELECT i / 3.0 AS w, CASE i % 3 WHEN 0 THEN 'x' WHEN 1 THEN 'y' END AS k, 'versicolor' AS class FROM generate_series(1, 30) i;
SELECT count(*), count(*) FILTER (WHERE same) AS same FROM (SELECT
	predict_class_columns('iris', 'version 1, 0: w, k', w, k) IS NOT DISTINCT FROM predict_class('iris', to_jsonb(f)) AND
	predict_proba_columns('iris', 'version 1, 0: w, k', w, k) IS NOT DISTINCT FROM predict_proba('iris', to_jsonb(f)) AND
	predict_proba_of_columns('iris', 'version 1, 0: w, k', class, w, k) IS NOT DISTINCT FROM predict_proba_of('iris', to_jsonb(f), class) AND
	predict_json_columns('iris', 'version 1, 0: w, k', w, k) IS NOT DISTINCT FROM predict_json('iris', to_jsonb(f)) AS same
	FROM flowers f) x;

-- an error in PL/pgSQL leaves the call site sound
CREATE FUNCTION attempt(plan text, x text) RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN RETURN predict_columns('abc', plan, x, 2, 3); EXCEPTION WHEN OTHERS THEN RETURN NULL; END $$;
DO $$
DECLARE
	p float8[];
BEGIN
	FOR i IN 1..3 LOOP
		p := p || attempt('version 1, 0: a, b, c', '1') || attempt('version 1, 0: a, b, c', 'one') ||
			attempt('version 1, 0: a, b', '1') || attempt('nonsense', '1') || attempt('version 1, 0: c, b, a', '1');
	END LOOP;
	RAISE INFO '%', p;
END $$;

SELECT drop_model(name) FROM ml_model WHERE name IN ('abc', 'ba', 'odd', 'iris', 'float');
DROP TABLE flowers;
DROP FUNCTION digits, attempt;
