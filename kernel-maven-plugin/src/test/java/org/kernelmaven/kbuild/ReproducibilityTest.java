package org.kernelmaven.kbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

class ReproducibilityTest {

    private final Path directory;
    private final Path view;
    private final Path build;
    private final Path programs;

    ReproducibilityTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.view = directory.resolve("view");
        this.build = Files.createDirectories(view.resolve("build"));
        this.programs = Files.createDirectories(directory.resolve("it's programs"));
        OwnFiles.write(programs.resolve("pahole"), "#!/bin/sh\nprintf '[%s]' \"$@\"\n", OwnFiles.PROGRAM);
    }

    private Host host() {
        return new Host("x86_64", 2, List.of(programs));
    }

    private List<String> sh(String... argv) throws IOException {
        return new CommandRunner().run(Command.of(build, argv)).tail();
    }

    @Test
    void theSeedDependsOnEachPart() {
        var seed = RandomSeed.derive("s", "c", "");
        assertThat(seed).matches("[0-9a-f]{64}").isEqualTo(RandomSeed.derive("s", "c", ""));
        assertThat(List.of(
                        RandomSeed.derive("s2", "c", ""),
                        RandomSeed.derive("s", "c2", ""),
                        RandomSeed.derive("s", "c", "salt"),
                        RandomSeed.derive("sc", "", "")))
                .doesNotContain(seed)
                .doesNotHaveDuplicates();
    }

    @Test
    void theGeneratorWritesWhatKbuildsOwnWould() throws IOException {
        StubTree.reproducibility().prepare(view, host());
        sh("sh", RandomSeed.GENERATOR, "seed", "hash.h");
        assertThat(build.resolve("seed")).hasContent(StubTree.SEED);
        var hash = sh("sh", "-c", "printf %s \"$(cat seed)\" | sha256sum | cut -d' ' -f1")
                .get(0);
        assertThat(build.resolve("hash.h")).hasContent("#define RANDSTRUCT_HASHED_SEED \"" + hash + "\"");
    }

    @Test
    void theSameSeedLeavesItsFilesAlone() throws IOException {
        StubTree.reproducibility().prepare(view, host());
        var generator = build.resolve(RandomSeed.GENERATOR);
        var old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(generator, old);
        StubTree.reproducibility().prepare(view, host());
        assertThat(Files.getLastModifiedTime(generator)).isEqualTo(old);
    }

    @Test
    void paholeIsKeptInOrderWhereTheTreeRunsItOnThreads() throws IOException {
        Files.writeString(build.resolve(".config"), "CONFIG_DEBUG_INFO_BTF=y\n");
        var first = StubTree.reproducibility().prepare(view, host()).orElseThrow();
        var output = sh(first.resolve("pahole").toString(), "-J", "-j", "--btf_gen_floats", "-j4", "--jobs=4", "a b");
        assertThat(output).containsExactly("[-J][--btf_gen_floats][a b]");
    }

    @Test
    void paholeIsLeftAloneWhereTheTreeKnowsHow() throws IOException {
        Files.writeString(build.resolve(".config"), "CONFIG_DEBUG_INFO_BTF=y\n");
        Files.createDirectories(view.resolve("scripts"));
        Files.writeString(view.resolve("scripts/Makefile.btf"), "ifeq ($(KBUILD_BUILD_TIMESTAMP),)\nendif\n");
        assertThat(StubTree.reproducibility().prepare(view, host())).isEmpty();
    }

    @Test
    void paholeIsLeftAloneWithoutBtf() throws IOException {
        Files.writeString(build.resolve(".config"), "# CONFIG_DEBUG_INFO_BTF is not set\n");
        assertThat(StubTree.reproducibility().prepare(view, host())).isEmpty();
    }

    @Test
    void debugInformationHoldsNoDirectoryOfTheBuild() throws IOException {
        Files.writeString(view.resolve("a.c"), "const char *where(void) { return __FILE__; }\n");
        Files.writeString(view.resolve("b.S"), "nop\n");
        var variables = StubTree.reproducibility().variables(view);
        sh("gcc", "-g", variables.getOrDefault("KCFLAGS", ""), "-c", view + "/a.c", "-o", "a.o");
        sh("gcc", "-g", variables.getOrDefault("KAFLAGS", ""), "-c", "../b.S", "-o", "b.o");
        assertThat(sh("grep", "-c", directory.toString(), "a.o", "b.o")).containsExactly("a.o:0", "b.o:0");
    }

    @Test
    void aSigningKeyIsReadableByItsOwnerAlone() throws IOException {
        var pem = Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\ny\n");
        var key = new SigningKey("key.pem");
        key.install(directory, build);
        var copy = build.resolve(SigningKey.FILE);
        assertThat(copy).hasSameBinaryContentAs(pem);
        assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        SigningKey.remove(build);
        assertThat(copy).doesNotExist();
    }

    @Test
    void aKeyWithoutItsCertificateIsRefused() throws IOException {
        Files.writeString(directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n");
        assertThatThrownBy(() -> new SigningKey("key.pem").install(directory, build))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <signingKey>")
                .hasMessageContaining("certificate");
    }

    @Test
    void aMissingKeySaysHowToMakeOne() {
        assertThatThrownBy(() -> new SigningKey("none.pem").install(directory, build))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(directory.resolve("none.pem").toString())
                .hasMessageContaining("openssl req");
    }

    @Test
    void aTokensPinIsNotShown() {
        var key = new SigningKey("pkcs11:object=k?pin-value=1234");
        assertThat(key.toString()).doesNotContain("1234");
        assertThat(key.options()).containsEntry("MODULE_SIG_KEY", "pkcs11:object=k?pin-value=1234");
    }

    @Test
    void firmwareIsNamedWithoutAnyDirectoryOfTheBuild() throws IOException {
        Files.createDirectories(directory.resolve("fw/amd"));
        Files.writeString(directory.resolve("fw/amd/b.bin"), "B");
        Files.writeString(directory.resolve("fw/a.bin"), "A");
        var firmware = new ExtraFirmware(directory.resolve("fw"), List.of("amd/b.bin", "a.bin"));
        firmware.install(build);
        assertThat(firmware.options())
                .containsEntry("EXTRA_FIRMWARE", "a.bin amd/b.bin")
                .containsEntry("EXTRA_FIRMWARE_DIR", "build/.kernel-maven/firmware");
        assertThat(view.resolve("build/.kernel-maven/firmware/amd/b.bin")).hasContent("B");
    }

    @Test
    void firmwareNamesCannotLeaveTheirDirectory() {
        var names = List.of("../x", "/etc/passwd", "a/../../b", "a b", "$(shell x)", "a//b", ".", "");
        for (var name : names) {
            assertThatThrownBy(() -> new ExtraFirmware(directory, List.of(name)))
                    .as(name)
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("parameter <extraFirmware>: '" + name + "'");
        }
    }

    @Test
    void allMissingFirmwareIsListed() {
        assertThatThrownBy(() -> new ExtraFirmware(directory, List.of("x.bin", "y.bin")).install(build))
                .hasMessageContaining("x.bin")
                .hasMessageContaining("y.bin");
    }
}
