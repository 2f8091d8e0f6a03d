package org.kernelmaven.kconfig;

import java.nio.file.Path;

/** What resolution starts from. */
public sealed interface Base {

    /** A make target: {@code tinyconfig}, {@code defconfig}, {@code x86_64_defconfig}, … */
    record Target(String name) implements Base {}

    /** A complete {@code .config} file. */
    record File(Path path) implements Base {}
}
