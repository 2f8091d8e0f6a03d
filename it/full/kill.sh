#!/bin/sh
# Maven killed while it unpacks a real tree, and terminated while it compiles one: nothing half-made is taken for whole,
# no compiler goes on, and the next build works. Two Mavens at once on the store come first.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../target/full-kill
rm -rf "$work"
mkdir -p "$work/one" "$work/two"
# Processes are found by the path that they see.
work=$(cd "$work" && pwd -P)
cp "$here/../quickstart/pom.xml" "$work/one/"
cp "$here/../quickstart/pom.xml" "$work/two/"

maven() {
  project=$1
  shift
  # exec: the process that is killed is Maven's own, not a shell's.
  exec mvn -B -f "$work/$project/pom.xml" -Dkernel.store="$work/store" "$@"
}

await() { # FILE TEXT PID
  until grep -q "$2" "$1" 2>/dev/null; do
    kill -0 "$3" 2>/dev/null || { cat "$1"; echo "FAIL: ended before '$2'" >&2; exit 1; }
    sleep 0.2
  done
}

(maven one kernel:fetch >"$work/unpack.log" 2>&1) &
pid=$!
await "$work/unpack.log" 'Unpacking' "$pid"
sleep 2
kill -9 "$pid"
wait "$pid" || true
if ls "$work"/store/trees/deb-* >/dev/null 2>&1; then
  echo "FAIL: a half-unpacked tree is in the store" >&2
  exit 1
fi
echo "PASS: a killed unpacking leaves no tree in the store"

(maven one kernel:configure >"$work/one.log" 2>&1) &
first=$!
(maven two kernel:configure >"$work/two.log" 2>&1) &
second=$!
wait "$first" || { cat "$work/one.log"; exit 1; }
wait "$second" || { cat "$work/two.log"; exit 1; }
[ "$(cat "$work/one.log" "$work/two.log" | grep -c 'Unpacked Linux')" = 1 ] || { echo "FAIL: the tree was not unpacked once" >&2; exit 1; }
echo "PASS: two Mavens on one store unpack the tree once, and both configure"

(maven one kernel:compile >"$work/compile.log" 2>&1) &
pid=$!
await "$work/compile.log" 'Compiling the kernel:' "$pid"
kill -TERM "$pid"
wait "$pid" || true
sleep 1
if pgrep -f "$work/one/target/kernel/tree" >/dev/null; then
  echo "FAIL: these went on:" >&2
  pgrep -af "$work/one/target/kernel/tree" >&2
  exit 1
fi
echo "PASS: a terminated Maven leaves no compiler behind"

(maven one kernel:configure >"$work/again.log" 2>&1) || { cat "$work/again.log"; exit 1; }
echo "PASS: the next build goes on"

(maven one kernel:store -Dkernel.store.verify >"$work/store.log" 2>&1) || { cat "$work/store.log"; exit 1; }
if find "$work/store" -maxdepth 2 -name '.*.tmp' | grep -q .; then
  echo "FAIL: something half-made is left in the store" >&2
  exit 1
fi
echo "PASS: the store verifies"
