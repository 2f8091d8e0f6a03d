#!/bin/sh
# From a Debian source package to a tree, against GNU tar on the tarball inside it.
set -eu
cd "$(dirname "$0")"
. ./interleaved.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && apt-get download -qq linux-source-6.1 && dpkg-deb -x linux-source-6.1_*.deb deb)
tarball=$work/deb/usr/src/linux-source-6.1.tar.xz
mkdir "$work/project"
sed "s#<debian>linux-source-6.1</debian>#<file>$tarball</file>#" ../quickstart/pom.xml >"$work/project/pom.xml"
before_a() { rm -rf "$work/store"; }
a() { mvn -B -q -o -f "$work/project/pom.xml" kernel:fetch -Dkernel.store="$work/store"; }
before_b() { rm -rf "$work/tar" && mkdir "$work/tar"; }
b() { tar -C "$work/tar" -xf "$tarball"; }
interleave 'kernel:fetch' 'tar xf'
