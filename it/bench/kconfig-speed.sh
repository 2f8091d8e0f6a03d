#!/bin/sh
# Our Kconfig engine against the tree's own conf: x86_64_defconfig of a tree, each in a new process.
#
#   kconfig-speed.sh TREE
#
# conf runs all its probes each time, as it always does. Ours: once with nothing kept (cold), once with the answers of
# probes kept (warm), and warm with little memory. All four give the same .config.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
. ./interleaved.sh
tree=$(cd "${1:?the kernel tree}" && pwd)
case $(uname -m) in
  x86_64) ;;
  *) echo "x86_64 only: conf would ask another compiler" >&2; exit 2 ;;
esac
work=$(mktemp -d -p ../target 2>/dev/null || mktemp -d)
work=$(cd "$work" && pwd)
trap 'rm -rf "$work"' EXIT
mkdir "$work/build" "$work/ours"
make -s -C "$tree" O="$work/build" ARCH=x86_64 x86_64_defconfig >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
# The environment that make gives conf: conf alone is timed, not make.
mv "$work/build/scripts/kconfig/conf" "$work/conf"
printf '#!/bin/sh\nexport -p >"%s"\n' "$work/environment" >"$work/build/scripts/kconfig/conf"
chmod +x "$work/build/scripts/kconfig/conf"
make -s -C "$tree" O="$work/build" ARCH=x86_64 x86_64_defconfig >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
grep -vE '^export (MAKE[A-Z]*|MFLAGS|PWD|OLDPWD)(=|$)' "$work/environment" >"$work/exports"

ours() { ./kconfig.sh --tree "$tree" --arch x86_64 --target x86_64_defconfig --build "$work/ours" --out "$work/our.config" "$@"; }
same() { cmp "$work/build/.config" "$work/our.config"; }
b() {
  (cd "$work/build" && . "$work/exports" && "$work/conf" -s --defconfig=arch/x86/configs/x86_64_defconfig Kconfig)
}
# Not timed: it may be the first run after a compilation, which keeps its classes for the others.
ours 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
a() { ours && same; }
interleave 'ours, cold' 'conf'
ours --probes "$work/probes" 2>"$work/log"
a() { ours --probes "$work/probes" && same; }
interleave 'ours, warm' 'conf'
a() { JAVA_OPTS=-Xmx256m ours --probes "$work/probes" && same; }
interleave 'ours, warm, -Xmx256m' 'conf'
