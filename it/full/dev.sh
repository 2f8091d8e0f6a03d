#!/bin/sh
# kernel:dev through many saves, with compile errors, oopses, hangs, and modules that fail or stay loaded among them: each
# ends in the right state, there is one guest at all times, no process is left, and Maven's memory is steady.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
work=${WORK:-$here/../target}/full-dev
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
# verify.sh has put the kernel and the plugin there.
built=$here/../target/local-repo
[ -n "${REPOSITORY-}" ] || ! [ -d "$built" ] || REPOSITORY=$(cd "$built" && pwd)
. "$here/../dev/project.sh"
. "$here/../dev/session.sh"

saves=${SAVES:-200}
version=$(sed -n 's#^  <version>\(.*\)</version>#\1#p' "$here/../../pom.xml" | head -n 1)
make_project "$version"
save 0 'return 0;'
start_session -Dkernel.store="${STORE:-$work/store}" -Dkernel.dev.patience="${PATIENCE:-20}"
trap 'kill "$maven" 2>/dev/null || true' EXIT
trap 'exit 1' INT TERM
expect 'widget: save 0'
expect 'Loaded widget'

# The first eight have each kind, and a good one after that which cannot be unloaded; then as chance will have it, of which
# the seed tells.
seed=${SEED:-1}
kinds=$(awk -v seed="$seed" -v saves="$saves" 'BEGIN {
  srand(seed)
  most = split("error good oops hang refused stuck good error", kind)
  for (i = 1; i <= saves; i++) {
    at = i <= most ? i : 1 + int(rand() * 10)
    print i <= most || at <= 6 ? kind[at] : "good"
  }
}')
memory() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$maven/status"; }

# A guest's shell takes what is typed until it ends; without a static busybox the reason is told.
printf 'shell\necho the guest says $((6 * 7))\nexit\n' >&9
await_end
if busybox=$(command -v busybox) && ! readelf -lW "$busybox" | grep -q INTERP; then
  expect 'the guest says 42'
  expect "The guest's shell has ended"
else
  expect 'There is no shell in the guest'
fi

state=loaded
# From what was kept of the first one.
restored='The guest is back, as it was when it had booted'
number=0
for kind in $kinds; do
  number=$((number + 1))
  case $kind in
    good | stuck | error) line='return 0;' ;;
    oops) line='*(volatile int *)8 = 1; return 0;' ;;
    hang) line='for (;;) cpu_relax(); return 0;' ;;
    refused) line='return -ENODEV;' ;;
  esac
  [ "$kind" = stuck ] && line='__module_get(THIS_MODULE); return 0;'
  [ "$kind" = error ] && line='return nothing_of_that_name;'
  save "$number" "$line"
  await_end
  if [ "$kind" = error ]; then
    expect "$project/src/main/module/widget.c:6"
    expect 'Not loaded'
    [ "$state" = none ] || expect 'Still loaded: widget'
    grep -qF 'The guest is restarted' "$said" && { cat "$said"; echo 'FAIL: restarted' >&2; exit 1; }
  else
    if [ "$state" = stuck ]; then
      expect "Module 'widget' could not be unloaded: EAGAIN"
      expect 'The guest is restarted'
    fi
    expect "widget: save $number"
    case $kind in
      good) expect 'Loaded widget'; state=loaded ;;
      stuck) expect 'Loaded widget'; state=stuck ;;
      oops) expect 'BUG: '; expect 'The guest is restarted'; expect "$restored"; expect 'Not loaded'; state=none ;;
      hang) expect 'gave no answer within'; expect 'The guest is restarted'; expect "$restored"; state=none ;;
      refused) expect 'ENODEV'; expect 'Not loaded'; state=none ;;
    esac
  fi
  [ "$(guests)" = 1 ] || { echo "FAIL: $(guests) guests after save $number" >&2; exit 1; }
  [ "$number" -eq $((saves / 4)) ] && early=$(memory)
done
late=$(memory)
echo "PASS: $saves saves (seed $seed) each ended in the right state; Maven's memory $early MiB after a quarter, $late MiB at the end"
[ "$late" -lt $((early * 3 / 2 + 64)) ] || { echo 'FAIL: that is not steady' >&2; exit 1; }
trap - EXIT
end_session
echo 'PASS: no process is left'

console=$project/target/kernel-module/dev/console.log
grep -q 'want [0-9]* by channel' "$console" || { echo 'FAIL: files came by the serial line' >&2; exit 1; }
# A guest that cannot have the channel.
save 0 'return 0;'
start_session -Dkernel.test.append=pci=off
trap 'kill "$maven" 2>/dev/null || true' EXIT
expect 'Loaded widget'
trap - EXIT
end_session
grep -q 'want [0-9]*$' "$console" || { echo 'FAIL: no file came by the serial line' >&2; exit 1; }
echo 'PASS: files come by virtio-console, and where there is none by the serial line'
