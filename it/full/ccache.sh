#!/bin/sh
# Real compiles of a real kernel through ccache: how many are hits after `mvn clean` in another directory, and for the next
# patch release, made by a patch that bumps SUBLEVEL and touches one driver.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../target/full-ccache
rm -rf "$work"
mkdir -p "$work/first" "$work/second" "$work/next"
export CCACHE_DIR="$work/ccache"
# One that has the source already, if there is one.
store=${STORE:-$work/store}

build() { # DIRECTORY LEAST-PERCENT
  mvn -B -Dkernel.reuse=false -Dkernel.compilerLauncher=ccache -f "$work/$1/pom.xml" -Dkernel.store="$store" \
    clean package >"$work/$1.log" 2>&1 || { cat "$work/$1.log"; exit 1; }
  said=$(grep -o '[0-9]* of [0-9]* compiles ([0-9.]* %) were in ccache' "$work/$1.log") || {
    cat "$work/$1.log"
    echo 'FAIL: nothing is said of ccache' >&2
    exit 1
  }
  echo "$said" | awk -F '[(%]' -v least="$2" '{ exit !($2 >= least) }' || {
    echo "FAIL: $1: $said; at least $2 % were expected" >&2
    exit 1
  }
  echo "PASS: $1: $said"
}

cp "$here/../quickstart/pom.xml" "$work/first/"
cp "$here/../quickstart/pom.xml" "$work/second/"
build first 0
build second 95

tree=$work/first/target/kernel/tree
mkdir -p "$work/edit/a/drivers/tty/serial/8250" "$work/edit/b/drivers/tty/serial/8250"
for file in Makefile drivers/tty/serial/8250/8250_port.c; do
  cp "$tree/$file" "$work/edit/a/$file"
  cp "$tree/$file" "$work/edit/b/$file"
  chmod u+w "$work/edit/b/$file"
done
sublevel=$(sed -n 's/^SUBLEVEL = //p' "$tree/Makefile")
sed -i "s/^SUBLEVEL = .*/SUBLEVEL = $((sublevel + 1))/" "$work/edit/b/Makefile"
echo 'static int __maybe_unused next_patch_release;' >>"$work/edit/b/drivers/tty/serial/8250/8250_port.c"
(cd "$work/edit" && diff -ru a b) >"$work/next/next.patch" || [ $? = 1 ]
sed 's#<arch>x86_64</arch>#&<patches><patch><name>next</name><file>next.patch</file></patch></patches>#' \
  "$here/../quickstart/pom.xml" >"$work/next/pom.xml"
build next 80
grep -q "Linux 6\.1\.$((sublevel + 1))" "$work/next.log" || { echo 'FAIL: that is not the next patch release' >&2; exit 1; }
