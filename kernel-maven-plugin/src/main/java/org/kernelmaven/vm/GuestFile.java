package org.kernelmaven.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.UserException;

/**
 * A file or folder of the user's that a guest is to have.
 *
 * @param source where it is on this machine
 * @param target where it is to be in the guest, without the first {@code /}
 */
public record GuestFile(Path source, String target) {

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
        var place = GuestPlace.parse(text, base, parameter);
        if (!Files.isReadable(place.source())) {
            throw new UserException("parameter " + parameter + ": there is no readable '" + place.source() + "'.");
        }
        return new GuestFile(place.source(), place.target());
    }
}
