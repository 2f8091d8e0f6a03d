package org.kernelmaven.build.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.kernelmaven.tool.Host;

/** The package managers whose packages we know by name. */
public enum PackageManager {
    /** Debian, Ubuntu. */
    APT("apt-get"),
    /** Fedora, RHEL. */
    DNF("dnf"),
    /** openSUSE, SLES. */
    ZYPPER("zypper"),
    /** Arch. */
    PACMAN("pacman"),
    /** Alpine. */
    APK("apk");

    private final String program;

    PackageManager(String program) {
        this.program = program;
    }

    /** The one this machine has. */
    public static Optional<PackageManager> of(Host host) {
        return Stream.of(values())
                .filter(manager -> host.find(manager.program).isPresent())
                .findFirst();
    }

    String program() {
        return program;
    }

    /** The arguments to run before an installation; none where it needs no preparing. */
    List<String> refreshing() {
        return this == APT ? List.of("update") : List.of();
    }

    /** The arguments that install packages. */
    List<String> installing(Collection<String> packages) {
        var all = new ArrayList<String>(
                switch (this) {
                    case APT, DNF -> List.of("install", "-y");
                    case ZYPPER -> List.of("--non-interactive", "install");
                    case PACMAN -> List.of("-Sy", "--needed", "--noconfirm");
                    case APK -> List.of("add");
                });
        all.addAll(new TreeSet<>(packages));
        return all;
    }

    /** The line for a user to paste. */
    String line(Collection<String> packages) {
        var line = "sudo " + program + " " + String.join(" ", installing(packages));
        return refreshing().isEmpty() ? line : "sudo " + program + " " + String.join(" ", refreshing()) + " && " + line;
    }
}
