#!/bin/sh
# usage: tree-tests.sh TREE...
# Runs scripts/kconfig/tests of kernel trees, unmodified, with our command line in the place of scripts/kconfig/conf.
#
# The plugin must be compiled: kernel-maven-plugin/target/classes, or $KCONFIG_CLASSES. The logger's jars come from the
# local repository, $MAVEN_REPOSITORY. The trees are only read; what runs is a copy of their tests below
# it/target/kconfig-tests, or $KCONFIG_SCRATCH.
set -eu
export LC_ALL=C.UTF-8

[ $# -gt 0 ] || {
  echo "usage: $0 TREE..." >&2
  exit 2
}

here=$(cd "$(dirname "$0")" && pwd)
classes=${KCONFIG_CLASSES-$here/../../kernel-maven-plugin/target/classes}
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
logger=$(sed -n '/slf4j-api/{n;s/ *<version>\(.*\)<.*/\1/p;}' "$here/../../kernel-maven-plugin/pom.xml")
for jar in slf4j-api slf4j-simple; do
  jar=$repository/org/slf4j/$jar/$logger/$jar-$logger.jar
  [ -f "$jar" ] || {
    echo "'$jar' is missing: compile the plugin first, mvn -pl kernel-maven-plugin test-compile" >&2
    exit 1
  }
  classes=$classes:$jar
done
scratch=${KCONFIG_SCRATCH-$here/../target/kconfig-tests}

. "$here/../native-packages.sh"
#    what     apt             dnf             zypper            pacman          apk
need java     default-jre-headless java-17-openjdk-headless java-17-openjdk-headless jre17-openjdk-headless openjdk17-jre-headless
need python3  python3         python3         python3           python          python3
need python3:pytest python3-pytest python3-pytest python3-pytest python-pytest  py3-pytest
install_needs
# A python3 that came before the system's may lack what the system's has.
run_tests='pytest-3'
! has python3:pytest || run_tests='python3 -m pytest'

rm -rf "$scratch"
count=0
for tree in "$@"; do
  tree=$(cd "$tree" && pwd)
  count=$((count + 1))
  copy=$scratch/$count
  mkdir -p "$copy/scripts/kconfig"
  # Hard links, or real copies from another file system.
  cp -al "$tree/scripts/kconfig/tests" "$copy/scripts/kconfig/" 2>/dev/null ||
    { rm -rf "$copy/scripts/kconfig/tests"; cp -a "$tree/scripts/kconfig/tests" "$copy/scripts/kconfig/"; }
  cat > "$copy/scripts/kconfig/conf" <<EOF
#!/bin/sh
exec 3<&0
java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \\
  -Dkconfig.tree='$tree' -cp '$classes' \\
  org.kernelmaven.kconfig.conf.ConfCommand "\$@" 3<&-
status=\$?
# The tests press Enter until they see that the program has ended, and a Java program takes so long to start that the pipe
# is full by then. Somebody reads on until the test is done, or it would find itself writing to nobody.
cat <&3 >/dev/null 2>&1 &
exit \$status
EOF
  chmod +x "$copy/scripts/kconfig/conf"
  echo "== the Kconfig tests of $tree"
  (cd "$copy" && PYTHONDONTWRITEBYTECODE=1 $run_tests -o cache_dir="$scratch/cache" scripts/kconfig/tests)
done
echo "The Kconfig tests of $count tree(s) pass."
