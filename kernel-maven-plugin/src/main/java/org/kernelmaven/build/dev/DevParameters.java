package org.kernelmaven.build.dev;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.kernelmaven.build.module.TestParameters;

/**
 * How to keep a guest running.
 *
 * @param test the guest's size, its kernel's and its modules' parameters; its timeout is for booting
 * @param patience how long loading or unloading one module may take
 * @param shell a statically linked program for the guest's shell
 */
public record DevParameters(TestParameters test, Duration patience, Optional<Path> shell) {}
