package org.kernelmaven.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;

/**
 * The packages of one kernel, checked to belong together.
 *
 * @param image holds the bootable image, with Debian the modules too
 * @param modules packages with modules that are not the image's, as Ubuntu has them
 * @param headers holds the configuration and what was generated from it
 * @param support what the headers depend on: headers common to several kernels, and Kbuild's scripts and tools
 */
record KernelPackages(Deb image, List<Deb> modules, Deb headers, List<Deb> support) {

    static final String IMAGE = "linux-image-";
    static final String MODULES = "linux-modules-";
    static final String HEADERS = "linux-headers-";
    static final String KBUILD = "linux-kbuild-";

    /**
     * Sorts packages by what they say of themselves.
     *
     * @throws UserException where one is missing, is no part of a kernel, or belongs to another kernel
     */
    static KernelPackages of(List<Deb> debs, Origin origin) {
        var problems = new Problems();
        debs.stream()
                .filter(deb -> Stream.of(IMAGE, MODULES, HEADERS, KBUILD)
                        .noneMatch(prefix -> deb.name().startsWith(prefix)))
                .forEach(deb -> problems.add(
                        origin,
                        "'" + deb.file() + "' is package '" + deb.name()
                                + "', which is no part of a kernel: remove it."));
        problems.throwIfAny();
        var image = only(debs, "an image (linux-image-…)", deb -> deb.name().startsWith(IMAGE), origin);
        var needed = debs.stream()
                .flatMap(deb -> deb.needs(HEADERS).stream())
                .map(relation -> relation.name())
                .toList();
        var headers = only(
                debs,
                "the headers of '" + image.name() + "' (" + headersOf(image.name()) + ")",
                deb -> deb.name().startsWith(HEADERS) && !needed.contains(deb.name()),
                origin);
        var packages = new KernelPackages(
                image,
                debs.stream().filter(deb -> deb.name().startsWith(MODULES)).toList(),
                headers,
                debs.stream()
                        .filter(deb -> deb.name().startsWith(KBUILD) || needed.contains(deb.name()))
                        .toList());
        packages.check(origin, problems);
        problems.throwIfAny();
        return packages;
    }

    /** The package with the headers of an image; signed and unsigned images share it. */
    static String headersOf(String image) {
        return HEADERS
                + image.substring(IMAGE.length()).replaceFirst("^unsigned-", "").replaceFirst("-unsigned$", "");
    }

    private static Deb only(List<Deb> debs, String what, Predicate<Deb> wanted, Origin origin) {
        var found = debs.stream().filter(wanted).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new UserException(
                found.isEmpty()
                        ? origin + ": among the packages is not " + what + ". Given are " + names(debs) + ": add it."
                        : origin + ": " + names(found) + " are " + found.size() + " packages where one is " + what
                                + ": keep one.");
    }

    private void check(Origin origin, Problems problems) {
        if (!headers.name().equals(headersOf(image.name()))
                || !headers.version().equals(image.version())) {
            problems.add(
                    origin,
                    image.spec() + " and " + headers.spec() + " do not match each other: give "
                            + headersOf(image.name()) + "=" + image.version() + ".");
        }
        for (var needed : headers.needs(HEADERS, KBUILD)) {
            var found = support.stream()
                    .filter(deb -> deb.name().equals(needed.name()))
                    .findFirst();
            if (found.isEmpty()) {
                problems.add(
                        origin,
                        headers.spec() + " depends on '" + needed.name()
                                + "', which is not among the packages: add it.");
            } else if (needed.relation().equals("=") && !found.get().version().equals(needed.version())) {
                problems.add(
                        origin,
                        headers.spec() + " depends on " + needed.name() + "=" + needed.version() + ", given is "
                                + found.get().spec() + ".");
            }
        }
    }

    /** All, the image first. */
    List<Deb> all() {
        var all = new ArrayList<>(List.of(image));
        all.addAll(modules);
        all.add(headers);
        all.addAll(support);
        return all;
    }

    /** The package with the source that the kernel was built from, where it is Debian's. */
    Optional<String> debianSource(String version) {
        return image.control()
                .builtFrom()
                .filter(source ->
                        source.name().equals("linux") && !source.version().isEmpty())
                .map(source ->
                        "linux-source-" + version.replaceFirst("^(\\d+\\.\\d+).*", "$1") + "=" + source.version());
    }

    private static String names(List<Deb> debs) {
        return String.join(", ", debs.stream().map(Deb::spec).sorted().toList());
    }
}
