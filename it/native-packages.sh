# Installs what the scripts beside this file need from the system's package manager. To be sourced.
#
#   need PROGRAM APT DNF ZYPPER PACMAN APK    notes one need, unless the machine has it; PROGRAM may also be a header,
#                                             name.h, or a module of Python, python3:name
#   install_needs                             says what it installs, and installs it

missing=

package_manager() {
  for manager in apt-get dnf zypper pacman apk; do
    if command -v "$manager" >/dev/null 2>&1; then
      echo "$manager"
      return
    fi
  done
}

manager=$(package_manager)

has() {
  case $1 in
    *.h) printf '#include <%s>\n' "$1" | gcc -E -x c - >/dev/null 2>&1 ;;
    python3:*) python3 -c "import ${1#python3:}" >/dev/null 2>&1 ;;
    *) command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/sbin/$1" ] ;;
  esac
}

need() {
  has "$1" && return
  case $manager in
    apt-get) package=$2 ;;
    dnf) package=$3 ;;
    zypper) package=$4 ;;
    pacman) package=$5 ;;
    apk) package=$6 ;;
    *)
      echo "This machine has no '$1', and none of apt-get, dnf, zypper, pacman and apk to install it with." >&2
      echo "Install it by hand and run this script again." >&2
      exit 1
      ;;
  esac
  case " $missing " in
    *" $package "*) ;;
    *) missing="$missing $package" ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    echo "Installing packages needs root or sudo. As root, run: $*" >&2
    exit 1
  fi
}

install_needs() {
  [ -n "$missing" ] || return 0
  echo "Installing with $manager:$missing"
  # The list is ours and has no word that a shell would change, so it is split on purpose.
  case $manager in
    apt-get)
      as_root apt-get update -qq
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
      ;;
    dnf) as_root dnf install -y -q $missing ;;
    zypper) as_root zypper --non-interactive --quiet install $missing ;;
    pacman) as_root pacman -Sy --noconfirm --needed $missing ;;
    apk) as_root apk add --quiet $missing ;;
  esac
}

# What building a kernel takes, and Maven itself.
need_kernel_build() {
  #    what            apt                   dnf                          zypper              pacman        apk
  need javac           default-jdk-headless  java-17-openjdk-devel        java-17-openjdk-devel jdk17-openjdk openjdk17
  need mvn             maven                 maven                        maven               maven         maven
  need gcc             gcc                   gcc                          gcc                 gcc           gcc
  need stdio.h         libc6-dev             glibc-devel                  glibc-devel         glibc         musl-dev
  need ld              binutils              binutils                     binutils            binutils      binutils
  need make            make                  make                         make                make          make
  need flex            flex                  flex                         flex                flex          flex
  need bison           bison                 bison                        bison               bison         bison
  need bc              bc                    bc                           bc                  bc            bc
  need perl            perl                  perl                         perl                perl          perl
  need patch           patch                 patch                        patch               patch         patch
  need depmod          kmod                  kmod                         kmod                kmod          kmod
  need gelf.h          libelf-dev            elfutils-libelf-devel        libelf-devel        libelf        elfutils-dev
  need openssl/bio.h   libssl-dev            openssl-devel                libopenssl-devel    openssl       openssl-dev
  need openssl         openssl               openssl                      openssl             openssl       openssl
  need xz              xz-utils              xz                           xz                  xz            xz
  need qemu-system-x86_64 qemu-system-x86    qemu-system-x86-core         qemu-x86            qemu-system-x86 qemu-system-x86_64
}
