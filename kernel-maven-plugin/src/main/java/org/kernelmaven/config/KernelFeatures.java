package org.kernelmaven.config;

import java.util.SortedMap;
import java.util.TreeMap;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.kconfig.DotConfig;

/** The features that nixpkgs reads from a kernel's configuration, by the names it gives them. */
public final class KernelFeatures {

    private KernelFeatures() {}

    /** What a kernel of that configuration has (true) or lacks (false). */
    public static SortedMap<String, Boolean> of(DotConfig config) {
        var features = new TreeMap<String, Boolean>();
        features.put("efiBootStub", config.tristate("EFI_STUB") == Tristate.Y);
        features.put("ia32Emulation", config.tristate("IA32_EMULATION") == Tristate.Y);
        features.put(
                "netfilterRPFilter",
                config.tristate("IP_NF_MATCH_RPFILTER") != Tristate.N || config.tristate("NFT_FIB_INET") != Tristate.N);
        return features;
    }
}
