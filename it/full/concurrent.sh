#!/bin/sh
# Eight Mavens at once on an empty store, twenty times with the stub kernel, and twenty times with a real tree.
# REAL_ROUNDS=1 concurrent.sh: fewer rounds with the real one.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
sh "$here/../concurrent.sh"

work=$here/../target/full-concurrent
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
# One download from Debian, served twenty times from here.
cp "$here/../quickstart/pom.xml" "$work/"
mvn -B -q -f "$work/pom.xml" -Dkernel.store="$work/store" kernel:fetch
tar -C "$work/store/trees" -cf - --transform='s,^deb-[^/]*,linux,' "$(basename "$work"/store/trees/deb-*)" |
  zstd -q -1 -T0 -o "$work/linux.tar.zst"
rm -rf "$work/store"
ROUNDS=${REAL_ROUNDS:-20} sh "$here/../concurrent.sh" "<url>file://$work/linux.tar.zst</url>"
rm -rf "$work"
