#!/bin/sh
# A fresh view of a tree of 80,000 files, against cp -al.
set -eu
cd "$(dirname "$0")"
. ./interleaved.sh
work=$(mktemp -d -p ../target 2>/dev/null || mktemp -d)
work=$(cd "$work" && pwd)
trap 'rm -rf "$work"' EXIT
mkdir "$work/project"
cp ../quickstart/pom.xml "$work/project/"
mvn -B -q -f "$work/project/pom.xml" kernel:fetch -Dkernel.store="$work/store"
tree=$(find "$work/store/trees" -mindepth 1 -maxdepth 1 -type d | head -n 1)
before_a() { rm -rf "$work/project/target"; }
a() { mvn -B -q -o -f "$work/project/pom.xml" kernel:patch -Dkernel.store="$work/store"; }
before_b() { rm -rf "$work/copy"; }
b() { cp -al "$tree" "$work/copy"; }
interleave 'kernel:patch (with the start of Maven)' 'cp -al'
