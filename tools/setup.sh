#!/usr/bin/env bash
# Installs what this machine lacks to build and test ml_score; "setup.sh demo"
# also what the demonstration needs, "setup.sh python" what the Python package's
# tests need.
#
# Looks for the things themselves, not for packages, so that a server built by
# hand is as good as a packaged one.  What is missing comes from Debian's (or
# Ubuntu's) packages; on another system it is named and nothing is done.
#
# Debian's server package makes a cluster when it is first installed.  Nobody
# asked for one here, so that is switched off while we install it.
. "$(dirname "$0")/common.sh"
purpose=${1:-}

# compiles HEADER [FLAG ...]
compiles()
{
	local header=$1

	shift
	echo "#include <$header>" | cc "$@" -x c -fsyntax-only - 2> /dev/null
}

# The major version that the packages' names carry: the one of the server that
# is there, else the distribution's own.
find_major()
{
	local newest

	if [ -n "$PG_CONFIG" ]; then
		major=$(major_of "$PG_CONFIG")
		return
	fi
	newest=$(newest_first postgres | sed -n 1p)
	if [ -n "$newest" ]; then
		major=$(echo "$newest" | cut -d/ -f5)
	else
		major=$(apt-cache depends postgresql 2> /dev/null |
			sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | sed -n 1p)
	fi
}

# Fills missing[] with the packages of what is not there.
find_missing()
{
	missing=()
	command -v cc > /dev/null && compiles stdio.h || missing+=(gcc libc6-dev)
	command -v pkg-config > /dev/null || missing+=(pkg-config)
	compiles libxml/parser.h $(pkg-config --cflags libxml-2.0 2> /dev/null) || missing+=(libxml2-dev)
	compiles cjson/cJSON.h || missing+=(libcjson-dev)
	compiles pcre2.h -DPCRE2_CODE_UNIT_WIDTH=8 $(pkg-config --cflags libpcre2-8 2> /dev/null) ||
		missing+=(libpcre2-dev)
	compiles utf8proc.h $(pkg-config --cflags libutf8proc 2> /dev/null) || missing+=(libutf8proc-dev)
	command -v prove > /dev/null && perl -MTest::More -e 1 2> /dev/null || missing+=(perl)
	perl -MIPC::Run -e 1 2> /dev/null || missing+=(libipc-run-perl)
	if ! find_pg_config; then
		[ -z "$PG_CONFIG" ] ||
			die "$PG_CONFIG is not the pg_config of PostgreSQL 15 or later with its programs and development files"
		find_major
		missing+=("postgresql-${major:-NN}" "postgresql-server-dev-${major:-NN}")
	fi
	if [ "$purpose" = python ]; then
		python3 -c 'import ensurepip, venv' 2> /dev/null || missing+=(python3 python3-venv)
	fi
	if [ "$purpose" = demo ]; then
		if [ -z "$PG_CONFIG" ] || [ ! -f "$("$PG_CONFIG" --sharedir)/extension/pg_cron.control" ]; then
			find_major
			missing+=("postgresql-${major:-NN}-cron")
		fi
		command -v xz > /dev/null || missing+=(xz-utils)
	fi
}

apt()
{
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"
}

# Keeps Debian from making a cluster as long as this script runs.
no_cluster=/etc/postgresql-common/createcluster.d/ml_score-setup.conf
refuse_main_cluster()
{
	trap 'as_root rm -f "$no_cluster"' EXIT
	as_root mkdir -p "$(dirname "$no_cluster")"
	echo "create_main_cluster = false" | as_root tee "$no_cluster" > /dev/null
}

find_missing
if [ ${#missing[@]} -eq 0 ]; then
	exit 0
fi

if ! command -v apt-get > /dev/null || ! command -v dpkg > /dev/null; then
	die "this machine lacks what Debian calls ${missing[*]};
install them the way of this system (NN is the major version of PostgreSQL, 15 or later),
and if your server is not in the PATH, name it with PG_CONFIG=/path/to/pg_config"
fi

if [ "$(id -u)" != 0 ] && ! command -v sudo > /dev/null; then
	die "these packages are missing, and there is no sudo to install them: ${missing[*]}"
fi
say "Installing with apt: ${missing[*]/-NN/}"
apt update || die "apt-get update failed; these packages are missing: ${missing[*]}"
find_missing					# with the package lists there, the major is known

if [[ " ${missing[*]}" =~ " postgresql-"[0-9] ]]; then
	refuse_main_cluster
fi
apt install --no-install-recommends "${missing[@]}" < /dev/null ||
	die "these packages could not be installed: ${missing[*]}"

wanted=("${missing[@]}")
find_missing
[ ${#missing[@]} -eq 0 ] ||
	die "still missing after installing ${wanted[*]}: ${missing[*]}"
