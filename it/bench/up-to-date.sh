#!/bin/sh
# What a build costs that has nothing to do: ours against make's, each on the kernel that it built in cold.sh, and against
# Maven's own start.
set -eu
cd "$(dirname "$0")"
. ./interleaved.sh
. ./source.sh
. ./by-hand.sh
hand=$(cd ../target && pwd)/by-hand
[ -f "$hand/dev.tar.zst" ] || RUNS=1 ./cold.sh
maven() { mvn -B -q -o -f ../target/by-maven/pom.xml -Dkernel.store="$PWD/../target/by-maven/store" "$@"; }
maven kernel:build
hand_make -j"$(nproc)"
a() { maven kernel:build; }
b() { hand_make -j"$(nproc)"; }
c() { maven validate; }
interleave 'mvn kernel:build, nothing changed' 'make, nothing changed' 'mvn validate'
