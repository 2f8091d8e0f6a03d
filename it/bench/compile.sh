#!/bin/sh
# The same kernel by kernel:compile and by make, each from a configured tree.
set -eu
RUNS=${RUNS:-1}
cd "$(dirname "$0")"
. ./interleaved.sh
work=$(mktemp -d -p ../target 2>/dev/null || mktemp -d)
work=$(cd "$work" && pwd)
trap 'rm -rf "$work"' EXIT
mkdir "$work/project"
cp ../quickstart/pom.xml "$work/project/"
maven() { mvn -B -q -f "$work/project/pom.xml" -Dkernel.store="$work/store" "$@"; }
before_a() { aside "$work/project/target" && maven kernel:configure; }
a() { maven kernel:compile; }
before_b() {
  cp "$work/project/target/kernel/tree/build/.config" "$work/config"
  tree=$(find "$work/store/trees" -mindepth 1 -maxdepth 1 -type d | head -n 1)
  aside "$work/plain" && cp -al "$tree" "$work/plain" && mkdir "$work/plain/build"
  cp "$work/config" "$work/plain/build/.config"
}
b() { make -C "$work/plain" O="$work/plain/build" -j"$(nproc)"; }
interleave 'kernel:compile' 'make'
