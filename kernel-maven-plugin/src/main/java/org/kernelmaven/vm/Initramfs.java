package org.kernelmaven.vm;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.CpioWriter;

/**
 * A guest's root file system: our init, and the modules it loads, as the newc cpio archive that kernels unpack
 * (Documentation/driver-api/early-userspace/buffer-format.rst).
 *
 * @param init the program that {@link GuestInit} compiled
 * @param modules what to load, in order
 * @param leaks whether init asks kmemleak what the modules left; takes 12 s more, for kmemleak suspects nothing young
 * @param agent where init is to do what the console says, instead of unloading the modules and powering off
 * @param files the user's own
 * @param mounts what init mounts before it loads the modules
 */
public record Initramfs(
        Path init,
        List<Module> modules,
        boolean leaks,
        Optional<Agent> agent,
        List<GuestFile> files,
        List<GuestShare.Mount> mounts) {

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_+.,-]*\\.ko");

    private static final String SHELL = "bin/sh";

    /** init reads no more. */
    private static final int MOST_MODULES = 256;

    private static final int MOST_LIST_BYTES = 1 << 16;

    /**
     * A module to load.
     *
     * @param file its uncompressed {@code .ko}
     * @param parameters what insmod would be given after the file: {@code "debug=1 name=x"}, or empty
     * @param role what its failures mean
     */
    public record Module(Path file, String parameters, Role role) {

        /** A module that must load and unload. */
        public Module(Path file, String parameters) {
            this(file, parameters, Role.WANTED);
        }

        /** A module without parameters that must load and unload. */
        public static Module of(Path file) {
            return new Module(file, "");
        }

        private String name() {
            return String.valueOf(file.getFileName());
        }
    }

    /** Why a module is loaded. */
    public enum Role {
        /** For its own sake: it must load, and must unload. */
        WANTED(""),
        /** Others need it: it must load, and may stay loaded where the kernel says that it is busy. */
        DEPENDENCY("?"),
        /** Others may use it: it is tried. */
        OPTIONAL("~");

        private final String mark;

        Role(String mark) {
            this.mark = mark;
        }
    }

    /**
     * What a guest has that is talked to.
     *
     * @param shell a program without shared libraries that becomes its {@code /bin/sh}
     */
    public record Agent(Optional<Path> shell) {}

    /** One that asks for no leaks. */
    public Initramfs(Path init, List<Module> modules) {
        this(init, modules, false);
    }

    /** One whose guest powers off by itself. */
    public Initramfs(Path init, List<Module> modules, boolean leaks) {
        this(init, modules, leaks, Optional.empty(), List.of());
    }

    /** One whose guest mounts nothing of this machine. */
    public Initramfs(Path init, List<Module> modules, boolean leaks, Optional<Agent> agent, List<GuestFile> files) {
        this(init, modules, leaks, agent, files, List.of());
    }

    /**
     * Checks, copies.
     *
     * @throws UserException where a module cannot be loaded from there
     */
    public Initramfs {
        modules = List.copyOf(modules);
        files = List.copyOf(files);
        mounts = List.copyOf(mounts);
        checkHidden(mounts, agent, files);
        var names = new HashSet<String>();
        for (var module : modules) {
            if (!FILE_NAME.matcher(module.name()).matches()) {
                throw new UserException("Cannot load '" + module.file()
                        + "' in a guest: its name is not that of an uncompressed module, NAME.ko.");
            }
            if (module.parameters().chars().anyMatch(Character::isISOControl)) {
                throw new UserException("Cannot load '" + module.file() + "' with parameters '" + module.parameters()
                        + "': they must be on one line.");
            }
            if (!names.add(module.name())) {
                throw new UserException("Cannot load two modules named '" + module.name() + "' in one guest.");
            }
        }
        if (modules.size() > MOST_MODULES) {
            throw new UserException(
                    "Cannot load " + modules.size() + " modules in one guest; at most " + MOST_MODULES + ".");
        }
    }

    /** What is mounted over something hides it. */
    private static void checkHidden(List<GuestShare.Mount> mounts, Optional<Agent> agent, List<GuestFile> files) {
        var places = new ArrayList<String>();
        files.forEach(file -> places.add(file.target()));
        agent.flatMap(Agent::shell).ifPresent(shell -> places.add(SHELL));
        for (var mount : mounts) {
            for (var place : places) {
                if (Path.of(place).startsWith(mount.target())) {
                    throw new UserException("A guest cannot mount a folder at '/" + mount.target()
                            + "': it would hide '/" + place + "'.");
                }
            }
            places.add(mount.target());
        }
    }

    /**
     * Writes it: the same bytes for the same files.
     *
     * @param target appears whole or not at all
     * @param gzip whether to compress; only a kernel with CONFIG_RD_GZIP unpacks that
     */
    public void write(Path target, boolean gzip) throws IOException {
        var list = list();
        var directory = Files.createDirectories(target.toAbsolutePath().getParent());
        var temporary = Files.createTempFile(directory, ".initramfs", ".tmp");
        try {
            try (var file = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
                    var out = gzip ? new GZIPOutputStream(file, 1 << 16) : file) {
                write(out, list);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void write(OutputStream out, byte[] list) throws IOException {
        try (var cpio = new CpioWriter(out, Instant.EPOCH)) {
            for (var mountPoint : List.of("dev", "proc", "sys", "modules")) {
                cpio.directory(mountPoint);
            }
            // The kernel opens it for init before any devtmpfs is there.
            cpio.characterDevice("dev/console", 5, 1);
            cpio.file("init", init, 0755);
            if (leaks) {
                cpio.file("leaks", new byte[0], 0644);
            }
            if (agent.isPresent()) {
                cpio.file("agent", new byte[0], 0644);
            }
            var own = new OwnFiles(cpio);
            if (agent.isPresent() && agent.get().shell().isPresent()) {
                own.program(agent.get().shell().get(), SHELL);
            }
            for (var file : files) {
                own.add(file);
            }
            for (var mount : mounts) {
                own.mountPoint(mount.target());
            }
            if (!mounts.isEmpty()) {
                cpio.file("mounts.list", text(mounts.stream().map(GuestShare.Mount::line)), 0644);
            }
            cpio.file("modules.list", list, 0644);
            for (var module : modules) {
                cpio.file("modules/" + module.name(), module.file(), 0644);
            }
        }
    }

    private static byte[] text(Stream<String> lines) {
        return lines.collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] list() {
        var text = new StringBuilder();
        for (var module : modules) {
            text.append(module.role().mark).append("/modules/").append(module.name());
            if (!module.parameters().isBlank()) {
                text.append(' ').append(module.parameters().strip());
            }
            text.append('\n');
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_LIST_BYTES) {
            throw new UserException("The modules' parameters are longer than a guest's init reads, 64 KiB.");
        }
        return bytes;
    }
}
