package org.kernelmaven.build.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a resolved configuration needs of the machine, beyond what every build needs. */
final class ConfigNeeds {

    private static final ToolVersion PAHOLE_DWARF5 = new ToolVersion("1.21");

    /** Options and the program that packs what they say, as the kernel's Makefile names it (KGZIP, LZMA, ...). */
    private static final Map<String, String> COMPRESSORS = Map.ofEntries(
            Map.entry("GZIP", "gzip"),
            Map.entry("BZIP2", "bzip2"),
            Map.entry("LZMA", "lzma"),
            Map.entry("XZ", "xz"),
            Map.entry("LZO", "lzop"),
            Map.entry("LZ4", "lz4"),
            Map.entry("ZSTD", "zstd"));

    private final Probe probe;
    private final TreeMinimums minimums;
    private final Toolset tools;
    private final Map<String, String> config;
    private final List<Requirement> needs = new ArrayList<>();

    ConfigNeeds(Probe probe, TreeMinimums minimums, Toolset tools, Map<String, String> config) {
        this.probe = probe;
        this.minimums = minimums;
        this.tools = tools;
        this.config = config;
    }

    List<Requirement> all() throws IOException {
        elf();
        btf();
        signing();
        compression();
        rust();
        gccPlugins();
        headers();
        generators();
        return needs;
    }

    /** objtool (OBJTOOL since 5.19, STACK_VALIDATION before) and resolve_btfids read ELF files by libelf. */
    private void elf() throws IOException {
        for (var option : List.of("OBJTOOL", "STACK_VALIDATION", "UNWINDER_ORC", "DEBUG_INFO_BTF")) {
            if (isSet(option)) {
                needs.add(probe.header(tools.host(), "gelf.h", "libelf", why(option), Catalog.LIBELF));
                break;
            }
        }
        if (isSet("GENDWARFKSYMS")) {
            needs.add(probe.header(tools.host(), "elfutils/libdwfl.h", "libdw", why("GENDWARFKSYMS"), Catalog.LIBDW));
        }
    }

    /** pahole; and python3, which tools/lib/bpf runs scripts/bpf_doc.py with on the way to resolve_btfids. */
    private void btf() throws IOException {
        if (!isSet("DEBUG_INFO_BTF")) {
            return;
        }
        var least = minimums.of("pahole").map(TreeMinimums.Minimum::version);
        if (isSet("DEBUG_INFO_DWARF5")
                && least.filter(stated -> stated.compareTo(PAHOLE_DWARF5) >= 0).isEmpty()) {
            least = Optional.of(PAHOLE_DWARF5);
        }
        needs.add(probe.program("pahole", why("DEBUG_INFO_BTF"), least, Catalog.program("pahole")));
        program("python3", "DEBUG_INFO_BTF");
    }

    /** scripts/sign-file and certs/extract-cert use libcrypto; openssl makes the key where none is given. */
    private void signing() throws IOException {
        for (var option : List.of("MODULE_SIG_FORMAT", "MODULE_SIG", "SYSTEM_TRUSTED_KEYRING")) {
            if (isSet(option)) {
                needs.add(
                        probe.header(tools.host(), "openssl/cms.h", "libcrypto", why(option), Catalog.OPENSSL_HEADERS));
                break;
            }
        }
        var generated = config.getOrDefault("MODULE_SIG_KEY", "").equals("\"certs/signing_key.pem\"")
                || config.getOrDefault("MODULE_SIG_KEY", "").equals("certs/signing_key.pem");
        if (isSet("MODULE_SIG") || (isSet("IMA_APPRAISE_MODSIG") && generated)) {
            program("openssl", "MODULE_SIG");
        }
    }

    private void compression() throws IOException {
        for (var prefix : List.of("KERNEL_", "MODULE_COMPRESS_", "INITRAMFS_COMPRESSION_")) {
            for (var compressor : COMPRESSORS.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .toList()) {
                if (isSet(prefix + compressor.getKey())) {
                    program(compressor.getValue(), prefix + compressor.getKey());
                }
            }
        }
        if (isSet("IKCONFIG")) {
            program("gzip", "IKCONFIG");
        }
    }

    private void rust() throws IOException {
        if (!isSet("RUST")) {
            return;
        }
        program("rustc", "RUST");
        program("bindgen", "RUST");
        var root = probe.line(List.of("rustc", "--print", "sysroot"));
        var core = root.map(path -> Path.of(path, "lib/rustlib/src/rust/library/core/src/lib.rs"));
        needs.add(new Requirement(
                "rust-src (Rust's library)",
                List.of(why("RUST")),
                Optional.empty(),
                Optional.empty(),
                core.map(Files::isRegularFile).orElse(true),
                Optional.empty(),
                Catalog.RUST_SOURCE));
    }

    private void gccPlugins() throws IOException {
        if (!isSet("GCC_PLUGINS")) {
            return;
        }
        needs.add(probe.program("g++", why("GCC_PLUGINS"), Optional.empty(), Catalog.program("g++")));
        var directory = probe.line(List.of(tools.compiler(), "-print-file-name=plugin"));
        var major = probe.line(List.of(tools.compiler(), "-dumpversion")).map(version -> version.split("\\.")[0]);
        var present = directory
                .map(path -> Files.isRegularFile(Path.of(path, "include/plugin-version.h")))
                .orElse(true);
        needs.add(new Requirement(
                "plugin-version.h (gcc)",
                List.of(why("GCC_PLUGINS")),
                Optional.empty(),
                Optional.empty(),
                present,
                Optional.empty(),
                Catalog.gccPlugins(major.orElse("12"), tools.crossCompile())));
    }

    /** kernel/gen_kheaders.sh. */
    private void headers() throws IOException {
        if (config.getOrDefault("IKHEADERS", "n").matches("[ym]")) {
            for (var name : List.of("cpio", "tar", "xz")) {
                program(name, "IKHEADERS");
            }
        }
    }

    /** drivers/gpu/drm/msm/registers/gen_header.py, 6.10 and later. */
    private void generators() throws IOException {
        if (config.getOrDefault("DRM_MSM", "n").matches("[ym]")) {
            program("python3", "DRM_MSM");
        }
    }

    private void program(String name, String option) throws IOException {
        var least = minimums.of(name).map(TreeMinimums.Minimum::version);
        needs.add(probe.program(name, why(option), least, Catalog.program(name)));
    }

    private boolean isSet(String option) {
        return config.getOrDefault(option, "n").equals("y");
    }

    private String why(String option) {
        return "CONFIG_" + option + "=" + config.getOrDefault(option, "y");
    }
}
