# A kernel:dev that runs on the module project of project.sh, which is to be sourced before.

log=$work/dev.log

# An editor's way to save: beside, then renamed.
save() { # NUMBER LINE
  write_module "$work/widget.c.new" "$1" "$2"
  mv "$work/widget.c.new" "$project/src/main/module/widget.c"
}

start_session() {
  rm -f "$work/keys"
  mkfifo "$work/keys"
  # exec: the process that is watched is Maven's own, not a shell's.
  (exec "${MVN:-mvn}" -B -o -Dstyle.color=never -Daether.enhancedLocalRepository.trackingFilename=no-such-file -Dmaven.repo.local="$repository" -f "$project/pom.xml" "$@" kernel:dev \
    <"$work/keys" >"$log" 2>&1) &
  maven=$!
  exec 9>"$work/keys"
  waits=0
  seen=0
  await_end
}

# Waits until the session has done what it was to do, up to five minutes, for the machine may be loaded; said is what it
# said meanwhile.
await_end() {
  waits=$((waits + 1))
  tries=0
  while [ "$(grep -c 'Waiting for a save' "$log")" -lt "$waits" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 3000 ] || ! kill -0 "$maven" 2>/dev/null; then
      tail -n 60 "$log"
      echo 'FAIL: kernel:dev ended, or does not come to an end' >&2
      exit 1
    fi
    sleep 0.1
  done
  said=$work/said
  tail -n +"$((seen + 1))" "$log" >"$said"
  seen=$(wc -l <"$log")
}

expect() { # TEXT
  if ! grep -qF -- "$1" "$said"; then
    cat "$said"
    echo "FAIL: '$1' was not said" >&2
    exit 1
  fi
}

guests() { pgrep -f "qemu-system-.*$project/" | wc -l; }

end_session() {
  echo quit >&9
  exec 9>&-
  wait "$maven" || { tail -n 40 "$log"; echo 'FAIL: kernel:dev failed' >&2; exit 1; }
  [ "$(guests)" = 0 ] || { echo 'FAIL: a guest is left' >&2; exit 1; }
  [ ! -e "$project/target/kernel-module/dev/snapshot" ] || { echo 'FAIL: a snapshot is left' >&2; exit 1; }
}
