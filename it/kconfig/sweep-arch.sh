#!/bin/bash
# One architecture of a sweep: sweep-arch.sh WORK TREE BASE ARCH SRCARCH
set -eu
work=$1 tree=$2 base=$3 arch=$4 srcarch=$5
own=$base/$arch
mkdir -p "$own/answers" "$own/conf" "$own/ours" "$own/dump"
words=("ARCH=$arch")
case $arch in
  arm64) prefix=aarch64-linux-gnu- ;;
  arm) prefix=arm-linux-gnueabihf- ;;
  powerpc) prefix=powerpc64le-linux-gnu- ;;
  s390) prefix=s390x-linux-gnu- ;;
  riscv) prefix=riscv64-linux-gnu- ;;
  *) prefix= ;;
esac
if [ -n "$prefix" ] && command -v "${prefix}gcc" >/dev/null; then
  words+=("CROSS_COMPILE=$prefix")
fi

# What make gives conf: written down by a script in conf's place, newer than what conf is made of.
cp -a "$base/build/." "$own/dump"
printf '#!/bin/sh\nenv -0 >"%s"\n' "$own/environment" >"$own/dump/scripts/kconfig/conf"
env -u MAKEFLAGS -u MAKELEVEL make -s -C "$tree" O="$own/dump" "${words[@]}" allnoconfig >"$own/make.log" 2>&1 || {
  cat "$own/make.log" >&2
  exit 1
}
mapfile -d '' environment < <(grep -zvE '^(KCONFIG_CONFIG|MAKE.*|MFLAGS|PWD|OLDPWD|_)=' "$own/environment")
rm -rf "$own/dump/scripts"

conf() { # NAME ARGUMENTS...
  local name=$1
  shift
  (cd "$own/dump" && env -i "${environment[@]}" KCONFIG_CONFIG="$own/conf/$name" \
    ${fragment:+"KCONFIG_ALLCONFIG=$fragment"} \
    LD_PRELOAD="$work/remembered-probes.so" REMEMBERED_PROBES="$own/answers" \
    "$base/build/scripts/kconfig/conf" -s "$@" Kconfig) >"$own/conf/$name.log" 2>&1 || rm -f "$own/conf/$name"
}

fragment=
: >"$own/jobs"
for target in allnoconfig allyesconfig allmodconfig alldefconfig; do
  conf "$target" "--$target"
  printf '%s\t-\t%s\n' "$target" "$own/ours/$target" >>"$own/jobs"
done
while read -r file; do
  name=$(basename "$(dirname "${file%/*}")")-$(echo "${file##*/configs/}" | tr / -)
  case $file in
    "$tree/arch/$srcarch/configs/"*.config)
      fragment=$file
      conf "$name" --alldefconfig
      fragment=
      printf 'alldefconfig\t%s\t%s\n' "$file" "$own/ours/$name" >>"$own/jobs"
      ;;
    "$tree/arch/$srcarch/configs/"*)
      conf "$name" "--defconfig=$file"
      printf 'defconfig\t%s\t%s\n' "$file" "$own/ours/$name" >>"$own/jobs"
      ;;
  esac
done <"$base/files"

java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$SWEEP_CLASSES" org.kernelmaven.kconfig.KconfigSweep \
  "$tree" "$own/dump" "$srcarch" "$own/jobs" "${words[@]}" >"$own/ours.log" 2>&1 || cat "$own/ours.log" >&2

same=0 all=0
while IFS=$'\t' read -r _ _ output; do
  all=$((all + 1))
  reference=$own/conf/${output##*/}
  if [ -f "$reference" ] && cmp -s "$reference" "$output"; then
    same=$((same + 1))
  else
    echo "DIFFERS: $(basename "$tree") $arch ${output##*/}"
    diff "$reference" "$output" 2>&1 | head -n 20
  fi
done <"$own/jobs"
echo "$(basename "$tree") $arch: $same of $all"
echo "$same $all" >"$own/result"
