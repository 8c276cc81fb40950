-- Dropping versions and models.

CREATE FUNCTION pg_temp.document(intercept integer) RETURNS text LANGUAGE sql AS $$
	SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
		'<DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>'
		'<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>'
		'<RegressionTable intercept="%s"><NumericPredictor name="x" coefficient="-7"/></RegressionTable>'
		'</RegressionModel></PMML>', intercept)
$$;
-- how much is stored of a document, and of the images made from it
CREATE FUNCTION pg_temp.stored(intercept integer, OUT documents bigint, OUT images bigint) LANGUAGE sql AS $$
	SELECT (SELECT count(*) FROM ml_document WHERE digest = sha256(convert_to(pg_temp.document(intercept), 'UTF8'))),
		(SELECT count(*) FROM ml_image
		WHERE digest = sha256(convert_to('{"format":"pmml"}' || E'\n' || pg_temp.document(intercept), 'UTF8')))
$$;
SELECT load_model('drop', pg_temp.document(i)) FROM generate_series(1, 4) i;
SELECT load_model('drop other', pg_temp.document(1));
SELECT set_model_alias('drop', 'a', 2), set_model_alias('drop', 'b', 2), set_model_alias('drop', 'c', 4);

-- refused, naming what stands in the way
SELECT drop_model('drop', 4);
SELECT drop_model('drop', 2);
SELECT drop_model('drop@a');
SELECT drop_model('drop', 5);
SELECT drop_model('drop', 0);
SELECT drop_model('drop@1', 1);
SELECT drop_model('drup');
SELECT drop_model(NULL);

-- documents and images stay as long as a version needs them
SELECT drop_model('drop', 1), drop_model('drop@3');
SELECT i, s.* FROM generate_series(1, 4) i, pg_temp.stored(i) s;
SELECT drop_model('drop other');
SELECT i, s.* FROM generate_series(1, 4) i, pg_temp.stored(i) s;

-- numbers are not used again
SELECT load_model('drop', pg_temp.document(3));
SELECT load_model('drop', pg_temp.document(5), activate => false);
SELECT drop_model('drop@6');
SELECT load_model('drop', pg_temp.document(5), activate => false);
SELECT version FROM ml_model_version WHERE name = 'drop' ORDER BY version;

-- all at once, and back
BEGIN;
SELECT drop_model('drop');
SELECT i, s.* FROM generate_series(1, 5) i, pg_temp.stored(i) s;
SELECT count(*) FROM ml_model_alias WHERE name = 'drop';
ROLLBACK;
SELECT i, s.* FROM generate_series(1, 5) i, pg_temp.stored(i) s;

SELECT drop_model('drop');
SELECT count(*) FROM ml_model_alias WHERE name = 'drop';
SELECT count(*) FROM ml_model_version WHERE name = 'drop';
SELECT i, s.* FROM generate_series(1, 5) i, pg_temp.stored(i) s;
