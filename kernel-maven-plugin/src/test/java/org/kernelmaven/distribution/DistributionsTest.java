package org.kernelmaven.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.kernelmaven.distribution.StubDebs.RELEASE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.source.AptGet;
import org.kernelmaven.source.DebianKernelSource;
import org.kernelmaven.source.DebsSource;
import org.kernelmaven.source.InstalledSource;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.Trees;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** With made-up packages and a script that answers as apt-get does; a real Debian kernel is an integration test. */
class DistributionsTest {

    private static final Origin ORIGIN = Origin.parameter("source");

    private static final String APT_GET =
            """
            #!/bin/sh
            echo "$*" >> "$REPOSITORY/calls"
            for last; do :; done
            name=${last%%=*}
            case $last in *=*) version=${last#*=} ;; *) version=* ;; esac
            for deb in "$REPOSITORY/$name"_$version_*.deb; do
                [ -f "$deb" ] || { echo "E: Unable to locate package $last"; exit 100; }
                case "$*" in
                *--print-uris*)
                    hash=$(sha256sum < "$deb" | cut -d' ' -f1)
                    echo "'http://deb.example.org/${deb##*/}' ${deb##*/} $(stat -c %s "$deb") SHA256:$hash" ;;
                *download*) cp "$deb" . ;;
                esac
            done
            """;

    private static final String APT_CACHE = "#!/bin/sh\ncd \"$REPOSITORY\" && ls *.deb | cut -d_ -f1\n";

    private final Path root;
    private final Path repository;
    private final StubDebs debs;
    private final Store store;

    DistributionsTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        this.repository = this.root.resolve("repository");
        this.debs = new StubDebs(repository);
        this.store = new Store(this.root.resolve("small"), this.root.resolve("large"));
        StubDebs.write(this.root, "apt-get", APT_GET);
        StubDebs.write(this.root, "apt-cache", APT_CACHE);
        StubDebs.run(this.root, "chmod", "755", "apt-get", "apt-cache");
    }

    private Distributions distributions(boolean offline, boolean update) {
        var environment = Map.of("PATH", System.getenv("PATH"), "REPOSITORY", repository.toString());
        var apt = new AptGet(store, environment, root.resolve("apt-get").toString());
        return new Distributions(store, new CommandRunner(), Host.current(), apt, offline, update);
    }

    private ImportedKernel get(List<Path> files) throws IOException {
        return distributions(true, false).get(new DebsSource(files, ORIGIN));
    }

    private ImportedKernel get(String name, boolean offline) throws IOException {
        return distributions(offline, false).get(new DebianKernelSource(name, Optional.empty(), ORIGIN));
    }

    private void assertRefused(List<Path> files, String... message) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> get(files))
                .withMessageContainingAll(message);
    }

    @Test
    void packagesBecomeTheDirectoriesOfAFinishedKernel() throws IOException {
        var kernel = get(debs.all()).staged();

        assertThat(kernel.image()).hasContent("the image");
        assertThat(kernel.systemMap()).exists();
        assertThat(kernel.config()).content().contains("CONFIG_EFI_STUB=y");
        var modules = kernel.modules().orElseThrow().resolve("lib/modules/" + RELEASE);
        assertThat(modules.resolve("kernel/drivers/gadget.ko")).exists();
        assertThat(modules.resolve("modules.dep")).content().contains("kernel/drivers/gadget.ko:");
        assertThat(modules.resolve("build")).doesNotExist();
        var tree = kernel.development().orElseThrow();
        assertThat(tree.resolve("scripts/mod/modpost")).isExecutable();
        assertThat(tree.resolve("arch/x86/Makefile")).exists();
        assertThat(tree.resolve("arch/arm64")).doesNotExist();
        assertThat(tree.resolve("Makefile"))
                .content()
                .doesNotContain("/usr/src", "cannot contain spaces")
                .contains("ARCH ?= x86_64");
    }

    @Test
    void metadataSayWhatThePackagesSay() throws IOException {
        var files = debs.all();

        var kernel = get(files);

        var metadata = kernel.staged().metadata();
        assertThat(metadata.release()).isEqualTo(RELEASE);
        assertThat(metadata.version()).isEqualTo("6.1.999");
        assertThat(kernel.arch()).isEqualTo(Arch.X86_64);
        assertThat(metadata.compiler()).isEqualTo("gcc-12 (Debian) 12.2.0");
        assertThat(metadata.features()).containsEntry("efiBootStub", true).containsEntry("ia32Emulation", false);
        assertThat(metadata.source().kind()).isEqualTo("debian");
        assertThat(metadata.source().description()).startsWith("linux-image-" + RELEASE + "=6.1.999-1, linux-headers-");
        assertThat(metadata.source().hash().orElseThrow().split(" ")).hasSize(4);
        assertThat(kernel.debianSource()).contains("linux-source-6.1=6.1.999-1");
        assertThat(kernel.staged().development().orElseThrow().resolve("kernel.json"))
                .hasContent(metadata.toJson());
    }

    @Test
    void modulesCompileAgainstACopyWithASpaceInItsPath() throws IOException {
        var tree = get(debs.all()).staged().development().orElseThrow();
        StubDebs.run(root, "cp", "-a", tree.toString(), "a b");
        StubDebs.write(root, "module/hello.c", "#include <linux/stub.h>\nint hello = STUB;\n");

        StubDebs.run(root, "make", "-C", root.resolve("a b").toString(), "M=" + root.resolve("module"), "modules");

        assertThat(root.resolve("module/hello.ko")).exists();
    }

    @Test
    void packagesOfTheKernelsOwnMakeAreTwo() throws IOException {
        var kernel = get(List.of(debs.image("6.1.999-1"), debs.wholeHeaders("6.1.999-1")));

        assertThat(kernel.staged().development().orElseThrow().resolve("scripts/mod/modpost"))
                .exists();
    }

    @Test
    void samePackagesAreUnpackedOnce() throws IOException {
        var files = debs.all();
        var first = Files.readAttributes(get(files).staged().image(), "unix:ino");

        assertThat(Files.readAttributes(get(files).staged().image(), "unix:ino"))
                .isEqualTo(first);
    }

    @Test
    void packageByNameBringsItsHeaders() throws IOException {
        debs.all();
        debs.meta("linux-image-amd64", "linux-image-" + RELEASE + " (= 6.1.999-1)");

        assertThat(get("linux-image-amd64", false).staged().release()).isEqualTo(RELEASE);
        Files.delete(repository.resolve("calls"));
        assertThat(get("linux-image-amd64", true).staged().release()).isEqualTo(RELEASE);
        assertThat(repository.resolve("calls")).doesNotExist();
    }

    @Test
    void damagedKernelWhosePackagesAreGoneIsGotAgain() throws IOException {
        debs.all();
        debs.meta("linux-image-amd64", "linux-image-" + RELEASE + " (= 6.1.999-1)");
        var tree = get("linux-image-amd64", false).staged().development().orElseThrow();
        Trees.delete(root.resolve("small/downloads"));
        Files.delete(tree.resolve("Makefile"));

        assertThat(get("linux-image-amd64", false).staged().development().orElseThrow())
                .isDirectoryContaining("glob:**/Makefile");
    }

    @Test
    void unknownPackageIsNamedWithTheNearest() throws IOException {
        debs.all();

        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> get("linux-image-6.1.0-8-amd64", false))
                .withMessageContainingAll(
                        "linux-image-6.1.0-8-amd64",
                        "parameter <source><debianKernel>",
                        "Did you mean 'linux-image-" + RELEASE + "'?");
    }

    @Test
    void offlineWithoutPackagesSaysSo() {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> get("linux-image-amd64", true))
                .withMessageContaining("Run once without -o");
    }

    @Test
    void missingHeadersAreNamed() throws IOException {
        assertRefused(List.of(debs.image("1-1")), "parameter <source><debs>", "linux-headers-" + RELEASE, "add it");
    }

    @Test
    void missingPackageOfTheHeadersIsNamed() throws IOException {
        var files = debs.all();

        assertRefused(files.subList(0, 3), "depends on 'linux-kbuild-6.1'");
    }

    @Test
    void packagesOfTwoVersionsDoNotMatch() throws IOException {
        var files = List.of(
                debs.image("6.1.998-1"), debs.headers("6.1.999-1"), debs.common("6.1.998-1"), debs.kbuild("6.1.999-1"));

        assertRefused(
                files,
                "2 problems",
                "linux-image-" + RELEASE + "=6.1.998-1 and linux-headers-" + RELEASE + "=6.1.999-1 do not match",
                "depends on linux-headers-6.1.0-9-common=6.1.999-1");
    }

    @Test
    void headersOfAnotherReleaseDoNotMatch() throws IOException {
        assertRefused(debs.headersSay("6.1.0-8-amd64").all(), "do not match", "'" + RELEASE + "'", "6.1.0-8-amd64");
    }

    @Test
    void packageThatIsNoKernelIsRefused() throws IOException {
        assertRefused(List.of(debs.meta("hello", "libc6")), "package 'hello'", "no part of a kernel");
    }

    @Test
    void imageWithoutAKernelIsRefused() throws IOException {
        var files = List.of(
                debs.pack(debs.root("empty"), "linux-image-" + RELEASE, "6.1.999-1"),
                debs.headers("6.1.999-1"),
                debs.common("6.1.999-1"),
                debs.kbuild("6.1.999-1"));

        assertRefused(files, "linux-image-" + RELEASE + "=6.1.999-1", "no kernel with modules");
    }

    @Test
    void damagedPackageLeavesNothingInTheStore() throws IOException {
        var files = debs.all();
        var bytes = Files.readAllBytes(files.get(0));
        Files.write(files.get(0), Arrays.copyOf(bytes, bytes.length / 2));

        assertRefused(files, files.get(0).toString());
        try (var entries = Files.walk(root.resolve("large"))) {
            assertThat(entries.filter(Files::isRegularFile).filter(file -> !file.endsWith(".lock")))
                    .noneMatch(file -> file.toString().contains("vmlinuz"));
        }
    }

    @Test
    void absentFileIsNamed() {
        assertRefused(List.of(root.resolve("absent.deb")), "There is no file", "absent.deb");
    }

    @Test
    void installedKernelIsCopied() throws IOException {
        var system = debs.installed();

        var kernel =
                distributions(true, false).get(new InstalledSource(system.resolve("lib/modules/" + RELEASE), ORIGIN));

        assertThat(kernel.staged().image()).hasContent("the image");
        assertThat(kernel.staged().metadata().source().kind()).isEqualTo("installed");
        var tree = kernel.staged().development().orElseThrow();
        assertThat(tree.resolve("scripts/mod/modpost")).isExecutable();
        assertThat(tree.resolve("include/linux/stub.h")).exists();
        assertThat(kernel.staged().modules().orElseThrow().resolve("lib/modules/" + RELEASE + "/modules.dep"))
                .exists();
        assertThat(Files.getPosixFilePermissions(system.resolve("boot/vmlinuz-" + RELEASE)))
                .as("files of the system stay as they are")
                .contains(java.nio.file.attribute.PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void damagedCopyOfAnInstalledKernelIsMadeAgain() throws IOException {
        var source = new InstalledSource(debs.installed().resolve("lib/modules/" + RELEASE), ORIGIN);
        var tree = distributions(true, false).get(source).staged().development().orElseThrow();
        Files.delete(tree.resolve("Makefile"));

        assertThat(distributions(true, false).get(source).staged().development().orElseThrow())
                .isDirectoryContaining("glob:**/Makefile");
    }

    @Test
    void installedKernelWithoutHeadersSaysHowToGetThem() throws IOException {
        var system = debs.installed();
        Files.delete(system.resolve("lib/modules/" + RELEASE + "/build"));

        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> distributions(true, false)
                        .get(new InstalledSource(system.resolve("lib/modules/" + RELEASE), ORIGIN)))
                .withMessageContaining("Install them, with Debian as package linux-headers-" + RELEASE);
    }

    @Test
    void directoryWithoutModulesIsNoInstalledKernel() {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> distributions(true, false).get(new InstalledSource(root, ORIGIN)))
                .withMessageContainingAll("parameter <source><installed>", "write /lib/modules/RELEASE");
    }

    @Test
    void keyDoesNotDependOnTheOrderOfTheFiles() {
        assertThat(PackageKernels.key(List.of(Digests.of("a"), Digests.of("b"))))
                .isEqualTo(PackageKernels.key(List.of(Digests.of("b"), Digests.of("a"))));
    }
}
