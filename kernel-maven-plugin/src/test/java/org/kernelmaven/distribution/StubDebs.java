package org.kernelmaven.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.store.Trees;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** Makes the packages of a kernel as Debian lays them out, with the stub kernel's Makefile, by GNU tar and ar. */
public final class StubDebs {

    /** The release of the kernel. */
    public static final String RELEASE = "6.1.0-9-amd64";

    private static final String VERSION = "6.1.999-1";
    /** Each source becomes a module: what make finds is tested, not what it makes. */
    private static final String BUILD =
            """
            modules: $(patsubst %.c,%.ko,$(wildcard $(obj)/*.c))
            %.ko: %.c
            \t$(CC) -ffreestanding -I./include -c -o $@ $<
            """;

    private static final Path STUB = Path.of("src/test/stub-kernel").toAbsolutePath();

    private final Path directory;
    private String stated = RELEASE;

    /** @param directory where the packages are put, and what they are made from */
    public StubDebs(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    /** The headers shall say that they are of another release. */
    StubDebs headersSay(String release) {
        stated = release;
        return this;
    }

    /** All four packages: image, headers, common headers, kbuild. */
    public List<Path> all() throws IOException {
        return List.of(image(VERSION), headers(VERSION), common(VERSION), kbuild(VERSION));
    }

    Path image(String version) throws IOException {
        var root = root("image");
        system(root);
        return pack(
                root,
                "linux-image-" + RELEASE,
                version,
                "Depends: kmod, linux-base (>= 4.3~)",
                "Built-Using: linux (= " + version + ")");
    }

    /** What an image and its headers install for a running system. */
    private static void system(Path root) throws IOException {
        write(root, "boot/vmlinuz-" + RELEASE, "the image\n");
        write(root, "boot/System.map-" + RELEASE, "ffffffffffffffff B nothing\n");
        write(root, "boot/config-" + RELEASE, config());
        var modules = "lib/modules/" + RELEASE + "/";
        write(root, modules + "modules.order", "kernel/drivers/gadget.ko\n");
        write(root, modules + "modules.builtin", "");
        write(root, modules + "modules.builtin.modinfo", "");
        write(root, modules + "kernel/drivers/gadget.c", "int gadget;\n");
        run(root.resolve(modules + "kernel/drivers"), "gcc", "-c", "-o", "gadget.ko", "gadget.c");
        Files.delete(root.resolve(modules + "kernel/drivers/gadget.c"));
        run(
                root.resolve(modules + "kernel/drivers"),
                "sh",
                "-c",
                """
                cp gadget.ko with-gzip.ko; gzip with-gzip.ko
                cp gadget.ko with-xz.ko; xz --check=crc32 with-xz.ko
                cp gadget.ko with-zstd.ko; zstd -q --rm with-zstd.ko
                """);
    }

    private static String config() {
        return """
                CONFIG_X86_64=y
                CONFIG_MODULES=y
                CONFIG_EFI_STUB=y
                CONFIG_BLK_DEV_INITRD=y
                CONFIG_BINFMT_ELF=y
                CONFIG_PRINTK=y
                CONFIG_TTY=y
                CONFIG_SERIAL_8250_CONSOLE=y
                CONFIG_CC_VERSION_TEXT="gcc-12 (Debian) 12.2.0"
                """;
    }

    Path headers(String version) throws IOException {
        var root = root("headers");
        headerFiles(root);
        return pack(
                root,
                "linux-headers-" + RELEASE,
                version,
                "Depends: linux-headers-6.1.0-9-common (= " + version
                        + "), linux-kbuild-6.1 (>= 6.1.900-1), linux-compiler-gcc-12-x86",
                "Source: linux");
    }

    private void headerFiles(Path root) throws IOException {
        var headers = "usr/src/linux-headers-" + RELEASE + "/";
        write(root, headers + "Makefile", "include /usr/src/linux-headers-6.1.0-9-common/Makefile\n");
        write(root, headers + ".config", config());
        write(root, headers + ".kernelvariables", "override ARCH = x86\n");
        write(root, headers + "Module.symvers", "0x12345678\tstub_symbol\tvmlinux\tEXPORT_SYMBOL\t\n");
        write(root, headers + "include/config/auto.conf", config());
        write(root, headers + "include/generated/autoconf.h", "#define CONFIG_MODULES 1\n");
        write(root, headers + "include/generated/utsrelease.h", "#define UTS_RELEASE \"" + stated + "\"\n");
        Files.createSymbolicLink(root.resolve(headers + "scripts"), Path.of("../../lib/linux-kbuild-6.1/scripts"));
        Files.createDirectories(root.resolve("lib/modules/" + RELEASE));
        Files.createSymbolicLink(
                root.resolve("lib/modules/" + RELEASE + "/build"), Path.of("/usr/src/linux-headers-" + RELEASE));
    }

    /** The headers as the kernel's own {@code make bindeb-pkg} packs them: all in one package, in one directory. */
    Path wholeHeaders(String version) throws IOException {
        var root = root("whole");
        headerFiles(root);
        var headers = root.resolve("usr/src/linux-headers-" + RELEASE);
        Files.delete(headers.resolve("scripts"));
        Files.delete(headers.resolve(".kernelvariables"));
        write(headers, "Makefile", Files.readString(STUB.resolve("Makefile")));
        write(headers, "arch/x86/Makefile", "");
        write(headers, "include/linux/module.h", "");
        write(headers, "scripts/Makefile.build", BUILD);
        write(headers, "scripts/Makefile.modfinal", "modules:\n");
        write(headers, "scripts/mod/modpost", "#!/bin/sh\n");
        return pack(root, "linux-headers-" + RELEASE, version, "Source: linux-upstream");
    }

    Path common(String version) throws IOException {
        var root = root("common");
        commonFiles(root);
        return pack(root, "linux-headers-6.1.0-9-common", version, "Source: linux");
    }

    private static void commonFiles(Path root) throws IOException {
        var common = "usr/src/linux-headers-6.1.0-9-common/";
        write(root, common + "Makefile", Files.readString(STUB.resolve("Makefile")));
        write(root, common + "arch/x86/Makefile", "");
        write(root, common + "arch/arm64/Makefile", "");
        write(root, common + "include/linux/module.h", "");
        write(root, common + "include/linux/stub.h", Files.readString(STUB.resolve("include/linux/stub.h")));
    }

    Path kbuild(String version) throws IOException {
        var root = root("kbuild");
        kbuildFiles(root);
        return pack(root, "linux-kbuild-6.1", version, "Source: linux");
    }

    private static void kbuildFiles(Path root) throws IOException {
        var kbuild = "usr/lib/linux-kbuild-6.1/scripts/";
        write(root, kbuild + "Makefile.build", BUILD);
        write(root, kbuild + "Makefile.modfinal", "modules:\n");
        write(root, kbuild + "mod/modpost", "#!/bin/sh\n");
        run(root, "chmod", "755", kbuild + "mod/modpost");
    }

    /** A package that only depends on another one. */
    Path meta(String name, String depends) throws IOException {
        var root = root(name);
        write(root, "usr/share/doc/" + name + "/README", "nothing here\n");
        return pack(root, name, VERSION, "Depends: " + depends);
    }

    /** A root directory in which all of it is installed. */
    Path installed() throws IOException {
        var root = root("installed");
        system(root);
        headerFiles(root);
        commonFiles(root);
        kbuildFiles(root);
        return root;
    }

    /** Packs a directory as a package. */
    Path pack(Path root, String name, String version, String... fields) throws IOException {
        var work = Files.createDirectories(directory.resolve("work"));
        Files.writeString(work.resolve("debian-binary"), "2.0\n");
        var control = new ArrayList<>(List.of("Package: " + name, "Version: " + version, "Architecture: amd64"));
        control.addAll(List.of(fields));
        control.add("Description: a stub\n of a package");
        Files.writeString(work.resolve("control"), String.join("\n", control) + "\n");
        var deb = directory.resolve(name + "_" + version + "_amd64.deb");
        run(work, "tar", "-czf", "control.tar.gz", "./control");
        run(work, "tar", "-cJf", "data.tar.xz", "-C", root.toString(), ".");
        Files.deleteIfExists(deb);
        run(work, "ar", "rc", deb.toString(), "debian-binary", "control.tar.gz", "data.tar.xz");
        Trees.delete(work);
        return deb;
    }

    Path root(String name) throws IOException {
        var root = directory.resolve("roots").resolve(name);
        Trees.delete(root);
        return Files.createDirectories(root);
    }

    static void write(Path root, String path, String content) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
    }

    static void run(Path directory, String... argv) throws IOException {
        var result = new CommandRunner().run(Command.of(directory, argv));
        if (!result.succeeded()) {
            throw new IOException(result.output());
        }
    }
}
