#!/bin/sh
# Two builds of the quickstart kernel in different directories, one with a space and a non-ASCII letter in its path,
# give the same bytes. Both share a store, so the tree is unpacked once.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../target/full-identical
rm -rf "$work"
mkdir -p "$work/plain" "$work/Zweiter Bauplatz ä"

for project in plain 'Zweiter Bauplatz ä'; do
  cp "$here/../quickstart/pom.xml" "$work/$project/"
  mvn -B -q -f "$work/$project/pom.xml" -Dkernel.store="$work/store" package
done

count=0
for artifact in "$work"/plain/target/*.tar.zst "$work"/plain/target/*.json; do
  cmp "$artifact" "$work/Zweiter Bauplatz ä/target/$(basename "$artifact")"
  count=$((count + 1))
done
[ "$count" = 6 ] || { echo "FAIL: expected 6 artifacts, found $count" >&2; exit 1; }
echo "PASS: $count artifacts are the same, byte for byte"
