#!/bin/sh
# A limit on the size of files stands in for a full disk: fetching a real tree under it says so and leaves nothing half-made.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../target/full-disk
rm -rf "$work"
mkdir -p "$work/project"
cp "$here/../quickstart/pom.xml" "$work/project/"

if (ulimit -f 20000 && mvn -B -f "$work/project/pom.xml" -Dkernel.store="$work/store" kernel:fetch) >"$work/log" 2>&1; then
  # Files of a tree are small: the limit is met when the package itself is fetched, or not at all.
  echo "PASS: the tree was fetched below the limit"
  exit 0
fi
grep -q 'kernel.store' "$work/log" || { cat "$work/log"; echo "FAIL: the message does not name the store" >&2; exit 1; }
if ls "$work"/store/trees/deb-* >/dev/null 2>&1; then
  echo "FAIL: a half-made tree is in the store" >&2
  exit 1
fi
mvn -B -q -f "$work/project/pom.xml" -Dkernel.store="$work/store" kernel:fetch kernel:store -Dkernel.store.verify
echo "PASS: a full disk is said, the next fetch works, and the store verifies"
