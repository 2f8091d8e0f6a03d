package org.kernelmaven.distribution;

import java.util.Optional;
import org.kernelmaven.artifact.StagedKernel;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kconfig.DotConfig;

/**
 * A distribution's kernel in the store.
 *
 * @param staged its files
 * @param arch its architecture
 * @param config its configuration
 * @param debianSource the package with its source and its version, {@code linux-source-6.1=6.1.55-1}; empty where none
 *     is known
 */
public record ImportedKernel(StagedKernel staged, Arch arch, DotConfig config, Optional<String> debianSource) {}
