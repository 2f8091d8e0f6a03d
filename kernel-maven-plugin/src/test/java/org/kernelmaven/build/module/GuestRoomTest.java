package org.kernelmaven.build.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.build.GuestParameters;

class GuestRoomTest {

    @ParameterizedTest
    @CsvSource({
        "8, 64000, 512, 1, 8", // cores
        "8, 64000, 512, 2, 4",
        "8, 1300, 512, 1, 2", // memory, with what QEMU itself takes
        "1, 100, 512, 4, 1", // one at least
        "8, 64000, 0, 0, 8", // what is wrong is said elsewhere
    })
    void guestsFitTheMachine(int cores, long memory, int each, int cpus, int guests) {
        var parameters = new TestParameters(new GuestParameters(each, cpus, Duration.ofSeconds(1), ""), Map.of());

        assertThat(new GuestRoom(cores, memory).guests(parameters)).isEqualTo(guests);
    }
}
