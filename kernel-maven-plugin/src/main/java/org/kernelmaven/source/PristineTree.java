package org.kernelmaven.source;

import java.nio.file.Path;
import org.kernelmaven.KernelVersion;

/**
 * A kernel tree to make views of, never to write to.
 *
 * @param directory its root, a real path
 * @param key names its content; for a live tree only its place
 * @param version what its Makefile says
 * @param live whether somebody works in it: it may change at any time, and may hold what a build left behind
 * @param provenance where it came from
 */
public record PristineTree(Path directory, String key, KernelVersion version, boolean live, Provenance provenance) {}
