package org.kernelmaven.build.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

class DoctorTest {

    private static final Toolset ARM64 = new Toolset("aarch64-linux-gnu-", "", "");

    @TempDir
    Path directory;

    private Path bin;
    private Path tree;
    private Host host;
    private Doctor doctor;

    @BeforeEach
    void prepare() throws IOException {
        bin = Files.createDirectories(directory.resolve("bin"));
        tree = Files.createDirectories(directory.resolve("linux"));
        host = new Host("x86_64", 2, List.of(bin));
        doctor = new Doctor(host, new CommandRunner(), true);
        for (var name : List.of("flex", "bison", "bc", "perl", "depmod", "awk", "find", "cmp", "diff", "gzip")) {
            program(name, "echo " + name + " 99.1");
        }
        program("make", "echo 'GNU Make 4.3'");
        program("ld", "echo 'GNU ld (GNU Binutils for Debian) 2.40'");
        program("patch", "echo 'GNU patch 2.7.6'");
        // Has every header but those named in a file beside it.
        program(
                "gcc",
                "case \"$*\" in --version) echo 'gcc (Debian 12.2.0-14) 12.2.0'; exit;; esac\n"
                        + "while read -r header; do case \"$*\" in *\"$header\"*) exit 1;; esac; done < " + directory
                        + "/absent\n");
        Files.writeString(directory.resolve("absent"), "");
        program("sh", "exec /bin/sh \"$@\"");
        write(
                "scripts/min-tool-version.sh",
                """
                case $1 in gcc) echo 5.1.0;; binutils) echo 2.25.0;; rustc) echo 1.78.0;;
                llvm) if [ "$SRCARCH" = s390 ]; then echo 15.0.0; else echo 13.0.1; fi;; *) exit 1;; esac
                """);
        write(
                "Documentation/process/changes.rst",
                """
                ====================== ===============  ========================================
                        Program        Minimal version       Command to check the version
                ====================== ===============  ========================================
                GNU C                  4.9              gcc --version
                GNU make               4.0              make --version
                flex                   2.5.35           flex --version
                bison                  2.0              bison --version
                pahole                 1.16             pahole --version
                kmod                   13               depmod -V
                openssl & libcrypto    1.0.0            openssl version
                bc                     1.06.95          bc --version
                bindgen (optional)     0.65.1           bindgen --version
                cpio                   any              cpio --version
                ====================== ===============  ========================================
                """);
    }

    @Test
    void aMachineWithEverythingIsHealthy() throws IOException {
        assertThat(doctor.basics(Toolset.NATIVE).missing()).isEmpty();
        assertThat(doctor.tree(tree, "x86", Toolset.NATIVE).missing()).isEmpty();
        assertThat(doctor.config(tree, "x86", Toolset.NATIVE, Map.of("X86", "y"))
                        .missing())
                .isEmpty();
    }

    @Test
    void whereOnlyTheVerdictCountsAProgramIsAskedForItsVersionOnceAndOnlyAgainstAMinimum() throws IOException {
        program("find", "echo find >>" + directory + "/asked");
        program("bison", "echo bison >>" + directory + "/asked; echo bison 1.9");
        var verdict = new Doctor(host, new CommandRunner(), false);

        var report = verdict.basics(Toolset.NATIVE)
                .plus(verdict.tree(tree, "x86", Toolset.NATIVE))
                .plus(verdict.tree(tree, "x86", Toolset.NATIVE));

        assertThat(report.missing()).extracting(Requirement::what).containsExactly("bison");
        assertThat(directory.resolve("asked")).hasContent("bison");
    }

    @Test
    void aLauncherThatIsMissingIsNamedWithItsPackage() throws IOException {
        program("dnf", "exit 0");
        program("ccache", "echo 'ccache version 4.8'");

        var report = doctor.launchers(List.of("ccache", "icecc"));

        assertThat(report.missing()).extracting(Requirement::what).containsExactly("icecc");
        assertThat(report.message())
                .contains("icecc is missing (compilerLauncher)")
                .contains("dnf install -y icecream");
    }

    @Test
    void missingToolsAreNamedAtOnceWithOneCommand() throws IOException {
        program("apt-get", "exit 0");
        remove("bc", "depmod", "ld");

        var report = doctor.basics(Toolset.NATIVE);

        assertThat(report.missing()).extracting(Requirement::what).containsExactlyInAnyOrder("bc", "depmod", "ld");
        assertThat(report.message())
                .contains("bc is missing (every kernel build)")
                .contains("sudo apt-get update && sudo apt-get install -y bc binutils kmod")
                .doesNotContain("dnf");
    }

    @Test
    void withoutAKnownPackageManagerAllAreShown() throws IOException {
        remove("perl");

        assertThat(doctor.basics(Toolset.NATIVE).message())
                .contains("No known package manager")
                .contains("apt-get install -y perl\n")
                .contains("dnf install -y perl-interpreter\n")
                .contains("zypper --non-interactive install perl\n")
                .contains("pacman -Sy --needed --noconfirm perl\n")
                .contains("apk add perl");
    }

    @Test
    void aPatchThatIsNotGnuPatchWillNotDo() throws IOException {
        program("patch", "echo 'patch (BusyBox v1.36)'");

        assertThat(doctor.basics(Toolset.NATIVE).message()).contains("patch is not GNU patch");
    }

    @Test
    void theCLibrarysHeadersAreNeeded() throws IOException {
        Files.writeString(directory.resolve("absent"), "stdio.h\n");

        assertThat(doctor.basics(Toolset.NATIVE).packages(PackageManager.APT)).containsExactly("libc6-dev");
    }

    @ParameterizedTest
    @CsvSource({
        "aarch64-linux-gnu-, gcc-aarch64-linux-gnu, gcc-aarch64-linux-gnu, aarch64-linux-gnu-gcc",
        "x86_64-linux-gnu-, gcc-x86-64-linux-gnu, gcc-x86_64-linux-gnu, x86_64-linux-gnu-gcc",
        "arm-linux-gnueabihf-, gcc-arm-linux-gnueabihf, gcc-arm-linux-gnu, arm-linux-gnueabihf-gcc",
        "riscv64-linux-gnu-, gcc-riscv64-linux-gnu, gcc-riscv64-linux-gnu, riscv64-linux-gnu-gcc",
    })
    void aCrossCompilersPackageIsKnown(String prefix, String apt, String dnf, String pacman) throws IOException {
        var report = doctor.basics(new Toolset(prefix, "", ""));

        assertThat(report.missing()).extracting(Requirement::what).containsExactly(prefix + "gcc", prefix + "ld");
        assertThat(report.packages(PackageManager.APT)).containsExactly(apt);
        assertThat(report.packages(PackageManager.DNF)).containsExactly(dnf);
        assertThat(report.packages(PackageManager.PACMAN)).containsExactly(pacman);
    }

    @Test
    void whatAPackageManagerLacksIsSaid() throws IOException {
        program("apk", "exit 0");

        assertThat(doctor.basics(ARM64).message()).contains("apk has no package we know of for aarch64-linux-gnu-gcc");
    }

    @Test
    void llvmNeedsItsOwnTools() throws IOException {
        var report = doctor.basics(new Toolset("", "-15", ""));

        assertThat(report.missing())
                .extracting(Requirement::what)
                .containsExactly("clang-15", "ld.lld-15", "llvm-ar-15", "llvm-nm-15", "llvm-objcopy-15");
        assertThat(report.packages(PackageManager.APT)).containsExactly("clang", "lld", "llvm");
    }

    @Test
    void theTreesMinimumsAreHeld() throws IOException {
        program("make", "echo 'GNU Make 3.82'");
        program("gcc", "echo 'gcc (Debian 4.9.2-10) 4.9.2'");
        program("bc", "echo 'bc 1.06'");
        program("depmod", "echo 'kmod version 12'");

        var report = doctor.tree(tree, "x86", Toolset.NATIVE);

        assertThat(report.missing())
                .extracting(Requirement::toString)
                .containsExactlyInAnyOrder(
                        "make is 3.82, 4.0 or newer is needed (Documentation/process/changes.rst)",
                        "bc is 1.06, 1.06.95 or newer is needed (Documentation/process/changes.rst)",
                        "depmod is 12, 13 or newer is needed (Documentation/process/changes.rst)",
                        "gcc is 4.9.2, 5.1.0 or newer is needed (scripts/min-tool-version.sh)");
    }

    @Test
    void aMinimumMayDependOnTheArch() throws IOException {
        program("clang", "echo 'Debian clang version 14.0.6'");
        program("ld.lld", "echo 'Debian LLD 14.0.6 (compatible with GNU linkers)'");
        var llvm = new Toolset("", "1", "");

        assertThat(doctor.tree(tree, "x86", llvm).missing()).isEmpty();
        assertThat(doctor.tree(tree, "s390", llvm).missing())
                .extracting(Requirement::what)
                .containsExactly("clang", "ld.lld");
    }

    @Test
    void withoutTheScriptTheTableDecides() throws IOException {
        Files.delete(tree.resolve("scripts/min-tool-version.sh"));
        program("gcc", "echo 'gcc 4.8.1'");

        assertThat(doctor.tree(tree, "x86", Toolset.NATIVE).missing())
                .singleElement()
                .asString()
                .contains("gcc is 4.8.1, 4.9 or newer is needed");
    }

    @ParameterizedTest
    @CsvSource({
        "KERNEL_ZSTD, zstd, zstd",
        "KERNEL_LZO, lzop, lzop",
        "KERNEL_LZMA, lzma, xz-utils",
        "MODULE_COMPRESS_XZ, xz, xz-utils",
        "INITRAMFS_COMPRESSION_LZ4, lz4, lz4",
        "IKHEADERS, cpio, cpio",
        "DRM_MSM, python3, python3",
        "DEBUG_INFO_BTF, pahole, dwarves",
        "MODULE_SIG, openssl, openssl",
        "RUST, bindgen, bindgen",
    })
    void anOptionNeedsItsProgram(String option, String program, String aptPackage) throws IOException {
        var report = doctor.config(tree, "x86", Toolset.NATIVE, Map.of(option, "y"));

        assertThat(report.missing())
                .filteredOn(requirement -> requirement.what().equals(program))
                .singleElement()
                .satisfies(requirement -> {
                    assertThat(requirement.why()).containsExactly("CONFIG_" + option + "=y");
                    assertThat(requirement.packages().with(PackageManager.APT)).containsExactly(aptPackage);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "UNWINDER_ORC, gelf.h, libelf-dev",
        "OBJTOOL, gelf.h, libelf-dev",
        "MODULE_SIG, openssl/cms.h, libssl-dev",
        "SYSTEM_TRUSTED_KEYRING, openssl/cms.h, libssl-dev",
    })
    void anOptionNeedsItsHeader(String option, String header, String aptPackage) throws IOException {
        program("openssl", "echo OpenSSL 3.0.2");
        Files.writeString(directory.resolve("absent"), header + "\n");

        var report = doctor.config(tree, "x86", Toolset.NATIVE, Map.of(option, "y"));

        assertThat(report.missing())
                .extracting(Requirement::what)
                .singleElement()
                .asString()
                .startsWith(header);
        assertThat(report.packages(PackageManager.APT)).containsExactly(aptPackage);
        assertThat(doctor.config(tree, "x86", Toolset.NATIVE, Map.of(option, "n"))
                        .missing())
                .isEmpty();
    }

    @Test
    void headersAreAskedOfTheHostsCompilerWhenCrossCompiling() throws IOException {
        program("aarch64-linux-gnu-gcc", "exit 1");

        var report = doctor.config(tree, "arm64", ARM64, Map.of("OBJTOOL", "y"));

        assertThat(report.missing()).isEmpty();
    }

    @Test
    void dwarf5NeedsANewerPahole() throws IOException {
        program("pahole", "echo v1.19");
        program("python3", "echo Python 3.11.2");

        assertThat(config("DEBUG_INFO_BTF")).isEmpty();
        assertThat(config("DEBUG_INFO_BTF", "DEBUG_INFO_DWARF5"))
                .singleElement()
                .asString()
                .contains("pahole is 1.19, 1.21 or newer is needed (CONFIG_DEBUG_INFO_BTF=y)");
    }

    @Test
    void gccPluginsNeedTheirHeaders() throws IOException {
        program("g++", "echo g++ 12.2.0");
        program(
                "gcc",
                "case \"$*\" in -dumpversion) echo 12;; -print-file-name=plugin) echo " + directory
                        + "/plugin;; esac\n");

        assertThat(doctor.config(tree, "x86", Toolset.NATIVE, Map.of("GCC_PLUGINS", "y"))
                        .packages(PackageManager.APT))
                .containsExactly("gcc-12-plugin-dev");
        Files.createDirectories(directory.resolve("plugin/include"));
        Files.writeString(directory.resolve("plugin/include/plugin-version.h"), "");
        assertThat(config("GCC_PLUGINS")).isEmpty();
    }

    @Test
    void anEditorNeedsItsLibrary() throws IOException {
        Files.writeString(directory.resolve("absent"), "ncurses.h\n");

        assertThat(doctor.editor("menuconfig", Toolset.NATIVE).packages(PackageManager.APT))
                .containsExactly("libncurses-dev");
        assertThat(doctor.editor("xconfig", Toolset.NATIVE).isHealthy()).isFalse();
    }

    @Test
    void reportsOfTwoStagesBecomeOne() throws IOException {
        remove("make");

        var both = doctor.basics(Toolset.NATIVE).plus(doctor.tree(tree, "x86", Toolset.NATIVE));

        assertThat(both.missing())
                .singleElement()
                .asString()
                .isEqualTo("make 4.0 or newer is missing (every kernel build, Documentation/process/changes.rst)");
        assertThatThrownBy(both::throwIfMissing)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("-Dkernel.doctor.install");
    }

    @Test
    void installsAsRoot() throws IOException {
        program("id", "echo 0");
        recording("apt-get");
        remove("bc");

        install();

        assertThat(directory.resolve("ran")).hasContent("apt-get update\napt-get install -y bc\n");
    }

    @Test
    void installsWithSudoThatDoesNotAsk() throws IOException {
        program("id", "echo 1000");
        program("sudo", "echo \"sudo $1\" >> " + directory + "/ran; shift; exec \"$@\"");
        program("true", "exit 0");
        recording("dnf");
        remove("bc");

        install();

        assertThat(directory.resolve("ran")).hasContent("sudo -n\nsudo -n\ndnf install -y bc\n");
    }

    @Test
    void withoutRootAndSudoTheCommandIsShown() throws IOException {
        program("id", "echo 1000");
        recording("apk");
        remove("bc");

        assertThatThrownBy(this::install)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("this is not root; there is no sudo either")
                .hasMessageContaining("sudo apk add bc");
        program("sudo", "echo 'a password is required'; exit 1");
        assertThatThrownBy(this::install).hasMessageContaining("sudo asks for a password");
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void aFailingInstallationShowsWhatItSaid() throws IOException {
        program("id", "echo 0");
        program("zypper", "echo 'no network'; exit 4");
        remove("bc");

        assertThatThrownBy(this::install)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("exit code 4")
                .hasMessageContaining("no network");
    }

    @Test
    void withoutAPackageManagerNothingIsInstalled() throws IOException {
        program("id", "echo 0");
        remove("bc");

        assertThatThrownBy(this::install)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no known package manager");
    }

    private void install() throws IOException {
        new Installation(host, new CommandRunner()).install(doctor.basics(Toolset.NATIVE));
    }

    private List<Requirement> config(String... options) throws IOException {
        var config = new HashMap<String, String>();
        for (var option : options) {
            config.put(option, "y");
        }
        return doctor.config(tree, "x86", Toolset.NATIVE, config).missing();
    }

    private void recording(String name) throws IOException {
        program(name, "echo \"" + name + " $*\" >> " + directory + "/ran");
    }

    private void program(String name, String script) throws IOException {
        var file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void remove(String... names) throws IOException {
        for (var name : names) {
            Files.delete(bin.resolve(name));
        }
    }

    private void write(String path, String text) throws IOException {
        var file = tree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
