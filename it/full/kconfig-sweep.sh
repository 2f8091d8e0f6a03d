#!/bin/sh
# Every architecture and every file of arch/*/configs of 6.1 and 6.12: our Kconfig engine writes what conf does.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../target/full-kconfig-sweep
store=$here/../target/store
rm -rf "$work"
mkdir -p "$work"
for release in 6.1 6.12; do
  mkdir "$work/$release"
  sed "s/linux-source-6\.1</linux-source-$release</" "$here/../quickstart/pom.xml" >"$work/$release/pom.xml"
  mvn -B -q -f "$work/$release/pom.xml" -Dkernel.store="$store" kernel:fetch
done
"$here/../kconfig/trees.sh" "$store" 6.1 6.12 | tr '\n' '\0' | xargs -0 "$here/../kconfig/sweep.sh" --work "$work/sweep"
echo "PASS: all configs are the same byte for byte"
