# A kernel:dev that runs on a module project of its own. To be sourced by a script that set work, a folder; the project
# is made there. REPOSITORY: a local repository that holds the quickstart kernel and this plugin.

repository=${REPOSITORY:-$HOME/.m2/repository}
project=$work/widget
log=$work/dev.log
seen=0

# A project of one module, as the archetype makes it.
make_project() { # VERSION-OF-THE-PLUGIN
  mkdir -p "$project/src/main/module"
  cat >"$project/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.kernelmaven.it</groupId>
  <artifactId>widget</artifactId>
  <version>1.0</version>
  <packaging>kernel-module</packaging>
  <dependencies>
    <dependency>
      <groupId>org.kernelmaven.example</groupId>
      <artifactId>quickstart-kernel</artifactId>
      <version>6.1-quickstart1</version>
      <type>kernel-dev</type>
      <scope>provided</scope>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.kernelmaven</groupId>
        <artifactId>kernel-maven-plugin</artifactId>
        <version>$1</version>
        <extensions>true</extensions>
      </plugin>
    </plugins>
  </build>
</project>
POM
}

# A module whose init says a number; the last line of its init is the caller's.
write_module() { # FILE NUMBER LINE
  cat >"$1" <<C
#include <linux/module.h>

static int __init widget_init(void)
{
	pr_info("widget: save $2\n");
	$3
}

static void __exit widget_exit(void)
{
}

module_init(widget_init);
module_exit(widget_exit);
MODULE_DESCRIPTION("Drives widgets");
MODULE_LICENSE("GPL");
C
}

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
}
