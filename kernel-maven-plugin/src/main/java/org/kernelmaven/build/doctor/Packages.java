package org.kernelmaven.build.doctor;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The packages that bring something, by package manager; none where we know of none.
 *
 * @param names by package manager
 */
public record Packages(Map<PackageManager, List<String>> names) {

    /** Copies. */
    public Packages {
        names = Map.copyOf(names);
    }

    /** Each a list with blanks between, empty where there is no package. */
    static Packages of(String apt, String dnf, String zypper, String pacman, String apk) {
        var names = new EnumMap<PackageManager, List<String>>(PackageManager.class);
        names.put(PackageManager.APT, words(apt));
        names.put(PackageManager.DNF, words(dnf));
        names.put(PackageManager.ZYPPER, words(zypper));
        names.put(PackageManager.PACMAN, words(pacman));
        names.put(PackageManager.APK, words(apk));
        return new Packages(names);
    }

    /** A package that has one name everywhere. */
    static Packages of(String name) {
        return of(name, name, name, name, name);
    }

    /** The packages for one manager. */
    public List<String> with(PackageManager manager) {
        return names.getOrDefault(manager, List.of());
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
