-- Aliases, default versions, and names with "@".

CREATE FUNCTION pg_temp.document(intercept integer) RETURNS text LANGUAGE sql AS $$
	SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
		'<DataDictionary><DataField name="x%1$s" optype="continuous" dataType="double"/></DataDictionary>'
		'<RegressionModel functionName="regression"><MiningSchema><MiningField name="x%1$s"/></MiningSchema>'
		'<RegressionTable intercept="%1$s"><NumericPredictor name="x%1$s" coefficient="2"/></RegressionTable>'
		'</RegressionModel></PMML>', intercept)
$$;
-- which version a name means, by the number that is in its field's name
CREATE FUNCTION pg_temp.means(model text) RETURNS text LANGUAGE sql AS $$
	SELECT name FROM model_fields(model) WHERE usage = 'active'
$$;
SELECT load_model('aliases', pg_temp.document(i)) FROM generate_series(1, 3) i;

SELECT set_model_alias('aliases', 'champion', 1), set_model_alias('aliases@2', 'challenger');
SELECT m, pg_temp.means(m) FROM unnest(ARRAY['aliases', 'aliases@1', 'aliases@2', 'aliases@3', 'aliases@003',
	'aliases@champion', 'aliases@challenger']) m;

-- an alias moves
SELECT set_model_alias('aliases@challenger', 'champion');
SELECT pg_temp.means('aliases@champion'), pg_temp.means('aliases');

-- the default version, by number and by alias
SELECT set_default_version('aliases', 1);
SELECT pg_temp.means('aliases');
SELECT set_default_version('aliases@champion');
SELECT pg_temp.means('aliases');
SELECT version, aliases FROM ml_models WHERE name = 'aliases';

-- moving both is transactional
BEGIN;
SELECT set_default_version('aliases', 3), set_model_alias('aliases', 'champion', 3);
SELECT pg_temp.means('aliases'), pg_temp.means('aliases@champion');
ROLLBACK;
SELECT pg_temp.means('aliases'), pg_temp.means('aliases@champion');

-- what is not there, with the closest name
SELECT pg_temp.means('alaises');
SELECT pg_temp.means('ALIASES');
SELECT pg_temp.means('something quite different');
SELECT pg_temp.means('aliases@campion');
SELECT pg_temp.means('aliases@quite different');
SELECT pg_temp.means('aliases@4');
SELECT pg_temp.means('aliases@0');
SELECT pg_temp.means('aliases@99999999999999999999');
SELECT pg_temp.means('aliases@');
SELECT pg_temp.means('@champion');
SELECT pg_temp.means('aliases@1@2');
SELECT pg_temp.means(NULL);
SELECT set_default_version('aliases', 4);
SELECT set_default_version('aliases', -1);
SELECT set_default_version('aliases@1', 2);
SELECT set_default_version('aliases');
SELECT set_default_version('aliases', NULL);
SELECT set_default_version(NULL, 1);
SELECT set_default_version('alias', 1);
SELECT set_model_alias('aliases', 'x', 4);
SELECT set_model_alias('aliases', 'x', NULL);
SELECT set_model_alias('aliases', NULL, 1);
SELECT set_model_alias('aliases', '12', 1);
SELECT set_model_alias('aliases', 'a@b', 1);
SELECT set_model_alias('aliases', '', 1);
SELECT set_model_alias('aliases', repeat('a', 256), 1);
SELECT drop_model_alias('aliases', 'champoin');
SELECT drop_model_alias('aliases@1', 'champion');

SELECT drop_model_alias('aliases', 'champion');
SELECT pg_temp.means('aliases@champion');
SELECT drop_model('aliases');
