#!/bin/sh
# Two builds of the quickstart kernel in different directories, one with a space and a non-ASCII letter in its path and
# compiled through ccache, give the same bytes. Both share a store, so the tree is unpacked once.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../target/full-identical
rm -rf "$work"
mkdir -p "$work/plain" "$work/Zweiter Bauplatz ä"

build() { # DIRECTORY COMPILER-LAUNCHER
  cp "$here/../quickstart/pom.xml" "$work/$1/"
  mvn -B -q -f "$work/$1/pom.xml" -Dkernel.reuse=false -Dkernel.store="$work/store" -Dkernel.compilerLauncher="$2" package
}
build plain ''
CCACHE_DIR="$work/ccache" build 'Zweiter Bauplatz ä' ccache

count=0
for artifact in "$work"/plain/target/*.tar.zst "$work"/plain/target/*.json; do
  cmp "$artifact" "$work/Zweiter Bauplatz ä/target/$(basename "$artifact")"
  count=$((count + 1))
done
[ "$count" = 6 ] || { echo "FAIL: expected 6 artifacts, found $count" >&2; exit 1; }
echo "PASS: $count artifacts are the same, byte for byte"
