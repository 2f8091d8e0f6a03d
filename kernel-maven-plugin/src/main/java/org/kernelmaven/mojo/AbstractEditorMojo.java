package org.kernelmaven.mojo;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.KernelBuild;

/** The goals that open one of the kernel's own editors on the resolved configuration. */
abstract class AbstractEditorMojo extends AbstractKernelMojo {

    /**
     * Where the options that you changed are written, as a fragment. Files in <code>src/main/config</code> are layers
     * of the next build. Default: <code>src/main/config/menuconfig.config</code>, named after the goal.
     *
     * <p>Example: <code>-Dkernel.fragment=src/main/config/debug.config</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.fragment")
    private @Nullable File fragment;

    private final String target;

    /** @param target the editor's make target, which is also the goal */
    AbstractEditorMojo(MavenServices services, String target) {
        super(services);
        this.target = target;
    }

    @Override
    final void run(KernelBuild build, MavenBuild maven) throws IOException {
        var file = Optional.ofNullable(fragment)
                .map(File::toPath)
                .orElseGet(() -> maven.projectInfo().baseDirectory().resolve("src/main/config/" + target + ".config"));
        build.edit(target, file);
    }
}
