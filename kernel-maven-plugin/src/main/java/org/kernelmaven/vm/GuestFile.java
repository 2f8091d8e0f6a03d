package org.kernelmaven.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.kernelmaven.UserException;

/**
 * A file or folder of the user's that a guest is to have.
 *
 * @param source where it is on this machine
 * @param target where it is to be in the guest, without the first {@code /}
 */
public record GuestFile(Path source, String target) {

    /** What init reads, and what is mounted over. */
    private static final Set<String> TAKEN =
            Set.of("init", "agent", "leaks", "modules.list", "mounts.list", "modules", "dev", "proc", "sys");

    /**
     * Reads some as a user writes them: {@code SOURCE:/TARGET}.
     *
     * @param base where a relative source is
     * @param parameter what they come from, for messages
     * @throws UserException where one is not there, or cannot be put there
     */
    public static List<GuestFile> parse(List<String> texts, Path base, String parameter) {
        return texts.stream().map(text -> parse(text, base, parameter)).toList();
    }

    private static GuestFile parse(String text, Path base, String parameter) {
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
        var source = base.resolve(text.substring(0, at).strip());
        if (!Files.isReadable(source)) {
            throw new UserException("parameter " + parameter + ": there is no readable '" + source + "'.");
        }
        return new GuestFile(source, target.toString().substring(1));
    }
}
