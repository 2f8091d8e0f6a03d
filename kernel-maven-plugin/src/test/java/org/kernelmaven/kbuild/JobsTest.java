package org.kernelmaven.kbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Host;

class JobsTest {

    @ParameterizedTest
    @CsvSource({"8, 1, 5, 8", "8, 4, 2, 4", "8, 4, 1, 8", "8, 3, 3, 3", "2, 16, 16, 1", "1, 1, 1, 1", "4, 2, 0, 4"})
    void sharesTheCoresAmongKernelsBuiltAtOnce(int cores, int concurrency, int kernels, int jobs) {
        assertThat(Jobs.of(Optional.empty(), new Host("x86_64", cores, List.of()), concurrency, kernels))
                .isEqualTo(jobs);
    }

    @Test
    void takesTheParameterAsItIs() {
        assertThat(Jobs.of(Optional.of(7), new Host("x86_64", 2, List.of()), 4, 4))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 5000})
    void refusesAnAbsurdCount(int jobs) {
        assertThatThrownBy(() -> Jobs.of(Optional.of(jobs), new Host("x86_64", 2, List.of()), 1, 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <jobs>: " + jobs);
    }
}
