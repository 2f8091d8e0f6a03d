#!/bin/sh
# What building a module costs beside plain make, what a build costs that has nothing to do, and what unpacking a
# dev artifact costs beside tar. The start of Maven is on both sides of each, so that the difference is ours.
set -eu
cd "$(dirname "$0")"
. ./interleaved.sh
version=$(sed -n 's#^  <version>\(.*\)</version>#\1#p' ../../pom.xml | head -n 1)
work=$(mktemp -d -p ../target 2>/dev/null || mktemp -d)
work=$(cd "$work" && pwd)
trap 'rm -rf "$work"' EXIT

mkdir "$work/bin"
. ../dev/project.sh
make_project "$version"
write_module "$project/src/main/module/widget.c" 0 'return 0;'
archive=$repository/org/kernelmaven/example/quickstart-kernel/6.1-quickstart1/quickstart-kernel-6.1-quickstart1-dev.tar.zst
if [ ! -f "$archive" ]; then
  echo "No quickstart kernel in $repository: run it/quickstart.sh first, or set REPOSITORY." >&2
  exit 1
fi
maven() { mvn -B -q -o -Dmaven.repo.local="$repository" -f "$project/pom.xml" "$@"; }
# Also the files that Maven reads are in memory now.
maven package -DskipTests -Dkernel.store="$work/store"
dev=$(find "$work/store/dev" -mindepth 1 -maxdepth 1 -type d | head -n 1)

before_a() { rm -rf "$project/target"; }
a() { maven compile -Dkernel.store="$work/store"; }
before_b() {
  rm -rf "$work/plain" && mkdir "$work/plain"
  cp "$project/src/main/module/widget.c" "$work/plain/"
  echo 'obj-m := widget.o' >"$work/plain/Kbuild"
}
b() { make -C "$dev" M="$work/plain" -j"$(nproc)" modules && maven validate; }
interleave 'mvn compile, a clean module' 'make and mvn validate'
a() { maven package -DskipTests -Dkernel.store="$work/store"; }
interleave 'mvn package -DskipTests, a clean module' 'make and mvn validate'

maven compile -Dkernel.store="$work/store"
# A make that is started for anything but its version leaves a word, and fails.
cat >"$work/bin/make" <<END
#!/bin/sh
[ "\$*" = --version ] && exec $(command -v make) --version
echo "make \$*" >>"$work/started"
exit 1
END
chmod +x "$work/bin/make"
before_a() { :; }
a() { PATH=$work/bin:$PATH maven compile -Dkernel.store="$work/store"; }
before_b() { :; }
b() { maven validate; }
interleave 'mvn compile, nothing changed' 'mvn validate'
echo "makes started while nothing was changed ($RUNS runs): $(cat "$work/started" 2>/dev/null | wc -l)"
# The same once more with a changed source: it does start one.
echo '/* changed */' >>"$project/src/main/module/widget.c"
a >/dev/null 2>&1 || true
echo "makes started once a source was: $(cat "$work/started" 2>/dev/null | wc -l)"

before_a() { aside "$work/empty"; }
a() { maven generate-sources -Dkernel.store="$work/empty"; }
before_b() { aside "$work/tar" && mkdir "$work/tar"; }
b() { tar -C "$work/tar" --zstd -xf "$archive" && maven generate-sources -Dkernel.store="$work/store"; }
interleave 'dev artifact into an empty store' 'tar --zstd -xf, and the same from a full store'
