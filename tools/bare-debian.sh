#!/usr/bin/env bash
# Proves the two commands on a bare Debian 12 (or, with RELEASE=trixie, 13, whose
# PostgreSQL is 17) to which only git and make were added (and sudo, with --user).
#
#	tools/bare-debian.sh [--user] FOLDER [GOAL ...]		(check demo)
#
# Makes FOLDER/RELEASE by debootstrap, unless it is there, then for each run a copy
# of it, FOLDER/run, with a clone of the last commit; runs "make GOAL" there, or
# the script of the tree that GOAL is the path of (.ci/run), with nothing at
# stdin; looks for what was left behind.  --user does so as a user who has sudo
# instead of as root.  Needs root and debootstrap; all mounts and processes are
# in namespaces that end with it.  The package mirror, the proxy and
# pip's certificate are those of this machine.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
release=${RELEASE:-bookworm}

if [ "${1:-}" = --inside ]; then
	# in the namespaces: FOLDER USER GOAL ...
	folder=$2 user=$3
	shift 3
	mount -t proc proc "$folder/proc"
	mount -t tmpfs tmpfs "$folder/dev/shm"
	mount -t devpts devpts "$folder/dev/pts"
	[ "$user" = root ] && home=/root || home=/home/$user
	in_there()
	{
		chroot "$folder" /usr/bin/env -i HOME="$home" USER="$user" TERM=dumb CI=true \
			PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
			${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
			${PIP_CERT:+PIP_CERT=/pip-ca.crt} "$@"
	}
	as_user()
	{
		if [ "$user" = root ]; then
			in_there "$@"
		else
			in_there runuser -u "$user" -- "$@"
		fi
	}

	in_there apt-get -q -q update
	in_there env DEBIAN_FRONTEND=noninteractive apt-get -q -q -y install --no-install-recommends \
		git make $([ "$user" = root ] || echo sudo) > /dev/null
	if [ "$user" != root ]; then
		in_there useradd -m "$user"
		echo "$user ALL=(ALL) NOPASSWD: ALL" > "$folder/etc/sudoers.d/$user"
	fi
	as_user git -c advice.detachedHead=false clone -q /tree.bundle "$home/ml_score"
	failed=0
	for goal; do
		echo "#### $goal, as $user"
		started=$(date +%s)
		code=0
		if [[ $goal == */* ]]; then
			as_user "$home/ml_score/$goal" < /dev/null || code=$?
		else
			as_user make -C "$home/ml_score" "$goal" < /dev/null || code=$?
		fi
		echo "#### $goal ended with code $code after $(($(date +%s) - started)) s"
		left=$(
			in_there sh -c 'ls -d /etc/postgresql/*/* /var/lib/postgresql/*/* /tmp/* 2> /dev/null' || true
			in_there sh -c 'ls /etc/postgresql-common/createcluster.d/* 2> /dev/null' || true
			in_there sh -c 'cat /proc/[0-9]*/comm' | grep -i postgres || true
			as_user git -C "$home/ml_score" status --short
		)
		if [ -n "$left" ]; then
			echo "#### left behind: $left"
			code=1
		fi
		[ $code = 0 ] || failed=1
	done
	exit $failed
fi

user=root
if [ "${1:-}" = --user ]; then
	user=somebody
	shift
fi
folder=${1:?usage: tools/bare-debian.sh [--user] FOLDER [GOAL ...]}
shift
[ $# -gt 0 ] || set -- check demo
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

if [ ! -e "$folder/$release/etc/debian_version" ]; then
	mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $(. /etc/os-release; echo "$VERSION_CODENAME")" 2> /dev/null | head -n 1)
	rm -rf "$folder/$release"
	debootstrap --variant=minbase "$release" "$folder/$release" ${mirror:+"$mirror"} > "$folder/debootstrap.log" ||
		{ tail "$folder/debootstrap.log"; exit 1; }
fi
rm -rf "$folder/run"
cp -a "$folder/$release" "$folder/run"
for file in /etc/apt/sources.list.d/debian.sources /etc/apt/apt.conf.d/*proxy*; do
	[ ! -f "$file" ] || sed "s/$(. /etc/os-release; echo "$VERSION_CODENAME")/$release/g" "$file" > "$folder/run$file"
done
[ ! -f "$folder/run/etc/apt/sources.list.d/debian.sources" ] || rm -f "$folder/run/etc/apt/sources.list"
cp /etc/resolv.conf /etc/hosts "$folder/run/etc/"
# a machine whose way to PyPI has a certificate of its own
[ -z "${PIP_CERT:-}" ] || cp "$PIP_CERT" "$folder/run/pip-ca.crt"
git -C "$top" bundle create -q "$folder/run/tree.bundle" HEAD

unshare --mount --pid --fork --kill-child "$0" --inside "$folder/run" "$user" "$@"
