package org.kernelmaven.mojo;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.kernelmaven.build.KernelBuild;

/**
 * Says which tools and headers this kernel needs, which of them are missing, and the command that installs them; with
 * <code>-Dkernel.doctor.install</code> it runs that command.
 *
 * <p>Without a tree it knows what every kernel needs; after <code>kernel:patch</code> also the oldest tools that the
 * tree accepts; after <code>kernel:configure</code> also what the configuration asks for.
 *
 * @since 0.1.0
 */
@Mojo(name = "doctor", threadSafe = true)
public final class DoctorMojo extends AbstractKernelMojo {

    /**
     * Whether what is missing is installed through the system's package manager, as root or with sudo. Default: false.
     *
     * <p>Example: <code>-Dkernel.doctor.install</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.doctor.install", defaultValue = "false")
    private boolean install;

    @Inject
    DoctorMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(KernelBuild build, MavenBuild maven) throws IOException {
        build.doctor(install);
    }
}
