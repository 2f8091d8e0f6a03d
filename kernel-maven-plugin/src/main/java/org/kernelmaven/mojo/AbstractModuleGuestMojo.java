package org.kernelmaven.mojo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.GuestParameters;
import org.kernelmaven.vm.GuestFile;
import org.kernelmaven.vm.GuestShare;

/** The parameters of the guest in which the modules of a project are loaded. */
abstract class AbstractModuleGuestMojo extends AbstractModuleMojo {

    /**
     * The guest's memory in MiB. Default: 512.
     *
     * <p>Example: <code>-Dkernel.test.memory=1024</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.test.memory", defaultValue = "512")
    private int memory;

    /**
     * The guest's processors. Default: 1.
     *
     * <p>Example: <code>-Dkernel.test.cpus=2</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.test.cpus", defaultValue = "1")
    private int cpus;

    /**
     * Seconds until the guest is given up; for one that goes on running, seconds that it may take to boot. Default:
     * 120.
     *
     * <p>Example: <code>-Dkernel.test.timeout=30</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.test.timeout", defaultValue = "120")
    private int timeout;

    /**
     * Further words for the kernel's command line. Default: none.
     *
     * <p>Example: <code>-Dkernel.test.append=slub_debug=FZP</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.test.append")
    private @Nullable String append;

    /**
     * Files and folders that the guest is to have, such as firmware, each <code>SOURCE:/TARGET</code>, the source below
     * the project. Default: none.
     *
     * <p>Example: <code>-Dkernel.test.files=src/test/firmware:/lib/firmware</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.test.files")
    private @Nullable List<String> files;

    /**
     * Folders that the guest mounts and sees as they are, each <code>SOURCE:/TARGET</code>, the source below the
     * project; with <code>:rw</code> after it the guest may write there. The kernel needs 9P_FS, NET_9P_VIRTIO and
     * VIRTIO_PCI or, on arm64, arm and riscv64, VIRTIO_MMIO, on s390x S390_GUEST; a user-mode Linux HOSTFS. Default:
     * none.
     *
     * <p>Example: <code>-Dkernel.test.shares=src/test/data:/data,target/results:/results:rw</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.test.shares")
    private @Nullable List<String> shares;

    /**
     * What modules are loaded with, by their names. Default: nothing.
     *
     * <p>Example: <code>
     * &lt;moduleParameters&gt;&lt;widget&gt;debug=1 name=x&lt;/widget&gt;&lt;/moduleParameters&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable Map<String, @Nullable String> moduleParameters;

    AbstractModuleGuestMojo(MavenServices services) {
        super(services);
    }

    final GuestParameters guest(MavenBuild maven) {
        return new GuestParameters(
                memory,
                cpus,
                Duration.ofSeconds(timeout),
                Optional.ofNullable(append).orElse(""),
                GuestFile.parse(
                        Optional.ofNullable(files).orElse(List.of()),
                        maven.projectInfo().baseDirectory(),
                        "kernel.test.files"),
                GuestShare.parse(
                        Optional.ofNullable(shares).orElse(List.of()),
                        maven.projectInfo().baseDirectory(),
                        "kernel.test.shares"));
    }

    /** Maven gives null for an empty element. */
    final Map<String, String> moduleParameters() {
        var given = new TreeMap<String, String>();
        Optional.ofNullable(moduleParameters)
                .orElse(Map.of())
                .forEach((name, value) ->
                        given.put(name, Optional.ofNullable(value).orElse("")));
        return given;
    }
}
