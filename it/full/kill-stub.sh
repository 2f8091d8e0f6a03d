#!/bin/sh
# A hundred Mavens that install the stub kernel into a local repository of their own, each killed with all that it
# started, at a random moment of a step; the steps take turns. The next run succeeds, what it packs and installs is that
# of an undisturbed build, byte for byte, and the store verifies.
# KILLS=12 SEED=4711 kill-stub.sh: fewer of them, and the moments of an earlier run.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../target/full-kill-stub
kills=${KILLS:-100}
seed=${SEED:-$(date +%s)}
steps='fetch patch configure compile package install'
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
tar -C "$here/../../kernel-maven-plugin/src/test" -czf "$work/linux-stub-6.1.999.tar.gz" stub-kernel

project() { # NAME
  rm -rf "${work:?}/$1"
  mkdir -p "$work/$1/src/main/patches"
  cp "$here/../src/it/stub-install/src/main/patches/faster-fork.patch" "$work/$1/src/main/patches/"
  cat >"$work/$1/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>killed-stub</groupId>
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
          <patches>
            <patch>
              <name>faster-fork</name>
              <file>src/main/patches/faster-fork.patch</file>
            </patch>
          </patches>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
POM
}

# The plugins are the user's; what is installed, and the store's downloads, are the project's own.
repository() { # NAME
  mkdir -p "$work/$1/repository"
  for group in "$user_repository"/*/; do
    [ "$(basename "$group")" = killed-stub ] || ln -s "${group%/}" "$work/$1/repository/"
  done
}

maven() { # NAME GOAL...
  name=$1
  shift
  ${launch-} mvn -B -o -f "$work/$name/pom.xml" -Dkernel.store="$work/$name/store" \
    -Dmaven.repo.local="$work/$name/repository" "$@"
}

# What is packed and what is installed; the repository's own notes hold times.
artifacts() { # NAME
  (cd "$work/$1" && sha256sum target/*.tar.zst target/*.json repository/killed-stub/killed/1.0/killed-1.0*.pom \
    repository/killed-stub/killed/1.0/killed-1.0*.zst repository/killed-stub/killed/1.0/killed-1.0*.json)
}

step() { # LOG: the step that it came to
  if grep -q 'BUILD SUCCESS' "$1"; then
    echo none
  else
    sed -n 's/^\[INFO\] --- [^ ]*:\([a-z-]*\) (.*/\1/p' "$1" | tail -n 1
  fi
}

project sound
user_repository=$(mvn -B -o -f "$work/sound/pom.xml" -Dkernel.store="$work/sound/store" kernel:store |
  sed -n "s,.* and '\(.*\)/.cache/kernel-maven-plugin'.*,\1,p")
[ -n "$user_repository" ] || { echo 'FAIL: no local repository' >&2; exit 1; }
repository sound
maven sound install >"$work/sound.log" 2>&1 || { cat "$work/sound.log"; exit 1; }
# The second run has the plugin in the disk's cache, as those below; how long each step takes is noted.
project sound
repository sound
maven sound install 2>&1 | while IFS= read -r line; do
  case $line in
    '[INFO] --- '* | '[INFO] BUILD SUCCESS') echo "$(date +%s%3N) $line" ;;
  esac
done >"$work/sound.times"
grep -q 'BUILD SUCCESS' "$work/sound.times" || { echo "FAIL: the undisturbed build failed" >&2; exit 1; }
artifacts sound >"$work/sound.sha256"
awk '{ if (step) print step, $1 - start; start = $1; step = $4; sub(/.*:/, "", step) }' "$work/sound.times" >"$work/steps"
echo "$kills kills, seed $seed; the steps take, in ms: $(paste -s -d , "$work/steps" | sed 's/,/, /g')"
for name in $steps; do
  grep -q "^$name " "$work/steps" || { echo "FAIL: the undisturbed build has no step '$name'" >&2; exit 1; }
done
# Each kill: the step, and how many milliseconds after its beginning.
awk -v seed="$seed" -v kills="$kills" -v order="$steps" '
  { takes[$1] = $2 }
  END {
    srand(seed)
    many = split(order, names, " ")
    for (i = 0; i < kills; i++) printf "%s %d\n", names[i % many + 1], rand() * takes[names[i % many + 1]]
  }' "$work/steps" >"$work/moments"

number=0
while read -r target moment; do
  number=$((number + 1))
  project killed
  repository killed
  log=$work/killed.log
  # A group of its own: make and its compilers die with Maven.
  (launch='exec setsid'; maven killed install) >"$log" 2>&1 </dev/null &
  pid=$!
  until grep -q "^\[INFO\] --- [^ ]*:$target (" "$log" 2>/dev/null || ! kill -0 "$pid" 2>/dev/null; do
    sleep 0.01
  done
  # The step may be faster this time: then the kill comes at its end.
  deadline=$(($(date +%s%3N) + moment))
  while [ "$(date +%s%3N)" -lt "$deadline" ] && [ "$(step "$log")" = "$target" ]; do
    sleep 0.01
  done
  # Not 'kill -9 -- -PID', which dash refuses.
  kill -s KILL -- "-$pid" 2>/dev/null || ! kill -0 "$pid" 2>/dev/null || { echo 'FAIL: cannot kill' >&2; exit 1; }
  wait "$pid" 2>/dev/null || true
  hit=$(step "$log")
  echo "$hit" >>"$work/hits"
  fail() {
    cat "$work/next.log"
    echo "FAIL: $1 after kill $number, in step $hit, $moment ms after the beginning of $target, seed $seed" >&2
    exit 1
  }
  maven killed install kernel:store -Dkernel.store.verify >"$work/next.log" 2>&1 </dev/null ||
    fail 'the next run failed, or the store does not verify'
  artifacts killed | cmp -s - "$work/sound.sha256" || fail 'the artifacts are others'
  if find "$work/killed/store" "$work/killed/repository/.cache" \
    -name '*.tmp' -o -name '.*.removed' -o -name '.*.unfinished' | grep -q .; then
    fail 'something half-made is left'
  fi
done <"$work/moments"
for name in $steps; do
  [ "$kills" -lt 60 ] || grep -qx "$name" "$work/hits" || { echo "FAIL: no kill fell into $name" >&2; exit 1; }
done
echo "Kills by step (none: Maven had ended): $(sort "$work/hits" | uniq -c | awk '{ print $2, $1 }' | paste -s -d , | sed 's/,/, /g')"
echo "PASS: after each of $kills kills the next run packs and installs the same bytes, and the store verifies"
