package org.kernelmaven.artifact;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;

/**
 * What a module project built, as {@code module.json} in its artifacts says.
 *
 * @param coordinates {@code groupId:artifactId:version} of the project
 * @param binaries for which kernels it was built
 * @param modules what was built, in the order in which make listed them
 */
public record ModuleMetadata(String coordinates, List<Binary> binaries, List<Module> modules) {

    /** The name of the file. */
    public static final String FILE_NAME = "module.json";

    private static final int SCHEMA = 1;
    private static final Pattern CLASSIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,96}");
    private static final Pattern ARCH = Pattern.compile("[a-z0-9_]{1,32}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,54}");

    /** Copies. */
    public ModuleMetadata {
        binaries = List.copyOf(binaries);
        modules = List.copyOf(modules);
    }

    /**
     * One kernel it was built for.
     *
     * @param release the kernel's release
     * @param arch the kernel's architecture, by the plugin's name for it
     * @param kernel {@link UnpackedDev#identity} of the kernel
     */
    public record Binary(String release, String arch, String kernel) {

        /** The classifier of the artifact with the binaries. */
        public String classifier() {
            return release + "-" + arch;
        }

        /** The classifier of the artifact with the symbol versions. */
        public String symbolsClassifier() {
            return classifier() + "-dev";
        }
    }

    /**
     * One module.
     *
     * @param name as in {@code NAME.ko}
     * @param info what modinfo shows: values by key, in the order of the file
     */
    public record Module(String name, Map<String, List<String>> info) {

        /** Copies, keeping the order. */
        public Module {
            info = new LinkedHashMap<>(info);
        }

        @Override
        public Map<String, List<String>> info() {
            return new LinkedHashMap<>(info);
        }
    }

    /**
     * Reads a {@code module.json}.
     *
     * @throws UserException where it is damaged, or of another schema
     */
    public static ModuleMetadata read(Path file) throws IOException {
        return read(JsonFields.read(file));
    }

    /**
     * Reads that of a main or symbols artifact.
     *
     * @param directory the opened artifact
     * @param artifact what messages call it
     * @throws UserException where it is damaged, of another schema, or no artifact of modules
     */
    public static ModuleMetadata in(Path directory, Path artifact) throws IOException {
        var file = directory.resolve(FILE_NAME);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserException("'" + artifact + "' is no artifact of modules: it has no file '" + FILE_NAME
                    + "'. Depend on an artifact of type kernel-module that a project with that packaging makes.");
        }
        return read(JsonFields.read(file, ArtifactArchive.name(artifact, FILE_NAME)));
    }

    private static ModuleMetadata read(JsonFields json) {
        json.schema(SCHEMA);
        var metadata = new ModuleMetadata(
                json.text("coordinates"),
                json.list("binaries", ModuleMetadata::binary),
                json.list("modules", ModuleMetadata::module));
        json.end();
        return metadata;
    }

    /**
     * Of one project that was built for several kernels: all binaries, all modules, and of these what holds on each.
     *
     * @param each the project's for one kernel; at least one
     */
    public static ModuleMetadata joined(List<ModuleMetadata> each) {
        var infos = new LinkedHashMap<String, Map<String, List<String>>>();
        for (var metadata : each) {
            for (var module : metadata.modules) {
                infos.merge(module.name, module.info(), (all, info) -> {
                    all.entrySet().retainAll(info.entrySet());
                    return all;
                });
            }
        }
        return new ModuleMetadata(
                each.get(0).coordinates,
                each.stream()
                        .flatMap(metadata -> metadata.binaries.stream())
                        .distinct()
                        .toList(),
                infos.entrySet().stream()
                        .map(entry -> new Module(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** Writes the file whole or not at all. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.writeString(temporary, toJson());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Pretty JSON in a stable order. */
    public String toJson() {
        var json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("coordinates", coordinates);
        var kernels = new JsonArray();
        binaries.forEach(binary -> {
            var entry = new JsonObject();
            entry.addProperty("release", binary.release);
            entry.addProperty("arch", binary.arch);
            entry.addProperty("kernel", binary.kernel);
            kernels.add(entry);
        });
        json.add("binaries", kernels);
        var built = new JsonArray();
        modules.forEach(module -> built.add(toJson(module)));
        json.add("modules", built);
        return JsonFields.write(json);
    }

    private static JsonObject toJson(Module module) {
        var entry = new JsonObject();
        entry.addProperty("name", module.name);
        var info = new JsonObject();
        module.info.forEach((key, values) -> {
            var list = new JsonArray();
            values.forEach(list::add);
            info.add(key, list);
        });
        entry.add("info", info);
        return entry;
    }

    private static Binary binary(JsonFields json) {
        return new Binary(
                checked(json, "release", CLASSIFIER), checked(json, "arch", ARCH), checked(json, "kernel", SHA256));
    }

    private static Module module(JsonFields json) {
        return new Module(checked(json, "name", NAME), json.textsMap("info"));
    }

    /** The values become names of files. */
    private static String checked(JsonFields json, String field, Pattern form) {
        var value = json.text(field);
        if (!form.matcher(value).matches()) {
            throw json.wrong(field, "has not the form of one: '" + value + "'");
        }
        return value;
    }
}
