package org.kernelmaven.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.Base;
import org.kernelmaven.kconfig.ConfigRequest;
import org.kernelmaven.kconfig.EngineResolver;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** Audits the common config on a real kernel tree; run by hand and by the full verification. */
final class CommonConfigCheck {

    private CommonConfigCheck() {}

    /**
     * Resolves the arch's defconfig with the common config and fails where one option does not hold.
     *
     * @param args the kernel tree, an empty build directory, the version, ARCH, the folder under {@code arch/}, the
     *     defconfig, and further arguments of make such as {@code CROSS_COMPILE=aarch64-linux-gnu-}
     */
    public static void main(String[] args) throws IOException {
        var tree = Path.of(args[0]).toAbsolutePath();
        var build = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
        var version = KernelVersion.parse(args[2]).orElseThrow();
        var make = new ArrayList<>(List.of("make", "-C", tree.toString(), "O=" + build, "ARCH=" + args[3]));
        make.addAll(List.of(args).subList(6, args.length));
        var merged = Layers.merge(List.of(CommonConfig.read()), version, args[3]);
        var resolution = new EngineResolver(new CommandRunner())
                .resolve(new ConfigRequest(
                        Command.of(build, make),
                        build,
                        tree,
                        args[4],
                        new Base.Target(args[5]),
                        merged.assignments(),
                        false,
                        false,
                        false));
        var findings = Audit.of(merged, resolution).of(Audit.Severity.WARNING);
        if (!findings.isEmpty()) {
            throw new UserException(findings.size() + " options of the common config do not hold:\n"
                    + String.join(
                            "\n", findings.stream().map(Audit.Finding::message).toList()));
        }
    }
}
