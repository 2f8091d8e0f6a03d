#!/bin/sh
# From a save to the module's message in kernel:dev, beside plain make of the same module: the difference is what loading
# in the guest costs, and the plugin. The guest is emulated where there is no KVM.
set -eu
cd "$(dirname "$0")"
RUNS=${RUNS:-20}
. ./interleaved.sh
version=$(sed -n 's#^  <version>\(.*\)</version>#\1#p' ../../pom.xml | head -n 1)
work=$(mktemp -d -p ../target 2>/dev/null || mktemp -d)
work=$(cd "$work" && pwd)
. ../dev/project.sh
. ../dev/session.sh
make_project "$version"
save 0 'return 0;'
start_session -Dkernel.store="$work/store"
mkfifo "$work/lines"
tail -n +1 -f "$log" >"$work/lines" &
follower=$!
trap 'kill "$maven" "$follower" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
dev=$(find "$work/store/dev" -mindepth 1 -maxdepth 1 -type d | head -n 1)
mkdir "$work/plain"
echo 'obj-m := widget.o' >"$work/plain/Kbuild"

exec 8<"$work/lines"
line=
number=0
before_a() {
  number=$((number + 1))
  # Not while the last save's files are still written.
  sleep 0.5
}
a() {
  save "$number" 'return 0;'
  # Without programs that are started again and again meanwhile: they would take their time from the compiler.
  until [ "$line" != "${line%widget: save "$number"}" ]; do read -r line <&8; done
}
before_b() { write_module "$work/plain/widget.c" "$number" 'return 0;'; }
b() { make -C "$dev" M="$work/plain" -j"$(nproc)" modules; }
interleave 'kernel:dev, from save to message' 'make M='
grep -h 'Loaded widget' "$log" | tail -n 3
kill "$follower"
trap 'rm -rf "$work"' EXIT
end_session
