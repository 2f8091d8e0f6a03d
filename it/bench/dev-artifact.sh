#!/bin/sh
# The dev artifact against what nixpkgs' recipe (pkgs/os-specific/linux/kernel/build.nix) makes its output "dev" of, from
# the same kernel: the source's headers and linker scripts but those of drivers and of other arches, its scripts, the
# Makefiles of the root and of the arch, a prepared build tree, and vmlinux. Both are packed alike. Then how long ours takes
# from the repository into an empty store, its archive no more in memory than the store.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
. ./interleaved.sh
. ./source.sh
. ./by-hand.sh
work=$(cd ../target && mktemp -d -p "$PWD")
trap 'rm -rf "$work"' EXIT
. ../dev/project.sh
make_project "$(sed -n 's#^  <version>\(.*\)</version>#\1#p' ../../pom.xml | head -n 1)"
write_module "$project/src/main/module/widget.c" 0 'return 0;'
hand=$(cd ../target && pwd)/by-hand
[ -f "$hand/dev.tar.zst" ] || RUNS=1 ./cold.sh
archive=$repository/org/kernelmaven/example/quickstart-kernel/6.1-quickstart1/quickstart-kernel-6.1-quickstart1-dev.tar.zst
if [ ! -f "$archive" ]; then
  echo "No quickstart kernel in $repository: run it/quickstart.sh first, or set REPOSITORY." >&2
  exit 1
fi

nix=$work/nix
mkdir -p "$nix/source" "$nix/build"
(
  cd "$hand/tree"
  find . -path ./build -prune -o -path ./drivers -prune -o -path './arch/*' ! -path './arch/x86*' -prune -o \
    \( -name '*.h' -o -name '*.lds' -o -path './scripts/*' -o -path ./Makefile -o -path './arch/x86/Makefile*' \) \
    ! -type d -print | cpio -pdm --quiet "$nix/source"
)
cp "$hand/tree/build/.config" "$hand/tree/build/Module.symvers" "$nix/build/"
# In a whole tree of its own, of which the recipe keeps the above.
hand_make O="$nix/build" modules_prepare >/dev/null
rm -f "$nix/build/source"
cp "$hand/tree/build/vmlinux" "$nix/"
mkdir -p "$nix/build/scripts/gdb/linux"
cp -r "$hand/tree/scripts/gdb" "$nix/build/scripts/"
# As its last phase does to all programs.
find "$nix/build" -type f -perm /111 -exec sh -c 'strip -S "$1" 2>/dev/null || true' strip {} \;

mkdir "$work/ours"
tar -C "$work/ours" --zstd -xf "$archive"
repacked() { # NAME
  tar -C "$work/$1" --sort=name --owner=0 --group=0 --mtime=@0 -I 'zstd -q -T0 -12' -cf "$work/$1.tar.zst" .
  echo "$(stat -c %s "$work/$1.tar.zst") $(find "$work/$1" ! -type d | wc -l)"
}
ours=$(repacked ours)
theirs=$(repacked nix)
rm "$nix/vmlinux"
without=$(repacked nix)
echo "$ours $theirs $without" | awk '{
  printf "ours: %d bytes, %d files   nixpkgs: %d bytes, %d files   ratios %.2f and %.2f\n",
    $1, $2, $3, $4, $1 / $3, $2 / $4
  printf "nixpkgs without vmlinux: %d bytes, %d files   ratios %.2f and %.2f\n", $5, $6, $1 / $5, $2 / $6
}'

maven() { mvn -B -q -o -Dmaven.repo.local="$repository" -f "$project/pom.xml" generate-sources -Dkernel.store="$work/$1"; }
maven full
before_a() {
  aside "$work/empty"
  rm -rf "$project/target"
  sync -f "$work"
  dd if="$archive" iflag=nocache count=0 2>/dev/null
}
a() { maven empty; }
before_b() { rm -rf "$project/target"; }
b() { maven full; }
interleave 'dev artifact from the repository into an empty store' 'the same with it in the store'
