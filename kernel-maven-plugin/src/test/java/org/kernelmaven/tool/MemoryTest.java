package org.kernelmaven.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {

    @Test
    void readsWhatLinuxSays() {
        assertThat(Memory.available("MemTotal:  16000 kB\nMemFree:  100 kB\nMemAvailable:    2048 kB\n"))
                .hasValue(2048L * 1024);
    }

    @Test
    void isEmptyWhereLinuxDoesNotSay() {
        assertThat(Memory.available("MemTotal:  16000 kB\n")).isEmpty();
    }

    @Test
    void thisMachineHasSome() {
        assertThat(Memory.available()).isPositive();
    }
}
