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
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandsTest {

    @TempDir
    Path folder;

    private Path mirror;
    private Path sources;

    @BeforeEach
    void sources() throws IOException {
        mirror = Files.createDirectories(folder.resolve("mirror"));
        sources = Files.createDirectories(folder.resolve("my project/src"));
        Files.createDirectories(sources.resolve("include"));
        Files.writeString(sources.resolve("widget.c"), "");
        Files.writeString(sources.resolve("config.h"), "");
        Files.createDirectories(mirror.resolve("include"));
        Files.writeString(mirror.resolve("widget.c"), "");
    }

    @Test
    void theSourceIsNamedAndNotItsMirror() throws IOException {
        compiled("gcc -c -o M/widget.o M/widget.c");

        assertThat(commands()).hasSize(1);
        assertThat(command().get("directory").getAsString()).isEqualTo("/dev-artifact");
        assertThat(command().get("file").getAsString()).isEqualTo(sources + "/widget.c");
        assertThat(words()).containsExactly("gcc", "-c", "-o", mirror + "/widget.o", sources + "/widget.c");
    }

    @Test
    void whatTheCompilerWritesDoesNotAppearAmongTheSources() throws IOException {
        compiled("gcc -Wp,-MMD,M/.widget.o.d -c -o M/widget.o M/widget.c");

        assertThat(words()).noneMatch(word -> word.contains("-MMD"));
    }

    @Test
    void aSourceFolderIsSearchedBeforeItsMirror() throws IOException {
        compiled("gcc -IM -I M/include -isystem M/include -I./include -c -o M/widget.o M/widget.c");

        assertThat(words())
                .containsSequence(
                        "-I" + sources,
                        "-I" + mirror,
                        "-I",
                        sources + "/include",
                        "-I",
                        mirror + "/include",
                        "-isystem",
                        sources + "/include",
                        "-isystem",
                        mirror + "/include",
                        "-I./include");
    }

    @Test
    void anIncludedFileIsTheSourceUnlessMakeMadeIt() throws IOException {
        compiled("gcc -include M/config.h -include M/made.h -c -o M/widget.o M/widget.c");

        assertThat(words()).containsSequence("-include", sources + "/config.h", "-include", mirror + "/made.h", "-c");
    }

    @Test
    void otherOptionsStayAsTheyAre() throws IOException {
        compiled(
                "gcc -DNAME='\"widget\"' -DTEXT=\"a b\" -DHASH=$(pound) -ffile-prefix-map=M/= -c -o M/widget.o M/widget.c");

        assertThat(words())
                .contains("-DNAME=\"widget\"", "-DTEXT=a b", "-DHASH=#", "-ffile-prefix-map=" + mirror + "/=");
    }

    @Test
    void objtoolsCommandIsCutOff() throws IOException {
        compiled("gcc -c -o M/widget.o M/widget.c  ; ./tools/objtool/objtool --orc M/widget.o");

        assertThat(words()).endsWith(sources + "/widget.c").doesNotContain("--orc");
    }

    @Test
    void whatTheKernelAddsToEachModuleIsNoSource() throws IOException {
        Files.writeString(
                mirror.resolve(".module-common.o.cmd"),
                "savedcmd_M/.module-common.o := gcc -c -o x /dev-artifact/scripts/module-common.c\n");

        assertThat(commands()).isEmpty();
    }

    /** As Linux 6.13 and later write it. */
    @Test
    void makeMayWorkInTheMirror() throws IOException {
        Files.writeString(
                mirror.resolve(".widget.o.cmd"), "savedcmd_widget.o := gcc -I/dev/include -c -o widget.o widget.c\n");

        assertThat(command().get("directory").getAsString()).isEqualTo(mirror.toString());
        assertThat(command().get("file").getAsString()).isEqualTo(sources + "/widget.c");
    }

    @Test
    void theFileOfModpostIsNoSource() throws IOException {
        Files.writeString(
                mirror.resolve(".widget.mod.o.cmd"), "cmd_M/widget.mod.o := gcc -c -o M/widget.mod.o M/widget.mod.c\n");

        assertThat(commands()).isEmpty();
    }

    @Test
    void testsStandBesideTheModules() throws IOException {
        compiled("gcc -c -o M/widget.o M/widget.c");
        var tests = Files.createDirectories(folder.resolve("tests"));
        Files.writeString(tests.resolve("t.c"), "");
        Files.writeString(tests.resolve(".t.o.cmd"), "cmd_" + tests + "/t.o := gcc -c -o t.o " + tests + "/t.c\n");
        var target = folder.resolve("compile_commands.json");
        var none = new CompileCommands.Part(folder.resolve("none"), folder, UnaryOperator.identity());

        CompileCommands.write(
                List.of(part(), none, new CompileCommands.Part(tests, folder, UnaryOperator.identity())), target);

        assertThat(read(target)).hasSize(2);
    }

    /** @param command with {@code M} for the mirror's path */
    private void compiled(String command) throws IOException {
        var text = "cmd_M/widget.o := " + command;
        Files.writeString(
                mirror.resolve(".widget.o.cmd"),
                text.replaceAll("M(?=[/ ])", mirror.toString()) + "\n\nsource_M/widget.o := M/widget.c\n");
    }

    private CompileCommands.Part part() {
        return new CompileCommands.Part(
                mirror, Path.of("/dev-artifact"), line -> line.replace(mirror + "/", sources + "/"));
    }

    private JsonArray commands() throws IOException {
        var target = folder.resolve("compile_commands.json");
        CompileCommands.write(part().mirror(), part().directory(), part().shown(), target);
        return read(target);
    }

    private static JsonArray read(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonArray();
    }

    private JsonObject command() throws IOException {
        return commands().get(0).getAsJsonObject();
    }

    private List<String> words() throws IOException {
        return StreamSupport.stream(command().getAsJsonArray("arguments").spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }
}
