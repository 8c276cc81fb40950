-- The demonstration: two trained models, 336,776 real flights, one database.
-- Run by tools/demo.sh, which sets :folder; flights.csv and the models are there.

\pset footer off
\pset null '(null)'
SET client_min_messages = warning;
CREATE EXTENSION pg_cron;
CREATE EXTENSION ml_score;
RESET client_min_messages;

\echo
\echo '== The data: every flight that left New York City in 2013'
CREATE TABLE flights (
	id			integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	month		integer,
	day			integer,
	hour		integer,
	dep_delay	integer,	-- minutes; NULL: it never left
	carrier		text,
	origin		text,
	dest		text,
	distance	integer,
	arr_delay	integer		-- minutes; what the models are asked for
);
\copy flights (month, day, hour, dep_delay, carrier, origin, dest, distance, arr_delay) from 'flights.csv' (format csv, header)
VACUUM ANALYZE flights;
SELECT count(*) AS flights, count(*) - count(dep_delay) AS cancelled,
	round(avg(arr_delay), 1) AS mean_delay FROM flights;

\echo
\echo '== Two models: an XGBoost classifier from a file on the server,'
\echo '== and a scikit-learn pipeline as PMML, sent by the client'
SELECT load_model_file('late', :'folder' || '/late.json',
	comment => 'will it arrive 30 minutes late, or not at all?') AS version;
\set document `cat delay.pmml`
SELECT load_model('delay', :'document',
	comment => 'how many minutes late will it arrive?') AS version;

\echo
\echo '== The catalog'
\x on
SELECT * FROM ml_models;
\x off

\echo
\echo '== What a model reads'
SELECT name, usage, optype, data_type, when_missing, left(valid_values::text, 40) AS valid_values
FROM model_fields('late');

\echo
\echo '== A score query: which flights of the evening of 8 July left almost in time,'
\echo '== and will be late all the same?'
SELECT f.hour, f.carrier, f.origin, f.dest, f.dep_delay,
	round(predict('late', f)::numeric, 3) AS p_late,
	round(predict('delay', f)::numeric, 1) AS minutes,
	f.arr_delay AS in_truth
FROM flights f
WHERE f.month = 7 AND f.day = 8 AND f.hour >= 17 AND f.dep_delay < 20
ORDER BY p_late DESC, f.id
LIMIT 8;

\echo
\echo '== One flight: the score, all that the model says, and why'
SELECT predict('late', f), predict_class('late', f), predict_json('late', f)
FROM flights f WHERE id = 839;
SELECT * FROM explain_input('late', (SELECT f FROM flights f WHERE id = 839));

\echo
\echo '== Is it any good?  Scores against what happened, for flights it was not trained on'
SELECT width_bucket(p, 0, 1, 5) AS fifth, count(*) AS flights,
	round(avg(p)::numeric, 3) AS mean_score,
	round(avg((arr_delay IS NULL OR arr_delay >= 30)::integer), 3) AS were_late
FROM (SELECT predict('late', f) AS p, arr_delay FROM flights f WHERE id % 10 <> 1) AS scored
GROUP BY fifth ORDER BY fifth;

\echo
\echo '== A score table, filled by both models'
SELECT clock_timestamp() AS started \gset
CREATE TABLE flight_score AS
	SELECT id AS flight, predict('late', f) AS p_late, predict('delay', f) AS minutes, now() AS scored_at
	FROM flights f;
SELECT count(*) AS flights, round(extract(epoch FROM clock_timestamp() - :'started'), 2) AS seconds,
	round(2 * count(*) / extract(epoch FROM clock_timestamp() - :'started')) AS scores_per_second
FROM flight_score;
ALTER TABLE flight_score ADD PRIMARY KEY (flight);
VACUUM ANALYZE flight_score;

\echo
\echo '== The same as an UPDATE, all rows'
SELECT clock_timestamp() AS started \gset
UPDATE flight_score s
	SET p_late = predict('late', f), minutes = predict('delay', f), scored_at = now()
	FROM flights f WHERE f.id = s.flight;
SELECT round(extract(epoch FROM clock_timestamp() - :'started'), 2) AS seconds,
	round(336776 / extract(epoch FROM clock_timestamp() - :'started')) AS rows_per_second;

\echo
\echo '== The same UPDATE every minute, by pg_cron; waiting for its first run'
SELECT clock_timestamp() AS scheduled \gset
SELECT cron.schedule('refresh the scores', '* * * * *', $$
	UPDATE flight_score s
		SET p_late = predict('late', f), minutes = predict('delay', f), scored_at = now()
		FROM flights f WHERE f.id = s.flight $$) AS job;
DO $$
BEGIN
	FOR i IN 1 .. 450 LOOP
		EXIT WHEN EXISTS (SELECT FROM cron.job_run_details WHERE status IN ('succeeded', 'failed'));
		PERFORM pg_sleep(0.2);
	END LOOP;
	IF NOT EXISTS (SELECT FROM cron.job_run_details WHERE status = 'succeeded') THEN
		RAISE EXCEPTION 'the scheduled update did not succeed: %',
			(SELECT string_agg(status || ': ' || return_message, ', ') FROM cron.job_run_details);
	END IF;
END
$$;
SELECT jobname, status, return_message, round(extract(epoch FROM end_time - start_time), 2) AS seconds
FROM cron.job_run_details JOIN cron.job USING (jobid) WHERE status = 'succeeded';
SELECT count(*) AS rows_that_it_scored FROM flight_score WHERE scored_at > :'scheduled';
SELECT cron.unschedule('refresh the scores');

\echo
\echo '== A stored score, looked up by its key'
SELECT * FROM flight_score WHERE flight = 839;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT p_late FROM flight_score WHERE flight = 839;

\echo
\echo '== A fresh score for one row'
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT predict('late', f) FROM flights f WHERE id = 839;

\echo
\echo '== All rows at once: the plan, with parallel workers, and the speed'
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT avg(predict('late', f)) FROM flights f;
SELECT clock_timestamp() AS started \gset
SELECT count(predict('late', f)) AS flights FROM flights f;
SELECT round(336776 / extract(epoch FROM clock_timestamp() - :'started')) AS rows_per_second;

\echo
\echo '== One image of each model, for all connections'
SELECT * FROM ml_cache;
