# The quickstart kernel made without Maven, as one would with tar, make and zstd. To be sourced after source.sh.

# From the tarball to archives of the kernel, its modules, its headers and what modules are compiled against.
by_hand() ( # DIRECTORY
  set -eu
  export LC_ALL=C
  mkdir -p "$1/tree" "$1/boot" "$1/dev"
  cd "$1"
  hand=$PWD
  tar -C tree --strip-components=1 -xf "$tarball"
  mkdir tree/build
  hand_make tinyconfig
  hand_options >>tree/build/.config
  hand_make olddefconfig
  for option in $(hand_options); do
    grep -qx "$option" tree/build/.config || { echo "$option did not come out" >&2; exit 1; }
  done
  hand_make -j"$(nproc)" all
  hand_make INSTALL_MOD_PATH="$PWD/modules" INSTALL_MOD_STRIP=1 modules_install
  rm -f modules/lib/modules/*/build modules/lib/modules/*/source
  hand_make headers
  cp tree/build/System.map tree/build/.config tree/build/arch/x86/boot/bzImage boot/
  (cd tree && find Makefile include scripts arch/x86/include tools/objtool tools/include tools/build tools/scripts \
    tools/lib tools/arch/x86 -type f && find arch/x86 -name 'Makefile*') | (cd tree && cpio -pdlm --quiet ../dev)
  (cd tree/build && find .config Module.symvers System.map include scripts arch/x86/include tools/objtool/objtool \
    -type f ! -name '*.o' ! -name '*.cmd') | (cd tree/build && cpio -pdlmu --quiet ../../dev)
  hand_pack boot . boot
  hand_pack modules modules lib
  hand_pack headers tree/build/usr include
  hand_pack dev dev .
)

hand_make() {
  make -s -C "$hand/tree" O="$hand/tree/build" ARCH=x86_64 KBUILD_BUILD_USER=kernel KBUILD_BUILD_HOST=kernel \
    KBUILD_BUILD_TIMESTAMP='Thu Jan  1 00:00:00 UTC 2026' KBUILD_BUILD_VERSION=1 \
    KCFLAGS="-ffile-prefix-map=$hand/tree=." KAFLAGS="-ffile-prefix-map=$hand/tree=." "$@"
}

# zstd's level is that of the plugin.
hand_pack() { # NAME DIRECTORY PATH
  tar -C "$2" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1767225600 -I 'zstd -q -T0 -12' \
    -cf "$hand/$1.tar.zst" "$3"
}

# The options of the quickstart's POM as lines of a .config.
hand_options() {
  sed -n '/<config>/,/<\/config>/s#.*<\(CONFIG_\)\{0,1\}\([A-Z0-9_]*\)>\([a-z]*\)</.*#CONFIG_\2=\3#p' \
    "$quickstart/pom.xml" | sed 's/=yes$/=y/; s/=module$/=m/'
}

quickstart=$(cd ../quickstart && pwd)
