package org.kernelmaven.patch;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a patch touches, as its headers say.
 *
 * @param files one for each file section, in the patch's order
 * @param binary whether it holds a git binary patch, which only git can apply
 */
public record PatchContent(List<FileDiff> files, boolean binary) {

    /** Copies. */
    public PatchContent {
        files = List.copyOf(files);
    }

    /** Every path its headers name, relative to the tree. */
    public SortedSet<String> paths() {
        var paths = new TreeSet<String>();
        files.forEach(file -> paths.addAll(file.paths()));
        return paths;
    }

    /**
     * One file section.
     *
     * @param paths every path its headers name, stripped; GNU patch chooses among them by which exist
     * @param line where the section starts in the patch, from 1
     * @param hunks its hunks, in order
     */
    public record FileDiff(List<String> paths, int line, List<Hunk> hunks) {

        /** Copies. */
        public FileDiff {
            paths = List.copyOf(paths);
            hunks = List.copyOf(hunks);
        }
    }

    /**
     * One hunk.
     *
     * @param line where it starts in the patch, from 1
     * @param oldStart where in the old file it says it goes, from 1
     */
    public record Hunk(int line, int oldStart) {}
}
