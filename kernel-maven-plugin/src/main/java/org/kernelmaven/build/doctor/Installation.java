package org.kernelmaven.build.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs what a report says is missing, with the machine's package manager. */
public final class Installation {

    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
    private static final Map<String, String> UNATTENDED = Map.of("DEBIAN_FRONTEND", "noninteractive");

    private final Host host;
    private final Probe probe;

    /** @param host where the package manager and sudo are looked for */
    public Installation(Host host, CommandRunner runner) {
        this.host = host;
        this.probe = new Probe(host, runner, true);
    }

    /**
     * Installs; ask the doctor again afterwards, as a distribution's newest may still be too old.
     *
     * @throws UserException where there is no known package manager, no right to use it, no package, or it fails
     */
    public void install(DoctorReport report) throws IOException {
        if (report.isHealthy()) {
            return;
        }
        var manager = report.manager()
                .orElseThrow(() -> new UserException(
                        "Nothing can be installed: no known package manager is on the PATH.\n" + report.message()));
        var packages = report.packages(manager);
        if (packages.isEmpty()) {
            throw new UserException("Nothing can be installed by itself.\n" + report.message());
        }
        var asRoot = asRoot(report);
        LOG.info("Installing {}", String.join(" ", packages));
        if (!manager.refreshing().isEmpty()) {
            run(asRoot, manager, manager.refreshing(), report);
        }
        run(asRoot, manager, manager.installing(packages), report);
    }

    private void run(List<String> asRoot, PackageManager manager, List<String> arguments, DoctorReport report)
            throws IOException {
        var argv = new ArrayList<>(asRoot);
        argv.add(host.find(manager.program()).map(Path::toString).orElse(manager.program()));
        argv.addAll(arguments);
        var result = probe.run(argv, UNATTENDED);
        if (result.isEmpty() || !result.get().succeeded()) {
            throw new UserException("'" + String.join(" ", argv) + "' failed"
                    + result.map(run -> " with exit code " + run.exitCode() + ":\n" + run.output())
                            .orElse(".")
                    + "\n" + report.message());
        }
    }

    /** What goes before a command so that root runs it; sudo is told not to ask, as nobody may be there to answer. */
    private List<String> asRoot(DoctorReport report) throws IOException {
        if (probe.line(List.of("id", "-u")).filter("0"::equals).isPresent()) {
            return List.of();
        }
        var allowed = probe.run(List.of("sudo", "-n", "true"), Map.of());
        if (allowed.filter(result -> result.succeeded()).isPresent()) {
            return List.of("sudo", "-n");
        }
        throw new UserException("Packages are installed by root, and this is not root; "
                + (allowed.isEmpty() ? "there is no sudo either" : "sudo asks for a password")
                + ".\n" + report.message());
    }
}
