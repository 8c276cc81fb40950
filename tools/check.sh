#!/usr/bin/env bash
# make check: sets this machine up, builds, and runs every test there is.
#
# The server's tests run against a throw-away cluster, in a copy of the files
# that they need: their user may not be able to read or write this tree.  The
# last line is "N passed, M failed", over the tests of every kind; the exit code
# is 0 when M is 0.  Logs of what failed stay in build/check/.
. "$(dirname "$0")/common.sh"

passed=0
failed=0
summary=()

at_exit()
{
	if [ "$1" != 0 ] && [ "$failed" = 0 ]; then
		failed=1
		summary+=("ended early, with code $1")
	fi
	say "Summary"
	printf '%s\n' "${summary[@]}"
	printf '%d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" = 0 ]
}

# broken WHAT: nothing after it can run
broken()
{
	summary+=("$1: broken")
	failed=$((failed + 1))
	exit 1
}

# count NAME LOG CODE PASSED FAILED: adds a stage's tests
count()
{
	local name=$1 log=$2 code=$3 good=${4:-0} bad=${5:-0} remark=

	if [ "$code" != 0 ] && [ "$bad" = 0 ]; then
		bad=1 remark=", ended with code $code"
	elif [ "$good" = 0 ] && [ "$bad" = 0 ]; then
		bad=1 remark=", no test was run"
	fi
	if [ "$bad" != 0 ]; then
		mkdir -p "$top/build/check"
		cp "$log" "$top/build/check/"
	fi
	passed=$((passed + good))
	failed=$((failed + bad))
	summary+=("$(printf '%-20s %5d passed, %d failed%s' "$name" "$good" "$bad" "$remark")")
	if [ "$bad" != 0 ]; then
		summary+=("$(grep -E '^not ok|\.\.\. FAILED' "$log" | sed 's/^/    /' || true)")
	fi
}

# stage NAME COMMAND ...: runs it, its output shown and kept in $log; sets $code
stage()
{
	local name=$1

	shift
	say "$name"
	log=$work/${name// /-}.log
	code=0
	run bash -o pipefail -c '"$@" 2>&1 | tee "$0"' "$log" "$@" || code=$?
}

# A stage that ends with "N passed, M failed"; make may add that it failed.
counting_stage()
{
	stage "$@"
	local last
	last=$(tail -n 3 "$log" | grep -E '^[0-9]+ passed, ' || true)
	if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
		count "$1" "$log" "$code" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
	else
		count "$1" "$log" "${code/#0/1}"
	fi
}

lines()
{
	grep -cE "$1" "$2" || true
}

# server_stage NAME VARIABLE ...: a part of "make installcheck" in the copy
server_stage()
{
	local name=$1

	shift
	stage "$name" as_server make -s -C "$work/tree" PG_CONFIG="$PG_CONFIG" "$@" installcheck
}

# What pg_regress says, in its words up to 15 and as TAP from 16 on.
count_regress()
{
	count "$1" "$log" "$code" \
		"$(lines '(\.\.\. ok +[0-9]+ ms$)|(^ok +[0-9]+ +[-+] )' "$log")" \
		"$(lines '(\.\.\. FAILED)|(^not ok +[0-9]+ +[-+] )' "$log")"
}

show_diffs()
{
	local diffs

	for diffs in "$work"/tree/regression.diffs "$work"/tree/output_iso/regression.diffs; do
		if [ -s "$diffs" ]; then
			cat "$diffs"
			mkdir -p "$top/build/check"
			cat "$diffs" >> "$top/build/check/regression.diffs"
		fi
	done
}

cd "$top"
rm -rf build/check
make_work_folder
"$top/tools/setup.sh" python < /dev/null || broken "set-up"
find_pg_config

build_and_install || broken "build"
say "Building the unit tests"
run make -s -j"$(nproc)" unit-build || broken "unit tests' build"
run make -s -j"$(nproc)" SANITIZE=1 unit-build || broken "sanitized unit tests' build"

counting_stage "layers" tools/check-layers.sh
counting_stage "layers' own test" tools/check-layers.sh --self-test
counting_stage "symbols" make -s check-symbols
counting_stage "unit" env MLS_EXERCISED="$work/exercised" make -s unit
counting_stage "support matrix" python3 tools/support.py --check "$work/exercised"
counting_stage "unit, sanitized" make -s unit SANITIZE=1

mkdir -p "$work/tree/src"
for part in Makefile ml_score.control sql expected model_fixtures; do
	[ ! -e "$part" ] || cp -R "$part" "$work/tree/"
done
cp -R src/test "$work/tree/src/"
[ "$(id -u)" != 0 ] || chown -R "$(server_user)" "$work/tree"

start_cluster "$work/cluster"
server_stage "regression" ISOLATION= TAP_TESTS=
count_regress "regression"
server_stage "isolation" REGRESS= TAP_TESTS=
count_regress "isolation"
show_diffs
stop_cluster "$work/cluster"
unset PGHOST PGPORT PGUSER PGDATABASE

server_stage "TAP" REGRESS= ISOLATION= PROVE_FLAGS=-v
good=$(lines '^ok [0-9]' "$log")
skipped=$(lines '^ok [0-9].*# *(skip|SKIP)' "$log")
bad=$(lines '^not ok [0-9]' "$log")
count "TAP" "$log" "$code" $((good - skipped)) "$bad"
if [ "$code" != 0 ]; then
	mkdir -p build/check
	cp -R "$work/tree/tmp_check" build/check/ || true
fi

# pytest: "3 failed, 170 passed, 2 warnings in 40.1s"
stage "Python" tools/check-python.sh
last=$(tail -n 3 "$log" | grep -E '^[0-9]+ (passed|failed).* in ' || true)
count "Python" "$log" "$code" "$(echo "$last" | sed -nE 's/.*\b([0-9]+) passed.*/\1/p')" \
	"$(echo "$last" | sed -nE 's/.*\b([0-9]+) failed.*/\1/p')"

exit $((failed > 0))
