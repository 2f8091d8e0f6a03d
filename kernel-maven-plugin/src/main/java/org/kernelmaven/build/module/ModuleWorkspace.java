package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.module.CompileCommands;

/**
 * Where one project's modules are built.
 *
 * @param root a real path that make can take
 * @param output the project's {@code target/kernel-module}
 */
record ModuleWorkspace(Path root, Path output) {

    /** The mirror of {@code src/main/module}, in which make works. */
    Path sources() {
        return root.resolve("src");
    }

    /** The mirror of {@code src/test/module}. */
    Path tests() {
        return root.resolve("test-src");
    }

    /** The link to {@code src/main/include}: a path that the compiler can take. */
    Path headers() {
        return root.resolve("headers");
    }

    /** What the module artifacts that this project depends on hold. */
    Path dependencies() {
        return root.resolve("dependencies");
    }

    /** What is handed to the programs that sign, and by them, while they run. */
    Path signatures() {
        return root.resolve("signatures");
    }

    /** What the steps know of their last run. */
    Path state() {
        return root.resolve("state");
    }

    /** What make is told of the compiler. */
    Path compilerAnswers() {
        return root.resolve("compiler-answers.mk");
    }

    /** The content of the main artifact. */
    Path main() {
        return root.resolve("artifacts/main");
    }

    /** The content of the binary artifact. */
    Path binaries() {
        return root.resolve("artifacts/binaries");
    }

    /** The content of the symbols artifact. */
    Path symbols() {
        return root.resolve("artifacts/symbols");
    }

    /** The whole output of the last make. */
    Path log() {
        return output.resolve("build.log");
    }

    /** How an editor's compiler sees each source. */
    Path compileCommands() {
        return output.resolve("compile_commands.json");
    }

    /** Tells editors how the modules, and the tests that were compiled, are compiled. */
    void writeCompileCommands(PreparedModule module) throws IOException {
        var directory = module.kernel().dev().directory();
        CompileCommands.write(
                List.of(
                        new CompileCommands.Part(sources(), directory, module.shown()),
                        new CompileCommands.Part(
                                tests(),
                                directory,
                                PreparedModule.shown(
                                        tests(), module.request().sources().test()))),
                compileCommands());
    }
}
