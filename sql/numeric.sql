-- A numeric is the double that PostgreSQL's own conversion gives; a float is made of that.
SET client_min_messages = warning;

-- gives its input back
CREATE FUNCTION identity(data_type text) RETURNS text LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="x" optype="continuous" dataType="%1$s"/><DataField name="y" optype="continuous" dataType="%1$s"/></DataDictionary>
<RegressionModel functionName="regression">
 <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
 <RegressionTable intercept="0"><NumericPredictor name="x" coefficient="1"/></RegressionTable>
</RegressionModel></PMML>', data_type) $$;
SELECT load_model('num', identity('double')), load_model('num4', identity('float'));

-- the same with a range, so that each value is judged
SELECT load_model('ranged4', replace(identity('float'), '"float"/><DataField name="y"',
	'"float"><Interval closure="closedClosed" leftMargin="-1e30" rightMargin="1e30"/></DataField><DataField name="y"'));

-- values of many sizes: digits before the point, digits behind it, zeros at either end
CREATE TABLE numerics (x numeric);
SELECT setseed(0.25);
INSERT INTO numerics SELECT (random() * 1e12)::numeric(14, 2) * sign(random()::numeric - 0.5) FROM generate_series(1, 40000);
INSERT INTO numerics SELECT random()::numeric(30, 20) * 10::numeric ^ (random() * 60 - 30)::int FROM generate_series(1, 40000);
INSERT INTO numerics SELECT (random() * 1e15)::bigint * (random() * 1e15)::bigint::numeric * 10::numeric ^ (random() * 40 - 40)::int
	FROM generate_series(1, 40000);
INSERT INTO numerics SELECT ((random() * 9e18)::bigint | 1) * sign(random()::numeric - 0.5) FROM generate_series(1, 20000);
INSERT INTO numerics SELECT format('%s.%se%s', (random() * 9)::int, (random() * 1e17)::bigint, (random() * 600 - 300)::int)::numeric
	FROM generate_series(1, 20000);
-- in the middle of two doubles, and beside it
INSERT INTO numerics SELECT (m::numeric * 2 + 1) * 2::numeric ^ e + d
	FROM (SELECT (2 ^ 52)::bigint + (random() * 2 ^ 52)::bigint AS m, (random() * 60)::int AS e FROM generate_series(1, 4000)) s,
		(VALUES (0), (1e-30), (-1e-30)) t(d);
INSERT INTO numerics VALUES (0), (0.00), (1), (-1), (10000), (0.0001), (9999.9999), ('NaN'), ('Infinity'), ('-Infinity'),
	(NULL), (4.9e-324), (2.2250738585072011e-308), (1.7976931348623157e308), (9007199254740993), (9007199254740992.5),
	(18446744073709551615), (18446744073709551616), (9223372036854775807), (9223372036854775808), (-9223372036854775808),
	(-9223372036854775809), (123456789012345678901234567890.5), (1e22), (1e23), (1e-22), (1e-23);
-- out of line, compressed
INSERT INTO numerics SELECT repeat('12345678', 16000)::numeric / 10::numeric ^ 127999;
SELECT count(*) FROM numerics;

SELECT count(*) FROM numerics n WHERE predict('num', n) IS DISTINCT FROM nullif(x::float8, 'NaN');
SELECT count(*) FROM numerics n WHERE predict('num', jsonb_build_object('x', x)) IS DISTINCT FROM nullif(x::float8, 'NaN')
	AND x NOT IN ('NaN', 'Infinity', '-Infinity');
SELECT count(*) FROM numerics n WHERE predict('num', ARRAY[x]) IS DISTINCT FROM nullif(x::float8, 'NaN');

SELECT count(*) FROM numerics n WHERE abs(x) < 1e38 AND abs(x) > 1e-30
	AND predict('num4', n) IS DISTINCT FROM CASE WHEN scale(x) = 0 AND abs(x) < 9e18 THEN x::int8::float4 ELSE x::float8::float4 END;
SELECT count(*) FROM numerics n WHERE abs(x) <= 1e30 AND abs(x) > 1e-30
	AND predict('ranged4', n) IS DISTINCT FROM predict('num4', n);
SELECT x, x::float8::float4 AS twice, predict('num4', s)::float4 AS predicted, x::float4 AS once
	FROM (VALUES (1.00000017881393432617187499), (16777217.0000000000001), (9007199791611905)) s(x);

-- beyond the type
SELECT predict('num', s), predict('num4', s) FROM (VALUES (1e400), (-1e400), (1e-400), (1e39)) s(x);
