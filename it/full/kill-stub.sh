#!/bin/sh
# A hundred Mavens on the stub tree, each killed with all that it started, at a random moment between its start and its
# end: the next run succeeds, its artifacts are those of an undisturbed build, and the store verifies.
# KILLS=10 SEED=4711 kill-stub.sh: fewer of them, and the moments of an earlier run.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../target/full-kill-stub
kills=${KILLS:-100}
seed=${SEED:-$(date +%s)}
rm -rf "$work"
mkdir -p "$work"
tar -C "$here/../../kernel-maven-plugin/src/test" -czf "$work/linux-stub-6.1.999.tar.gz" stub-kernel

project() { # NAME
  mkdir -p "$work/$1"
  cat >"$work/$1/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.kernelmaven.it</groupId>
  <artifactId>killed</artifactId>
  <version>1.0</version>
  <packaging>kernel</packaging>
  <properties>
    <project.build.outputTimestamp>2026-01-01T00:00:00Z</project.build.outputTimestamp>
  </properties>
  <build>
    <plugins>
      <plugin>
        <groupId>org.kernelmaven</groupId>
        <artifactId>kernel-maven-plugin</artifactId>
        <version>0.1.0-SNAPSHOT</version>
        <extensions>true</extensions>
        <configuration>
          <source>
            <url>file://$work/linux-stub-6.1.999.tar.gz</url>
          </source>
          <arch>x86_64</arch>
          <commonConfig>false</commonConfig>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
POM
}

maven() { # PROJECT GOAL...
  name=$1
  shift
  mvn -B -o -f "$work/$name/pom.xml" -Dkernel.store="$work/$name/store" "$@"
}

artifacts() { # PROJECT
  (cd "$work/$1/target" && sha256sum ./*.tar.zst ./*.json)
}

project sound
maven sound package >"$work/sound.log" 2>&1 || { cat "$work/sound.log"; exit 1; }
# The second run has the plugin in the disk's cache, as those below.
rm -rf "$work/sound/target" "$work/sound/store"
start=$(date +%s%3N)
maven sound package >"$work/sound.log" 2>&1
whole=$(($(date +%s%3N) - start))
artifacts sound >"$work/sound.sha256"
moments=$(awk -v seed="$seed" -v kills="$kills" -v whole="$whole" \
  'BEGIN { srand(seed); for (i = 0; i < kills; i++) printf "%.3f\n", rand() * whole / 1000 }')
echo "$kills kills within $whole ms, seed $seed"

number=0
for moment in $moments; do
  number=$((number + 1))
  rm -rf "$work/killed"
  project killed
  # A group of its own: make and its compilers die with Maven.
  setsid mvn -B -o -f "$work/killed/pom.xml" -Dkernel.store="$work/killed/store" package >"$work/killed.log" 2>&1 &
  pid=$!
  sleep "$moment"
  kill -9 -- "-$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  fail() {
    cat "$work/next.log"
    echo "FAIL: $1 after kill $number, at $moment s, seed $seed" >&2
    exit 1
  }
  maven killed package >"$work/next.log" 2>&1 || fail 'the next run failed'
  artifacts killed | cmp -s - "$work/sound.sha256" || fail 'the artifacts are others'
  maven killed kernel:store -Dkernel.store.verify >"$work/next.log" 2>&1 || fail 'the store does not verify'
  if find "$work/killed/store" -name '.*.tmp' -o -name '.*.removed' | grep -q .; then
    fail 'something half-made is left'
  fi
done
echo "PASS: after each of $kills kills the next run gives the same artifacts, and the store verifies"
