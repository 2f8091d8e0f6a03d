#!/bin/sh
# The oldest tools this tree builds with, as Linux 6.1 has them.
case "$1" in
binutils) echo 2.23.0 ;;
gcc) echo 5.1.0 ;;
llvm) echo 11.0.0 ;;
*) echo "$1: unknown tool" >&2; exit 1 ;;
esac
