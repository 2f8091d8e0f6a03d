#!/bin/sh
# A kernel's source into an empty store, in 256 MB of heap, against GNU tar on the same tarball. Ours also hashes each
# file and waits until the disk has them all; the third command is what tar would wait for that.
set -eu
cd "$(dirname "$0")"
. ./interleaved.sh
. ./source.sh
work=$(cd ../target && mktemp -d -p "$PWD")
trap 'rm -rf "$work"' EXIT
make_kernel_project "$work/project"
export MAVEN_OPTS="${MAVEN_OPTS-} -Xmx256m"
maven() { mvn -B -q -o -f "$work/project/pom.xml" -Dkernel.store="$work/store" "$@"; }
# What was written before is on the disk, so that nobody waits for it.
before_a() { aside "$work/store" && sync -f "$work"; }
before_b() { aside "$work/tar" && mkdir "$work/tar" && sync -f "$work"; }
a() { maven kernel:fetch; }
b() { tar -C "$work/tar" -xf "$tarball"; }
c() { sync -f "$work/tar"; }
d() { maven validate; }
interleave 'kernel:fetch (with the start of Maven)' 'tar xf' 'sync -f after it' 'mvn validate'
echo "$median_a $median_b $median_c $median_d" | awk '{
  own = $1 - $4
  printf "kernel:fetch without the start of Maven: %.2f s, ratio to tar xf %.2f, to tar xf and sync -f %.2f\n",
    own, own / $2, own / ($2 + $3)
}'
