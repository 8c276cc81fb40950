# What the scripts here share; sourced by bash scripts, never run.
#
# They work the same way: everything temporary is in one folder, $work, that
# cleanup() removes with every server in it, however the script ends.  Run as
# root, they use an unprivileged user for the server (initdb insists) and for
# the tests that talk to it.

set -Eeuo pipefail
trap 'echo "${BASH_SOURCE[0]##*/}, line $LINENO: $BASH_COMMAND: failed" >&2' ERR
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The user's own connection settings, and what make hands to its children, must
# not reach the servers and makes that we start.
PG_CONFIG=${PG_CONFIG:-}
for name in "${!PG@}"; do
	[ "$name" = PG_CONFIG ] || unset "$name"
done
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS SANITIZE

say()
{
	printf '\n== %s\n' "$*"
}

die()
{
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# Runs a command as root.
as_root()
{
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo > /dev/null; then
		sudo "$@"
	else
		die "this needs root, and there is no sudo: $*"
	fi
}

# The user that runs servers and tests.
server_user()
{
	if [ "$(id -u)" != 0 ]; then
		id -un
	elif id postgres > /dev/null 2>&1; then
		echo postgres
	else
		echo nobody
	fi
}

# Runs a command as that user.
as_server()
{
	if [ "$(id -u)" = 0 ]; then
		runuser -u "$(server_user)" -- "$@"
	else
		"$@"
	fi
}

export -f server_user as_server

# major_of PG_CONFIG: the server's major version
major_of()
{
	"$1" --version 2> /dev/null | sed 's/^[^0-9]*\([0-9]*\).*/\1/'
}

# is_whole PG_CONFIG: whether a server of 15 or later, with all that a build and
# its tests need, is behind this pg_config
is_whole()
{
	local major

	major=$(major_of "$1" || true)
	[ "${major:-0}" -ge 15 ] &&
		[ -f "$("$1" --includedir-server 2> /dev/null)/postgres.h" ] &&
		[ -f "$("$1" --pgxs)" ] &&
		[ -x "$("$1" --bindir)/initdb" ] &&
		[ -x "$("$1" --bindir)/psql" ]
}

# newest_first PROGRAM: the servers' programs of that name where Debian has them
newest_first()
{
	{ find /usr/lib/postgresql -path "*/bin/$1" 2> /dev/null || true; } | sort -t/ -k5,5nr
}

# Sets PG_CONFIG, if the user has not, to the first whole server found: the one
# in the PATH, else the newest of Debian's.  False if there is none.
find_pg_config()
{
	local candidate

	if [ -n "$PG_CONFIG" ]; then
		is_whole "$PG_CONFIG"
		return
	fi
	for candidate in "$(command -v pg_config || true)" \
		$(newest_first pg_config); do
		if [ -n "$candidate" ] && is_whole "$candidate"; then
			PG_CONFIG=$candidate
			return
		fi
	done
	return 1
}

# Makes $work, a short path (the name of a socket has room for 107 bytes), and
# sees that it goes with all that is in it.  A script that wants the last word
# defines at_exit, which is given the exit code and says the one to leave with.
make_work_folder()
{
	work=$(mktemp -d /tmp/ml_score.XXXXXX)
	chmod 755 "$work"
	trap cleanup EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	export HOME="$work" PSQLRC=/dev/null LC_ALL=C.UTF-8 TZ=UTC
}

# Runs a command so that an interrupt is obeyed at once and its whole family
# goes with it.
running=
run()
{
	local code=0

	# by way of bash, as the command may be a function of ours
	setsid bash -c '"$0" "$@"' "$@" < /dev/null &
	running=$!
	wait "$running" || code=$?
	running=
	return $code
}

cleanup()
{
	local code=$?
	local pid_file

	trap '' HUP INT TERM
	trap - ERR
	set +e
	[ -z "$running" ] || kill -TERM -- "-$running" 2> /dev/null
	[ -z "$running" ] || wait "$running" 2> /dev/null
	while read -r pid_file; do
		cd / && as_server "$("$PG_CONFIG" --bindir)/pg_ctl" -D "$(dirname "$pid_file")" \
			-m immediate -w -t 30 stop > /dev/null 2>&1
	done < <(find "$work" -name postmaster.pid 2> /dev/null)
	rm -rf "$work"
	cd "$top"
	if declare -F at_exit > /dev/null; then
		at_exit "$code"
		code=$?
	fi
	exit $code
}

# start_cluster FOLDER [SETTING=VALUE ...]: a throw-away cluster in $work whose
# socket is in FOLDER; afterwards psql, createdb and the like find it
start_cluster()
{
	local folder=$1 setting bin

	shift
	bin=$("$PG_CONFIG" --bindir)
	mkdir "$folder"
	[ "$(id -u)" != 0 ] || chown "$(server_user)" "$folder"
	cd "$folder"
	as_server "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale -N \
		> "$work/initdb.log" 2>&1 || { cat "$work/initdb.log"; die "initdb failed"; }
	{
		echo "listen_addresses = ''"
		echo "unix_socket_directories = '$folder'"
		echo "fsync = off"
		for setting; do
			echo "${setting%%=*} = '${setting#*=}'"
		done
	} | as_server tee -a "$folder/data/postgresql.conf" > /dev/null
	export PGHOST=$folder PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
	export PATH=$bin:$PATH
	as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -s start ||
		{ cat "$folder/server.log"; die "the server does not start"; }
	cd "$top"
}

stop_cluster()
{
	(cd / && as_server "$("$PG_CONFIG" --bindir)/pg_ctl" -D "$1/data" -m fast -w -s stop)
}

# Builds the extension and installs it into PG_CONFIG's server.
build_and_install()
{
	local folder install=(make -s -C "$top" PG_CONFIG="$PG_CONFIG" install)

	# sudo takes it out of the environment, and other flags are another build
	[ -z "${COPT:-}" ] || install+=(COPT="$COPT")

	say "Building with $("$PG_CONFIG" --version)"
	run make -s -C "$top" -j"$(nproc)" PG_CONFIG="$PG_CONFIG" all

	folder=$("$PG_CONFIG" --sharedir)/extension
	say "Installing into $("$PG_CONFIG" --pkglibdir) and $folder"
	if [ -w "$folder" ] && [ -w "$("$PG_CONFIG" --pkglibdir)" ]; then
		run "${install[@]}"
	else
		as_root "${install[@]}"
	fi
}
