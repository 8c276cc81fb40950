#!/usr/bin/env bash
# A throw-away cluster for as long as a command runs; psql if none is given.
#
#	tools/cluster.sh [-c SETTING=VALUE] ... [COMMAND ...]
#
# For looking at things, or for "make installcheck" by hand.  The extension is
# whatever is installed in PG_CONFIG's server.  PGHOST, PGPORT, PGUSER and
# PGDATABASE lead the command to the cluster; run as root, the command runs as
# the server's unprivileged user.
. "$(dirname "$0")/common.sh"

settings=()
while [ "${1:-}" = -c ]; do
	settings+=("$2")
	shift 2
done
here=$PWD
make_work_folder
find_pg_config || die "no PostgreSQL server with development files was found; name one with PG_CONFIG"
start_cluster "$work/cluster" "${settings[@]}"
cd "$here"
as_server "${@:-psql}"
