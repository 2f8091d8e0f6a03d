#!/bin/sh
# Sets up what the tests need and runs every one of them; with --full also those that take long.
# CONTRIBUTING.md has the table of which check runs where.
set -eu
export LC_ALL=C.UTF-8

full=false
case ${1-} in
  '') ;;
  --full) full=true ;;
  *)
    echo "usage: $0 [--full]" >&2
    exit 2
    ;;
esac

cd "$(dirname "$0")"
. ./native-packages.sh

need_kernel_build
#    what                   apt                    dnf                    zypper              pacman                 apk
need aarch64-linux-gnu-gcc  gcc-aarch64-linux-gnu  gcc-aarch64-linux-gnu  cross-aarch64-gcc14 aarch64-linux-gnu-gcc  gcc-aarch64-none-elf
need riscv64-linux-gnu-gcc  gcc-riscv64-linux-gnu  gcc-riscv64-linux-gnu  cross-riscv64-gcc14 riscv64-linux-gnu-gcc  gcc-riscv-none-elf
need pahole                 dwarves                dwarves                dwarves             pahole                 pahole
need git                    git                    git                    git                 git                    git
need quilt                  quilt                  quilt                  quilt               quilt                  quilt
need cpio                   cpio                   cpio                   cpio                cpio                   cpio
need bzip2                  bzip2                  bzip2                  bzip2               bzip2                  bzip2
need zstd                   zstd                   zstd                   zstd                zstd                   zstd
need unzip                  unzip                  unzip                  unzip               unzip                  unzip
need ncurses.h              libncurses-dev         ncurses-devel          ncurses-devel       ncurses                ncurses-dev
need pgrep                  procps                 procps-ng              procps              procps-ng              procps
need python3                python3                python3                python3             python                 python3
need python3:pytest         python3-pytest         python3-pytest         python3-pytest      python-pytest          py3-pytest
need ccache                 ccache                 ccache                 ccache              ccache                 ccache
need distccd                distcc                 distcc-server          distcc              distcc                 distcc
need softhsm2-util          softhsm2               softhsm                softhsm             softhsm                softhsm
need pkcs11-tool            opensc                 opensc                 opensc              opensc                 opensc
need busybox              busybox-static         busybox                busybox-static      busybox                busybox-static
if $full; then
  need qemu-system-aarch64  qemu-system-arm        qemu-system-aarch64-core  qemu-arm         qemu-system-aarch64    qemu-system-aarch64
  need qemu-system-riscv64  qemu-system-misc       qemu-system-riscv-core    qemu-extra       qemu-system-riscv      qemu-system-riscv64
fi
install_needs

if ! $full; then
  mvn -B -f ../pom.xml -P every-maven,real-kernels verify
  # Twenty rounds are for --full.
  ROUNDS=5 PLUGINS=$PWD/target/local-repo sh concurrent.sh
  exit
fi

mvn -B -f ../pom.xml -P every-maven,real-kernels,full install
for check in full/*.sh; do
  echo "== $check"
  sh "$check"
done
