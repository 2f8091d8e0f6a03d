#!/bin/sh
# The quickstart kernel from its tarball to its artifacts, with an empty store, against by-hand.sh: minutes each, so one run
# unless RUNS says otherwise. Both kernels stay in it/target, for up-to-date.sh and dev-artifact.sh.
set -eu
RUNS=${RUNS:-1}
cd "$(dirname "$0")"
. ./interleaved.sh
. ./source.sh
. ./by-hand.sh
maven=$(cd ../target && pwd)/by-maven
hand=$(cd ../target && pwd)/by-hand
work=$(cd ../target && mktemp -d -p "$PWD")
trap 'rm -rf "$work"' EXIT
before_a() { aside "$maven" && make_kernel_project "$maven" && sync -f "$maven"; }
a() { mvn -B -o -f "$maven/pom.xml" -Dkernel.store="$maven/store" -Dkernel.reuse=false kernel:build; }
before_b() { aside "$hand" && sync -f "$maven"; }
# A shell of its own: one whose result is asked for does not end at an error.
b() { sh -euc '. ./source.sh; . ./by-hand.sh; by_hand "$1"' sh "$hand"; }
interleave 'kernel:build' 'tar, make and zstd'
echo "lines of .config that differ: $(diff "$maven/target/kernel/tree/build/.config" "$hand/tree/build/.config" | grep -c '^[<>]')"
