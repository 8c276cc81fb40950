#!/usr/bin/env bash
# What it costs to load large documents, beside the bare parser of their format:
# bench/load.sh [MEGABYTES], 100 by default.  Needs no server.
set -e
cd "$(dirname "$0")/.."
make -s lib
cc=${CC:-cc}
$cc -std=gnu11 -O2 -Isrc $(pkg-config --cflags libxml-2.0) -o build/lib/load_cost bench/load_cost.c \
	build/lib/libmlscore.a $(pkg-config --libs libxml-2.0 libpcre2-8 libutf8proc) -lcjson -lm
for format in pmml xgboost_json xgboost_ubjson lightgbm lightgbm_json catboost_json catboost_nodes pipeline; do
	build/lib/load_cost "$format" "${1:-100}"
done
