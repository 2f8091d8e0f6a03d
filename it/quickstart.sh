#!/bin/sh
# Builds a small Linux kernel from Debian's sources with Maven, boots it, builds a module against its dev artifact, loads
# that in a virtual machine, and says what was made. Installs the native packages that are missing, the plugin and its
# archetype, and the artifacts of kernel and module.
set -eu
export LC_ALL=C.UTF-8

cd "$(dirname "$0")"
. ./native-packages.sh

started=$(date +%s)
step() { printf '\n== %s (%s s)\n' "$1" "$(($(date +%s) - started))"; }

step 'Native packages'
need_kernel_build
install_needs

step 'The plugin and its archetype: built and installed into the local repository'
mvn -B -q -f ../pom.xml -pl kernel-maven-plugin,kernel-module-archetype -am install \
  -DskipTests -Darchetype.test.skip -Dspotbugs.skip -Dspotless.check.skip

step 'The kernel: fetched, configured, compiled, packed and installed'
mvn -B -f quickstart/pom.xml install

step 'The kernel boots'
mvn -B -f quickstart/pom.xml kernel:run

step 'A second build has nothing to do'
log=$(mktemp)
trap 'rm -f "$log" "$log.module"' EXIT
mvn -B -f quickstart/pom.xml install >"$log" || { cat "$log"; exit 1; }
grep 'Total time' "$log"

step 'A module: a project from the archetype'
module=quickstart/target/hello-module
rm -rf "$module"
(cd quickstart/target && mvn -B -q org.apache.maven.plugins:maven-archetype-plugin:3.4.1:generate \
  -DarchetypeCatalog=local -DarchetypeGroupId=org.kernelmaven -DarchetypeArtifactId=kernel-module-archetype \
  -DarchetypeVersion=0.1.0-SNAPSHOT -DinteractiveMode=false \
  -DkernelGroupId=org.kernelmaven.example -DkernelArtifactId=quickstart-kernel -DkernelVersion=6.1-quickstart1 \
  -DgroupId=org.kernelmaven.example -DartifactId=hello-module -Dversion=1.0)

step "The module: compiled against the kernel's dev artifact, loaded on that kernel, packed and installed"
mvn -B -f "$module/pom.xml" install >"$log.module" || { cat "$log.module"; exit 1; }
cat "$log.module"
grep -q 'hello_module: hello' "$module/target/kernel-module/test/console.log"

step 'Done. What was made, how large, and where'
sed -n 's/^\[INFO\] Installing .* to //p' "$log" "$log.module" | while read -r artifact; do
  du -h "$artifact"
done
cat <<END

Next:
  mvn -f it/quickstart/pom.xml kernel:run -Dkernel.run.modules=kunit    load a module in the guest
  mvn -f it/quickstart/pom.xml kernel:menuconfig                        change the configuration in menus
  mvn -f it/quickstart/pom.xml install -Dkernel.config.PRINTK_TIME=yes   change one option, compile what it touches
  mvn -f it/quickstart/target/hello-module/pom.xml verify               edit src/main/module, then see it loaded
  mvn -f it/quickstart/pom.xml kernel:help -Ddetail -Dgoal=build        every parameter, with an example
END
