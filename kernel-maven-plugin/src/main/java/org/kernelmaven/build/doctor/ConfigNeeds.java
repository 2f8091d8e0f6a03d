package org.kernelmaven.build.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

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
    private final List<Callable<Requirement>> needs = new ArrayList<>();

    ConfigNeeds(Probe probe, TreeMinimums minimums, Toolset tools, Map<String, String> config) {
        this.probe = probe;
        this.minimums = minimums;
        this.tools = tools;
        this.config = config;
    }

    /** A look for each. */
    List<Callable<Requirement>> all() {
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
    private void elf() {
        for (var option : List.of("OBJTOOL", "STACK_VALIDATION", "UNWINDER_ORC", "DEBUG_INFO_BTF")) {
            if (isSet(option)) {
                needs.add(() -> probe.header(tools.host(), "gelf.h", "libelf", why(option), Catalog.LIBELF));
                break;
            }
        }
        if (isSet("GENDWARFKSYMS")) {
            needs.add(() ->
                    probe.header(tools.host(), "elfutils/libdwfl.h", "libdw", why("GENDWARFKSYMS"), Catalog.LIBDW));
        }
    }

    /** pahole; and python3, which tools/lib/bpf runs scripts/bpf_doc.py with on the way to resolve_btfids. */
    private void btf() {
        if (isSet("DEBUG_INFO_BTF")) {
            needs.add(this::pahole);
            program("python3", "DEBUG_INFO_BTF");
        }
    }

    private Requirement pahole() throws IOException {
        var least = minimums.of("pahole").map(TreeMinimums.Minimum::version);
        if (isSet("DEBUG_INFO_DWARF5")
                && least.filter(stated -> stated.compareTo(PAHOLE_DWARF5) >= 0).isEmpty()) {
            least = Optional.of(PAHOLE_DWARF5);
        }
        return probe.program("pahole", why("DEBUG_INFO_BTF"), least, Catalog.program("pahole"));
    }

    /** scripts/sign-file and certs/extract-cert use libcrypto; openssl makes the key where none is given. */
    private void signing() {
        for (var option : List.of("MODULE_SIG_FORMAT", "MODULE_SIG", "SYSTEM_TRUSTED_KEYRING")) {
            if (isSet(option)) {
                needs.add(() ->
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

    private void compression() {
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

    private void rust() {
        if (isSet("RUST")) {
            program("rustc", "RUST");
            program("bindgen", "RUST");
            needs.add(this::rustSource);
        }
    }

    private Requirement rustSource() throws IOException {
        var root = probe.line(List.of("rustc", "--print", "sysroot"));
        var core = root.map(path -> Path.of(path, "lib/rustlib/src/rust/library/core/src/lib.rs"));
        return new Requirement(
                "rust-src (Rust's library)",
                List.of(why("RUST")),
                Optional.empty(),
                Optional.empty(),
                core.map(Files::isRegularFile).orElse(true),
                Optional.empty(),
                Catalog.RUST_SOURCE);
    }

    private void gccPlugins() {
        if (isSet("GCC_PLUGINS")) {
            needs.add(() -> probe.program("g++", why("GCC_PLUGINS"), Optional.empty(), Catalog.program("g++")));
            needs.add(this::gccPluginHeaders);
        }
    }

    private Requirement gccPluginHeaders() throws IOException {
        var directory = probe.line(List.of(tools.compiler(), "-print-file-name=plugin"));
        var major = probe.line(List.of(tools.compiler(), "-dumpversion")).map(version -> version.split("\\.")[0]);
        var present = directory
                .map(path -> Files.isRegularFile(Path.of(path, "include/plugin-version.h")))
                .orElse(true);
        return new Requirement(
                "plugin-version.h (gcc)",
                List.of(why("GCC_PLUGINS")),
                Optional.empty(),
                Optional.empty(),
                present,
                Optional.empty(),
                Catalog.gccPlugins(major.orElse("12"), tools.crossCompile()));
    }

    /** kernel/gen_kheaders.sh. */
    private void headers() {
        if (config.getOrDefault("IKHEADERS", "n").matches("[ym]")) {
            for (var name : List.of("cpio", "tar", "xz")) {
                program(name, "IKHEADERS");
            }
        }
    }

    /** drivers/gpu/drm/msm/registers/gen_header.py, 6.10 and later. */
    private void generators() {
        if (config.getOrDefault("DRM_MSM", "n").matches("[ym]")) {
            program("python3", "DRM_MSM");
        }
    }

    private void program(String name, String option) {
        needs.add(() -> probe.program(
                name, why(option), minimums.of(name).map(TreeMinimums.Minimum::version), Catalog.program(name)));
    }

    private boolean isSet(String option) {
        return config.getOrDefault(option, "n").equals("y");
    }

    private String why(String option) {
        return "CONFIG_" + option + "=" + config.getOrDefault(option, "y");
    }
}
