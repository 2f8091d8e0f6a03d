#!/bin/sh
# A second project on a source that is in the store, as it is and with a patch, against unpacking the tarball with tar for
# that project; and how much of the disk each takes.
set -eu
cd "$(dirname "$0")"
. ./interleaved.sh
. ./source.sh
work=$(cd ../target && mktemp -d -p "$PWD")
trap 'rm -rf "$work"' EXIT
for project in first plain patched; do
  make_kernel_project "$work/$project"
done
mkdir -p "$work/a/kernel" "$work/b/kernel"
maven() { mvn -B -q -o -f "$work/$1/pom.xml" -Dkernel.store="$work/store" kernel:patch; }
maven first
pristine=$(find "$work/store/trees" -mindepth 1 -maxdepth 1 -type d ! -name '.*')
for file in Makefile kernel/fork.c; do
  cp "$pristine/$file" "$work/a/$file"
  cp "$pristine/$file" "$work/b/$file"
  chmod u+w "$work/b/$file"
done
sed -i 's/^EXTRAVERSION =.*/EXTRAVERSION = -patched/' "$work/b/Makefile"
echo '/* patched */' >>"$work/b/kernel/fork.c"
(cd "$work" && diff -ru a b >patched/change.patch) || [ $? = 1 ]
sed -i 's#<arch>#<patches><patch><name>change</name><file>change.patch</file></patch></patches>&#' "$work/patched/pom.xml"

before() { aside "$1" && sync -f "$work"; }
before_a() { before "$work/plain/target"; }
a() { maven plain; }
before_b() { before "$work/tar" && mkdir "$work/tar"; }
b() { tar -C "$work/tar" -xf "$tarball"; }
# Neither view follows tar, whose 80,000 new files the system goes on putting away.
c() { mvn -B -q -o -f "$work/plain/pom.xml" validate; }
before_d() { before "$work/patched/target"; }
d() { maven patched; }
interleave 'a second view (with the start of Maven)' 'tar xf' 'mvn validate' 'the same view with a patch'
echo "$median_a $median_b $median_c $median_d" | awk '{
  printf "without the start of Maven: a second view %.2f of tar xf, with a patch %.2f\n", ($1 - $3) / $2, ($4 - $3) / $2
}'
# du counts a file that is linked several times where it meets it first.
du -sm "$work/store" "$work/plain/target" "$work/patched/target" | awk '
  NR == 1 { printf "the store takes %d MB", $1 }
  NR == 2 { printf ", the second view %d MB more", $1 }
  NR == 3 { printf ", the patched one %d MB more\n", $1 }'
