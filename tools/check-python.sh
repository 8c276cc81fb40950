#!/usr/bin/env bash
# Tests the Python package: writes fitted models, loads them into a throw-away
# cluster and compares.  The trainers come from PyPI into build/python, pinned.
# The extension is whatever is installed in PG_CONFIG's server.
. "$(dirname "$0")/common.sh"

cd "$top"
make_work_folder
find_pg_config || die "no PostgreSQL server with development files was found; name one with PG_CONFIG"
python=${PYTHON:-python3}
if [ ! -e build/python/complete ]; then
	say "Installing what the tests of the Python package need into build/python"
	"$python" -m venv build/python ||
		die "this Python makes no virtual environments: install python3-venv, or name another with PYTHON"
	build/python/bin/pip install -q -r python/tests/requirements.txt
	# its wheel asks for CUDA libraries, which nothing here uses
	build/python/bin/pip install -q --no-deps xgboost==3.2.0
	touch build/python/complete
fi
start_cluster "$work/cluster"
# from its own folder: in this one the extension's library has the package's name
cd python
run env PYTHONPATH="$top/python" PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1 \
	"$top/build/python/bin/python" -m pytest -q -p no:cacheprovider --basetemp="$work/pytest" "${@:-tests}"
