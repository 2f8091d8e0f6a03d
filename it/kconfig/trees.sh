#!/bin/sh
# Prints the Debian tree of each release that a store has, one a line: trees.sh STORE 6.1 6.12
# Other trees do not count: the stub kernel calls itself 6.1 too.
set -eu
store=$1
shift
for release; do
  found=
  for makefile in $(ls -t "$store"/trees/deb-*/Makefile); do
    if [ "$(sed -n 's/^VERSION = //p' "$makefile").$(sed -n 's/^PATCHLEVEL = //p' "$makefile")" = "$release" ]; then
      found=$(dirname "$makefile")
      break
    fi
  done
  [ -n "$found" ] || { echo "no tree of $release in '$store'" >&2; exit 1; }
  echo "$found"
done
