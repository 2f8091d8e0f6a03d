package org.kernelmaven.build.kunit;

import java.util.Map;
import java.util.regex.Pattern;

/** Says in words why a module was not loaded or unloaded. */
public final class LoadFailure {

    private static final Pattern SAID = Pattern.compile("failed to (load|unload) (\\S+): error (\\d+)");

    /** Linux' error numbers (asm-generic/errno.h), which the architectures share that QEMU plays. */
    private static final Map<String, String> LOAD = Map.ofEntries(
            Map.entry("1", "EPERM, the kernel does not permit it"),
            Map.entry("2", "ENOENT, it uses a symbol that nothing loaded exports, or did not find what it looks for"),
            Map.entry("5", "EIO"),
            Map.entry("8", "ENOEXEC, the kernel refuses its file: built for another kernel, or damaged"),
            Map.entry("12", "ENOMEM, no memory: give the guest more with kernel.test.memory"),
            Map.entry("14", "EFAULT"),
            Map.entry("16", "EBUSY, what it asked for is taken"),
            Map.entry("17", "EEXIST, it is there already, or what it registers is"),
            Map.entry("19", "ENODEV, its init function found no device"),
            Map.entry("22", "EINVAL, a parameter or a value in its init function is wrong"),
            Map.entry("126", "ENOKEY, this kernel loads signed modules only, by a key that it knows"),
            Map.entry("129", "EKEYREJECTED, this kernel does not accept its signature"));

    private static final Map<String, String> UNLOAD = Map.of(
            "2", "ENOENT, the kernel has no such module",
            "11", "EAGAIN, something still uses it",
            "16", "EBUSY, it has an init function and no exit function, or its init function still runs",
            "38", "ENOSYS, this kernel cannot unload modules");

    private LoadFailure() {}

    /**
     * The sentence for a line of init.
     *
     * @param said {@code failed to load x: error 19}
     */
    public static String explain(String said) {
        var parts = SAID.matcher(said);
        if (!parts.matches()) {
            return said;
        }
        var loading = parts.group(1).equals("load");
        var why = (loading ? LOAD : UNLOAD).getOrDefault(parts.group(3), "error " + parts.group(3));
        return "module '" + parts.group(2) + "' could not be " + (loading ? "loaded" : "unloaded") + ": " + why;
    }
}
