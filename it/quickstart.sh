#!/bin/sh
# Builds a small Linux kernel from Debian's sources with Maven, boots it, and says what was made.
# Installs the native packages that are missing, the plugin, and the kernel's artifacts.
set -eu
export LC_ALL=C.UTF-8

cd "$(dirname "$0")"
. ./native-packages.sh

started=$(date +%s)
step() { printf '\n== %s (%s s)\n' "$1" "$(($(date +%s) - started))"; }

step 'Native packages'
need_kernel_build
install_needs

step 'The plugin: built and installed into the local repository'
mvn -B -q -f ../pom.xml -pl kernel-maven-plugin -am install -DskipTests -Dspotbugs.skip -Dspotless.check.skip

step 'The kernel: fetched, configured, compiled, packed and installed'
mvn -B -f quickstart/pom.xml install

step 'The kernel boots'
mvn -B -f quickstart/pom.xml kernel:run

step 'A second build has nothing to do'
log=$(mktemp)
trap 'rm -f "$log"' EXIT
mvn -B -f quickstart/pom.xml install >"$log" || { cat "$log"; exit 1; }
grep 'Total time' "$log"

step 'Done. What was made, how large, and where'
sed -n 's/^\[INFO\] Installing .* to //p' "$log" | while read -r artifact; do
  du -h "$artifact"
done
cat <<END

Next:
  mvn -f it/quickstart/pom.xml kernel:run -Dkernel.run.modules=kunit    load a module in the guest
  mvn -f it/quickstart/pom.xml kernel:menuconfig                        change the configuration in menus
  mvn -f it/quickstart/pom.xml install -Dkernel.config.PRINTK_TIME=yes   change one option, compile what it touches
  mvn -f it/quickstart/pom.xml kernel:help -Ddetail -Dgoal=build        every parameter, with an example
END
