package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** What Kbuild's .cmd files say becomes commands for the sources themselves. */
class CompileCommandsTest {

    /** What Linux 6.1.192 and 6.12.117 wrote for an x86_64 kernel with objtool, without most of their flags. */
    private static final String LINUX_6_1 =
            """
            cmd_MIRROR/hello.o := gcc -Wp,-MMD,MIRROR/.hello.o.d -nostdinc -I./arch/x86/include -include \
            ./include/linux/kconfig.h -D__KERNEL__ -fmacro-prefix-map=./=  -DMODULE  -DKBUILD_BASENAME='"hello"' \
            -DKBUILD_MODNAME='"w"' -D__KBUILD_MODNAME=kmod_w -c -o MIRROR/hello.o MIRROR/hello.c   ; \
            ./tools/objtool/objtool --hacks=jump_label --static-call --uaccess   --module MIRROR/hello.o

            source_MIRROR/hello.o := MIRROR/hello.c
            """;

    private static final String LINUX_6_12 =
            """
            savedcmd_MIRROR/hello.o := gcc -Wp,-MMD,MIRROR/.hello.o.d -nostdinc -I./arch/x86/include -include \
            ./include/linux/kconfig.h -D__KERNEL__ -fmacro-prefix-map=./= -std=gnu11  -DMODULE  \
            -DKBUILD_BASENAME='"hello"' -DKBUILD_MODNAME='"w"' -D__KBUILD_MODNAME=kmod_w -c -o MIRROR/hello.o \
            MIRROR/hello.c   ; ./tools/objtool/objtool --hacks=jump_label --orc --link  --module MIRROR/hello.o

            source_MIRROR/hello.o := MIRROR/hello.c
            """;

    private final Path mirror;
    private final Path dev;
    private final Path target;

    CompileCommandsTest(@TempDir Path directory) throws IOException {
        mirror = Files.createDirectories(directory.resolve("mirror"));
        dev = Files.createDirectories(directory.resolve("dev"));
        target = directory.resolve("target/compile_commands.json");
    }

    private void command(String object, String text) throws IOException {
        var file = mirror.resolve(object);
        Files.writeString(file.resolveSibling("." + file.getFileName() + ".cmd"), text.replace("MIRROR", mirror + ""));
    }

    private List<JsonObject> write() throws IOException {
        CompileCommands.write(mirror, dev, line -> line.replace(mirror + "/", "/my sources/"), target);
        var entries = (JsonArray) JsonParser.parseString(Files.readString(target));
        return entries.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    private static List<String> arguments(JsonObject entry) {
        return StreamSupport.stream(entry.getAsJsonArray("arguments").spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {LINUX_6_1, LINUX_6_12})
    void commandOfASourceNamesTheSourceItself(String text) throws IOException {
        Files.createFile(mirror.resolve("hello.c"));
        command("hello.o", text);

        var entry = write().get(0);

        assertThat(entry.get("file").getAsString()).isEqualTo("/my sources/hello.c");
        assertThat(entry.get("directory").getAsString()).isEqualTo(dev.toString());
        assertThat(arguments(entry))
                .startsWith("gcc", "-Wp,-MMD,/my sources/.hello.o.d", "-nostdinc", "-I./arch/x86/include", "-include")
                .contains("-DKBUILD_MODNAME=\"w\"")
                .endsWith("-c", "-o", "/my sources/hello.o", "/my sources/hello.c")
                .doesNotContain(";");
    }

    @Test
    void wordsAreThoseThatAShellFinds() throws IOException {
        Files.createFile(mirror.resolve("a.c"));
        var words = "gcc -DA='\"x y\"' -DB=\\\"q\\\" \"-DC=1 2\" -DD='it'\\''s' -DE=\"a\\\"b\" -DF=";
        command("a.o", "cmd_MIRROR/a.o := " + words + " MIRROR/a.c\n");
        var shell =
                new CommandRunner().run(Command.of(dev, "sh", "-c", "printf '%s\\n' " + words + " '/my sources/a.c'"));

        assertThat(arguments(write().get(0))).isEqualTo(shell.output().lines().toList());
    }

    @Test
    void whatMakeEscapedIsPlain() throws IOException {
        Files.createFile(mirror.resolve("a.c"));
        command("a.o", "cmd_MIRROR/a.o := gcc -DA='$(pound)1' -DB='\\#2' -DC='$$3' MIRROR/a.c\n");

        assertThat(arguments(write().get(0))).contains("-DA=#1", "-DB=#2", "-DC=$3");
    }

    @Test
    void assemblerSourceHasACommand() throws IOException {
        Files.createDirectories(mirror.resolve("sub"));
        Files.createFile(mirror.resolve("sub/fast.S"));
        command(
                "sub/fast.o",
                "cmd_MIRROR/sub/fast.o := gcc -D__ASSEMBLY__ -c -o MIRROR/sub/fast.o MIRROR/sub/fast.S\n");

        assertThat(write())
                .singleElement()
                .satisfies(entry -> assertThat(entry.get("file").getAsString()).isEqualTo("/my sources/sub/fast.S"));
    }

    @Test
    void linkedObjectAndGeneratedCodeHaveNone() throws IOException {
        Files.createFile(mirror.resolve("w.mod.c"));
        command("w.o", "cmd_MIRROR/w.o := ld -m elf_x86_64 -r -o MIRROR/w.o @MIRROR/w.mod\n");
        command("w.mod.o", "cmd_MIRROR/w.mod.o := gcc -c -o MIRROR/w.mod.o MIRROR/w.mod.c\n");

        assertThat(write()).isEmpty();
    }

    @Test
    void codeThatTheKernelAddsHasNone() throws IOException {
        Files.createDirectories(dev.resolve("scripts"));
        Files.createFile(dev.resolve("scripts/module-common.c"));
        command(
                ".module-common.o",
                "savedcmd_MIRROR/.module-common.o := gcc -c -o MIRROR/.module-common.o scripts/module-common.c\n");

        assertThat(write()).isEmpty();
    }

    @Test
    void sourceThatIsGoneHasNone() throws IOException {
        command("hello.o", LINUX_6_1);

        assertThat(write()).isEmpty();
    }

    @Test
    void earlierFileIsReplaced() throws IOException {
        Files.createDirectories(target.getParent());
        Files.writeString(target, "earlier");

        assertThat(write()).isEmpty();
        assertThat(target.getParent()).isDirectoryContaining("glob:**/compile_commands.json");
        assertThat(target.resolveSibling(".compile_commands.json.tmp")).doesNotExist();
    }
}
