package org.kernelmaven.mojo;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.module.ModuleMatrix;
import org.kernelmaven.build.module.ModuleOutput;
import org.kernelmaven.build.module.ModuleRequest;

/** The parameters that describe a module project; every goal has them, so that every goal sees the same modules. */
abstract class AbstractModuleMojo extends AbstractMakeMojo {

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
     * Further folders of headers. Default: none; <code>headerDirectory</code> and the headers of module dependencies
     * are found without.
     *
     * <p>Example: <code>
     * &lt;includeDirectories&gt;&lt;directory&gt;../include&lt;/directory&gt;&lt;/includeDirectories&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.includeDirectories")
    private @Nullable List<File> includeDirectories;

    /**
     * Further kernels to build for and to test on, each as <code>groupId:artifactId:version</code>; a version may be a
     * range, for the newest in it. Each kernel gets its own binaries beside the one main artifact. What fails on one
     * kernel fails the build when all have had their turn. Default: none; only the kernel that the project depends on.
     *
     * <p>Example: <code>
     * &lt;kernels&gt;&lt;kernel&gt;com.acme:acme-kernel:[6.12,6.13)&lt;/kernel&gt;&lt;/kernels&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.kernels")
    private @Nullable List<String> kernels;

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

    AbstractModuleMojo(MavenServices services) {
        super(services);
    }

    /** Does the goal's own work. */
    abstract void run(ModuleMatrix modules, MavenBuild maven) throws IOException;

    @Override
    final void run(MavenBuild maven) throws IOException {
        run(new ModuleMatrix(request(maven), environment(maven)), maven);
    }

    static void attach(ModuleOutput output, MavenBuild maven) {
        output.artifacts().forEach(artifact -> maven.attach(artifact.type(), artifact.classifier(), artifact.file()));
    }

    private ModuleRequest request(MavenBuild maven) {
        return new ModuleRequest(
                maven.projectInfo(),
                path(workDirectory),
                maven.directDependencies("kernel-dev"),
                Optional.ofNullable(kernels).orElse(List.of()),
                maven.dependencies("kernel-module"),
                new ModuleRequest.Sources(
                        requireNonNull(sourceDirectory).toPath(),
                        requireNonNull(headerDirectory).toPath(),
                        requireNonNull(testSourceDirectory).toPath(),
                        Optional.ofNullable(moduleName),
                        Optional.ofNullable(modules).filter(names -> !names.isEmpty())),
                makeParameters(includeDirectories, maven),
                RawConfiguration.setting("requires", requires),
                strip,
                Optional.ofNullable(signingKey).map(key -> new ModuleRequest.Signature(key, path(signingCertificate))));
    }
}
