# Debian's linux-source-6.1, of which the benchmarks unpack and build. To be sourced, in it/bench; sets tarball, which is
# kept in it/target, and the function make_kernel_project.

mkdir -p ../target/source
(
  cd ../target/source
  [ -f linux-source-6.1.tar.xz ] || {
    apt-get download -qq linux-source-6.1
    dpkg-deb --fsys-tarfile linux-source-6.1_*.deb | tar -xO --wildcards '*/linux-source-6.1.tar.xz' >new.tar.xz
    rm linux-source-6.1_*.deb
    mv new.tar.xz linux-source-6.1.tar.xz
  }
)
tarball=$(cd ../target/source && pwd)/linux-source-6.1.tar.xz

# A project of the quickstart kernel from that tarball.
make_kernel_project() { # DIRECTORY
  mkdir -p "$1"
  hash=$(sha256sum "$tarball" | cut -d ' ' -f 1)
  sed "s#<debian>linux-source-6.1</debian>#<file>$tarball</file><hash>sha256:$hash</hash>#" ../quickstart/pom.xml \
    >"$1/pom.xml"
}
