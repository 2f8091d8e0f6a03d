package org.kernelmaven.module;

import java.io.IOException;
import java.nio.file.Path;
import org.kernelmaven.artifact.KernelMetadata;

/**
 * The kernel that modules are built for, as its dev artifact says.
 *
 * @param metadata its {@code kernel.json}
 * @param options its {@code .config}
 * @param symbols its {@code Module.symvers}
 * @param exports what its sources could export besides; read where a message needs it, for there are tens of thousands
 * @param systemMap its {@code System.map}; need not exist
 */
public record TargetKernel(
        KernelMetadata metadata, KernelOptions options, SymbolVersions symbols, Exports exports, Path systemMap) {

    /** Reads an index of exports. */
    @FunctionalInterface
    public interface Exports {
        /** Reads it. */
        ExportIndex read() throws IOException;
    }

    /** Reads an unpacked dev artifact. */
    public static TargetKernel read(Path directory, KernelMetadata metadata, KernelOptions options) throws IOException {
        return new TargetKernel(
                metadata,
                options,
                SymbolVersions.read(directory.resolve(SymbolVersions.FILE_NAME)),
                () -> ExportIndex.read(directory.resolve(ExportIndex.FILE_NAME)),
                directory.resolve("System.map"));
    }
}
