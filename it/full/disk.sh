#!/bin/sh
# A disk of the test's own that is full in each step of building a real kernel: the step fails and says so, leaves a store
# that verifies and no process, and works once there is room. In the end the artifacts are those of a build that never saw
# a full disk.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
. "$here/../native-packages.sh"
disk=$here/../target/full-disk
roomy=size=14G,nr_inodes=2m

umount_disk() { as_root umount "$disk" 2>/dev/null || true; }
umount_disk
mkdir -p "$disk"
# Processes are found by the path that they see.
disk=$(cd "$disk" && pwd -P)
# In memory: its size is changed while it is used. Trees have many small files.
as_root mount -t tmpfs -o "$roomy,mode=1777" full-disk "$disk"
trap umount_disk EXIT
trap 'exit 1' INT TERM

mkdir "$disk/project" "$disk/undisturbed"
cp "$here/../quickstart/pom.xml" "$disk/project/"
cp "$here/../quickstart/pom.xml" "$disk/undisturbed/"
maven() { # PROJECT ARGUMENT...
  project=$1
  shift
  mvn -B -Dkernel.reuse=false -f "$disk/$project/pom.xml" -Dkernel.store="$disk/store" "$@" >"$here/../target/full-disk.log" 2>&1
}
fail() {
  cat "$here/../target/full-disk.log"
  echo "FAIL: $*" >&2
  exit 1
}

resize() { as_root mount -o "remount,$1" "$disk"; }
full() { # GOAL KIB|FILES ROOM
  case $2 in
    KIB) resize "size=$(($(df -k --output=used "$disk" | tail -n 1) + $3))k" ;;
    FILES) resize "nr_inodes=$(($(df --output=iused "$disk" | tail -n 1) + $3))" ;;
  esac
  if maven project "kernel:$1"; then
    fail "kernel:$1 passed with room for $3 $2"
  fi
  grep -q 'disk is full\|o space left on device' "$here/../target/full-disk.log" || fail "kernel:$1 does not say that the disk is full"
  grep -q 'BUILD FAILURE' "$here/../target/full-disk.log" || fail "kernel:$1 is not a build failure"
  ! pgrep -f "$disk/project/target" >/dev/null || fail "kernel:$1 left a process"
  resize "$roomy"
  maven project kernel:store -Dkernel.store.verify || fail "kernel:$1 left a store that does not verify"
  maven project "kernel:$1" || fail "kernel:$1 does not work once there is room"
  echo "PASS: kernel:$1 on a full disk says so, and works once there is room"
}

# What they write: a tree of 1.4 GB; a view of 80,000 links; a build tree; 10 MB of archives.
full fetch KIB 300000
full patch FILES 20000
full configure KIB 256
full compile KIB 40000
full package KIB 2000

maven undisturbed package || fail 'the undisturbed build'
maven project package || fail 'the build that saw a full disk'
count=0
for artifact in "$disk"/undisturbed/target/*.tar.zst "$disk"/undisturbed/target/*.json; do
  cmp "$artifact" "$disk/project/target/$(basename "$artifact")" || fail "$(basename "$artifact") differs"
  count=$((count + 1))
done
[ "$count" = 6 ] || fail "expected 6 artifacts, found $count"
echo "PASS: $count artifacts are those of a build that never saw a full disk"
