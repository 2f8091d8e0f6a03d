package org.kernelmaven.mojo;

import java.io.IOException;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.KernelBuild;

/**
 * Says why an option of the resolved configuration has its value: its type, prompt, definitions and dependencies with
 * their values, what selects it, who asked for it; and with <code>value</code>, the smallest change found that gives it
 * that value.
 *
 * <p>The configuration need not be as asked: this goal says why it is not.
 *
 * @since 0.1.0
 */
@Mojo(name = "explain", threadSafe = true)
public final class ExplainMojo extends AbstractKernelMojo {

    /**
     * The option, with or without the <code>CONFIG_</code> prefix. No default: it is needed.
     *
     * <p>Example: <code>-Dsymbol=FRAME_POINTER</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "symbol")
    private @Nullable String symbol;

    /**
     * The value that the option should have: <code>y</code>, <code>m</code>, <code>n</code>, a number or a text. The
     * change that gives it is tried before it is printed. Default: none, no change is looked for.
     *
     * <p>Example: <code>-Dvalue=y</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "value")
    private @Nullable String value;

    /**
     * Whether Kconfig's <code>$(shell,…)</code> may run commands of the tree and ask the compiler; with <code>false
     * </code> each is answered with <code>n</code>, and what depends on tools may be told wrong. Default: true.
     *
     * <p>Example: <code>-Dkernel.probes=false</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.probes", defaultValue = "true")
    private boolean probes;

    @Inject
    ExplainMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(KernelBuild build, MavenBuild maven) throws IOException {
        build.explain(Optional.ofNullable(symbol).orElse(""), Optional.ofNullable(value), probes);
    }
}
