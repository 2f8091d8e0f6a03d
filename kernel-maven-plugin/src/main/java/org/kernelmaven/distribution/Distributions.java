package org.kernelmaven.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kernelmaven.UserException;
import org.kernelmaven.source.AptGet;
import org.kernelmaven.source.DebianKernelSource;
import org.kernelmaven.source.DebsSource;
import org.kernelmaven.source.InstalledSource;
import org.kernelmaven.source.ReadyMade;
import org.kernelmaven.store.KnownDigests;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** Turns a kernel that somebody compiled already into directories in the store. */
public final class Distributions {

    private final KnownDigests digests;
    private final PackageKernels packages;
    private final AptKernels apt;
    private final InstalledKernels installed;

    /**
     * @param environment what apt sees, such as {@code System.getenv()}
     * @param offline whether nothing may be downloaded
     * @param update whether to ask anew what a package without a version is today: {@code mvn -U}
     */
    public Distributions(
            Store store,
            CommandRunner runner,
            Host host,
            Map<String, String> environment,
            boolean offline,
            boolean update) {
        this(store, runner, host, new AptGet(store, environment), offline, update);
    }

    Distributions(Store store, CommandRunner runner, Host host, AptGet apt, boolean offline, boolean update) {
        var directories = new KernelDirectory(runner, host);
        this.digests = new KnownDigests(store);
        this.packages = new PackageKernels(store, directories);
        this.apt = new AptKernels(store, apt, packages, offline, update);
        this.installed = new InstalledKernels(store, directories);
    }

    /**
     * The kernel, taken apart where the store has it not.
     *
     * @throws UserException where it cannot be got, is none, or its parts do not match each other
     */
    public ImportedKernel get(ReadyMade source) throws IOException {
        if (source instanceof DebianKernelSource debian) {
            return apt.get(debian);
        } else if (source instanceof DebsSource debs) {
            return fromFiles(debs);
        } else if (source instanceof InstalledSource directory) {
            return installed.get(directory);
        }
        throw new IllegalArgumentException("not a kind of source: " + source);
    }

    private ImportedKernel fromFiles(DebsSource source) throws IOException {
        var origin = source.origin().child("debs");
        var found = new LinkedHashMap<String, java.nio.file.Path>();
        for (var file : source.files()) {
            if (!Files.isRegularFile(file)) {
                throw new UserException("There is no file '" + file + "' (" + origin + "): correct its path.");
            }
            found.put(digests.sha256(file), file);
        }
        var key = PackageKernels.key(new ArrayList<>(found.keySet()));
        return packages.getOrMake(key, source.files().size() + " packages (" + origin + ")", () -> {
            var debs = new ArrayList<Deb>();
            for (var each : found.entrySet()) {
                debs.add(Deb.read(each.getValue(), each.getKey()));
            }
            return KernelPackages.of(debs, origin);
        });
    }
}
