package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kernelmaven.kconfig.language.KconfigException;
import org.kernelmaven.kconfig.language.Place;

class ReadAheadTest {

    private static final int SECONDS = 20;
    private static final Place PLACE = new Place("Kconfig", 7);

    /** Files in memory; tells which were read, by which thread, and when the last one was. */
    private static final class Memory implements KconfigFiles {
        private final Map<String, String> files = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<String> reads = new ConcurrentLinkedQueue<>();
        private final CountDownLatch lastRead = new CountDownLatch(1);

        @Override
        public @Nullable String read(String name, Place place) {
            reads.add(name + " of " + Thread.currentThread().getName());
            if (name.equals("last")) {
                lastRead.countDown();
            }
            if (name.equals("forbidden")) {
                throw new KconfigException(List.of(place + ": not this one"));
            }
            return files.get(name);
        }
    }

    private final Memory memory = new Memory();

    private ReadAhead ahead() throws InterruptedException {
        var ahead = new ReadAhead(memory, "Kconfig", Map.of("SRCARCH", "x86"));
        assertThat(memory.lastRead.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        return ahead;
    }

    @Test
    void filesAreReadInTheirOrderBeforeTheyAreAskedForAndOnce() throws IOException, InterruptedException {
        memory.files.put(
                "Kconfig",
                "source \"arch/$(SRCARCH)/Kconfig\"\n\tsource \"b\"\n# source \"comment\"\nsource \"$(OTHER)/Kconfig\"\nsource \"last\"\n");
        memory.files.put("arch/x86/Kconfig", "source \"a\"\n");
        memory.files.put("a", "config A\n");
        memory.files.put("b", "config B\n");
        memory.files.put("last", "config LAST");

        try (var ahead = ahead()) {
            assertThat(ahead.read("a", PLACE)).isEqualTo("config A\n");
            assertThat(ahead.read("last", PLACE)).isEqualTo("config LAST");
        }

        assertThat(memory.reads)
                .containsExactly(
                        "Kconfig of kconfig-files",
                        "arch/x86/Kconfig of kconfig-files",
                        "a of kconfig-files",
                        "b of kconfig-files",
                        "last of kconfig-files");
    }

    @Test
    void aFileThatIsSourcedTwiceIsThereTwice() throws IOException, InterruptedException {
        memory.files.put("Kconfig", "source \"last\"\nsource \"last\"\n");
        memory.files.put("last", "config LAST\n");

        try (var ahead = ahead()) {
            assertThat(ahead.read("last", PLACE)).isEqualTo("config LAST\n");
            assertThat(ahead.read("last", PLACE)).isEqualTo("config LAST\n");
        }
    }

    @Test
    void whatMayNotBeReadIsRefusedWhereItIsSourced() throws InterruptedException {
        memory.files.put("Kconfig", "source \"forbidden\"\nsource \"last\"\n");

        try (var ahead = ahead()) {
            assertThatThrownBy(() -> ahead.read("forbidden", PLACE))
                    .isInstanceOf(KconfigException.class)
                    .hasMessageContaining("Kconfig:7: not this one");
        }
    }

    @Test
    void aFileThatIsNotThereIsNotThere() throws IOException, InterruptedException {
        memory.files.put("Kconfig", "source \"none\"\nsource \"last\"\n");

        try (var ahead = ahead()) {
            assertThat(ahead.read("none", PLACE)).isNull();
        }
    }
}
