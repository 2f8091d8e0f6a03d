package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dev tree of a kernel compiles modules wherever it is, and holds no secret. */
class DevelopmentTreeTest {

    @TempDir
    Path directory;

    private StubProject project;

    @BeforeEach
    void project() throws IOException {
        project = new StubProject(directory.resolve("project"), directory.resolve("store"));
    }

    @Test
    void compilesAModuleFromAPathWithASpace() throws IOException {
        var tree = project.build().compile().orElseThrow();
        var moved = directory.resolve("a b");
        StubProject.run(directory, "cp", "-a", tree.toString(), moved.toString());
        var module = Files.createDirectories(directory.resolve("module"));
        Files.writeString(module.resolve("hello.c"), "#include <linux/stub.h>\nint hello = STUB;\n");
        Files.writeString(module.resolve("Kbuild"), "obj-m := hello.o\n");

        StubProject.run(directory, "make", "-C", moved.toString(), "M=" + module, "modules");

        assertThat(module.resolve("hello.ko")).exists();
    }

    @Test
    void knowsItsKernelAndHasNoKeyNorPathOfTheBuild() throws IOException {
        Files.createDirectories(project.tree().resolve("build/certs"));
        var tree = project.build().compile().orElseThrow();
        Files.writeString(project.tree().resolve("build/certs/signing_key.pem"), "-----BEGIN PRIVATE KEY-----");
        tree = project.option("NR_CPUS", "2").build().compile().orElse(tree);

        assertThat(tree.resolve("kernel.json")).content().contains("\"release\": \"6.1.999\"");
        assertThat(tree.resolve("Makefile"))
                .content()
                .contains("ARCH ?= x86_64")
                .doesNotContain("cannot contain spaces");
        try (var files = Files.walk(tree)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("PRIVATE KEY-----", project.tree().toString());
            }
        }
    }

    @Test
    void saysWhatAnotherConfigurationWouldExport() throws IOException {
        var added =
                """
                --- /dev/null
                +++ b/drivers/misc/extra/extra.c
                @@ -0,0 +1,2 @@
                +EXPORT_SYMBOL_GPL(extra_open);
                +EXPORT_SYMBOL(stub_symbol);
                --- /dev/null
                +++ b/drivers/misc/extra/Makefile
                @@ -0,0 +1 @@
                +obj-$(CONFIG_EXTRA) += extra.o
                """;
        var tree = project.patch("extra", added).build().compile().orElseThrow();

        // stub_symbol is in Module.symvers
        assertThat(tree.resolve("exports.tsv")).hasContent("extra_open\tdrivers/misc/extra/extra.c\tGPL\t\tEXTRA\n");
    }

    @Test
    void indexOfExportsThatIsDamagedInTheStoreIsMadeAnew() throws IOException {
        var tree = project.build().compile().orElseThrow();
        var index = onlyFile(project.store.resolve("large/exports"));
        var good = Files.readString(index);
        Files.writeString(index, "damaged\n");

        tree = project.option("NR_CPUS", "2").build().compile().orElse(tree);

        assertThat(tree.resolve("exports.tsv")).exists();
        assertThat(onlyFile(project.store.resolve("large/exports"))).hasContent(good);
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void kernelWithoutModulesHasNone() throws IOException {
        assertThat(project.option("MODULES", "no")
                        .option("WIDGET", "no")
                        .build()
                        .compile())
                .isEmpty();
        assertThat(project.build().pack().artifacts())
                .extracting(PackagedKernel.Artifact::type)
                .containsExactly("kernel", "kernel-headers", "kernel-recipe", "kernel-metadata");
    }
}
