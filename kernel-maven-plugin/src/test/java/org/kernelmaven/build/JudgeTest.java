package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;

/** What the tree's make says of a configuration counts, where it is not what was resolved here. */
class JudgeTest {

    private static final String BUG =
            "The kernel's own conf changed the resolved configuration, and its result is used";

    @TempDir
    Path directory;

    private Path tree;
    private Path makefile;
    private StubProject project;

    @BeforeEach
    void copyTheTree() throws IOException {
        tree = StubProject.copyTree(directory.resolve("linux-6.1.999"));
        makefile = tree.resolve("Makefile");
        project = new StubProject(directory.resolve("project"), directory.resolve("store"));
    }

    @Test
    void agreementIsNotTalkedOf() throws IOException {
        assertThat(configured()).doesNotContain(BUG);
    }

    @Test
    void whatSyncconfigChangesCountsAndIsReported() throws IOException {
        rule("\t@sed -i 's/^CONFIG_WIDGET=m/CONFIG_WIDGET=y/' $<\n");

        assertThat(configured()).contains(BUG, "-CONFIG_WIDGET=m", "+CONFIG_WIDGET=y");
        assertThat(project.config()).content().contains("CONFIG_WIDGET=y");
    }

    @Test
    void whereSyncconfigFailsAtAQuestionOlddefconfigAnswersIt() throws IOException {
        rule("\t@grep -q '^CONFIG_EXTRA=' $< || { echo 'Extra (EXTRA) [N/y/?] (NEW)'; false; }\n");
        olddefconfigAnswers();

        assertThat(configured()).contains(BUG, "+CONFIG_EXTRA=y");
        assertThat(project.config()).content().contains("CONFIG_EXTRA=y");
    }

    @Test
    @Timeout(120)
    void whereSyncconfigAsksForEverItIsEndedAndOlddefconfigAnswersIt() throws IOException {
        rule("\t@grep -q '^CONFIG_EXTRA=' $< || yes 'Extra (EXTRA) [] (NEW)'\n");
        olddefconfigAnswers();

        assertThat(configured()).contains(BUG, "+CONFIG_EXTRA=y");
    }

    private void olddefconfigAnswers() throws IOException {
        Files.writeString(
                makefile,
                Files.readString(makefile)
                        .replace(
                                "%config: FORCE",
                                "olddefconfig:\n\t@echo CONFIG_EXTRA=y >> $(objtree)/.config\n\n%config: FORCE"));
    }

    /** Adds a command to what makes auto.conf, as syncconfig does in a real tree. */
    private void rule(String command) throws IOException {
        var target = "$(objtree)/include/config/auto.conf: $(objtree)/.config\n";
        Files.writeString(makefile, Files.readString(makefile).replace(target, target + command));
    }

    private String configured() throws IOException {
        var tarball = directory.resolve("judged.tar.gz");
        StubProject.pack(tree, tarball);
        return CapturedLog.of(() -> project.source(StubProject.source("file", tarball.toString()))
                .build()
                .configure());
    }
}
