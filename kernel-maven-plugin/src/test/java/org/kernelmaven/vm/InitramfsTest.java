package org.kernelmaven.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

class InitramfsTest {

    private final Path directory;
    private final Path init;
    private final Path first;
    private final Path second;

    InitramfsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.init = Files.writeString(directory.resolve("program"), "init!");
        this.first = Files.writeString(directory.resolve("b-first.ko"), "1");
        this.second = Files.writeString(directory.resolve("a.ko"), "2");
    }

    private Initramfs initramfs() {
        return new Initramfs(
                init, List.of(Initramfs.Module.of(first), new Initramfs.Module(second, " debug=1 name=\"x y\" ")));
    }

    private List<String> sh(String script) throws IOException {
        var result = new CommandRunner().run(Command.of(directory, "sh", "-c", script));
        assertThat(result.succeeded()).as(result.output()).isTrue();
        return result.tail();
    }

    @Test
    void cpioReadsIt() throws IOException {
        initramfs().write(directory.resolve("i.cpio"), false);
        assertThat(sh("cpio --quiet -tv < i.cpio | awk '{print $1, $NF}'"))
                .contains("crw------- dev/console", "-rwxr-xr-x init", "drwxr-xr-x proc", "-rw-r--r-- modules/a.ko");
    }

    @Test
    void theListKeepsTheOrderAndTheParameters() throws IOException {
        initramfs().write(directory.resolve("i.cpio"), false);
        assertThat(sh("cpio --quiet -i --to-stdout modules.list < i.cpio"))
                .containsExactly("/modules/b-first.ko", "/modules/a.ko debug=1 name=\"x y\"");
    }

    @Test
    void theListSaysWhatAFailureMeans() throws IOException {
        new Initramfs(
                        init,
                        List.of(
                                new Initramfs.Module(first, "", Initramfs.Role.DEPENDENCY),
                                new Initramfs.Module(second, "", Initramfs.Role.OPTIONAL)),
                        true)
                .write(directory.resolve("i.cpio"), false);
        assertThat(sh("cpio --quiet -i --to-stdout modules.list < i.cpio"))
                .containsExactly("?/modules/b-first.ko", "~/modules/a.ko");
        assertThat(sh("cpio --quiet -t < i.cpio")).contains("leaks");
    }

    @Test
    void anAgentsHasItsMarkAndItsShell() throws IOException {
        new Initramfs(init, List.of(), false, Optional.of(new Initramfs.Agent(Optional.of(first))), List.of())
                .write(directory.resolve("i.cpio"), false);
        assertThat(sh("cpio --quiet -tv < i.cpio | awk '{print $1, $NF}'"))
                .contains("-rw-r--r-- agent", "-rwxr-xr-x bin/sh");
    }

    private void write(String... files) throws IOException {
        new Initramfs(
                        init,
                        List.of(),
                        false,
                        Optional.empty(),
                        GuestFile.parse(List.of(files), directory, "kernel.test.files"))
                .write(directory.resolve("i.cpio"), false);
    }

    @Test
    void theUsersFilesAreWhereTheyAreWantedWithTheFoldersAboveThem() throws IOException {
        var folder = Files.createDirectories(directory.resolve("firmware/sub"));
        Files.writeString(folder.resolve("blob"), "x");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("blob"));
        sh("cp /bin/true tool");
        write("firmware:/lib/firmware", "tool:/bin/tool");
        assertThat(sh("cpio --quiet -tv < i.cpio | awk '{print $1, $9, $11}'"))
                .contains(
                        "drwxr-xr-x lib",
                        "drwxr-xr-x lib/firmware",
                        "drwxr-xr-x lib/firmware/sub",
                        "-rw-r--r-- lib/firmware/sub/blob",
                        "lrwxrwxrwx lib/firmware/sub/link blob",
                        "-rwxr-xr-x bin/tool");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "program|'program' is not SOURCE:/TARGET",
                "none:/x|there is no readable",
                "program:/a/../init|is no place in a guest",
                "program:/|is no place in a guest",
                "program:/init|'/init' is what the plugin itself or the kernel fills",
                "program:/dev/x|'/dev/x' is what the plugin itself or the kernel fills"
            })
    void refusesAFileThatCannotBeThere(String file, String why) {
        assertThatThrownBy(() -> write(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter kernel.test.files: ")
                .hasMessageContaining(why);
    }

    @Test
    void initIsToldWhatToMountWhere() throws IOException {
        Files.createDirectories(directory.resolve("a b"));
        var shares = GuestShare.parse(List.of("a b:/data", " .:/var/out:rw"), directory, "kernel.test.shares");
        for (var arch : List.of(Arch.X86_64, Arch.UM)) {
            new Initramfs(init, List.of(), false, Optional.empty(), List.of(), GuestShare.mounts(arch, shares))
                    .write(directory.resolve(arch + ".cpio"), false);
        }
        assertThat(sh("cpio --quiet -tv < " + Arch.X86_64 + ".cpio | awk '{print $1, $9}'"))
                .contains("drwxr-xr-x data", "drwxr-xr-x var", "drwxr-xr-x var/out");
        assertThat(sh("cpio --quiet -i --to-stdout mounts.list < " + Arch.X86_64 + ".cpio"))
                .containsExactly(
                        "9p share0 ro /data trans=virtio,version=9p2000.L,msize=262144",
                        "9p share1 rw /var/out trans=virtio,version=9p2000.L,msize=262144");
        assertThat(sh("cpio --quiet -i --to-stdout mounts.list < " + Arch.UM + ".cpio"))
                .startsWith("hostfs none ro /data " + directory + "/a b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none:/x|there is no folder",
                "program:/x:rw|there is no folder",
                ".:/a b|'/a b' has a blank",
                ".:/proc|'/proc' is what the plugin itself or the kernel fills",
                ".:/data:ro|'/data:ro' has a blank or a colon",
                ".:rw|'.' is not SOURCE:/TARGET"
            })
    void refusesAFolderThatCannotBeMountedThere(String share, String why) {
        assertThatThrownBy(() -> GuestShare.parse(List.of(share), directory, "kernel.test.shares"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter kernel.test.shares: ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"lib, lib/firmware", "lib/firmware, lib/firmware", "bin, bin/sh", "data, data/more"})
    void refusesAFolderThatWouldHideSomething(String target, String hidden) throws IOException {
        var shares = GuestShare.mounts(
                Arch.X86_64,
                List.of(new GuestShare(directory, "data/more", false), new GuestShare(directory, target, false)));
        var files = List.of(new GuestFile(init, "lib/firmware"));
        assertThatThrownBy(() -> new Initramfs(
                        init, List.of(), false, Optional.of(new Initramfs.Agent(Optional.of(first))), files, shares))
                .isInstanceOf(UserException.class)
                .hasMessage("A guest cannot mount a folder at '/" + target + "': it would hide '/" + hidden + "'.");
    }

    @Test
    void folderThatTheGuestWritesToIsMade() throws IOException {
        var shares = GuestShare.parse(List.of("target/results:/results:rw"), directory, "kernel.test.shares");
        assertThat(directory.resolve("target")).doesNotExist();
        GuestShare.mounts(Arch.X86_64, shares);
        assertThat(directory.resolve("target/results")).isEmptyDirectory();
    }

    @Test
    void refusesTwoFilesAtOnePlace() {
        assertThatThrownBy(() -> write("program:/x", "a.ko:/x"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("two files '/x'");
        assertThatThrownBy(() -> write("program:/x", "a.ko:/x/y"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'/x' both as a file and as a folder");
    }

    @Test
    void gzipReadsTheCompressedOne() throws IOException {
        initramfs().write(directory.resolve("i.cpio"), false);
        initramfs().write(directory.resolve("i.cpio.gz"), true);
        sh("gzip -dc i.cpio.gz | cmp - i.cpio");
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws IOException {
        initramfs().write(directory.resolve("one"), true);
        Files.setLastModifiedTime(init, FileTime.from(Instant.EPOCH));
        initramfs().write(directory.resolve("two"), true);
        assertThat(directory.resolve("one")).hasSameBinaryContentAs(directory.resolve("two"));
    }

    @Test
    void aFailureLeavesTheLastGoodOne() throws IOException {
        var target = directory.resolve("out/i.cpio");
        initramfs().write(target, false);
        var size = Files.size(target);
        Files.delete(second);
        assertThatThrownBy(() -> initramfs().write(target, false)).isInstanceOf(IOException.class);
        assertThat(Files.size(target)).isEqualTo(size);
        try (var files = Files.list(directory.resolve("out"))) {
            assertThat(files).containsExactly(target);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.ko.xz", "x y.ko", "x.txt", "-x.ko"})
    void refusesWhatInitCannotLoad(String name) {
        assertThatThrownBy(() -> new Initramfs(init, List.of(Initramfs.Module.of(directory.resolve(name)))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(name);
    }

    @Test
    void refusesParametersThatWouldBeAnotherLine() {
        assertThatThrownBy(() -> new Initramfs(init, List.of(new Initramfs.Module(first, "a\n/init"))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("one line");
    }

    @Test
    void refusesTwoModulesOfOneName() {
        assertThatThrownBy(() -> new Initramfs(init, List.of(Initramfs.Module.of(first), Initramfs.Module.of(first))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("b-first.ko");
    }
}
