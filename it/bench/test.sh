#!/bin/sh
# What one mvn verify of a module with a KUnit test costs, guest included, beside what cannot be spared: plain make of both
# modules, the start of Maven, and a boot of the same kernel that powers off at once. All guests are emulated.
set -eu
cd "$(dirname "$0")"
. ./interleaved.sh
version=$(sed -n 's#^  <version>\(.*\)</version>#\1#p' ../../pom.xml | head -n 1)
work=$(mktemp -d -p ../target 2>/dev/null || mktemp -d)
work=$(cd "$work" && pwd)
trap 'rm -rf "$work"' EXIT

. ../dev/project.sh
make_project "$version"
write_module "$project/src/main/module/widget.c" 0 'return 0;'
mkdir -p "$project/src/test/module"
cat >"$project/src/test/module/widget_test.c" <<'C'
#include <kunit/test.h>
#include <linux/module.h>

static void adds(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 1 + 1, 2);
}

static struct kunit_case cases[] = { KUNIT_CASE(adds), {} };
static struct kunit_suite suite = { .name = "widget", .test_cases = cases };

kunit_test_suite(suite);
MODULE_DESCRIPTION("Tests widgets");
MODULE_LICENSE("GPL");
C
kernel=$repository/org/kernelmaven/example/quickstart-kernel/6.1-quickstart1/quickstart-kernel-6.1-quickstart1.tar.zst
if [ ! -f "$kernel" ]; then
  echo "No quickstart kernel in $repository: run it/quickstart.sh first, or set REPOSITORY." >&2
  exit 1
fi
maven() { mvn -B -q -o -Dmaven.repo.local="$repository" -f "$project/pom.xml" -Dkernel.store="$work/store" "$@"; }
maven verify
grep -q 'tests="1"' "$project"/target/surefire-reports/TEST-widget.xml
dev=$(find "$work/store/dev" -mindepth 1 -maxdepth 1 -type d | head -n 1)

mkdir "$work/kernel" "$work/root"
tar -C "$work/kernel" --zstd -xf "$kernel"
image=$(find "$work/kernel/boot" -name 'vmlinuz-*')
echo 'int reboot(int how); int main(void) { return reboot(0x4321fedc); }' >"$work/init.c"
gcc -static -Os -o "$work/root/init" "$work/init.c"
(cd "$work/root" && echo init | cpio --quiet -o -H newc | gzip >"$work/initramfs")

before_a() { rm -rf "$project/target"; }
a() { maven verify; }
before_b() {
  rm -rf "$work/plain" && mkdir "$work/plain"
  cp "$project/src/main/module/widget.c" "$project/src/test/module/widget_test.c" "$work/plain/"
  echo 'obj-m := widget.o widget_test.o' >"$work/plain/Kbuild"
}
b() {
  make -C "$dev" M="$work/plain" -j"$(nproc)" modules && maven validate &&
    qemu-system-x86_64 -cpu max -accel tcg -m 512M -nodefaults -no-user-config -display none -no-reboot -serial stdio \
      -kernel "$image" -initrd "$work/initramfs" -append 'console=ttyS0 panic=-1 no_timer_check' </dev/null
}
interleave 'mvn verify, a clean module with a test' 'make, mvn validate and a bare boot'
