package org.kernelmaven.fetch;

import java.nio.file.Path;

/**
 * A downloaded file, checked.
 *
 * @param file where it is in the store: read it, never write to it
 * @param sha256Hex its SHA-256 in lower-case hex, whatever hash it was asked by
 */
public record Downloaded(Path file, String sha256Hex) {}
