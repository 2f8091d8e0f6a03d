package org.kernelmaven.artifact;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a kernel is, as {@code kernel.json} says: the metadata artifact, and a file in the dev artifact.
 *
 * @param release what {@code make kernelrelease} prints; names the directory below {@code lib/modules}
 * @param version what the tree's Makefile says, such as {@code 6.1.55}
 * @param arch the plugin's name of the architecture, such as {@code x86_64}
 * @param modDirVersion the release a user demanded; empty where nobody did
 * @param features what the kernel has (true) or lacks (false)
 * @param patches the series that was applied, in order
 * @param source where the tree came from
 * @param configDigest SHA-256 of the resolved {@code .config}
 * @param compiler what {@code CONFIG_CC_VERSION_TEXT} says
 * @param artifacts SHA-256 of the kernel's other artifacts by classifier, the main artifact's under {@code main}; empty
 *     in the dev artifact, which cannot hold its own digest
 * @param inputs SHA-256 of each thing that went into the kernel, by its name; empty where not all is known by its
 *     content, and in the dev artifact, whose identity is what modules see of a kernel
 */
public record KernelMetadata(
        String release,
        String version,
        String arch,
        Optional<String> modDirVersion,
        Map<String, Boolean> features,
        List<AppliedPatch> patches,
        Source source,
        String configDigest,
        String compiler,
        Map<String, String> artifacts,
        Map<String, String> inputs) {

    /** The name of the file. */
    public static final String FILE_NAME = "kernel.json";

    private static final int SCHEMA = 1;

    /** A release becomes the name of a directory and of files; uname(2) has room for 64 characters. */
    private static final Pattern RELEASE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,63}");

    private static final Pattern ARCH = Pattern.compile("[a-z0-9_]{1,32}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CLASSIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * A patch of the series.
     *
     * @param name as in the project
     * @param sha256 of its plain text; empty for one that only brings config or features
     */
    public record AppliedPatch(String name, Optional<String> sha256) {
        /** Checks. */
        public AppliedPatch {
            sha256.ifPresent(digest -> check("sha256", digest, SHA256));
        }
    }

    /**
     * Where a tree came from.
     *
     * @param kind {@code url}, {@code file}, {@code artifact}, {@code debian}, {@code git} or {@code directory};
     *     {@code installed} for a kernel that was not compiled here but taken from where it is installed
     * @param description for people: the URL, file name, coordinates, package or directory; for several packages
     *     {@code NAME=VERSION} of each, the one with the image first
     * @param hash in SRI form, of several packages in their order with blanks between, or a git commit; empty where
     *     there is none, as for a directory
     */
    public record Source(String kind, String description, Optional<String> hash) {}

    /** Copies, sorts what has no order, and checks. @throws IllegalArgumentException where a value has not its form */
    public KernelMetadata {
        features = sorted(features);
        patches = List.copyOf(patches);
        artifacts = sorted(artifacts);
        inputs = sorted(inputs);
        check("release", release, RELEASE);
        modDirVersion.ifPresent(text -> check("modDirVersion", text, RELEASE));
        check("arch", arch, ARCH);
        check("configDigest", configDigest, SHA256);
        checkDigests("artifacts", artifacts);
        checkDigests("inputs", inputs);
    }

    /** The same kernel, with the digests of its artifacts. */
    public KernelMetadata withArtifacts(Map<String, String> digests) {
        return new KernelMetadata(
                release,
                version,
                arch,
                modDirVersion,
                features,
                patches,
                source,
                configDigest,
                compiler,
                digests,
                inputs);
    }

    /** The same kernel, with the digests of what went into it. */
    public KernelMetadata withInputs(Map<String, String> digests) {
        return new KernelMetadata(
                release,
                version,
                arch,
                modDirVersion,
                features,
                patches,
                source,
                configDigest,
                compiler,
                artifacts,
                digests);
    }

    /** Whether a text can be a release: no path, no blank. */
    public static boolean isRelease(String text) {
        return RELEASE.matcher(text).matches();
    }

    /**
     * Reads a {@code kernel.json}.
     *
     * @throws org.kernelmaven.UserException where it is damaged, or of another schema
     */
    public static KernelMetadata read(Path file) throws IOException {
        return read(file, file.toString());
    }

    /** As {@link #read(Path)}; {@code origin} is what messages call the file. */
    static KernelMetadata read(Path file, String origin) throws IOException {
        return read(JsonFields.read(file, origin));
    }

    /** As {@link #read(Path)}, from a text; {@code origin} is what messages call it. */
    public static KernelMetadata parse(String json, String origin) {
        return read(JsonFields.parse(json, origin));
    }

    /** Writes the file whole or not at all. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.writeString(temporary, toJson());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Pretty JSON in a stable order. */
    public String toJson() {
        var json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("release", release);
        json.addProperty("version", version);
        json.addProperty("arch", arch);
        modDirVersion.ifPresent(text -> json.addProperty("modDirVersion", text));
        json.addProperty("compiler", compiler);
        json.addProperty("configDigest", configDigest);
        var from = new JsonObject();
        from.addProperty("kind", source.kind);
        from.addProperty("description", source.description);
        source.hash.ifPresent(hash -> from.addProperty("hash", hash));
        json.add("source", from);
        var series = new JsonArray();
        patches.forEach(patch -> {
            var entry = new JsonObject();
            entry.addProperty("name", patch.name);
            patch.sha256.ifPresent(digest -> entry.addProperty("sha256", digest));
            series.add(entry);
        });
        json.add("patches", series);
        var flags = new JsonObject();
        features.forEach(flags::addProperty);
        json.add("features", flags);
        var digests = new JsonObject();
        artifacts.forEach(digests::addProperty);
        json.add("artifacts", digests);
        if (!inputs.isEmpty()) {
            var made = new JsonObject();
            inputs.forEach(made::addProperty);
            json.add("inputs", made);
        }
        return JsonFields.write(json);
    }

    private static KernelMetadata read(JsonFields json) {
        json.schema(SCHEMA);
        var source = json.object("source");
        try {
            var metadata = new KernelMetadata(
                    json.text("release"),
                    json.text("version"),
                    json.text("arch"),
                    json.optionalText("modDirVersion"),
                    json.flagMap("features"),
                    json.list("patches", patch -> new AppliedPatch(patch.text("name"), patch.optionalText("sha256"))),
                    new Source(source.text("kind"), source.text("description"), source.optionalText("hash")),
                    json.text("configDigest"),
                    json.text("compiler"),
                    json.textMap("artifacts"),
                    json.optionalTextMap("inputs"));
            source.end();
            json.end();
            return metadata;
        } catch (Malformed e) {
            throw json.wrong(e.field, "has not the form of one: '" + e.value + "'");
        }
    }

    private static void checkDigests(String field, Map<String, String> digests) {
        digests.forEach((name, digest) -> {
            check(field, name, CLASSIFIER);
            check(field + "." + name, digest, SHA256);
        });
    }

    private static void check(String field, String value, Pattern form) {
        if (!form.matcher(value).matches()) {
            throw new Malformed(field, value);
        }
    }

    private static <T> SortedMap<String, T> sorted(Map<String, T> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    private static final class Malformed extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final String field;
        private final String value;

        Malformed(String field, String value) {
            super("no " + field + ": '" + value + "'");
            this.field = field;
            this.value = value;
        }
    }
}
