#!/bin/sh
# Builds a module against a dev artifact that lies in a store of somebody else's, who unpacked it once and then took every
# right to write. The paths of store and project have spaces. Root becomes another user, for modes mean nothing to root.
set -eu
umask 022
project=$1 repository=$2 maven=$3/bin/mvn archive=$4

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
chmod 755 "$work"
# Where the other user can be, too: Debian's mvn looks for ever for the top of a folder that it cannot enter.
cd "$work"
store="$work/the store"
home=$work/home
mkdir "$home"
cp -R "$repository" "$home/repository"
# What came from which repository is no matter to an offline build.
find "$home/repository" -name _remote.repositories -delete
mkdir "$home/a module"
cp -R "$project/pom.xml" "$project/src" "$home/a module"

become=
build() {
  $become env HOME="$home" XDG_CACHE_HOME="$home/cache" MAVEN_OPTS="-Xmx256m -Duser.home=$home" \
    "$maven" -B -o -f "$home/a module/pom.xml" -Dmaven.repo.local="$home/repository" -Dkernel.store="$store" "$@"
}

build generate-sources
rm -rf "$home/a module/target" "$store/work"
chmod -R a-w "$store"
find "$store" -printf '%p %m %T@\n' | sort >"$work/before"

if [ "$(id -u)" = 0 ]; then
  chown -R 65534:65534 "$home"
  become='setpriv --reuid=65534 --regid=65534 --clear-groups'
  if ! $become "$maven" -v >/dev/null 2>&1; then
    echo "Another user cannot run $maven: the module is built as root, who may write all the same."
    become=
  fi
fi
build package -DskipTests

find "$store" -printf '%p %m %T@\n' | sort >"$work/after"
cmp "$work/before" "$work/after"
# Nothing of place or user is in the module.
cmp "$home/a module/target/$(basename "$archive")" "$archive"
# The work directory is the user's own, for the store's is not to be written to.
test -d "$home/cache/kernel-maven-plugin/work"
