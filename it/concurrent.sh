#!/bin/sh
# Eight Mavens started at once on an empty store: four with one patch series, four with another, one source. There is one
# download and one pristine tree, each series is applied in each project, and all eight succeed; ROUNDS times in a row.
# concurrent.sh [SOURCE-XML PATCHED-FILE]: another source than the stub kernel, and a file of it to patch.
# ROUNDS=3 PLUGINS=DIRECTORY concurrent.sh: fewer rounds, the plugins from another local repository than the user's.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
rounds=${ROUNDS:-20}
work=$here/target/concurrent
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
tar -C "$here/../kernel-maven-plugin/src/test" -czf "$work/linux-stub-6.1.999.tar.gz" stub-kernel
source=${1:-<url>file://$work/linux-stub-6.1.999.tar.gz</url>}
patched=${2:-CONCURRENT}

patch() { # SERIES
  printf -- '--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+series %s\n' "$patched" "$1"
}

project() { # NUMBER
  mkdir -p "$work/$1"
  patch $(($1 % 2)) >"$work/$1/series.patch"
  cat >"$work/$1/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.kernelmaven.it</groupId>
  <artifactId>concurrent-$1</artifactId>
  <version>1.0</version>
  <packaging>kernel</packaging>
  <build>
    <plugins>
      <plugin>
        <groupId>org.kernelmaven</groupId>
        <artifactId>kernel-maven-plugin</artifactId>
        <version>0.1.0-SNAPSHOT</version>
        <extensions>true</extensions>
        <configuration>
          <source>$source</source>
          <arch>x86_64</arch>
          <patches>
            <patch>
              <name>series</name>
              <file>series.patch</file>
            </patch>
          </patches>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
POM
}

fail() {
  # shellcheck disable=SC2086 # they are words
  kill $pids 2>/dev/null || true
  wait
  cat "$work"/*.log
  echo "FAIL: $1 in round $round" >&2
  exit 1
}

# The downloads are beside the plugins, in the local repository: this one is the round's own but for the plugins.
plugins=${PLUGINS:-}
if [ -z "$plugins" ]; then
  project 0
  plugins=$(mvn -B -o -f "$work/0/pom.xml" -Dkernel.store="$work/store" kernel:store |
    sed -n "s,.* and '\(.*\)/.cache/kernel-maven-plugin'.*,\1,p")
fi
[ -n "$plugins" ] || { echo 'FAIL: no local repository' >&2; exit 1; }
round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  rm -rf "${work:?}/store" "$work/repository" "$work"/[0-7] "$work"/*.log
  mkdir "$work/repository"
  for group in "$plugins"/*/; do
    ln -s "${group%/}" "$work/repository/"
  done
  pids=
  for number in 0 1 2 3 4 5 6 7; do
    project "$number"
    mvn -B -o -Dmaven.legacyLocalRepo=true -f "$work/$number/pom.xml" \
      -Dkernel.store="$work/store" -Dmaven.repo.local="$work/repository" kernel:patch >"$work/$number.log" 2>&1 </dev/null &
    pids="$pids $!"
  done
  for pid in $pids; do
    wait "$pid" || fail 'a Maven failed'
  done
  [ "$(cat "$work"/*.log | grep -c '\] Downloading ')" = 1 ] || fail 'not one download'
  [ "$(cat "$work"/*.log | grep -c 'Unpacked Linux')" = 1 ] || fail 'not one pristine tree'
  for number in 0 1 2 3 4 5 6 7; do
    [ "$(cat "$work/$number/target/kernel/tree/$patched")" = "series $((number % 2))" ] || fail "no series in $number"
  done
  echo "$round of $rounds"
done
mvn -B -o -Dmaven.legacyLocalRepo=true -f "$work/0/pom.xml" \
  -Dkernel.store="$work/store" -Dmaven.repo.local="$work/repository" kernel:store -Dkernel.store.verify >"$work/verify.log" 2>&1 || fail 'the store does not verify'
echo "PASS: $rounds times, 8 Mavens at once on an empty store: one download, one tree, two series, 8 successes"
