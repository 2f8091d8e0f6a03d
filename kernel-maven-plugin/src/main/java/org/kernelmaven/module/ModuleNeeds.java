package org.kernelmaven.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /**
     * Reads them off a module's plain file.
     *
     * @throws org.kernelmaven.UserException where it is no module
     */
    static ModuleNeeds read(Path file) throws IOException {
        var info = ModuleInfo.read(file);
        return of(
                info.depends(),
                info.all().stream()
                        .filter(entry -> entry.key().equals("softdep"))
                        .map(ModuleInfo.Entry::value)
                        .toList());
    }

    /** @param texts the values of {@code softdep}: {@code pre: a b post: c} */
    static ModuleNeeds of(List<String> depends, List<String> texts) {
        var before = new ArrayList<String>();
        var after = new ArrayList<String>();
        for (var text : texts) {
            var list = before;
            for (var word : text.strip().split("\\s+")) {
                if (word.equals("pre:") || word.equals("post:")) {
                    list = word.equals("pre:") ? before : after;
                } else if (!word.isEmpty()) {
                    list.add(KernelModules.normal(word));
                }
            }
        }
        return new ModuleNeeds(depends.stream().map(KernelModules::normal).toList(), before, after);
    }
}
