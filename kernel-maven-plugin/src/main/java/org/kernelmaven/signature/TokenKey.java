package org.kernelmaven.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.SigningKey;

/**
 * A key that no one can take out of its token, used by OpenSC's pkcs11-tool.
 *
 * <p>Not by openssl, which needs an engine or a provider for it, as the machine's openssl has the one or the other, and
 * providers take no PIN from the environment; nor by Java's SunPKCS11, which finds no token by its name and no key
 * whose certificate is not in the token too.
 */
final class TokenKey implements PrivateKey {

    /** What p11-kit installs: it offers the tokens of all libraries that it knows. */
    private static final String ALL_LIBRARIES = "p11-kit-proxy.so";

    private static final Pattern SLOT = Pattern.compile("Slot \\d+ \\((0x[0-9a-f]+)\\).*");
    private static final Pattern KEY = Pattern.compile("Private Key Object.*");
    private static final Pattern FACT = Pattern.compile(" +([A-Za-z][A-Za-z ]*?) *: *(.*?) *");

    /** As pkcs11-tool prints them, and as RFC 7512 calls them. */
    private static final Map<String, String> NAMES = Map.of(
            "token label", "token",
            "token manufacturer", "manufacturer",
            "token model", "model",
            "serial num", "serial",
            "label", "object",
            "ID", "id");

    private final TokenUri uri;
    private final SigningTools tools;
    private final String pin;
    private final List<String> program;
    private final String id;

    private TokenKey(TokenUri uri, SigningTools tools, String pin, List<String> program, String id) {
        this.uri = uri;
        this.tools = tools;
        this.pin = pin;
        this.program = program;
        this.id = id;
    }

    /** @throws UserException where there is not exactly one such key, or no way to it */
    static TokenKey open(TokenUri uri, SigningTools tools) throws IOException {
        if (tools.host().find("pkcs11-tool").isEmpty()) {
            throw new UserException("parameter <signingKey>: '" + uri + "' is in a token, and this machine has no"
                    + " pkcs11-tool, which reaches it. Install OpenSC (package opensc).");
        }
        var library = uri.library().orElse(ALL_LIBRARIES);
        if (library.contains("/") && !Files.isRegularFile(Path.of(library))) {
            throw new UserException("parameter <signingKey>: module-path in '" + uri + "': there is no file '" + library
                    + "'. Name the shared library that your token came with.");
        }
        var pin = pin(uri, tools);
        var program = List.of("pkcs11-tool", "--module", library);
        var slot = slot(uri, tools, program);
        var login = new ArrayList<>(program);
        login.addAll(List.of("--slot", slot, "--login", "--pin", "env:" + SigningKey.PIN));
        return new TokenKey(uri, tools, pin, List.copyOf(login), id(uri, tools, login, pin));
    }

    @Override
    public byte[] sign(HashAlgorithm hash, byte[] digest, boolean elliptic) throws IOException {
        // Every token can sign what was hashed elsewhere; few know all hashes.
        var input =
                elliptic ? digest : Der.sequence(Der.sequence(Der.oid(hash.oid()), Der.nothing()), Der.octets(digest));
        var how = elliptic
                ? List.of("--mechanism", "ECDSA", "--signature-format", "openssl")
                : List.of("--mechanism", "RSA-PKCS");
        return tools.convert(
                input,
                pin,
                (from, to) -> Stream.of(
                                program,
                                List.of("--sign", "--id", id),
                                how,
                                List.of("--input-file", from.toString(), "--output-file", to.toString()))
                        .flatMap(List::stream)
                        .toList(),
                said -> new UserException("parameter <signingKey>: '" + uri + "': the key signs nothing. Is it of the"
                        + " kind that its certificate says, and made for signing? pkcs11-tool says:\n" + said));
    }

    private static String pin(TokenUri uri, SigningTools tools) throws IOException {
        if (uri.pinSource().isEmpty()) {
            return tools.pin()
                    .orElseThrow(() -> new UserException("parameter <signingKey>: '" + uri
                            + "' is in a token, which asks for a PIN. Set the variable " + SigningKey.PIN + " to it."));
        }
        var file = Path.of(uri.pinSource().get().replaceFirst("^file:(//)?", ""));
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UserException("parameter <signingKey>: pin-source in '" + uri + "': there is no readable file '"
                    + file + "'. Correct the path, or set the variable " + SigningKey.PIN + " instead.");
        }
        return Files.readString(file).strip();
    }

    private static String slot(TokenUri uri, SigningTools tools, List<String> program) throws IOException {
        var ended = tools.run(plus(program, "--list-token-slots"), "");
        if (!ended.succeeded()) {
            throw new UserException(
                    "parameter <signingKey>: the tokens that '" + uri + "' may mean cannot be listed by "
                            + program.get(2)
                            + ". Name your token's shared library in the URI: ?module-path=/path/of/library.so."
                            + " pkcs11-tool says:\n" + ended.output());
        }
        var tokens = objects(ended.lines(), SLOT).stream()
                .filter(token -> token.containsKey("token"))
                .toList();
        var wanted = only(tokens, uri.token(), "parameter <signingKey>: '" + uri + "': ", "token");
        return wanted.getOrDefault("slot-id", "");
    }

    /** pkcs11-tool signs with the key of an ID, not of a label. */
    private static String id(TokenUri uri, SigningTools tools, List<String> login, String pin) throws IOException {
        var ended = tools.run(plus(login, "--list-objects", "--type", "privkey"), pin);
        if (!ended.succeeded()) {
            throw new UserException("parameter <signingKey>: '" + uri
                    + "': the token does not open. Correct the PIN in "
                    + (uri.pinSource().isPresent() ? "the file of pin-source" : "the variable " + SigningKey.PIN)
                    + " before the token locks itself. pkcs11-tool says:\n" + ended.output());
        }
        var keys = objects(ended.lines(), KEY).stream()
                .filter(key -> key.containsKey("id"))
                .toList();
        return only(keys, uri.key(), "parameter <signingKey>: '" + uri + "': ", "private key with an id")
                .getOrDefault("id", "");
    }

    private static List<String> plus(List<String> argv, String... more) {
        return Stream.concat(argv.stream(), Stream.of(more)).toList();
    }

    /** What pkcs11-tool lists: a line that names a thing, and indented ones of what is known of it. */
    private static List<Map<String, String>> objects(List<String> lines, Pattern start) {
        var found = new ArrayList<Map<String, String>>();
        for (var line : lines) {
            var begins = start.matcher(line);
            var fact = FACT.matcher(line);
            var name = fact.matches() ? NAMES.get(fact.group(1)) : null;
            if (begins.matches()) {
                found.add(new TreeMap<>());
                if (begins.groupCount() > 0) {
                    found.get(found.size() - 1).put("slot-id", begins.group(1));
                }
            } else if (!found.isEmpty() && name != null) {
                found.get(found.size() - 1).put(name, fact.group(2));
            }
        }
        return found;
    }

    private static Map<String, String> only(
            List<Map<String, String>> found, Map<String, String> wanted, String where, String what) {
        var fitting = found.stream()
                .filter(object -> wanted.entrySet().stream().allMatch(entry -> fits(object, entry)))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        var there = found.stream()
                .map(object -> object.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(";", "  ", "")))
                .sorted()
                .collect(Collectors.joining("\n"));
        throw new UserException(where
                + (fitting.isEmpty()
                        ? "there is no such "
                        : "there are " + fitting.size() + " such, so it says too little of the ")
                + what + "."
                + (found.isEmpty() ? " There is none at all." : " There are:\n" + there + "\nName one of them."));
    }

    private static boolean fits(Map<String, String> object, Map.Entry<String, String> wanted) {
        var value = object.getOrDefault(wanted.getKey(), "");
        return wanted.getKey().equals("slot-id")
                ? Long.decode(value).toString().equals(wanted.getValue())
                : value.equals(wanted.getValue());
    }

    @Override
    public String toString() {
        return "'" + uri + "'";
    }
}
