#!/bin/sh
# Who may include whom: the layers of src/, checked by their #include lines.
#
#	pg      -> load, pmml, json, compile, eval
#	load    -> pmml, json, compile, eval
#	pmml    -> ir -> base			the only user of libxml2 and iconv
#	json    -> ir -> base			the only user of cJSON
#	compile -> ir, image -> base
#	eval    -> image -> base
#	base							the only user of PCRE2 and utf8proc
#
# The arrows are transitive.  lists/ may be included by all and includes
# nothing.  Only pg/ includes server headers.  test/ sees everything.
#
# Each file is one test; what is wrong is said with file and line.  --self-test
# checks that each kind of violation is found.
set -eu
cd "$(dirname "$0")/.."

# check DIR: the layers of DIR/src
check()
{
	find "$1/src" -type f \( -name '*.c' -o -name '*.h' \) | LC_ALL=C sort | awk -v root="$1/src/" '
	BEGIN {
		may["base"] = ""
		may["ir"] = "base"
		may["image"] = "base"
		may["pmml"] = "ir base"
		may["json"] = "ir base"
		may["compile"] = "ir image base"
		may["eval"] = "image base"
		may["load"] = "pmml json compile eval ir image base"
		may["pg"] = "load pmml json compile eval ir image base"
		may["lists"] = ""
		may["test"] = "pg load pmml json compile eval ir image base"

		# what the library may take from the system: C11, and the headers of
		# vector instructions
		n = split("assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp " \
				  "signal stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn " \
				  "string tgmath threads time uchar wchar wctype immintrin arm_neon", names, " ")
		for (i = 1; i <= n; i++)
			system_header[names[i] ".h"] = 1
		passed = failed = 0
	}

	function wrong(text)
	{
		printf "src/%s:%d: %s\n", name, line, text
		bad = 1
	}

	function exists(path,   first, found)
	{
		found = (getline first < path) >= 0
		close(path)
		return found
	}

	function look_at(target, quoted,   slash, to)
	{
		slash = index(target, "/")
		to = slash ? substr(target, 1, slash - 1) : ""

		if (layer == "lists")
			wrong("lists/ includes nothing, and this includes " target)
		else if (quoted && to in may)
		{
			if (to != layer && to != "lists" && index(" " may[layer] " ", " " to " ") == 0)
				wrong(layer "/ may not include " target)
			else if (!exists(root target))
				wrong(target " does not exist")
		}
		else if (quoted && !slash && layer == "test" && exists(root folder target))
			return				# a test and what lies beside it
		else if (target ~ /^libxml\//)
		{
			if (layer != "pmml" && layer != "test")
				wrong("only pmml/ includes libxml2, and this includes " target)
		}
		else if (target == "iconv.h")
		{
			if (layer != "pmml" && layer != "test")
				wrong("only pmml/ includes " target)
		}
		else if (target ~ /cJSON/)
		{
			if (layer != "json" && layer != "test")
				wrong("only json/ includes cJSON, and this includes " target)
		}
		else if (target == "pcre2.h" || target == "utf8proc.h")
		{
			if (layer != "base")
				wrong("only base/ includes " target)
		}
		else if (layer != "pg" && layer != "test" && (quoted || !(target in system_header)))
			wrong(target " is no header of the library and none of C11: only pg/ includes others" \
				  (quoted && !slash ? " (its own are named with their folder)" : ""))
	}

	{
		path = $0
		name = substr(path, length(root) + 1)
		layer = name
		sub(/\/.*/, "", layer)
		folder = name
		sub(/[^\/]*$/, "", folder)
		bad = line = 0

		if (!(layer in may) || layer == name)
			wrong("no layer of that name is known")
		else
		{
			while ((getline text < path) > 0)
			{
				line++
				if (text !~ /^[ \t]*#[ \t]*include/)
					continue
				sub(/^[ \t]*#[ \t]*include[ \t]*/, "", text)
				if (text ~ /^"[^"]+"/)
				{
					sub(/^"/, "", text)
					sub(/".*/, "", text)
					look_at(text, 1)
				}
				else if (text ~ /^<[^>]+>/)
				{
					sub(/^</, "", text)
					sub(/>.*/, "", text)
					look_at(text, 0)
				}
				else
					wrong("an include whose target cannot be read here")
			}
			close(path)
		}
		if (bad)
			failed++
		else
			passed++
	}

	END {
		printf "%d passed, %d failed\n", passed, failed
		exit failed > 0
	}'
}

# expect FAILED FILE LINE: a tree with this line in FILE has FAILED wrong files
expect()
{
	rm -rf "$tree/src"
	for layer in base ir pmml json image compile eval load pg lists test; do
		mkdir -p "$tree/src/$layer"
		echo '#include <stdint.h>' > "$tree/src/$layer/$layer.h"
	done
	: > "$tree/src/lists/lists.h"
	mkdir -p "$(dirname "$tree/$2")"
	printf '%s\n' "$3" >> "$tree/$2"
	if check "$tree" > "$tree/output"; then found=0; else found=1; fi
	if [ "$found" = "$1" ] && grep -q "passed, $1 failed" "$tree/output"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$2 with $3: expected $1 wrong, got:"
		cat "$tree/output"
	fi
}

self_test()
{
	tree=$(mktemp -d)
	trap 'rm -rf "$tree"' EXIT
	passed=0 failed=0
	expect 0 src/pg/a.c '#include "postgres.h"'
	expect 0 src/pg/a.c '#include "utils/builtins.h"'
	expect 0 src/pg/a.c '#include "base/base.h"'
	expect 0 src/load/a.c '#include "eval/eval.h"'
	expect 0 src/pmml/a.c '#include <libxml/parser.h>'
	expect 0 src/json/a.c '#include <cjson/cJSON.h>'
	expect 0 src/base/a.c '#include <pcre2.h>'
	expect 0 src/eval/a.c '#include "lists/lists.h"'
	expect 0 src/compile/a.c '#include "image/image.h"	/* why */'
	expect 0 src/test/unit/a.c '#include "eval/eval.h"'
	expect 1 src/base/a.c '#include "ir/ir.h"'
	expect 1 src/ir/a.c '#include "image/image.h"'
	expect 1 src/image/a.c '#include "ir/ir.h"'
	expect 1 src/eval/a.c '  #  include "ir/ir.h"'
	expect 1 src/eval/a.c '#include "compile/compile.h"'
	expect 1 src/compile/a.c '#include "eval/eval.h"'
	expect 1 src/pmml/a.c '#include "json/json.h"'
	expect 1 src/load/a.c '#include "pg/pg.h"'
	expect 1 src/lists/lists.h '#include <stdint.h>'
	expect 1 src/eval/a.c '#include <libxml/tree.h>'
	expect 1 src/pg/a.c '#include "libxml/tree.h"'
	expect 1 src/pg/a.c '#include <cJSON.h>'
	expect 1 src/eval/a.c '#include <pcre2.h>'
	expect 1 src/test/unit/a.c '#include <utf8proc.h>'
	expect 1 src/base/a.c '#include "postgres.h"'
	expect 1 src/base/a.c '#include <postgres.h>'
	expect 1 src/base/a.c '#include <unistd.h>'
	expect 1 src/ir/a.c '#include "ir.h"'
	expect 1 src/ir/a.c '#include "ir/gone.h"'
	expect 1 src/ir/a.c '#include HEADER'
	expect 1 src/other/a.c '#include <stdint.h>'
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}

if [ "${1:-}" = --self-test ]; then
	self_test
else
	check .
fi
