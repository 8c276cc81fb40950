-- Dates and times: from PostgreSQL's types, from text and JSON, and in results.
\set VERBOSITY terse
SET datestyle = 'German, DMY';
SET timezone = 'Asia/Kolkata';

CREATE FUNCTION dates(outputs text) RETURNS text LANGUAGE sql AS $$
SELECT '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>'
	'<DataField name="d" optype="continuous" dataType="date"/><DataField name="t" optype="continuous" dataType="time"/>'
	'<DataField name="m" optype="continuous" dataType="dateTime"/><DataField name="n" optype="continuous" dataType="dateDaysSince[1970]"/>'
	'<DataField name="k" optype="continuous" dataType="dateTimeSecondsSince[1970]"/>'
	'<DataField name="z" optype="continuous" dataType="timeSeconds"/><DataField name="s" optype="categorical" dataType="string"/>'
	'<DataField name="y" optype="continuous" dataType="double"/></DataDictionary>'
	'<RegressionModel functionName="regression"><MiningSchema><MiningField name="d"/><MiningField name="t"/><MiningField name="m"/>'
	'<MiningField name="n"/><MiningField name="k"/><MiningField name="z"/><MiningField name="s"/>'
	'<MiningField name="y" usageType="target"/></MiningSchema><Output>' || outputs || '</Output>'
	'<RegressionTable intercept="0"/></RegressionModel></PMML>' $$;
CREATE FUNCTION output(name text, expression text, type text) RETURNS text LANGUAGE sql AS $$
SELECT format('<OutputField name="%s" feature="transformedValue" optype="categorical" dataType="%s">%s</OutputField>', name, type, expression) $$;
CREATE FUNCTION ref(field text) RETURNS text LANGUAGE sql AS $$ SELECT format('<FieldRef field="%s"/>', field) $$;

SELECT load_model('dates', dates(output('d1', ref('d'), 'date') || output('t1', ref('t'), 'time') || output('m1', ref('m'), 'dateTime')
	|| output('n1', ref('n'), 'integer') || output('k1', ref('k'), 'integer') || output('z1', ref('z'), 'integer') || output('s1', ref('s'), 'string')));
SELECT name, data_type FROM model_fields('dates') WHERE usage = 'active' ORDER BY position;

-- a date for every field, a timestamp, a timestamp with a zone, a time, and what each becomes
SELECT predict_json('dates', r) FROM (SELECT x AS d, x AS m, x AS n, x AS k, x AS s, NULL::time AS t, NULL::time AS z
	FROM (VALUES ('2020-02-29'::date), ('1969-12-31'), ('0044-03-15 BC'), ('99999-12-31'), (NULL)) v(x)) r;
SELECT predict_json('dates', r) FROM (SELECT x AS d, x AS t, x AS m, x AS n, x AS k, x AS z, x AS s
	FROM (VALUES ('2020-02-29 13:45:10'::timestamp), ('1969-12-31 23:59:59.5'), ('0044-03-15 12:00:00 BC')) v(x)) r;
SELECT predict_json('dates', r) FROM (SELECT x AS d, x AS t, x AS m, x AS n, x AS k, x AS z, x AS s
	FROM (VALUES ('2020-03-01 01:15:10+05:30'::timestamptz), ('2020-02-29 19:45:10Z')) v(x)) r;
SELECT predict_json('dates', r) FROM (SELECT NULL AS d, NULL AS m, NULL AS n, NULL AS k, x AS t, x AS z, x AS s
	FROM (VALUES ('13:45:10'::time), ('00:00:00.25')) v(x)) r;
SELECT predict_json('dates', r) FROM (SELECT '2020-02-29' AS d, ' 13:45:10 ' AS t, '2020-02-29 13:45:10' AS m, '1970-01-11' AS n,
	'1970-01-02T00:00:00+01:00' AS k, '25:00:00' AS z, '' AS s) r;
SELECT predict_json('dates', '{"d": "2020-02-29T10:00:00", "t": "13:45", "m": "2020-02-29T13:45:10.125Z", "n": 18321, "k": "1", "z": 1, "s": null}'::jsonb);
SELECT predict_json('dates', '{"d": "2019-02-29", "n": 18321.5}'::jsonb, on_invalid => 'null');

-- what is no date
SELECT predict_json('dates', '{"d": "2019-02-29"}'::jsonb);
SELECT predict_json('dates', '{"d": 18321}'::jsonb);
SELECT predict_json('dates', '{"n": 18321.5}'::jsonb);
SELECT predict_json('dates', '{"z": -1}'::jsonb);
SELECT predict_json('dates', '{"t": "24:00:00"}'::jsonb);
SELECT predict_json('dates', r) FROM (SELECT 'infinity'::date AS d, NULL AS t, NULL AS m, NULL AS n, NULL AS k, NULL AS z, NULL AS s) r;
SELECT predict_json('dates', r) FROM (SELECT NULL AS d, NULL AS t, '-infinity'::timestamp AS m, NULL AS n, NULL AS k, NULL AS z, NULL AS s) r;
SELECT predict_json('dates', r) FROM (SELECT '5874897-12-31'::date AS d, NULL AS t, NULL AS m, NULL AS n, NULL AS k, NULL AS z, NULL AS s) r;
SELECT predict_json('dates', r) FROM (SELECT NULL AS d, NULL AS t, '294276-12-31 23:59:59'::timestamp AS m, NULL AS n, NULL AS k, NULL AS z, NULL AS s) r;
SELECT predict_json('dates', r) FROM (SELECT NULL AS d, '24:00:00'::time AS t, NULL AS m, NULL AS n, NULL AS k, NULL AS z, NULL AS s) r;
SELECT predict_json('dates', r) FROM (SELECT '10:00:00'::time AS d, NULL AS t, NULL AS m, NULL AS n, NULL AS k, NULL AS z, NULL AS s) r;

-- the calendar's edges of PostgreSQL, one by one
SELECT predict_json('dates', r)->>'m1' AS m1 FROM (SELECT NULL AS d, NULL AS t, x AS m, NULL AS n, NULL AS k, NULL AS z, NULL AS s
	FROM (VALUES ('4714-11-24 00:00:00 BC'::timestamp), ('290000-12-31 23:59:59.999999'), ('0001-01-01 00:00:00'), ('0001-12-31 23:59:59 BC')) v(x)) r;

-- the server's own calendar, some days apart for 14,000 years
SELECT count(*) AS days, count(*) FILTER (WHERE (j->>'n1')::int <> x::date - '1970-01-01'::date) AS other_days,
	count(*) FILTER (WHERE (j->>'k1')::int8 <> floor(extract(epoch FROM x))) AS other_seconds,
	count(*) FILTER (WHERE extract(year FROM x) > 0 AND replace(j->>'m1', 'T', ' ')::timestamp <> x) AS other_texts
FROM (SELECT r.m AS x, predict_json('dates', r) AS j FROM (SELECT NULL AS d, NULL AS t, x AS m, x AS n, x AS k, NULL AS z, NULL AS s
	FROM generate_series('4714-11-24 00:00:00 BC'::timestamp, '9999-12-31', '1234 days 05:06:07.5') x) r) q;

SELECT e.* FROM (SELECT '2020-02-29'::date AS d, '13:45:10'::time AS t, '2020-02-29 13:45:10'::timestamp AS m, '1970-01-11'::date AS n,
	'infinity'::timestamptz AS k, '00:01:00'::time AS z, '2020-02-29'::date AS s) r, explain_input('dates', r) e;

-- a target that is a date
SELECT load_model('due', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="d" optype="continuous" dataType="date"/>
<DataField name="due" optype="categorical" dataType="date"><Value value="2020-01-31"/><Value value="2020-02-29"/></DataField></DataDictionary>
<TreeModel functionName="classification" missingValueStrategy="defaultChild"><MiningSchema><MiningField name="d"/><MiningField name="due" usageType="target"/></MiningSchema>
<Node id="0" defaultChild="1"><True/><Node id="1" score="2020-01-31" recordCount="4"><SimplePredicate field="d" operator="lessThan" value="2020-02-01"/>
<ScoreDistribution value="2020-01-31" recordCount="3"/><ScoreDistribution value="2020-02-29" recordCount="1"/></Node>
<Node id="2" score="2020-02-29" recordCount="4"><True/><ScoreDistribution value="2020-01-31" recordCount="1"/><ScoreDistribution value="2020-02-29" recordCount="3"/></Node>
</Node></TreeModel></PMML>', event => '2020-02-29');
SELECT x, predict('due', s), predict_class('due', s), predict_json('due', s), predict_proba('due', s)
FROM (VALUES (1, '2020-01-31'::date), (2, '2020-02-01'), (3, NULL)) s(x, d) ORDER BY x;

DROP FUNCTION dates, output, ref;
SELECT drop_model('dates'), drop_model('due');
