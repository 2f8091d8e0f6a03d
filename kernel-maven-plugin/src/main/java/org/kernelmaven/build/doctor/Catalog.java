package org.kernelmaven.build.doctor;

import java.util.Map;

/** Which package brings which program or header, by distribution. */
final class Catalog {

    static final Packages C_LIBRARY =
            Packages.of("libc6-dev", "glibc-devel", "glibc-devel", "glibc", "musl-dev linux-headers");
    static final Packages LIBELF =
            Packages.of("libelf-dev", "elfutils-libelf-devel", "libelf-devel", "libelf", "elfutils-dev");
    static final Packages LIBDW = Packages.of("libdw-dev", "elfutils-devel", "libdw-devel", "libelf", "elfutils-dev");
    static final Packages OPENSSL_HEADERS =
            Packages.of("libssl-dev", "openssl-devel", "libopenssl-devel", "openssl", "openssl-dev");
    static final Packages NCURSES =
            Packages.of("libncurses-dev", "ncurses-devel", "ncurses-devel", "ncurses", "ncurses-dev");
    static final Packages QT = Packages.of(
            "qtbase5-dev qtbase5-dev-tools pkg-config",
            "qt5-qtbase-devel pkgconf-pkg-config",
            "libqt5-qtbase-devel pkg-config",
            "qt5-base pkgconf",
            "qt5-qtbase-dev pkgconf");
    static final Packages GTK = Packages.of(
            "libgtk-3-dev pkg-config",
            "gtk3-devel pkgconf-pkg-config",
            "gtk3-devel pkg-config",
            "gtk3 pkgconf",
            "gtk+3.0-dev pkgconf");
    static final Packages RUST_SOURCE = Packages.of("rust-src", "rust-src", "rust", "rust-src", "rust-src");

    private static final Packages BINUTILS = Packages.of("binutils");
    private static final Packages XZ = Packages.of("xz-utils", "xz", "xz", "xz", "xz");

    /** Programs whose package has another name than they have, or has different names. */
    private static final Map<String, Packages> PROGRAMS = Map.ofEntries(
            Map.entry("ld", BINUTILS),
            Map.entry("ar", BINUTILS),
            Map.entry("objcopy", BINUTILS),
            Map.entry("ld.lld", Packages.of("lld")),
            Map.entry("llvm-ar", Packages.of("llvm")),
            Map.entry("llvm-nm", Packages.of("llvm")),
            Map.entry("llvm-objcopy", Packages.of("llvm")),
            Map.entry("g++", Packages.of("g++", "gcc-c++", "gcc-c++", "gcc", "g++")),
            Map.entry("perl", Packages.of("perl", "perl-interpreter", "perl", "perl", "perl")),
            Map.entry("depmod", Packages.of("kmod")),
            Map.entry("find", Packages.of("findutils")),
            Map.entry("cmp", Packages.of("diffutils")),
            Map.entry("diff", Packages.of("diffutils")),
            Map.entry("awk", Packages.of("gawk")),
            Map.entry("xz", XZ),
            Map.entry("icecc", Packages.of("icecc", "icecream", "icecream", "", "icecream")),
            Map.entry("lzma", Packages.of("xz-utils", "xz-lzma-compat", "xz", "xz", "xz")),
            Map.entry("pahole", Packages.of("dwarves", "dwarves", "dwarves", "pahole", "pahole")),
            Map.entry("python3", Packages.of("python3", "python3", "python3", "python", "python3")),
            Map.entry("rustc", Packages.of("rustc", "rust", "rust", "rust", "rust")),
            Map.entry(
                    "bindgen", Packages.of("bindgen", "bindgen-cli", "rust-bindgen", "rust-bindgen", "rust-bindgen")));

    private Catalog() {}

    /** What brings a program of that plain name: without directory, prefix or suffix. */
    static Packages program(String name) {
        return PROGRAMS.getOrDefault(name, Packages.of(name));
    }

    /**
     * What brings a cross compiler and its binutils.
     *
     * @param triplet such as {@code aarch64-linux-gnu}
     */
    static Packages cross(String triplet) {
        var arch = triplet.split("-", 2)[0];
        return Packages.of(
                "gcc-" + triplet.replace('_', '-'),
                "gcc-" + (triplet.startsWith("arm-") ? "arm-linux-gnu" : triplet),
                "cross-" + (arch.equals("powerpc64le") ? "ppc64le" : arch) + "-gcc14",
                triplet + "-gcc",
                "");
    }

    /** Headers to write gcc plugins with; on apt the package names the compiler's major version. */
    static Packages gccPlugins(String major, String crossCompile) {
        var triplet = crossCompile.isEmpty()
                ? ""
                : "-" + crossCompile.replaceFirst("-$", "").replace('_', '-');
        return Packages.of(
                "gcc-" + major + "-plugin-dev" + triplet,
                "gcc-plugin-devel gmp-devel libmpc-devel",
                "gcc" + major + "-devel",
                "gcc gmp libmpc",
                "gcc gmp-dev mpc1-dev mpfr-dev");
    }
}
