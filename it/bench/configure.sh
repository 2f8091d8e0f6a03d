#!/bin/sh
# kernel:configure with autoModules, against answering the tree's make config twice after make defconfig:
# x86_64_defconfig of Debian's 6.1. The view is patched, conf is built and the answers of probes are kept on our side. The
# other begins in an empty build tree, as whoever builds a kernel by hand or in nixpkgs does; and once more in one where
# conf is built. Needs python3. Says also in how many lines the two configurations differ, and what the goal takes without
# the start of Maven: mvn validate of the same project is taken from it.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
. ./interleaved.sh
work=$(mktemp -d -p ../target 2>/dev/null || mktemp -d)
work=$(cd "$work" && pwd)
trap 'rm -rf "$work"' EXIT
mkdir "$work/project" "$work/build"
sed '/<config>/,/<\/config>/d; s/>tinyconfig</>x86_64_defconfig</
     s/<commonConfig>.*/&<autoModules>true<\/autoModules>/' ../quickstart/pom.xml >"$work/project/pom.xml"
configure() { mvn -B -o -f "$work/project/pom.xml" kernel:configure; }
configure >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
ours=$(find "$work/project/target" -path '*/build/.config' | head -n 1)
tree=$(cd "$(dirname "$ours")/.." && pwd)
# Make writes nothing to a view that it is given as the source of another build tree.
answered() { ./answer-config.py make -s -C "$tree" O="$work/$1" ARCH=x86_64 config; }
twice() { make -s -C "$tree" O="$work/$1" ARCH=x86_64 x86_64_defconfig && answered "$1" && answered "$1"; }
before_a() { rm -f "$ours"; }
a() { configure; }
before_b() { rm -rf "$work/new" && mkdir "$work/new"; }
b() { twice new; }
c() { twice build; }
d() { mvn -B -o -f "$work/project/pom.xml" validate; }
c >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
interleave 'kernel:configure (with the start of Maven)' 'make defconfig, make config twice' 'the same, conf built' 'mvn validate'
# shellcheck disable=SC2154 # interleave leaves them
echo "$median_a $median_b $median_c $median_d" | awk '{
  printf "the goal alone: %.2f s, ratio %.2f; where the other finds conf built: %.2f\n", $1 - $4, ($1 - $4) / $2, ($1 - $4) / $3
}'
echo "lines that differ: $(diff "$ours" "$work/build/.config" | grep -c '^[<>]')"
