package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Modules as Kbuild leaves them, made by the assembler alone, for no kernel is needed for that. */
final class Fixture {

    private static final String AARCH64 = "aarch64-linux-gnu-";

    /** The four forms of ELF. */
    enum Form {
        LITTLE_64,
        BIG_64,
        LITTLE_32,
        BIG_32;

        boolean wide() {
            return this == LITTLE_64 || this == BIG_64;
        }

        List<String> options() {
            var order = this == BIG_64 || this == BIG_32 ? "-EB" : "-EL";
            return wide() ? List.of(order) : List.of(order, "-mabi=ilp32");
        }
    }

    private final List<String> lines = new ArrayList<>(List.of(".section .modinfo,\"a\""));
    private final Form form;

    Fixture(Form form) {
        this.form = form;
    }

    Fixture info(String... entries) {
        lines.add(".section .modinfo,\"a\"");
        Stream.of(entries).forEach(entry -> lines.add(".asciz \"" + entry + "\""));
        return this;
    }

    Fixture uses(String symbol) {
        lines.addAll(List.of(".data", form.wide() ? ".quad " + symbol : ".long " + symbol));
        return this;
    }

    Fixture mayUse(String symbol) {
        lines.add(".weak " + symbol);
        return uses(symbol);
    }

    /** As EXPORT_SYMBOL does in Linux 6.1. */
    Fixture exports(String symbol, boolean gplOnly) {
        lines.addAll(List.of(
                ".text",
                ".globl " + symbol,
                symbol + ":",
                ".long 0",
                ".section __ksymtab" + (gplOnly ? "_gpl" : "") + ",\"a\"",
                "__ksymtab_" + symbol + ":",
                ".long " + symbol + " - .",
                ".long 0",
                ".long 0"));
        return this;
    }

    Fixture version(String symbol, int crc) {
        lines.addAll(List.of(
                ".section __versions,\"a\"",
                (form.wide() ? ".quad 0x" : ".long 0x") + Integer.toHexString(crc),
                ".ascii \"" + symbol + "\"",
                ".zero " + (64 - (form.wide() ? 8 : 4) - symbol.length())));
        return this;
    }

    Path assemble(Path directory, String name) throws IOException {
        var source = directory.resolve(name + ".s");
        var object = directory.resolve(name + ".ko");
        Files.write(source, lines);
        var command = new ArrayList<>(List.of(AARCH64 + "as"));
        command.addAll(form.options());
        command.addAll(List.of("-o", object.toString(), source.toString()));
        run(command);
        return object;
    }

    /** What {@code nm} finds: the lines of the symbols of these types, such as {@code U}. */
    static List<String> nm(Path object, String type) throws IOException {
        return run(List.of(AARCH64 + "nm", object.toString()))
                .lines()
                .map(line -> line.strip().split(" +"))
                .filter(words -> words[words.length - 2].equals(type))
                .map(words -> words[words.length - 1])
                .toList();
    }

    static String run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor())
                    .as(String.join(" ", command) + "\n" + output)
                    .isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output;
    }
}
