# Times commands in turn and prints their medians and ratios. To be sourced; needs the functions a and b, and c and d for a
# third and fourth command; may have before_a, before_b and so on, which are not timed.

RUNS=${RUNS:-5}

now() { date +%s.%N; }

timed() { # LETTER
  "before_$1"
  start=$(now)
  "$1" >"$times/log" 2>&1 || { cat "$times/log" >&2; echo "$1 failed" >&2; exit 1; }
  end=$(now)
  echo "$end $start" | awk '{ printf "%.2f\n", $1 - $2 }' >>"$times/$1"
}

# Puts what a run made out of the way of the next one. It is deleted with the folder $work, when nothing is timed any
# more: ext4 gives the inodes of deleted files to no other for some minutes, and for each file that is made looks at them
# all. After a deletion of 80,000 files tar takes up to 60 s for as many, else 9 s.
aside() { # PATH
  [ ! -e "$1" ] || mv "$1" "$(mktemp -d -p "${work:?}")"
}

before_a() { :; }
before_b() { :; }
before_c() { :; }
before_d() { :; }

median() { # LETTER
  sort -n "$times/$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# Compares a with b, and each further command with b. The medians are left in median_a, median_b and so on.
interleave() { # NAME-OF-A NAME-OF-B [NAME-OF-C [NAME-OF-D]]
  times=$(mktemp -d)
  letters=$(echo a b c d | cut -d ' ' -f "-$#")
  for run in $(seq "$RUNS"); do
    for letter in $letters; do
      timed "$letter"
    done
  done
  for letter in $letters; do
    eval "median_$letter=$(median "$letter")"
  done
  rm -rf "$times"
  name_b=$2
  for letter in $letters; do
    if [ "$letter" != b ]; then
      eval "echo \"\$median_$letter \$median_b\"" | awk -v one="$1" -v other="$name_b" -v runs="$RUNS" '{
        printf "%s: %s s   %s: %s s   difference %.2f s, ratio %.2f (medians of %d)\n",
          one, $1, other, $2, $1 - $2, $1 / $2, runs
      }'
    fi
    shift
  done
}
