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
# shellcheck disable=SC2086 # options are words
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms160m -Xmn96m -Dslf4j.internal.verbosity=ERROR ${JAVA_OPTS-} -cp "$("$here/../kconfig/classpath.sh")" \
  org.kernelmaven.kconfig.KconfigBench "$@"
