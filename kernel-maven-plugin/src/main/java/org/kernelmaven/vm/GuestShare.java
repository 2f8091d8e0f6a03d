package org.kernelmaven.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;

/**
 * A folder of this machine that a guest mounts, and sees as it is.
 *
 * @param source where it is on this machine
 * @param target where the guest mounts it, without the first {@code /}
 * @param writable whether the guest may change what is in it
 */
public record GuestShare(Path source, String target, boolean writable) {

    private static final String WRITABLE = ":rw";

    /**
     * What the guest's init mounts.
     *
     * @param type the file system's
     * @param device what is mounted
     * @param target where, without the first {@code /}
     * @param readOnly whether nothing can be written there
     * @param options the file system's own
     */
    public record Mount(String type, String device, String target, boolean readOnly, String options) {

        /** The line that init reads. */
        String line() {
            return String.join(" ", type, device, readOnly ? "ro" : "rw", "/" + target, options) + "\n";
        }
    }

    /**
     * Reads some as a user writes them: {@code SOURCE:/TARGET}, and {@code :rw} after it where the guest may write.
     *
     * @param base where a relative source is
     * @param parameter what they come from, for messages
     * @throws UserException where one is no folder, or cannot be mounted there
     */
    public static List<GuestShare> parse(List<String> texts, Path base, String parameter) {
        return texts.stream().map(text -> parse(text.strip(), base, parameter)).toList();
    }

    private static GuestShare parse(String text, Path base, String parameter) {
        var writable = text.endsWith(WRITABLE);
        var file = GuestFile.parse(
                        List.of(writable ? text.substring(0, text.length() - WRITABLE.length()) : text),
                        base,
                        parameter)
                .get(0);
        if (!Files.isDirectory(file.source())) {
            throw new UserException("parameter " + parameter + ": '" + file.source() + "' is no folder.");
        }
        if (file.target().chars().anyMatch(Character::isWhitespace)) {
            throw new UserException("parameter " + parameter + ": '/" + file.target()
                    + "' has a blank; name a folder of the guest without one.");
        }
        return new GuestShare(file.source(), file.target(), writable);
    }

    /** How the guests of an architecture mount them. */
    public static List<Mount> mounts(Arch arch, List<GuestShare> shares) {
        var machine = Machine.of(arch);
        return IntStream.range(0, shares.size())
                .mapToObj(number -> machine.mount(number, shares.get(number)))
                .toList();
    }
}
