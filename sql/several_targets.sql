-- Documents that predict several targets, and classes without probabilities
SET client_min_messages = warning;

SELECT load_model('several', $$
{"ml_score": 1,
 "targets": [{"name": "price"}, {"name": "plan", "classes": ["basic", "plus", "pro"]},
			 {"name": "stays", "classes": ["no", "yes"], "probabilities": false}],
 "inputs": [{"name": "x"}, {"name": "z"}],
 "derived": [{"name": "sum", "is": ["+", "x", "z"]}],
 "outputs": [{"name": "margin", "is": "sum"}],
 "model": {"type": "targets", "members": [
	{"model": {"type": "regression", "fields": ["x"], "coefficients": [[2]], "intercepts": [1]},
	 "outputs": [{"name": "first"}]},
	{"model": {"type": "regression", "fields": ["first", "z"], "coefficients": [[0, 1], [1, 0], [0, 0]],
			   "intercepts": [0, 0, 0], "link": "softmax"}},
	{"model": {"type": "regression", "fields": ["sum"], "coefficients": [[1]], "intercepts": [0], "link": "logit"}}]}}$$);

SELECT predict('several', '{"x": 1, "z": 3}'::jsonb, target => 'price') AS price,
	   predict_class('several', '{"x": 1, "z": 3}'::jsonb, target => 'plan') AS plan,
	   predict_proba('several', '{"x": 1, "z": 3}'::jsonb, target => 'plan') AS plans,
	   predict_class('several', '{"x": 1, "z": 3}'::jsonb, target => 'stays') AS stays;
SELECT jsonb_pretty(predict_json('several', '{"x": 1, "z": 3}'::jsonb));
SELECT predict_json('several', '{"x": 1, "z": 3}'::jsonb, target => 'plan');
SELECT predict_json('several', '{"x": 1}'::jsonb);
SELECT name, usage, data_type, valid_values FROM model_fields('several');

-- each function says what it needs
SELECT predict('several', '{"x": 1, "z": 3}'::jsonb);
SELECT predict('several', '{"x": 1, "z": 3}'::jsonb, target => 'stays');
SELECT predict_proba('several', '{"x": 1, "z": 3}'::jsonb, target => 'stays');
SELECT predict_proba('several', '{"x": 1, "z": 3}'::jsonb, target => 'price');
SELECT predict('several', '{"x": 1, "z": 3}'::jsonb, target => 'other');

-- one target whose classes have no probabilities
SELECT load_model('margins', $$
{"ml_score": 1, "target": "kind", "classes": ["a", "b"], "probabilities": false, "inputs": [{"name": "x"}],
 "outputs": [{"name": "margin", "is": ["*", 2, "x"]}],
 "model": {"type": "regression", "fields": ["x"], "coefficients": [[1]], "intercepts": [0], "link": "logit"}}$$);
SELECT predict_class('margins', '{"x": 3}'::jsonb), predict_json('margins', '{"x": 3}'::jsonb);
SELECT predict('margins', '{"x": 3}'::jsonb);
SELECT * FROM predict_set('margins', '{"x": 3}'::jsonb);
SELECT load_model('margins', model_document('margins'), event => 'b');
SELECT load_model('margins', model_document('margins'), threshold => 0.4);

-- batches and single calls agree
SELECT bool_and(predict('several', r, target => 'price') = 2 * x + 1)
FROM (SELECT x, 1.0 AS z FROM generate_series(1, 1000) x) r;

SELECT drop_model('several'), drop_model('margins');
