#!/bin/sh
# A second machine gets the quickstart kernel from the repository that the first one deployed it to, in less than 20 s: its
# local repository has the plugins and nothing of the kernel, its store is empty, and there is neither compiler nor make on
# its PATH. Arguments go to the first machine's Maven. FIRST: a project of that kernel, where it is built already.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../target/full-reuse
rm -rf "$work"
mkdir -p "$work/second" "$work/bin" "$work/remote"
work=$(cd "$work" && pwd)
first=${FIRST:-$work/first}
# verify.sh has put the plugin there.
built=$here/../target/local-repo
[ -n "${REPOSITORY-}" ] || ! [ -d "$built" ] || REPOSITORY=$(cd "$built" && pwd)
repository=${REPOSITORY:-$HOME/.m2/repository}

fail() { # LOG TEXT
  cat "$1"
  echo "FAIL: $2" >&2
  exit 1
}

if [ -z "${FIRST-}" ]; then
  # Only what is known by its content is taken from elsewhere: the package by its hash.
  hash=$(apt-cache show --no-all-versions linux-source-6.1 | sed -n 's/^SHA256: /sha256:/p')
  mkdir "$first"
  sed "s#<debian>.*</debian>#&<hash>$hash</hash>#" "$here/../quickstart/pom.xml" >"$first/pom.xml"
fi
mvn -B -Dmaven.repo.local="$repository" -f "$first/pom.xml" ${STORE:+-Dkernel.store="$STORE"} -Dkernel.reuse=false "$@" deploy \
  -DaltDeploymentRepository="remote::default::file://$work/remote" >"$work/first.log" 2>&1 ||
  fail "$work/first.log" 'the first machine'

cp "$first/pom.xml" "$work/second/"
cat >"$work/settings.xml" <<XML
<settings>
  <profiles>
    <profile>
      <id>remote</id>
      <repositories>
        <repository>
          <id>remote</id>
          <url>file://$work/remote</url>
        </repository>
      </repositories>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>remote</activeProfile>
  </activeProfiles>
</settings>
XML
# The plugins are linked, the kernel and what was downloaded for it are not.
mkdir "$work/repository"
(cd "$repository" && find . \( -path ./.cache -o -path ./org/kernelmaven/example \) -prune -o -type f -print |
  cpio -pdlm --quiet "$work/repository")
for program in java mvn sh basename cat dirname env expr ls readlink sed sync uname which; do
  ln -s "$(command -v "$program")" "$work/bin/$program"
done

start=$(date +%s%3N)
(cd "$work/second" && PATH=$work/bin mvn -B -s "$work/settings.xml" -Dmaven.repo.local="$work/repository" \
  -Dkernel.store="$work/store" package) >"$work/second.log" 2>&1 || fail "$work/second.log" 'the second machine'
took=$(($(date +%s%3N) - start))
grep -q 'Reused Linux' "$work/second.log" || fail "$work/second.log" 'it was not taken from there'
count=0
for artifact in "$first"/target/*.tar.zst "$first"/target/*.json; do
  cmp "$artifact" "$work/second/target/$(basename "$artifact")"
  count=$((count + 1))
done
[ "$count" = 6 ] || fail "$work/second.log" "expected 6 artifacts, found $count"
echo "PASS: the second machine has the same $count artifacts after $took ms"
[ "$took" -lt 20000 ] || { echo 'FAIL: that is not less than 20 s' >&2; exit 1; }
