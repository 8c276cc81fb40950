#!/usr/bin/env bash
# make bench: sets this machine up, builds, and runs bench/bench.py against a
# throw-away cluster.  The peers come from PyPI into build/bench, pinned.
. "$(dirname "$0")/../tools/common.sh"

cd "$top"
make_work_folder
"$top/tools/setup.sh" < /dev/null || exit 1
find_pg_config
build_and_install

python=${PYTHON:-python3}
if [ ! -x build/bench/bin/python ]; then
	say "Installing the peers into build/bench"
	"$python" -m venv build/bench ||
		die "this Python makes no virtual environments: install python3-venv, or name another with PYTHON"
	build/bench/bin/pip install -q numpy==2.4.6 scipy scikit-learn==1.8.0 pandas==2.3.3
	build/bench/bin/pip install -q --no-deps xgboost==3.2.0
fi

mkdir "$work/bench"
chmod 777 "$work/bench"
say "Starting a throw-away cluster in $work"
start_cluster "$work/cluster" shared_buffers=1GB max_wal_size=8GB autovacuum=off
as_server cp bench/bench.py "$work/bench/" 2> /dev/null || cp bench/bench.py "$work/bench/"
run env PYTHONDONTWRITEBYTECODE=1 PATH="$("$PG_CONFIG" --bindir):$PATH" \
	"$top/build/bench/bin/python" "$work/bench/bench.py" "$work/bench"
