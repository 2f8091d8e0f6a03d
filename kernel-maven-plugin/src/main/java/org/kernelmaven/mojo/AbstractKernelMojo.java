package org.kernelmaven.mojo;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.CompileParameters;
import org.kernelmaven.build.ConfigParameters;
import org.kernelmaven.build.KernelBuild;
import org.kernelmaven.build.KernelRequest;
import org.kernelmaven.build.Reuse;

/** The parameters that describe a kernel; every goal has them, so that every goal sees the same kernel. */
abstract class AbstractKernelMojo extends AbstractBuildMojo {

    /**
     * Where the kernel tree comes from: exactly one of <code>&lt;url&gt;</code> (with <code>&lt;hash&gt;</code>;
     * further urls are mirrors), <code>&lt;file&gt;</code>, <code>&lt;artifact&gt;</code>
     * (groupId:artifactId:version:extension), <code>&lt;debian&gt;</code> (a source package), <code>&lt;git&gt;</code>
     * (with <code>&lt;tag&gt;</code> or <code>&lt;commit&gt;</code>) or <code>&lt;directory&gt;</code> (a local
     * checkout, never written to). Or a kernel that was compiled already: <code>&lt;debianKernel&gt;</code> (the name
     * of its linux-image package), <code>&lt;debs&gt;</code> (a <code>&lt;deb&gt;</code> for each package file) or
     * <code>&lt;installed&gt;</code> (its <code>/lib/modules/RELEASE</code>); nothing that would change it may be given
     * then. No default: either this or <code>base</code> is needed.
     *
     * <p>Example: <code>&lt;source&gt;&lt;debian&gt;linux-source-6.1&lt;/debian&gt;&lt;/source&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable PlexusConfiguration source;

    /**
     * A published kernel whose recipe is the starting point, as <code>groupId:artifactId:version</code>. Its source,
     * patches, configuration and flags hold unless this project says otherwise. No default.
     *
     * <p>Example: <code>&lt;base&gt;com.acme:acme-kernel:6.1.192-acme1&lt;/base&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.base")
    private @Nullable String base;

    /**
     * The patch series, in order. A <code>&lt;patch&gt;</code> has a <code>&lt;name&gt;</code> and at most one of
     * <code>&lt;file&gt;</code>, <code>&lt;url&gt;</code> (with <code>&lt;hash&gt;</code>) and <code>&lt;directory&gt;
     * </code> (with a quilt <code>series</code> file); <code>&lt;strip&gt;</code> (default 1); <code>&lt;config&gt;
     * </code> and <code>&lt;features&gt;</code> that it brings. Compressed patches are read as they are. Default: none.
     *
     * <p>Example: <code>
     * &lt;patches&gt;&lt;patch&gt;&lt;name&gt;fix&lt;/name&gt;&lt;file&gt;src/main/patches/fix.patch.xz&lt;/file&gt;&lt;/patch&gt;&lt;/patches&gt;
     * </code>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable PlexusConfiguration patches;

    /**
     * The make target that the configuration starts from: <code>defconfig</code>, <code>tinyconfig</code>, <code>
     * allnoconfig</code>, <code>allmodconfig</code>, <code>x86_64_defconfig</code> or another target of the tree that
     * makes a complete configuration without asking. Refused are <code>localmodconfig</code> and <code>localyesconfig
     * </code>, which depend on the machine that builds, and targets such as <code>kvm_guest.config</code>, which only
     * merge a fragment: name its file in <code>configLayers</code>. Default: <code>defconfig</code>. Not together with
     * <code>configFile</code>.
     *
     * <p>Example: <code>&lt;baseConfig&gt;x86_64_defconfig&lt;/baseConfig&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.baseConfig")
    private @Nullable String baseConfig;

    /**
     * A <code>.config</code> to start from instead of <code>baseConfig</code>: complete, or a minimal one as <code>
     * savedefconfig</code> writes it. No default.
     *
     * <p>Example: <code>&lt;configFile&gt;src/main/kernel/router.config&lt;/configFile&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.configFile")
    private @Nullable File configFile;

    /**
     * Whether the plugin's own set of common options (containers, filesystems, virtualisation, …) is added below
     * everything that is written here. Default: true with <code>baseConfig</code>, false with <code>configFile</code>.
     *
     * <p>Example: <code>-Dkernel.commonConfig=false</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.commonConfig")
    private @Nullable Boolean commonConfig;

    /**
     * Files with options: <code>.toml</code> (values with conditions) or <code>.config</code> (plain fragments).
     * Default: all <code>*.toml</code> and <code>*.config</code> files in <code>src/main/config</code>, by name.
     *
     * <p>Example: <code>&lt;configLayers&gt;&lt;layer&gt;src/main/kernel/net.toml&lt;/layer&gt;&lt;/configLayers&gt;
     * </code>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable List<File> configLayers;

    /**
     * Options by name, with or without the <code>CONFIG_</code> prefix: <code>yes</code>, <code>no</code>, <code>module
     * </code>, <code>unset</code> or a text; a <code>?</code> at the end makes one optional. On the command line:
     * <code>-Dkernel.config.NAME=value</code>. Default: none.
     *
     * <p>Example: <code>&lt;config&gt;&lt;KGDB&gt;yes&lt;/KGDB&gt;&lt;/config&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable PlexusConfiguration config;

    /**
     * Options as text, one <code>NAME value</code> or <code>CONFIG_NAME=value</code> a line. Default: none.
     *
     * <p>Example: <code>&lt;extraConfig&gt;KGDB y&lt;/extraConfig&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.extraConfig")
    private @Nullable String extraConfig;

    /**
     * Names of what the kernel has (<code>true</code>) or lacks (<code>false</code>), for projects that depend on it.
     * Default: <code>efiBootStub</code>, <code>ia32Emulation</code> and <code>netfilterRPFilter</code>, read from the
     * resolved configuration, and what the patches bring.
     *
     * <p>Example: <code>&lt;features&gt;&lt;widget&gt;true&lt;/widget&gt;&lt;/features&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable PlexusConfiguration features;

    /**
     * Whether every visible tristate option that nothing else decides becomes a module. Default: false.
     *
     * <p>Example: <code>-Dkernel.autoModules=true</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.autoModules")
    private @Nullable Boolean autoModules;

    /**
     * With <code>autoModules</code>: whether what is built in by default stays built in. Default: false.
     *
     * <p>Example: <code>-Dkernel.preferBuiltin=true</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.preferBuiltin")
    private @Nullable Boolean preferBuiltin;

    /**
     * Whether an option that cannot hold because of others turns those on too, as few as are found; each is named in
     * the build's output. An option that was asked for itself is never changed. Default: false.
     *
     * <p>Example: <code>-Dkernel.resolveDependencies=true</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.resolveDependencies")
    private @Nullable Boolean resolveDependencies;

    /**
     * Whether options that did not come out as asked are warnings instead of an error. Default: false.
     *
     * <p>Example: <code>-Dkernel.ignoreConfigErrors=true</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.ignoreConfigErrors")
    private @Nullable Boolean ignoreConfigErrors;

    /**
     * What the tree's own release must be (<code>make kernelrelease</code>), checked as soon as the kernel is
     * configured. Default: not checked.
     *
     * <p>Example: <code>&lt;modDirVersion&gt;6.1.55&lt;/modDirVersion&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.modDirVersion")
    private @Nullable String modDirVersion;

    /**
     * The architecture to build for: <code>x86_64</code>, <code>arm64</code>, <code>riscv</code>, … Default: that of
     * this machine.
     *
     * <p>Example: <code>-Dkernel.arch=arm64</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.arch")
    private @Nullable String arch;

    /**
     * The prefix of the cross compiler's programs. Default: none where this machine compiles for <code>arch</code>
     * natively, or with <code>llvm</code>, or a <code>CC</code> in <code>makeFlags</code>; else the prefix that
     * distributions use for it.
     *
     * <p>Example: <code>-Dkernel.crossCompile=aarch64-linux-gnu-</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.crossCompile")
    private @Nullable String crossCompile;

    /**
     * Builds with LLVM instead of GCC and binutils: <code>1</code>, or a version suffix such as <code>-16</code>.
     * Default: not set.
     *
     * <p>Example: <code>-Dkernel.llvm=1</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.llvm")
    private @Nullable String llvm;

    /**
     * Further variables for make, each as <code>NAME=value</code>. Default: none.
     *
     * <p>Example: <code>&lt;makeFlags&gt;&lt;flag&gt;KCFLAGS=-Wno-error&lt;/flag&gt;&lt;/makeFlags&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.makeFlags")
    private @Nullable List<String> makeFlags;

    /**
     * A PEM file with the private key and certificate that sign the modules, or a <code>pkcs11:</code> URI; it goes
     * into no artifact. The variable <code>KBUILD_SIGN_PIN</code> holds its passphrase or PIN. Default: none; the
     * kernel then makes a key at random, and two builds differ.
     *
     * <p>Example: <code>-Dkernel.signingKey=/secure/modules.pem</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.signingKey")
    private @Nullable String signingKey;

    /**
     * A salt for the seed of structure layout randomisation, which is derived from source and configuration. Default:
     * empty.
     *
     * <p>Example: <code>-Dkernel.randstructSeed=acme</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.randstructSeed")
    private @Nullable String randstructSeed;

    /**
     * Firmware files to build into the image, as paths below <code>extraFirmwareDirectory</code>. Default: none.
     *
     * <p>Example: <code>&lt;extraFirmware&gt;&lt;file&gt;acme/nic.bin&lt;/file&gt;&lt;/extraFirmware&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.extraFirmware")
    private @Nullable List<String> extraFirmware;

    /**
     * Where the files of <code>extraFirmware</code> are. Default: <code>src/main/firmware</code>.
     *
     * <p>Example: <code>-Dkernel.extraFirmwareDirectory=/lib/firmware</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.extraFirmwareDirectory", defaultValue = "${project.basedir}/src/main/firmware")
    private @Nullable File extraFirmwareDirectory;

    /**
     * Whether an artifact with vmlinux and the unstripped modules is made. Default: false.
     *
     * <p>Example: <code>-Dkernel.debugArtifact=true</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.debugArtifact", defaultValue = "false")
    private boolean debugArtifact;

    /**
     * Whether <code>kernel:build</code> and the life cycle take a kernel from the local or a remote repository instead
     * of building it, where one was published under the project's own coordinates and its metadata states the same
     * inputs. Only for a source with a <code>hash</code> or a git <code>commit</code>, and without a signing key or
     * salt. Default: true.
     *
     * <p>Example: <code>-Dkernel.reuse=false</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.reuse", defaultValue = "true")
    private boolean reuse;

    /**
     * What the compiler of a reused kernel must have in its name, which is <code>compiler</code> in its metadata.
     * Default: any compiler will do.
     *
     * <p>Example: <code>&lt;reuseCompiler&gt;gcc (Debian 12.2&lt;/reuseCompiler&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.reuseCompiler")
    private @Nullable String reuseCompiler;

    /**
     * Where the kernel is built. The kernel's Makefile takes no path with a space or a colon. Default: <code>
     * target/kernel</code>, or a folder in the store where the project's own path has one of these.
     *
     * <p>Example: <code>-Dkernel.workDirectory=/scratch/kernel</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.workDirectory")
    private @Nullable File workDirectory;

    AbstractKernelMojo(MavenServices services) {
        super(services);
    }

    /** What the goal does with the kernel that its parameters describe. */
    abstract void run(KernelBuild build, MavenBuild maven) throws IOException;

    @Override
    final void run(MavenBuild maven) throws IOException {
        run(new KernelBuild(request(maven), environment(maven)), maven);
    }

    private KernelRequest request(MavenBuild maven) {
        return new KernelRequest(
                maven.projectInfo(),
                path(workDirectory),
                RawConfiguration.setting("source", source),
                Optional.ofNullable(base),
                RawConfiguration.setting("patches", patches),
                new ConfigParameters(
                        Optional.ofNullable(baseConfig),
                        path(configFile),
                        Optional.ofNullable(commonConfig),
                        Optional.ofNullable(configLayers)
                                .map(files -> files.stream().map(File::toPath).toList()),
                        RawConfiguration.setting("config", config),
                        Optional.ofNullable(extraConfig),
                        RawConfiguration.setting("features", features),
                        Optional.ofNullable(autoModules),
                        Optional.ofNullable(preferBuiltin),
                        Optional.ofNullable(resolveDependencies),
                        Optional.ofNullable(ignoreConfigErrors),
                        Optional.ofNullable(modDirVersion),
                        maven.userProperties()),
                new CompileParameters(
                        Optional.ofNullable(arch),
                        Optional.ofNullable(crossCompile),
                        Optional.ofNullable(llvm),
                        jobs(),
                        compilerLauncher(),
                        list(makeFlags),
                        Optional.ofNullable(signingKey),
                        Optional.ofNullable(randstructSeed),
                        list(extraFirmware),
                        path(extraFirmwareDirectory),
                        maven.concurrency()),
                debugArtifact,
                new Reuse(reuse && maven.makesArtifacts(), Optional.ofNullable(reuseCompiler)));
    }

    /** Maven gives a list that was not configured, but has a property, as an empty one. */
    private static Optional<List<String>> list(@Nullable List<String> values) {
        return Optional.ofNullable(values).filter(given -> !given.isEmpty());
    }
}
