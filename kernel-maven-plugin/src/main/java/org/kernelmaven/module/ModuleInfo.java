package org.kernelmaven.module;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.kernelmaven.UserException;

/**
 * What a module says of itself in its {@code .modinfo} section: what {@code modinfo} shows.
 *
 * @param all the entries in the section's order; a key may come more than once
 */
public record ModuleInfo(List<Entry> all) {

    /** The licences with which a module may use GPL-only symbols: include/linux/license.h of Linux 6.1 and 6.12. */
    public static final Set<String> GPL_COMPATIBLE =
            Set.of("GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL");

    private static final long MAX_BYTES = 4L << 20;

    /** One {@code KEY=VALUE}. */
    public record Entry(String key, String value) {}

    /**
     * A parameter of the module.
     *
     * @param name as insmod takes it
     * @param type {@code int}, {@code charp}, …; empty where the module does not say
     * @param description of {@code MODULE_PARM_DESC}
     */
    public record Parameter(String name, Optional<String> type, Optional<String> description) {}

    /** Copies. */
    public ModuleInfo {
        all = List.copyOf(all);
    }

    /**
     * Reads it off a module.
     *
     * @param ko plain, not compressed
     * @throws UserException where it is no module, or damaged
     */
    static ModuleInfo read(Path ko) throws IOException {
        try (var object = ElfObject.open(ko)) {
            return read(object, ko);
        }
    }

    /** As {@link #read(Path)}, from a file that is open. */
    static ModuleInfo read(ElfObject object, Path ko) throws IOException {
        if (object.section(".modinfo").isEmpty()) {
            throw new UserException("'" + ko + "' is not a kernel module: it has no section '.modinfo'.");
        }
        return parse(object.content(".modinfo", MAX_BYTES));
    }

    /** Reads a section's bytes: texts that end with NUL, some of them padding. */
    static ModuleInfo parse(ByteBuffer section) {
        var text = new String(section.array(), section.arrayOffset(), section.limit(), StandardCharsets.UTF_8);
        var entries = new ArrayList<Entry>();
        for (var entry : text.split("\0")) {
            var sign = entry.indexOf('=');
            if (sign > 0) {
                entries.add(new Entry(entry.substring(0, sign), entry.substring(sign + 1)));
            }
        }
        return new ModuleInfo(entries);
    }

    /** The first value of a key. */
    public Optional<String> get(String key) {
        return values(key).findFirst();
    }

    private Stream<String> values(String key) {
        return all.stream().filter(entry -> entry.key.equals(key)).map(Entry::value);
    }

    /** The name Kbuild gave it. */
    public Optional<String> name() {
        return get("name");
    }

    /** The licences; a module may have several. */
    public List<String> licenses() {
        return values("license").toList();
    }

    /** Whether every licence lets it use GPL-only symbols, as modpost and the kernel judge. */
    public boolean gplCompatible() {
        return !licenses().isEmpty() && GPL_COMPATIBLE.containsAll(licenses());
    }

    /** The description. */
    public Optional<String> description() {
        return get("description");
    }

    /** The module's own version. */
    public Optional<String> version() {
        return get("version");
    }

    /** The release and the properties of the kernel it was built for: {@code 6.1.55 SMP preempt mod_unload }. */
    public Optional<String> vermagic() {
        return get("vermagic");
    }

    /** The first word of {@link #vermagic}: the release of the kernel. */
    public Optional<String> release() {
        return vermagic().map(text -> text.split(" ", 2)[0]);
    }

    /** The names of the modules whose symbols it uses. */
    public List<String> depends() {
        return values("depends")
                .flatMap(names -> Stream.of(names.split(",")))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** The symbol namespaces it imports. */
    public List<String> importNamespaces() {
        return values("import_ns").toList();
    }

    /** The parameters, in the order of their types. */
    public List<Parameter> parameters() {
        return Stream.concat(values("parmtype"), values("parm"))
                .filter(value -> value.indexOf(':') > 0)
                .map(value -> value.substring(0, value.indexOf(':')))
                .distinct()
                .map(name -> new Parameter(name, after("parmtype", name), after("parm", name)))
                .toList();
    }

    private Optional<String> after(String key, String name) {
        return values(key)
                .filter(value -> value.startsWith(name + ":"))
                .map(value -> value.substring(name.length() + 1))
                .findFirst();
    }
}
