package org.kernelmaven.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KEYS = List.of("url", "hash", "tag", "file", "git", "strip", "name", "directory");

    @ParameterizedTest
    @CsvSource({
        "hsh, hash",
        "ulr, url",
        "tga, tag",
        "gti, git",
        "nmae, name",
        "stirp, strip",
        "direcotry, directory",
        "HASH, hash",
        "files, file",
    })
    void findsWhatWasMeant(String written, String meant) {
        assertThat(Nearest.to(written, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"commit", "xyz", "lru", "gat"})
    void doesNotGuessWildly(String written) {
        assertThat(Nearest.to(written, List.of("url", "hash", "strip"))).isEmpty();
    }

    @Test
    void showsTheWholeListWhereNothingIsNear() {
        assertThat(Nearest.hint("commit", List.of("url", "hash"))).isEqualTo(" Known here: hash, url.");
    }
}
