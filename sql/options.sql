-- Options of a load: kept with the version, part of its identity if they can change a score.

\set pmml '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary><DataField name="x" optype="continuous" dataType="double"/><DataField name="y" optype="categorical" dataType="string"><Value value="low"/><Value value="high"/></DataField></DataDictionary><RegressionModel modelName="first" functionName="classification" normalizationMethod="logit"><MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema><RegressionTable targetCategory="high" intercept="0"><NumericPredictor name="x" coefficient="1"/></RegressionTable><RegressionTable targetCategory="low" intercept="0"/></RegressionModel><RegressionModel modelName="second" functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema><RegressionTable intercept="7"><NumericPredictor name="x" coefficient="1"/></RegressionTable></RegressionModel></PMML>'

SELECT load_model('options', :'pmml');
SELECT load_model('options', :'pmml', event => 'high');
SELECT load_model('options', :'pmml', event => 'low', on_invalid => 'null', format => 'pmml');
SELECT load_model('options', :'pmml', model_name => 'second', verify => false, comment => 'mit "Anführung" und \');
SELECT load_model('options', :'pmml', model_name => 'second', on_invalid => 'ERROR');
SELECT version, options FROM ml_model_version WHERE name = 'options' ORDER BY version;

-- what cannot change a score is not part of the identity
SELECT load_model('options', :'pmml', model_name => 'second', verify => true, comment => 'another', activate => false);
SELECT load_model('options', :'pmml', event => 'high', format => 'pmml', missing => 'NaN', iterations => 'best', feature_names => NULL);
SELECT version, comment FROM ml_models WHERE name = 'options';

-- SHA-256 over the options' line and the document
SELECT version, digest = sha256(convert_to(line || E'\n' || :'pmml', 'UTF8')) AS digest
FROM ml_model_version JOIN (VALUES
	(1, '{"format":"pmml"}'),
	(2, '{"event":"high","format":"pmml"}'),
	(3, '{"event":"low","format":"pmml","on_invalid":"null"}'),
	(4, '{"format":"pmml","model_name":"second"}'),
	(5, '{"format":"pmml","model_name":"second","on_invalid":"error"}')) expected (version, line) USING (version)
WHERE name = 'options' ORDER BY version;

-- each has its effect: 1 / (1 + exp(-ln 3)) = 3/4
SELECT predict('options@1', '{"x": 1.0986122886681098}');
SELECT round(predict('options@2', '{"x": 1.0986122886681098}')::numeric, 12) AS high,
	round(predict('options@3', '{"x": 1.0986122886681098}')::numeric, 12) AS low,
	predict('options@4', '{"x": 1}') AS second;

-- those of files that record less: 1.5 + 2 * x + 4 * y, where a missing value adds nothing
\set booster '{"version":[2,1,4],"learner":{"attributes":{},"feature_names":[],"feature_types":[],"gradient_booster":{"name":"gblinear","model":{"weights":[2,4,1]}},"learner_model_param":{"base_score":"5E-1","boost_from_average":"1","num_class":"0","num_feature":"2","num_target":"1"},"objective":{"name":"reg:squarederror","reg_loss_param":{"scale_pos_weight":"1"}}}}'
SELECT load_model('options booster', :'booster', feature_names => ARRAY['x', 'größe "y"'], missing => -999, iterations => 'all');
SELECT digest = sha256(convert_to(
	'{"feature_names":["x","größe \"y\""],"format":"xgboost_json","iterations":"all","missing":-999}' || E'\n' || :'booster', 'UTF8')) AS digest
FROM ml_model_version WHERE name = 'options booster';
SELECT name, optype FROM model_fields('options booster') WHERE position IS NOT NULL;
SELECT x, predict('options booster', ARRAY[x, 10]) FROM unnest(ARRAY[1, -999, 'NaN', NULL]::float8[]) x;
SELECT load_model('options booster', :'booster', missing => 0.1), load_model('options booster', :'booster', missing => '-Infinity'),
	load_model('options booster', :'booster', missing => 1e300);
SELECT version, digest = sha256(convert_to(line || E'\n' || :'booster', 'UTF8')) AS digest
FROM ml_model_version JOIN (VALUES
	(2, '{"format":"xgboost_json","missing":0.1}'),
	(3, '{"format":"xgboost_json","missing":"-Infinity"}'),
	(4, '{"format":"xgboost_json","missing":1e+300}')) expected (version, line) USING (version)
WHERE name = 'options booster' ORDER BY version;
-- the options are found again where the document is compiled anew
SELECT rebuild_images() > 0 AS rebuilt;
SELECT x, predict('options booster', ARRAY[x, 10]), predict('options booster@1', ARRAY[x, 10]) AS first,
	predict('options booster@2', ARRAY[x, 10]) AS second
FROM unnest(ARRAY[0.1, -999]::float8[]) x;
SELECT drop_model('options booster');

-- which class is predicted: a threshold, or weights; probabilities stay.  -1: 0.2689..., 0.5: 0.6224...
\set tree 'tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=0\nobjective=binary sigmoid:1\nfeature_names=x\nfeature_infos=[0:1]\n\nTree=0\nnum_leaves=2\nnum_cat=0\nsplit_feature=0\nthreshold=0.5\ndecision_type=2\nleft_child=-1\nright_child=-2\nleaf_value=-1 0.5\nshrinkage=1\n\nend of trees\n'
SELECT load_model('options classes', :'tree'), load_model('options classes', :'tree', threshold => 0.7),
	load_model('options classes', :'tree', threshold => 0.25), load_model('options classes', :'tree', class_weights => '{"1": 3}'),
	load_model('options classes', :'tree', threshold => 0.25, event => '0', extra_outputs => '{margin}'),
	load_model('options classes', :'tree', extra_outputs => '{margin,leaf}');
SELECT v, x, predict_class('options classes@' || v, ARRAY[x]), predict_json('options classes@' || v, ARRAY[x])
FROM generate_series(1, 6) v, unnest(ARRAY[0, 1]) x ORDER BY v, x;
SELECT version, digest = sha256(convert_to(line || E'\n' || :'tree', 'UTF8')) AS digest
FROM ml_model_version JOIN (VALUES
	(3, '{"format":"lightgbm","threshold":0.25}'),
	(4, '{"class_weights":{"1":3},"format":"lightgbm"}'),
	(5, '{"event":"0","extra_outputs":["margin"],"format":"lightgbm","threshold":0.25}'),
	(6, '{"extra_outputs":["leaf","margin"],"format":"lightgbm"}')) expected (version, line) USING (version)
WHERE name = 'options classes' ORDER BY version;
SELECT name, usage, label FROM model_fields('options classes@6');
SELECT rebuild_images() > 0 AS rebuilt;
SELECT v, predict_json('options classes@' || v, '{"x": 0}') FROM generate_series(3, 6) v ORDER BY v;
SELECT load_model('options classes', :'tree', threshold => 1.5);
SELECT load_model('options classes', :'tree', threshold => 0.5, class_weights => '{"1": 3}');
SELECT load_model('options classes', :'tree', class_weights => '{"2": 1, "0": -1}');
SELECT load_model('options classes', :'tree', class_weights => '[1]');
SELECT load_model('options classes', :'tree', extra_outputs => '{shap}');
SELECT drop_model('options classes');

-- what was loaded without looking at its verification rows is verified when a load says so: 1 + 2 * 1 is not 5
\set wrong '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary><DataField name="x" optype="continuous" dataType="double"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary><RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema><ModelVerification recordCount="1"><VerificationFields><VerificationField field="x" column="x"/><VerificationField field="y" column="y"/></VerificationFields><InlineTable><row><x>1</x><y>5</y></row></InlineTable></ModelVerification><RegressionTable intercept="1"><NumericPredictor name="x" coefficient="2"/></RegressionTable></RegressionModel></PMML>'
SELECT load_model('options wrong', :'wrong');
SELECT load_model('options wrong', :'wrong', verify => false);
SELECT predict('options wrong', '{"x": 1}');
SELECT load_model('options wrong', :'wrong');
SELECT load_model('options wrong', :'wrong', verify => false);
SELECT drop_model('options wrong');

-- mistakes
SELECT load_model('options', :'pmml', format => 'xml');
SELECT load_model('options', :'pmml', format => 'coefficients');
SELECT load_model('options', :'pmml', model_name => 'third');
SELECT load_model('options', :'pmml', event => 'medium');
SELECT load_model('options', :'pmml', iterations => '10');
SELECT load_model('options', :'pmml', on_invalid => 'ignore');
SELECT load_model('options', :'pmml', feature_names => ARRAY['a', NULL]);
SELECT load_model('options', :'pmml', feature_names => ARRAY[['a'], ['b']]);
SELECT load_model('options booster', :'booster', threshold => 0.5, extra_outputs => '{margin}');
SELECT load_model('options', :'pmml', extra_outputs => '{leaf,margin}');
SELECT drop_model('options');
