package org.kernelmaven.mojo;

import java.io.File;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.module.ModuleRequest;

/** How what is compiled against a dev artifact is compiled: modules, and drivers of the kernel's own tree. */
abstract class AbstractMakeMojo extends AbstractBuildMojo {

    /**
     * Further variables for make, each as <code>NAME=value</code>. Default: none.
     *
     * <p>Example: <code>&lt;makeFlags&gt;&lt;flag&gt;CONFIG_WIDGET_DEBUG=y&lt;/flag&gt;&lt;/makeFlags&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.makeFlags")
    private @Nullable List<String> makeFlags;

    /**
     * Further flags for the compiler. Default: none.
     *
     * <p>Example: <code>&lt;compilerFlags&gt;&lt;flag&gt;-DDEBUG&lt;/flag&gt;&lt;/compilerFlags&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.compilerFlags")
    private @Nullable List<String> compilerFlags;

    /**
     * The prefix of the cross compiler's programs. Default: none where the kernel is for this machine's architecture,
     * else the prefix that distributions use for it.
     *
     * <p>Example: <code>-Dkernel.crossCompile=aarch64-linux-gnu-</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.crossCompile")
    private @Nullable String crossCompile;

    /**
     * Compiles with LLVM: <code>1</code>, or a version suffix such as <code>-16</code>. Default: as the kernel was
     * built.
     *
     * <p>Example: <code>-Dkernel.llvm=1</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.llvm")
    private @Nullable String llvm;

    AbstractMakeMojo(MavenServices services) {
        super(services);
    }

    final ModuleRequest.MakeParameters makeParameters(@Nullable List<File> includeDirectories, MavenBuild maven) {
        return new ModuleRequest.MakeParameters(
                Optional.ofNullable(crossCompile),
                Optional.ofNullable(llvm),
                jobs(),
                compilerLauncher(),
                Optional.ofNullable(makeFlags).orElse(List.of()),
                Optional.ofNullable(compilerFlags).orElse(List.of()),
                Optional.ofNullable(includeDirectories).orElse(List.of()).stream()
                        .map(File::toPath)
                        .toList(),
                maven.concurrency());
    }
}
