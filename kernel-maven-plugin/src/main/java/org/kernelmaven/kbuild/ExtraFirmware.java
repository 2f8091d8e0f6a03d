package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;

/**
 * Firmware files built into the kernel (CONFIG_EXTRA_FIRMWARE), given by parameter {@code extraFirmware}.
 *
 * <p>They are copied into the build tree, so that the configuration names no directory of the machine that builds.
 *
 * @param directory where the files are
 * @param names their paths below it, as drivers ask for them: {@code amd-ucode/microcode_amd.bin}
 */
public record ExtraFirmware(Path directory, List<String> names) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+,@.=-]+(/[A-Za-z0-9_+,@.=-]+)*");
    private static final String COPIES = OwnFiles.DIRECTORY + "/firmware";
    private static final long MOST_BYTES = 64L << 20;

    /**
     * Copies, sorts.
     *
     * @throws UserException where a name is no plain relative path
     */
    public ExtraFirmware {
        names = List.copyOf(new TreeSet<>(names));
        var wrong = names.stream().filter(name -> !isPlain(name)).toList();
        if (!wrong.isEmpty()) {
            throw new UserException("parameter <extraFirmware>: '" + String.join("', '", wrong)
                    + "': a name is a path below the firmware directory, without '..' or spaces,"
                    + " such as amd-ucode/microcode_amd.bin.");
        }
    }

    private static boolean isPlain(String name) {
        return NAME.matcher(name).matches()
                && List.of(name.split("/")).stream().noneMatch(part -> part.equals(".") || part.equals(".."));
    }

    /** The options that a configuration needs, without their prefix, and their values. */
    public Map<String, String> options() {
        // A relative directory is relative to srctree, which is the build tree's parent.
        return names.isEmpty()
                ? Map.of()
                : Map.of(
                        "EXTRA_FIRMWARE",
                        String.join(" ", names),
                        "EXTRA_FIRMWARE_DIR",
                        Make.BUILD_TREE + "/" + COPIES);
    }

    /**
     * Copies the files into the build tree.
     *
     * @throws UserException that lists every file that is missing or too large
     */
    public void install(Path buildTree) throws IOException {
        var wrong = new ArrayList<String>();
        for (var name : names) {
            var file = directory.resolve(name);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                wrong.add("parameter <extraFirmware>: no readable file '" + file + "'.");
            } else if (Files.size(file) > MOST_BYTES) {
                wrong.add("parameter <extraFirmware>: '" + file + "' is larger than 64 MiB.");
            }
        }
        if (!wrong.isEmpty()) {
            throw new UserException(String.join("\n", wrong));
        }
        for (var name : names) {
            OwnFiles.write(
                    buildTree.resolve(COPIES).resolve(name),
                    Files.readAllBytes(directory.resolve(name)),
                    OwnFiles.PUBLIC);
        }
    }
}
