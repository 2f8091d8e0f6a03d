package org.kernelmaven.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.settings.Nearest;

/**
 * The order in which modules can be loaded: each after those it depends on, as modprobe would load them.
 *
 * @param steps the modules in that order; to be unloaded in reverse
 */
public record LoadPlan(List<Step> steps) {

    /** Copies. */
    public LoadPlan {
        steps = List.copyOf(steps);
    }

    /** Why a module is loaded. */
    public enum Reason {
        /** It is wanted itself. */
        WANTED,
        /** Another project provides it, or something that is loaded uses its symbols. */
        DEPENDENCY,
        /** A wanted one, or one that it depends on, may use it: {@code MODULE_SOFTDEP}. */
        OPTIONAL
    }

    /**
     * A module to load.
     *
     * @param name as the kernel has it
     * @param file its plain {@code .ko}
     * @param reason why
     */
    public record Step(String name, Path file, Reason reason) {}

    /**
     * What there is to load.
     *
     * @param wanted the {@code .ko} files that are to be loaded, in an order of their owner's choice
     * @param provided the {@code .ko} files of other projects that this one depends on: loaded first
     * @param spare {@code .ko} files that are loaded where another needs them
     * @param needed names of modules that all need, whatever their symbols say; passed over where they are nowhere
     * @param tried names of modules that are of use to all, where they can be loaded; passed over where they are
     *     nowhere
     * @param kernel the kernel's own modules
     * @param release the kernel's, for messages
     */
    public record Modules(
            List<Path> wanted,
            List<Path> provided,
            List<Path> spare,
            List<String> needed,
            List<String> tried,
            KernelModules kernel,
            String release) {
        /** Copies. */
        public Modules {
            wanted = List.copyOf(wanted);
            provided = List.copyOf(provided);
            spare = List.copyOf(spare);
            needed = List.copyOf(needed);
            tried = List.copyOf(tried);
        }
    }

    /**
     * Makes the plan.
     *
     * @param working where the kernel's own modules are decompressed that are compressed
     * @throws UserException where a module that is needed is nowhere, two files are one module, or modules need each
     *     other in a circle
     */
    public static LoadPlan of(Modules modules, Path working) throws IOException {
        var planning = new Planning(modules, working);
        planning.visitAll(modules.tried(), Reason.OPTIONAL);
        planning.visitAll(modules.needed(), Reason.DEPENDENCY);
        for (var name : Planning.byName(modules.provided()).keySet()) {
            planning.visit(name, planning.wanted.containsKey(name) ? Reason.WANTED : Reason.DEPENDENCY);
        }
        for (var name : planning.wanted.keySet()) {
            planning.visit(name, Reason.WANTED);
        }
        return new LoadPlan(planning.finish());
    }

    /** The search, depth first. */
    private static final class Planning {

        private final Modules modules;
        private final Path working;
        private final Map<String, Path> wanted;
        /** The spare ones too. */
        private final Map<String, Path> provided;

        private final Map<String, Path> files = new HashMap<>();
        private final Map<String, ModuleNeeds> needs = new HashMap<>();
        private final Map<String, Step> steps = new LinkedHashMap<>();
        private final Set<String> visiting = new LinkedHashSet<>();

        Planning(Modules modules, Path working) {
            this.modules = modules;
            this.working = working;
            this.wanted = byName(modules.wanted());
            this.provided = byName(Stream.concat(modules.provided().stream(), modules.spare().stream())
                    .toList());
        }

        private static Map<String, Path> byName(List<Path> files) {
            var named = new LinkedHashMap<String, Path>();
            for (var file : files) {
                var other = named.put(KernelModules.name(String.valueOf(file.getFileName())), file);
                if (other != null && !other.equals(file)) {
                    throw new UserException("'" + other + "' and '" + file
                            + "' are one module for the kernel, which can load one of them. Rename one, or leave out the"
                            + " dependency that brings it.");
                }
            }
            return named;
        }

        List<Step> finish() {
            return List.copyOf(steps.values());
        }

        /** Those that are somewhere. */
        void visitAll(List<String> names, Reason reason) throws IOException {
            for (var name : names) {
                if (isThere(name)) {
                    visit(name, reason);
                }
            }
        }

        void visit(String name, Reason reason) throws IOException {
            var known = steps.get(name);
            if (known != null) {
                // What was only tried for one may be needed by another.
                if (reason.compareTo(known.reason()) < 0) {
                    steps.put(name, new Step(name, known.file(), reason));
                    strengthen(known);
                }
                return;
            }
            if (!visiting.add(name)) {
                throw circle(name);
            }
            var needs = needs(name);
            for (var before : needs.before()) {
                tryAll(before);
            }
            for (var needed : needs.depends()) {
                require(name, needed, reason);
            }
            steps.put(name, new Step(name, file(name), reason));
            visiting.remove(name);
            for (var after : needs.after()) {
                tryAll(after);
            }
        }

        /** A module that turned out to be needed needs its own. */
        private void strengthen(Step step) throws IOException {
            for (var needed : needs(step.name()).depends()) {
                require(step.name(), needed, Reason.DEPENDENCY);
            }
        }

        private void require(String name, String needed, Reason reason) throws IOException {
            if (isThere(needed)) {
                visit(needed, wanted.containsKey(needed) ? Reason.WANTED : below(reason));
            } else if (!modules.kernel().isBuiltIn(needed) && reason != Reason.OPTIONAL) {
                throw missing(name, needed);
            }
        }

        private static Reason below(Reason reason) {
            return reason == Reason.OPTIONAL ? Reason.OPTIONAL : Reason.DEPENDENCY;
        }

        private void tryAll(String name) throws IOException {
            var meant = wanted.containsKey(name) || provided.containsKey(name)
                    ? List.of(name)
                    : modules.kernel().meant(name);
            for (var module : meant) {
                if (isThere(module) && !needsOneThatWaits(module, new HashSet<>())) {
                    visit(module, wanted.containsKey(module) ? Reason.WANTED : Reason.OPTIONAL);
                }
            }
        }

        /** Whether a module can only be loaded after one that is about to be loaded after it. */
        private boolean needsOneThatWaits(String name, Set<String> asked) throws IOException {
            if (visiting.contains(name)) {
                return true;
            }
            if (asked.add(name) && isThere(name)) {
                for (var needed : needs(name).depends()) {
                    if (needsOneThatWaits(needed, asked)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean isThere(String name) {
            return wanted.containsKey(name)
                    || provided.containsKey(name)
                    || modules.kernel().has(name);
        }

        private Path file(String name) throws IOException {
            var file = files.get(name);
            if (file == null) {
                file = wanted.getOrDefault(name, provided.get(name));
                if (file == null) {
                    file = modules.kernel().plain(name, working);
                }
                files.put(name, file);
            }
            return file;
        }

        private ModuleNeeds needs(String name) throws IOException {
            var known = needs.get(name);
            if (known == null) {
                known = ModuleNeeds.read(file(name));
                needs.put(name, known);
            }
            return known;
        }

        private UserException missing(String name, String needed) {
            var known = new TreeSet<>(modules.kernel().names());
            known.addAll(provided.keySet());
            known.addAll(wanted.keySet());
            return new UserException("Module '" + name + "' needs module '" + needed + "', which is neither in this"
                    + " project nor in its dependencies, and Linux " + modules.release()
                    + " has it neither built in nor as a module."
                    + Nearest.to(needed, known)
                            .map(near -> " Did you mean '" + near + "'?")
                            .orElse("")
                    + " Add the project that builds it as a dependency of type kernel-module, or turn it on in the"
                    + " kernel's configuration.");
        }

        private UserException circle(String name) {
            var circle = new ArrayList<>(visiting);
            var path = new ArrayList<>(circle.subList(circle.indexOf(name), circle.size()));
            path.add(name);
            return new UserException("These modules need each other, so none can be loaded first: "
                    + String.join(" -> ", path) + ". Move what they share into a module of its own.");
        }
    }
}
