#!/usr/bin/env bash
# make bench: sets this machine up, builds, and runs bench/bench.py against a
# throw-away cluster.  The peers come from PyPI into build/bench, pinned.
# BENCH="logistic forest" runs only these works.
. "$(dirname "$0")/../tools/common.sh"

cd "$top"
make_work_folder
"$top/tools/setup.sh" < /dev/null || exit 1
find_pg_config
build_and_install

python=${PYTHON:-python3}
if [ ! -e build/bench/complete ]; then
	say "Installing the peers into build/bench"
	"$python" -m venv build/bench ||
		die "this Python makes no virtual environments: install python3-venv, or name another with PYTHON"
	build/bench/bin/pip install -q numpy==2.4.6 scipy scikit-learn==1.8.0 pandas==2.3.3 matplotlib pyarrow
	# XGBoost's wheel asks for CUDA libraries, which nothing here uses
	build/bench/bin/pip install -q --no-deps xgboost==3.2.0 lightgbm==4.7.0 catboost==1.2.10
	build/bench/bin/pip install -q scikit-learn-intelex==2026.2.0 onnx==1.23.2 onnxruntime==1.31.1 skl2onnx==1.20.0 \
		onnxmltools==1.16.0 duckdb==2.0.0 treelite==4.1.2 tl2cgen==1.0.0 "jpmml-evaluator[jpype]==0.16.0" \
		sklearn2pmml==0.133.1 graphviz plotly six
	touch build/bench/complete
fi

mkdir "$work/bench"
chmod 777 "$work/bench"
cp bench/*.py bench/*.java "$work/bench/"
cp -R python "$work/bench/"
say "Starting a throw-away cluster in $work"
# PL/Python, where its package is installed, finds the peers too
PYTHONPATH=$(echo "$top"/build/bench/lib/python3*/site-packages) \
	start_cluster "$work/cluster" shared_buffers=1GB max_wal_size=8GB autovacuum=off \
	shared_preload_libraries=ml_score ml_score.shared_memory_limit=4GB
# shellcheck disable=SC2086
run env PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore PATH="$("$PG_CONFIG" --bindir):$PATH" \
	"$top/build/bench/bin/python" "$work/bench/bench.py" "$work/bench" ${BENCH:-}
cp "$work/bench/results.json" build/bench/
say "Figures are in build/bench/results.json; bench/charts.py draws them"
