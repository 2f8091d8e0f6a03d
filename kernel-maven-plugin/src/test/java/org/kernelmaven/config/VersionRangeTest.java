package org.kernelmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.KernelVersion;

class VersionRangeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[5.6,)      | 5.6       | true",
                "[5.6,)      | 5.5.19    | false",
                "(5.6,)      | 5.6.0     | false",
                "(5.6,)      | 5.6.1     | true",
                "(,4.18)     | 4.17.19   | true",
                "(,4.18)     | 4.18.0    | false",
                "(,4.18]     | 4.18.0    | true",
                "[6.1,6.2)   | 6.1.192   | true",
                "[6.1,6.2)   | 6.2       | false",
                "[6.1.55]    | 6.1.55    | true",
                "[6.1.55]    | 6.1.56    | false",
                "(,5.0),[6.0,) | 5.4     | false",
                "(,5.0),[6.0,) | 6.4     | true",
                "(,)         | 6.4       | true",
                "[6.12,)     | 6.12-rc3  | true",
                "[6.1,6.1.55] | 6.1.55-acme1 | true",
            })
    void contains(String range, String version, boolean expected) {
        assertThat(VersionRange.parse(range)
                        .contains(KernelVersion.parse(version).orElseThrow()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[5.6",
                "5.6,)",
                "[5.6,,)",
                "[a,)",
                "(5.6)",
                "[,5.6]",
                "[5.6,]",
                "[6.2,6.1]",
                "[6.1,6.1)",
                "[5.6,) x",
                "[5.6,),",
                "[6.12-rc1,)",
                "[5.6,)[6.0,)"
            })
    void refuses(String range) {
        assertThatThrownBy(() -> VersionRange.parse(range))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + range + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.6", " 6.1.55 "})
    void aBareVersionIsNoRange(String version) {
        assertThatThrownBy(() -> VersionRange.parse(version)).hasMessageContaining("[" + version.strip() + ",)");
    }
}
