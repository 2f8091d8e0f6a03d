package org.kernelmaven.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which modules a module wants loaded before or after it, by name, as its {@code .modinfo} says.
 *
 * @param depends those whose symbols it uses
 * @param before those it may use otherwise, where they are there: {@code MODULE_SOFTDEP("pre: a b")}
 * @param after those that are of use only after it: {@code MODULE_SOFTDEP("post: c")}
 */
record ModuleNeeds(List<String> depends, List<String> before, List<String> after) {

    /** Copies. */
    ModuleNeeds {
        depends = List.copyOf(depends);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** Reads them off a module's plain file. */
    static ModuleNeeds read(Path file) throws IOException {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        return of(values(text, "depends"), values(text, "softdep"));
    }

    private static List<String> values(String text, String key) {
        return Arrays.stream(text.split("\0"))
                .filter(word -> word.startsWith(key + "="))
                .map(word -> word.substring(key.length() + 1))
                .toList();
    }

    /** @param softdeps the values of {@code softdep}: {@code pre: a b post: c} */
    static ModuleNeeds of(List<String> depends, List<String> softdeps) {
        var before = new ArrayList<String>();
        var after = new ArrayList<String>();
        for (var softdep : softdeps) {
            var list = before;
            for (var word : softdep.strip().split("\\s+")) {
                if (word.equals("pre:") || word.equals("post:")) {
                    list = word.equals("pre:") ? before : after;
                } else if (!word.isEmpty()) {
                    list.add(KernelModules.normal(word));
                }
            }
        }
        return new ModuleNeeds(names(depends), before, after);
    }

    private static List<String> names(List<String> depends) {
        return depends.stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .filter(name -> !name.isBlank())
                .map(name -> KernelModules.normal(name.strip()))
                .toList();
    }
}
