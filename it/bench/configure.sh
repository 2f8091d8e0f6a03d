#!/bin/sh
# kernel:configure with autoModules, against answering the tree's make config twice after make defconfig:
# x86_64_defconfig of Debian's 6.1. The view is patched, conf is built and the answers of probes are kept on one side,
# conf is built on the other. Needs python3. Says also in how many lines the two configurations differ, and how much of
# the time is Maven's own: mvn validate of the same project.
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
answered() { ./answer-config.py make -s -C "$tree" O="$work/build" ARCH=x86_64 config; }
before_a() { rm -f "$ours"; }
a() { configure; }
b() { make -s -C "$tree" O="$work/build" ARCH=x86_64 x86_64_defconfig && answered && answered; }
b >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
interleave 'kernel:configure (with the start of Maven)' 'make defconfig, make config twice'
b() { mvn -B -o -f "$work/project/pom.xml" validate; }
interleave 'kernel:configure (with the start of Maven)' 'mvn validate'
echo "lines that differ: $(diff "$ours" "$work/build/.config" | grep -c '^[<>]')"
