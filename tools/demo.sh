#!/usr/bin/env bash
# make demo: sets this machine up, builds, and shows ml_score at work on real
# data in a throw-away cluster.  What is shown is tools/demo/demo.sql.
. "$(dirname "$0")/common.sh"

cd "$top"
make_work_folder
"$top/tools/setup.sh" demo < /dev/null || exit 1
find_pg_config
build_and_install

# the server's user may not be able to read this tree
mkdir "$work/demo"
cp tools/demo/demo.sql "$work/demo/"
cp model_fixtures/xgboost34_late_flights/model.json "$work/demo/late.json"
cp model_fixtures/sklearn_delay_flights/model.pmml "$work/demo/delay.pmml"
xz -dc tools/demo/flights.csv.xz > "$work/demo/flights.csv"
chmod -R a+rX "$work/demo"

say "Starting a throw-away cluster in $work"
start_cluster "$work/cluster" shared_preload_libraries=pg_cron cron.host="$work/cluster" \
	shared_buffers=256MB max_wal_size=4GB
cd "$work/demo"
run as_server psql -X -q -v ON_ERROR_STOP=1 -v folder="$work/demo" -f demo.sql

say "Done; the cluster is removed"
