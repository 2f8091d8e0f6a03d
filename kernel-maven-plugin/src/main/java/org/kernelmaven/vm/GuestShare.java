package org.kernelmaven.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;

/**
 * A folder of this machine that a guest mounts, and sees as it is.
 *
 * @param source where it is on this machine
 * @param target where the guest mounts it, without the first {@code /}
 * @param writable whether the guest may change what is in it; the folder need not be there before
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
        var place = GuestPlace.parse(
                writable ? text.substring(0, text.length() - WRITABLE.length()) : text, base, parameter);
        var source = place.source();
        if (!Files.isDirectory(source) && !(writable && Files.notExists(source))) {
            throw new UserException("parameter " + parameter + ": there is no folder '" + source + "'.");
        }
        // A line of words tells init of it.
        if (place.target().chars().anyMatch(letter -> letter == ':' || Character.isWhitespace(letter))) {
            throw new UserException("parameter " + parameter + ": '/" + place.target()
                    + "' has a blank or a colon; name a folder of the guest without, and :rw alone after it.");
        }
        if (source.toString().chars().anyMatch(Character::isISOControl)) {
            throw new UserException("parameter " + parameter + ": '" + source + "' has a control character.");
        }
        return new GuestShare(source, place.target(), writable);
    }

    /** How the guests of an architecture mount them; folders that a guest is to write to are made. */
    public static List<Mount> mounts(Arch arch, List<GuestShare> shares) throws IOException {
        var machine = Machine.of(arch);
        var mounts = new ArrayList<Mount>();
        for (var share : shares) {
            if (share.writable()) {
                Files.createDirectories(share.source());
            }
            mounts.add(machine.mount(mounts.size(), share));
        }
        return mounts;
    }
}
