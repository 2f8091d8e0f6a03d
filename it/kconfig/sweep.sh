#!/bin/sh
# Our Kconfig engine against the tree's own conf, byte for byte: every architecture of the trees x {allno, allyes,
# allmod, alldef}config and every file of arch/*/configs. Prints each difference and at the end 'N of N identical'.
#
#   sweep.sh [--sample N] [--arch ARCH] [--jobs N] [--work DIR] TREE...
#
# --sample N   all architectures and targets, but only about N of a tree's files: others each day, or as SWEEP_SEED says
# --arch ARCH  only this one (x86_64, i386, arm64, ...)
# --jobs N     how many architectures at a time; the processors otherwise
# --work DIR   where to write; a temporary directory otherwise, which is removed if all is identical
#
# conf runs with the environment that make gives it (a stand-in for conf writes it down); ours is worked out by the
# plugin itself. A file whose name ends in .config is a fragment: conf --alldefconfig with KCONFIG_ALLCONFIG naming it.
# Any other is a defconfig: conf --defconfig=FILE. Each side runs the probes of $(shell) itself, once an architecture:
# conf by way of remembered-probes.c, for otherwise it would run 100 to 200 processes for each of a thousand configs.
set -eu
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
sample= only= jobs=$(nproc) work=
while [ $# -gt 0 ]; do
  case $1 in
    --sample) sample=$2; shift 2 ;;
    --arch) only=$2; shift 2 ;;
    --jobs) jobs=$2; shift 2 ;;
    --work) work=$2; shift 2 ;;
    -*) sed -n 's/^#   //p' "$0" >&2; exit 2 ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || { sed -n 's/^#   //p' "$0" >&2; exit 2; }

if [ -z "$work" ]; then
  work=$(mktemp -d)
fi
mkdir -p "$work"
work=$(cd "$work" && pwd)
gcc -O2 -shared -fPIC -o "$work/remembered-probes.so" "$here/remembered-probes.c"
SWEEP_CLASSES=$("$here/classpath.sh")
export SWEEP_CLASSES

: >"$work/runs"
number=0
for tree; do
  tree=$(cd "$tree" && pwd)
  number=$((number + 1))
  base=$work/$number
  rm -rf "$base"
  mkdir -p "$base/build"
  env -u MAKEFLAGS -u MAKELEVEL make -s -C "$tree" O="$base/build" allnoconfig >"$base/build.log" 2>&1 || {
    cat "$base/build.log" >&2
    exit 1
  }
  find "$tree"/arch/*/configs -type f | sort >"$base/all"
  if [ -n "$sample" ]; then
    stride=$(($(wc -l <"$base/all") / sample + 1))
    awk -v stride="$stride" -v seed="${SWEEP_SEED:-$(($(date +%s) / 86400))}" \
      'NR % stride == seed % stride' "$base/all" >"$base/files"
  else
    cp "$base/all" "$base/files"
  fi
  for folder in "$tree"/arch/*/; do
    srcarch=$(basename "$folder")
    [ -f "$folder/Kconfig" ] || continue
    case $srcarch in
      x86) arches='x86_64 i386' ;;
      *) arches=$srcarch ;;
    esac
    for arch in $arches; do
      [ -z "$only" ] || [ "$only" = "$arch" ] || continue
      echo "$tree $base $arch $srcarch" >>"$work/runs"
    done
  done
done

# The largest first: else the last one would keep one processor busy alone.
grep -E ' (powerpc|arm|mips|sh) ' "$work/runs" >"$work/ordered" || true
grep -vE ' (powerpc|arm|mips|sh) ' "$work/runs" >>"$work/ordered" || true
failed=0
xargs -P "$jobs" -L 1 bash "$here/sweep-arch.sh" "$work" <"$work/ordered" || failed=1
find "$work" -name result -exec cat {} + | awk '
  { same += $1; all += $2 }
  END { printf "%d of %d identical\n", same, all; exit !(all > 0 && same == all) }' || failed=1
[ "$(find "$work" -name result | wc -l)" -eq "$(wc -l <"$work/runs")" ] || {
  echo "some architectures gave no result" >&2
  failed=1
}
if [ $failed -eq 0 ]; then
  rm -rf "$work"
else
  echo "See '$work'." >&2
fi
exit $failed
