package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** Modules with nothing but a {@code .modinfo}, assembled. */
public final class BuiltModule {

    private BuiltModule() {}

    /** @param info each a {@code KEY=VALUE} */
    public static Path assemble(Path file, String... info) throws IOException {
        var directory = Files.createDirectories(file.toAbsolutePath().getParent());
        var source = Files.writeString(
                file.resolveSibling(file.getFileName() + ".s"),
                ".section .modinfo,\"a\"\n"
                        + Arrays.stream(info)
                                .map(entry -> ".asciz \"" + entry + "\"\n")
                                .collect(Collectors.joining()));
        var result = new CommandRunner().run(Command.of(directory, "as", "-o", file.toString(), source.toString()));
        assertThat(result.succeeded()).as(result.output()).isTrue();
        Files.delete(source);
        return file;
    }
}
