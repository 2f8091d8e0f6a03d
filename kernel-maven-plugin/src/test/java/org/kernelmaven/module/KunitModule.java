package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** Modules that hold KUnit suites as {@code kunit_test_suites()} leaves them, compiled. */
public final class KunitModule {

    private KunitModule() {}

    /** @param suites their names */
    public static Path assemble(Path file, String... suites) throws IOException {
        return compile(file, List.of(), suites);
    }

    static Path compile(Path file, List<String> flags, String... suites) throws IOException {
        var directory = Files.createDirectories(file.toAbsolutePath().getParent());
        // As include/kunit/test.h has them.
        var code = new StringBuilder(
                """
                struct kunit_suite { const char name[256]; int (*suite_init)(void); };
                static const char info[] __attribute__((used, section(".modinfo"))) = "license=GPL";
                """);
        for (var i = 0; i < suites.length; i++) {
            code.append("static int init").append(i).append("(void) { return 0; }\n");
            code.append("static struct kunit_suite s%1$d = { .name = \"%2$s\", .suite_init = init%1$d };\n"
                    .formatted(i, suites[i]));
        }
        code.append("static struct kunit_suite *all[] __attribute__((used, section(\".kunit_test_suites\"))) = {");
        for (var i = 0; i < suites.length; i++) {
            code.append(" &s").append(i).append(',');
        }
        code.append(" };\n");
        var source = Files.writeString(file.resolveSibling(file.getFileName() + ".c"), code);
        var argv = new ArrayList<>(List.of("gcc", "-c", "-o", file.toString()));
        argv.addAll(flags);
        argv.add(source.toString());
        var result = new CommandRunner().run(Command.of(directory, argv));
        assertThat(result.succeeded()).as(result.output()).isTrue();
        Files.delete(source);
        return file;
    }
}
