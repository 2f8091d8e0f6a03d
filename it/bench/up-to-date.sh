#!/bin/sh
# What a build costs that has nothing to do.
set -eu
cd "$(dirname "$0")"
. ./interleaved.sh
pom=../quickstart/pom.xml
a() { mvn -B -q -o -f "$pom" kernel:build; }
b() { mvn -B -q -o -f "$pom" validate; }
a
interleave 'mvn kernel:build, nothing changed' 'mvn validate'
