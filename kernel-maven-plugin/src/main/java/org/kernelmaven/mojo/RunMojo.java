package org.kernelmaven.mojo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.build.GuestParameters;
import org.kernelmaven.build.KernelBuild;
import org.kernelmaven.build.RunParameters;
import org.kernelmaven.vm.GuestFile;
import org.kernelmaven.vm.GuestShare;

/**
 * Boots the built kernel in QEMU, or as the program that a user-mode Linux kernel is, with a small initramfs, shows its
 * console, and powers it off. Fails on a panic, an oops, or when the time is up.
 *
 * @since 0.1.0
 */
@Mojo(name = "run", threadSafe = true)
public final class RunMojo extends AbstractKernelMojo {

    /**
     * The guest's memory in MiB. Default: 256.
     *
     * <p>Example: <code>-Dkernel.run.memory=512</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.memory", defaultValue = "256")
    private int memory;

    /**
     * The guest's processors. Default: 1.
     *
     * <p>Example: <code>-Dkernel.run.cpus=2</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.cpus", defaultValue = "1")
    private int cpus;

    /**
     * Seconds until the guest is given up. Default: 120.
     *
     * <p>Example: <code>-Dkernel.run.timeout=30</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.timeout", defaultValue = "120")
    private int timeout;

    /**
     * Further words for the kernel's command line. Default: none.
     *
     * <p>Example: <code>-Dkernel.run.append=loglevel=7</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.append")
    private @Nullable String append;

    /**
     * Modules of this kernel to load, by name, in order. Default: none.
     *
     * <p>Example: <code>-Dkernel.run.modules=kunit</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.modules")
    private @Nullable List<String> modules;

    /**
     * Whether you get a shell in the guest, on this terminal, until it ends; Ctrl-] ends the guest. It is <code>busybox
     * </code> on the PATH, where that is statically linked, or the program that is named here, statically linked for
     * the guest's architecture. Default: false.
     *
     * <p>Example: <code>-Dkernel.run.shell</code> or <code>-Dkernel.run.shell=/usr/aarch64/bin/busybox</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.shell", defaultValue = "false")
    private @Nullable String shell;

    /**
     * Whether the guest waits for gdb before its first instruction; the command is shown. No port is opened, and no
     * timeout ends the guest. Default: false.
     *
     * <p>Example: <code>-Dkernel.run.gdb</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.gdb", defaultValue = "false")
    private boolean gdb;

    /**
     * Files and folders that the guest is to have, each <code>SOURCE:/TARGET</code>, the source below the project.
     * Default: none.
     *
     * <p>Example: <code>-Dkernel.run.files=target/tool:/bin/tool,src/test/firmware:/lib/firmware</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.files")
    private @Nullable List<String> files;

    /**
     * Folders that the guest mounts and sees as they are, each <code>SOURCE:/TARGET</code>, the source below the
     * project; with <code>:rw</code> after it the guest may write there. The kernel needs 9P_FS, NET_9P_VIRTIO and
     * VIRTIO_PCI or, on arm64, arm and riscv64, VIRTIO_MMIO, on s390x S390_GUEST; a user-mode Linux HOSTFS. An init of
     * your own mounts them itself: the first is <code>share0</code>, of type 9p; on user-mode Linux a folder by its
     * path, of type hostfs. Default: none.
     *
     * <p>Example: <code>-Dkernel.run.shares=src/test/data:/data,target/results:/results:rw</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.shares")
    private @Nullable List<String> shares;

    /**
     * A program of your own that the guest runs as <code>/init</code>, statically linked for its architecture, or a
     * script where <code>kernel.run.files</code> brings what runs it. The modules are in <code>/modules</code>, for it
     * to load. Default: the plugin's, which loads the modules and powers off.
     *
     * <p>Example: <code>-Dkernel.run.init=target/init</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.init")
    private @Nullable File init;

    /**
     * An initramfs of your own: a cpio archive, compressed as the kernel can unpack it, with an <code>/init</code>.
     * Default: one that the plugin makes.
     *
     * <p>Example: <code>-Dkernel.run.initramfs=target/root.cpio.gz</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.run.initramfs")
    private @Nullable File initramfs;

    @Inject
    RunMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(KernelBuild build, MavenBuild maven) throws IOException {
        build.run(new RunParameters(
                new GuestParameters(
                        memory,
                        cpus,
                        Duration.ofSeconds(timeout),
                        Optional.ofNullable(append).orElse(""),
                        GuestFile.parse(
                                Optional.ofNullable(files).orElse(List.of()),
                                maven.projectInfo().baseDirectory(),
                                "kernel.run.files"),
                        GuestShare.parse(
                                Optional.ofNullable(shares).orElse(List.of()),
                                maven.projectInfo().baseDirectory(),
                                "kernel.run.shares")),
                Optional.ofNullable(modules).orElse(List.of()),
                shell(),
                gdb,
                root()));
    }

    private Optional<RunParameters.OwnRoot> root() {
        if (init != null && initramfs != null) {
            throw new UserException(
                    "parameters kernel.run.init and kernel.run.initramfs exclude each other: the archive"
                            + " has its own /init.");
        }
        return path(init)
                .<RunParameters.OwnRoot>map(RunParameters.OwnRoot.Init::new)
                .or(() -> path(initramfs).map(RunParameters.OwnRoot.Archive::new));
    }

    /** A flag, or a program. */
    private Optional<RunParameters.Shell> shell() {
        return Optional.ofNullable(shell)
                .filter(value -> !value.equals("false"))
                .map(value -> new RunParameters.Shell(
                        Optional.of(value).filter(name -> !name.equals("true")).map(Path::of)));
    }
}
