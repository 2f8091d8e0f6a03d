package org.kernelmaven.vm;

import java.nio.file.Path;
import java.util.Set;
import org.kernelmaven.UserException;

/**
 * Something of this machine and where a guest is to have it, as a user writes it: {@code SOURCE:/TARGET}.
 *
 * @param source where it is on this machine
 * @param target where it is to be in the guest, without the first {@code /}
 */
record GuestPlace(Path source, String target) {

    /** What init reads, and what is mounted over. */
    private static final Set<String> TAKEN =
            Set.of("init", "agent", "leaks", "modules.list", "mounts.list", "modules", "dev", "proc", "sys");

    /**
     * Reads one.
     *
     * @param base where a relative source is
     * @param parameter what it comes from, for messages
     * @throws UserException where it cannot be put there
     */
    static GuestPlace parse(String text, Path base, String parameter) {
        var at = text.lastIndexOf(":/");
        if (at < 1) {
            throw new UserException("parameter " + parameter + ": '" + text
                    + "' is not SOURCE:/TARGET, such as src/test/firmware:/lib/firmware.");
        }
        var target = Path.of(text.substring(at + 1).strip());
        if (target.getNameCount() == 0 || !target.equals(target.normalize())) {
            throw new UserException("parameter " + parameter + ": '" + target
                    + "' is no place in a guest: name the file or folder itself, without '..'.");
        }
        if (TAKEN.contains(target.getName(0).toString())) {
            throw new UserException("parameter " + parameter + ": '" + target
                    + "' is what the plugin itself or the kernel fills; put it elsewhere.");
        }
        return new GuestPlace(
                base.resolve(text.substring(0, at).strip()), target.toString().substring(1));
    }
}
