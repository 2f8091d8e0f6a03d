package org.kernelmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeListingTest {

    @TempDir
    Path root;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(root.resolve("arch/x86/kernel"));
        Files.createDirectories(root.resolve("empty"));
        Files.writeString(root.resolve("Makefile"), "VERSION = 6\n");
        Files.writeString(root.resolve("arch/x86/kernel/cpu \u00fc.c"), "");
        Files.createSymbolicLink(root.resolve("arch/amd64"), Path.of("x86"));
    }

    @Test
    void listsEverythingButTheRootAndFollowsNoLink() throws IOException {
        var listing = TreeListing.of(root);

        assertThat(listing)
                .containsOnlyKeys(
                        "Makefile",
                        "arch",
                        "arch/amd64",
                        "arch/x86",
                        "arch/x86/kernel",
                        "arch/x86/kernel/cpu \u00fc.c",
                        "empty");
        assertThat(listing)
                .hasEntrySatisfying("Makefile", file -> assertThat(file.size()).isEqualTo(12));
        assertThat(listing).hasEntrySatisfying("arch/amd64", link -> assertThat(link.isSymbolicLink())
                .isTrue());
        assertThat(listing).hasEntrySatisfying("empty", folder -> assertThat(folder.isDirectory())
                .isTrue());
    }

    @Test
    void whatIsSkippedIsLeftOutWithAllBelowIt() throws IOException {
        var listing =
                TreeListing.of(root, (path, file, attributes) -> !path.endsWith("x86") && !attributes.isRegularFile());

        assertThat(listing).containsOnlyKeys("arch", "arch/amd64", "empty");
    }

    @Test
    void whatVanishesMeanwhileIsLeftOut() throws IOException {
        IntStream.range(0, 50).forEach(i -> write(root.resolve("empty/" + i)));

        var listing = TreeListing.of(root, (path, file, attributes) -> {
            if (path.equals("arch")) {
                delete(file);
            } else if (path.startsWith("empty")) {
                IntStream.range(0, 50).forEach(i -> delete(root.resolve("empty/" + i)));
            }
            return true;
        });

        assertThat(listing.keySet()).contains("empty", "Makefile", "arch").noneMatch(path -> path.startsWith("arch/"));
        assertThat(listing).as("one was seen before it went").hasSizeLessThan(5);
    }

    @Test
    void aFolderThatCannotBeReadIsAnError() {
        assertThatIOException()
                .isThrownBy(() -> TreeListing.of(root, (path, file, attributes) -> {
                    if (path.endsWith("x86")) {
                        delete(file);
                        write(file);
                    }
                    return true;
                }))
                .withMessageContaining("x86");
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path tree) {
        try {
            Trees.delete(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
