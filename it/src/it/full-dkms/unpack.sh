#!/bin/sh
# unpack.sh FOLDER PACKAGE[=VERSION]…
# Downloads Debian packages, as any user, and unpacks them below FOLDER/root; nothing is installed.
set -eu
mkdir -p "$1"
folder=$(cd "$1" && pwd)
shift

apt() { # OPTIONS… COMMAND PACKAGES…: with a cache of our own
  apt-get -q -o Dir::Cache="$folder/apt/cache" "$@"
}

apt_anew() { # with package lists of our own too
  apt -o Dir::State="$folder/apt" -o Dir::State::lists="$folder/apt/lists" "$@"
}

rm -rf "$folder/debs"
mkdir -p "$folder/debs" "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial"
cd "$folder/debs"
# The system's lists may be empty, as in a container, or old.
apt download "$@" || {
  apt_anew update
  apt_anew download "$@"
}
for deb in *.deb; do
  dpkg-deb -x "$deb" "$folder/root"
done
