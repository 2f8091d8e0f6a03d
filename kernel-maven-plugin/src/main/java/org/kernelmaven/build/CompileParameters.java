package org.kernelmaven.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The parameters that compile a kernel, as given.
 *
 * @param arch the architecture's name
 * @param crossCompile prefix of the cross compiler's programs
 * @param llvm {@code 1} or a version suffix
 * @param jobs jobs of make
 * @param launcher program that stands before the compiler
 * @param makeFlags further {@code NAME=value}
 * @param signingKey PEM file or PKCS#11 URI of the key that signs modules
 * @param randstructSalt salt of the seed of structure layout randomisation
 * @param firmware names of firmware files to build in
 * @param firmwareDirectory where they are
 * @param concurrency how many builds share this machine
 */
public record CompileParameters(
        Optional<String> arch,
        Optional<String> crossCompile,
        Optional<String> llvm,
        Optional<Integer> jobs,
        Optional<String> launcher,
        Optional<List<String>> makeFlags,
        Optional<String> signingKey,
        Optional<String> randstructSalt,
        Optional<List<String>> firmware,
        Optional<Path> firmwareDirectory,
        Concurrency concurrency) {}
