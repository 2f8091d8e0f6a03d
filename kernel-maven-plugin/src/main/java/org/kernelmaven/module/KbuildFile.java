package org.kernelmaven.module;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;

/**
 * The Kbuild file of a module's source folder: the one its author wrote, or one made from the sources.
 *
 * <p>Where there are sources at the top, they and those in folders become one module. Where there are none, each folder
 * becomes a module of its own, called like the folder (Documentation/kbuild/modules.rst, Linux 6.1).
 */
public final class KbuildFile {

    /** Kbuild looks for them in this order (scripts/Makefile.build, Linux 6.1). */
    private static final List<String> NAMES = List.of("Kbuild", "Makefile");

    /** Other characters have a meaning for make, the shell, or in {@code -Wp,-MMD,FILE}. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_./+-]+");

    private static final String MADE = "# Made from the sources, for there is no Kbuild file beside them.\n";

    private KbuildFile() {}

    /** The file that the author wrote; empty where one is made. */
    public static Optional<String> written(Collection<String> paths) {
        return NAMES.stream().filter(paths::contains).findFirst();
    }

    /**
     * Makes the Kbuild files that a source folder lacks.
     *
     * @param paths the sources' paths within the folder
     * @param name of the module, where the sources are one
     * @param folder what messages call the folder
     * @return content by path; empty where the author wrote one
     * @throws UserException where there are no sources, or two would become one object file
     */
    public static Map<String, String> make(Collection<String> paths, ModuleName name, String folder) {
        if (written(paths).isPresent()) {
            return Map.of();
        }
        var sources = paths.stream().filter(KbuildFile::isSource).sorted().toList();
        if (sources.isEmpty()) {
            throw new UserException("There is no source in '" + folder
                    + "': put the module's .c files there, or set parameter <sourceDirectory>.");
        }
        if (sources.stream().anyMatch(path -> path.indexOf('/') < 0)) {
            return Map.of("Kbuild", MADE + module(name, sources, folder));
        }
        return byFolder(paths, folder);
    }

    private static Map<String, String> byFolder(Collection<String> paths, String folder) {
        var folders = new TreeMap<String, List<String>>();
        for (var path : paths) {
            var slash = path.indexOf('/');
            if (slash > 0) {
                folders.computeIfAbsent(path.substring(0, slash), key -> new ArrayList<>())
                        .add(path.substring(slash + 1));
            }
        }
        folders.values().removeIf(children -> children.stream().noneMatch(KbuildFile::isSource));
        var made = new LinkedHashMap<String, String>();
        var top = new StringBuilder(MADE);
        folders.forEach((child, children) -> {
            checkSafe(child, folder);
            top.append("obj-m += ").append(child).append("/\n");
            if (written(children).isEmpty()) {
                made.put(child + "/Kbuild", MADE + module(name(child, folder), children, folder + "/" + child));
            }
        });
        made.put("Kbuild", top.toString());
        return made;
    }

    private static void checkSafe(String path, String folder) {
        if (!SAFE.matcher(path).matches()) {
            throw new UserException("In '" + folder + "', make cannot take the name '" + path
                    + "': rename it to letters, digits and ._+- only.");
        }
    }

    private static ModuleName name(String child, String folder) {
        try {
            return new ModuleName(child);
        } catch (UserException e) {
            throw new UserException(
                    "Folder '" + folder + "/" + child + "' would become a module of its name, for there are no sources"
                            + " beside it, but " + e.getMessage() + " Rename the folder, or write a Kbuild file.",
                    e);
        }
    }

    private static String module(ModuleName name, Collection<String> paths, String folder) {
        var objects = new TreeMap<String, String>();
        for (var path : paths.stream().filter(KbuildFile::isSource).sorted().toList()) {
            checkSafe(path, folder);
            var other = objects.put(object(path), path);
            if (other != null) {
                throw new UserException("In '" + folder + "', '" + other + "' and '" + path + "' would both become '"
                        + object(path) + "': rename one of them.");
            }
        }
        var own = name + ".o";
        if (!objects.containsKey(own)) {
            return "obj-m := " + own + "\n" + name + "-y := " + String.join(" ", objects.keySet()) + "\n";
        }
        if (objects.size() > 1) {
            throw new UserException("In '" + folder + "', '" + objects.get(own) + "' and the module made of all "
                    + objects.size() + " sources would both become '" + own
                    + "': rename that file, choose another name with parameter <moduleName>, or write a Kbuild file.");
        }
        return "obj-m := " + own + "\n";
    }

    private static String object(String path) {
        return path.substring(0, path.lastIndexOf('.')) + ".o";
    }

    private static boolean isSource(String path) {
        return path.endsWith(".c") || path.endsWith(".S");
    }
}
