package org.kernelmaven.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/**
 * Compiles the guest's first process with the kernel's own compiler: freestanding C, because a published kernel comes
 * without a tree that has nolibc, and a cross compiler often without a C library.
 *
 * <p>It prints {@link #BOOTED}, a line before and after each module it loads and unloads, then {@link #DONE}, and
 * powers off. A module that cannot be loaded ends the loading: what comes after may need it.
 */
public final class GuestInit {

    /** What each of its lines begins with. */
    public static final String PREFIX = "kernel-maven: ";

    /** Its first line, before the release. */
    public static final String BOOTED = PREFIX + "booted ";

    /** Before a module's name, where it could not be loaded or unloaded; the error's number follows. */
    public static final String FAILED = PREFIX + "failed to ";

    /** Its last line. */
    public static final String DONE = PREFIX + "done";

    // -O1: from -O2 on, gcc makes calls to memset and memcpy, which are not there, out of loops.
    private static final List<String> FLAGS = List.of(
            "-std=gnu11",
            "-O1",
            "-static",
            "-nostdlib",
            "-nostdinc",
            "-ffreestanding",
            "-fno-stack-protector",
            "-fno-pic",
            "-fno-pie",
            "-no-pie",
            "-fno-asynchronous-unwind-tables",
            "-fomit-frame-pointer",
            "-Wall",
            "-Wl,--build-id=none",
            "-Wl,-z,noexecstack",
            "-s");

    private GuestInit() {}

    /**
     * Compiles it.
     *
     * @param target the program's file; appears whole or not at all
     * @throws UserException where the compiler fails
     */
    public static void compile(Toolchain toolchain, CommandRunner runner, Path target) throws IOException {
        var directory = Files.createDirectories(target.toAbsolutePath().getParent());
        var temporary = Files.createTempDirectory(directory, ".init");
        try {
            var source = temporary.resolve("init.c");
            try (var text = GuestInit.class.getResourceAsStream("init.c")) {
                Files.copy(java.util.Objects.requireNonNull(text, "init.c"), source);
            }
            var program = temporary.resolve("init");
            var argv = new ArrayList<>(toolchain.compiler());
            argv.addAll(FLAGS);
            argv.addAll(archFlags(toolchain));
            argv.addAll(List.of("-o", "init", "init.c"));
            var command = Command.of(temporary, argv).without(Make.LEAKS).with("LC_ALL", "C");
            var result = runner.run(command);
            if (!result.succeeded()) {
                throw new UserException("Compiling the guest's init for " + toolchain.arch() + " failed (exit "
                        + result.exitCode() + ").\n  " + command + "\n  " + String.join("\n  ", result.tail()));
            }
            Files.move(program, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary.resolve("init.c"));
            Files.deleteIfExists(temporary.resolve("init"));
            Files.deleteIfExists(temporary);
        }
    }

    private static List<String> archFlags(Toolchain toolchain) {
        var flags = new ArrayList<>(flags(toolchain.arch()));
        if (toolchain.usesClang()) {
            toolchain
                    .arch()
                    .crossPrefix()
                    .ifPresent(prefix -> flags.add("--target=" + prefix.substring(0, prefix.length() - 1)));
            flags.add("-fuse-ld=lld");
        }
        return flags;
    }

    private static List<String> flags(Arch arch) {
        return switch (arch) {
            case X86_64 -> List.of("-m64", "-mgeneral-regs-only");
            case I386 -> List.of("-m32", "-mgeneral-regs-only");
            case ARM -> List.of("-marm");
            // Nothing sets the global pointer that relaxed code would use.
            case RISCV64 -> List.of("-Wl,--no-relax");
            case ARM64, PPC64LE, S390X, LOONGARCH64, UM -> List.of();
        };
    }
}
