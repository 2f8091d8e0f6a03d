package org.kernelmaven.mojo;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.build.module.ModuleBuild;
import org.kernelmaven.build.module.ModuleOutput;
import org.kernelmaven.build.module.ModuleRequest;

/** The parameters that describe a module project; every goal has them, so that every goal sees the same modules. */
abstract class AbstractModuleMojo extends AbstractMojo {

    /**
     * The folder of the modules' sources. A <code>Kbuild</code> or <code>Makefile</code> in it is used as written;
     * without one, sources at its top become one module, else each folder in it becomes one. Default: <code>
     * src/main/module</code>.
     *
     * <p>Example: <code>&lt;sourceDirectory&gt;drivers/widget&lt;/sourceDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.sourceDirectory", defaultValue = "${project.basedir}/src/main/module")
    private @Nullable File sourceDirectory;

    /**
     * The folder of headers that other module projects may include. Default: <code>src/main/include</code>.
     *
     * <p>Example: <code>&lt;headerDirectory&gt;include&lt;/headerDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.headerDirectory", defaultValue = "${project.basedir}/src/main/include")
    private @Nullable File headerDirectory;

    /**
     * The folder of KUnit test modules. Default: <code>src/test/module</code>.
     *
     * <p>Example: <code>&lt;testSourceDirectory&gt;tests&lt;/testSourceDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.testSourceDirectory", defaultValue = "${project.basedir}/src/test/module")
    private @Nullable File testSourceDirectory;

    /**
     * The module's name, where the sources become one module and bring no Kbuild file. Default: the artifactId, with
     * <code>_</code> in place of what a module's name cannot have.
     *
     * <p>Example: <code>&lt;moduleName&gt;widget&lt;/moduleName&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.moduleName")
    private @Nullable String moduleName;

    /**
     * The modules that the sources must build, no more and no fewer. Default: whatever they build.
     *
     * <p>Example: <code>&lt;modules&gt;&lt;module&gt;widget&lt;/module&gt;&lt;/modules&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.modules")
    private @Nullable List<String> modules;

    /**
     * What the kernel must have: <code>&lt;options&gt;</code> by name (<code>yes</code>, <code>module</code>, <code>set
     * </code> for either, <code>off</code>), <code>&lt;features&gt;</code> by name, one of <code>&lt;arches&gt;</code>,
     * and a version range <code>&lt;kernel&gt;</code>. Default: nothing.
     *
     * <p>Example: <code>
     * &lt;requires&gt;&lt;kernel&gt;[5.15,)&lt;/kernel&gt;&lt;options&gt;&lt;PCI&gt;yes&lt;/PCI&gt;&lt;/options&gt;&lt;/requires&gt;
     * </code>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable PlexusConfiguration requires;

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
     * Further folders of headers. Default: none; <code>headerDirectory</code> and the headers of module dependencies
     * are found without.
     *
     * <p>Example: <code>
     * &lt;includeDirectories&gt;&lt;directory&gt;../shared&lt;/directory&gt;&lt;/includeDirectories&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.includeDirectories")
    private @Nullable List<File> includeDirectories;

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

    /**
     * How many jobs make runs at once. Default: the cores of this machine, shared out among the projects that <code>
     * mvn -T</code> builds at the same time.
     *
     * <p>Example: <code>-Dkernel.jobs=4</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.jobs")
    private @Nullable Integer jobs;

    /**
     * A program that stands before the compiler: <code>ccache</code>, <code>sccache</code>, <code>distcc</code>, <code>
     * icecc</code>, or <code>ccache distcc</code>. What is built stays the same. Default: none.
     *
     * <p>Example: <code>-Dkernel.compilerLauncher=ccache</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.compilerLauncher")
    private @Nullable String compilerLauncher;

    /**
     * Whether the modules' debug information is left out of the artifacts. Default: true.
     *
     * <p>Example: <code>-Dkernel.strip=false</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.strip", defaultValue = "true")
    private boolean strip;

    /**
     * A PEM file with the private key that signs the modules, or the address of a key in a token, a <code>pkcs11:
     * </code> URI (RFC 7512), which <code>pkcs11-tool</code> of OpenSC reaches; the key goes into no artifact. The
     * variable <code>
     * KBUILD_SIGN_PIN</code> holds its passphrase or PIN. Default: none; the modules are not signed.
     *
     * <p>Example: <code>-Dkernel.signingKey=/secure/modules.pem</code>, or <code>
     * '-Dkernel.signingKey=pkcs11:token=acme;object=modules?module-path=/usr/lib/softhsm/libsofthsm2.so'</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.signingKey")
    private @Nullable String signingKey;

    /**
     * The file of the certificate that belongs to <code>signingKey</code>, PEM or DER. Default: the key's own file; a
     * key in a token has none.
     *
     * <p>Example: <code>-Dkernel.signingCertificate=/secure/modules.x509</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.signingCertificate")
    private @Nullable File signingCertificate;

    /**
     * Where the modules are built, in a folder called like the project. make takes no path with a space or a colon.
     * Default: <code>target/kernel-module</code>, or a folder in the store where the project's own path has one of
     * these.
     *
     * <p>Example: <code>-Dkernel.workDirectory=/scratch/widget</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.workDirectory")
    private @Nullable File workDirectory;

    /**
     * The cache of unpacked dev artifacts and kernel trees, safe to delete. Default: <code>
     * $XDG_CACHE_HOME/kernel-maven-plugin</code> or <code>~/.cache/kernel-maven-plugin</code>.
     *
     * <p>Example: <code>-Dkernel.store=/var/cache/kernels</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.store")
    private @Nullable File store;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private @Nullable MojoExecution execution;

    private final MavenServices services;

    AbstractModuleMojo(MavenServices services) {
        this.services = services;
    }

    /** Does the goal's own work. */
    abstract void run(ModuleBuild build, MavenBuild maven) throws IOException;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            var maven = new MavenBuild(
                    services, requireNonNull(session), requireNonNull(project), requireNonNull(execution));
            maven.checkParameters();
            run(new ModuleBuild(request(maven), maven.environment(path(store))), maven);
        } catch (UserException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw new MojoExecutionException(IoMessage.of(e), e);
        }
    }

    static void attach(ModuleOutput output, MavenBuild maven) {
        output.artifacts().forEach(artifact -> maven.attach(artifact.type(), artifact.classifier(), artifact.file()));
    }

    private ModuleRequest request(MavenBuild maven) {
        return new ModuleRequest(
                maven.projectInfo(),
                path(workDirectory),
                maven.directDependencies("kernel-dev"),
                maven.dependencies("kernel-module"),
                new ModuleRequest.Sources(
                        requireNonNull(sourceDirectory).toPath(),
                        requireNonNull(headerDirectory).toPath(),
                        requireNonNull(testSourceDirectory).toPath(),
                        Optional.ofNullable(moduleName),
                        Optional.ofNullable(modules).filter(names -> !names.isEmpty())),
                new ModuleRequest.MakeParameters(
                        Optional.ofNullable(crossCompile),
                        Optional.ofNullable(llvm),
                        Optional.ofNullable(jobs),
                        Optional.ofNullable(compilerLauncher),
                        Optional.ofNullable(makeFlags).orElse(List.of()),
                        Optional.ofNullable(compilerFlags).orElse(List.of()),
                        Optional.ofNullable(includeDirectories).orElse(List.of()).stream()
                                .map(File::toPath)
                                .toList(),
                        maven.concurrency()),
                RawConfiguration.setting("requires", requires),
                strip,
                Optional.ofNullable(signingKey).map(key -> new ModuleRequest.Signature(key, path(signingCertificate))));
    }

    private static Optional<Path> path(@Nullable File file) {
        return Optional.ofNullable(file).map(File::toPath);
    }
}
