#!/bin/sh
# usage: conformance.sh TREE...
# Reads every log of tools/testing/kunit/test_data of kernel trees, and one of directives, with the plugin's KTAP parser
# and with the tree's own, the one behind `kunit.py parse`: the same status and the same counts of each.
#
# The plugin must be compiled: kernel-maven-plugin/target/classes, or $KTAP_CLASSES. The trees are only read.
set -eu
export LC_ALL=C.UTF-8

[ $# -gt 0 ] || {
  echo "usage: $0 TREE..." >&2
  exit 2
}

here=$(cd "$(dirname "$0")" && pwd)
classes=${KTAP_CLASSES-$here/../../kernel-maven-plugin/target/classes}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# What no log of the trees has: directives other than a skip.
cat > "$scratch/directives.log" <<'END'
KTAP version 1
1..1
    KTAP version 1
    # Subtest: directives
    1..7
    ok 1 a # SKIP not here
    not ok 2 b # SKIP not here
    not ok 3 c # XFAIL as ever
    not ok 4 d # TODO later
    ok 5 e # TODO done
    ok 6 f # TIMEOUT
    not ok 7 g # skip
not ok 1 directives
END

for tree in "$@"; do
  set -- "$tree"/tools/testing/kunit/test_data/*.log
  [ -f "$1" ] || {
    echo "'$tree' has no tools/testing/kunit/test_data" >&2
    exit 1
  }
  set -- "$@" "$scratch/directives.log"
  python3 "$here/oracle.py" "$tree" "$@" > "$scratch/expected"
  java -cp "$classes" "$here/KtapCounts.java" "$@" > "$scratch/actual"
  diff -u "$scratch/expected" "$scratch/actual"
  echo "$# KTAP logs of '$tree': same status and counts."
done
