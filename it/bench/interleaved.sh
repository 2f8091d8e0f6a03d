# Times two commands in turn and prints their medians and ratio. To be sourced; needs the functions a and b,
# and may have before_a and before_b, which are not timed.

RUNS=${RUNS:-5}

now() { date +%s.%N; }

timed() { # NAME
  "before_$1"
  start=$(now)
  "$1" >/dev/null 2>&1 || { echo "$1 failed" >&2; exit 1; }
  end=$(now)
  echo "$end $start" | awk '{ printf "%.2f\n", $1 - $2 }'
}

before_a() { :; }
before_b() { :; }

interleave() { # NAME-OF-A NAME-OF-B
  times_a=$(mktemp)
  times_b=$(mktemp)
  for run in $(seq "$RUNS"); do
    timed a >>"$times_a"
    timed b >>"$times_b"
  done
  median_a=$(sort -n "$times_a" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')
  median_b=$(sort -n "$times_b" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')
  printf '%s: %s s   %s: %s s   ' "$1" "$median_a" "$2" "$median_b"
  echo "$median_a $median_b" | awk '{ printf "difference %.2f s, ratio %.2f", $1 - $2, $1 / $2 }'
  echo " (medians of $RUNS)"
  rm -f "$times_a" "$times_b"
}
