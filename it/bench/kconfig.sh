#!/bin/sh
# Resolves one config with our Kconfig engine alone: no Maven, no make.
#
#   kconfig.sh --tree DIR --arch ARCH (--target TARGET | --config FILE) [--fragment FILE]... [--auto-modules]
#              [--prefer-builtin] [--resolve-dependencies] [--make NAME=VALUE]... [--build DIR] [--probes DIR] --out FILE
#
# --arch      as make's ARCH: x86_64, i386, arm64, ...; with Debian's cross compiler where the host needs one and has it
# --target    what to start from: defconfig, x86_64_defconfig, allnoconfig, tinyconfig, ...
# --config    or: a whole .config file
# --fragment  options to set on top; the last value of each counts
# --make      a variable of make's command line: CROSS_COMPILE=, LLVM=1, CC=...
# --build     where probes run; a temporary directory otherwise
# --probes    where answers of probes are kept for the next time; nowhere otherwise
# JAVA_OPTS   more options of java. Compiled classes of the plugin are needed: mvn -pl kernel-maven-plugin test-compile
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case ${1-} in
  '' | -h | --help)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
# The classes in one jar, and what Java makes of them when it loads them: kept, for most of a short run is loading classes.
kept=$here/../target/kconfig
plugin=$here/../../kernel-maven-plugin/target
if [ ! -f "$kept/classes.jar" ] ||
  [ -n "$(find "$plugin/classes" "$plugin/test-classes" -name '*.class' -newer "$kept/classes.jar" -print -quit)" ]; then
  path=$("$here/../kconfig/classpath.sh")
  rm -rf "$kept"
  mkdir -p "$kept"
  jar --create --no-compress --file "$kept/new.jar" -C "$plugin/classes" . -C "$plugin/test-classes" org/kernelmaven/kconfig
  kept=$(cd "$kept" && pwd)
  echo "$kept/classes.jar:${path##*:}" >"$kept/path"
  mv "$kept/new.jar" "$kept/classes.jar"
fi
read -r path <"$kept/path"
# A young generation that holds most of what is made, in huge pages: few collections, few page faults.
options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -XX:+UseTransparentHugePages
  -Xms240m -Xmn190m -Xlog:disable
  -Djdk.lang.Process.launchMechanism=VFORK -Dslf4j.internal.verbosity=ERROR ${JAVA_OPTS-}"
# shellcheck disable=SC2086 # options are words
if [ -f "$kept/classes.jsa" ]; then
  exec java $options -XX:SharedArchiveFile="$kept/classes.jsa" -cp "$path" org.kernelmaven.kconfig.KconfigBench "$@"
fi
trap 'rm -f "$kept/$$.jsa"' EXIT
# shellcheck disable=SC2086
java $options -XX:ArchiveClassesAtExit="$kept/$$.jsa" -cp "$path" org.kernelmaven.kconfig.KconfigBench "$@"
if [ -f "$kept/$$.jsa" ]; then
  mv "$kept/$$.jsa" "$kept/classes.jsa"
fi
