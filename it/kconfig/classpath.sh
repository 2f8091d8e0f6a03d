#!/bin/sh
# Prints the class path of the plugin's classes and test classes; they must have been compiled.
set -eu
plugin=$(cd "$(dirname "$0")/../../kernel-maven-plugin" && pwd)
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
[ -f "$plugin/target/test-classes/org/kernelmaven/kconfig/KconfigSweep.class" ] || {
  echo "Compile the plugin first: mvn -pl kernel-maven-plugin test-compile" >&2
  exit 1
}
logging=$(find "$repository/org/slf4j/slf4j-api" -name 'slf4j-api-*.jar' | sort | tail -n 1)
echo "${SWEEP_OVERRIDE:-$plugin/target/classes:$plugin/target/test-classes}:$logging"
