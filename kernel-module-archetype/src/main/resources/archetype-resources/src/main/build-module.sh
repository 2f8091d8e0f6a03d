#!/bin/sh
# Compiles target/module against a kernel's dev artifact: an archive, or the directory that a reactor gives at compile.
# Usage: build-module.sh DEV-ARTIFACT TARGET-DIRECTORY
set -eu
dev=$1
target=$2

case $target in
  *[[:space:]:]*)
    echo "The kernel's make takes no path with a space or a colon: move the project out of '$target'." >&2
    exit 1
    ;;
esac
if [ -f "$dev" ]; then
  tar --zstd -xf "$dev" -C "$target/dev"
  dev=$(ls -d "$target"/dev/linux-*)
fi
exec make -C "$dev" M="$target/module" modules
