package org.kernelmaven.artifact;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.kernelmaven.UserException;

/** The fields of one JSON object, each asked for by name and type; what is missing, wrong or left over is an error. */
final class JsonFields {

    /** A recipe with the whole common config has some 200 KB. */
    private static final int MAX_BYTES = 8 << 20;

    private static final int MAX_DEPTH = 20;

    private final JsonObject object;
    private final String where;
    private final Set<String> asked = new TreeSet<>();

    private JsonFields(JsonObject object, String where) {
        this.object = object;
        this.where = where;
    }

    /** Reads a file of one JSON object. */
    static JsonFields read(Path file) throws IOException {
        return read(file, file.toString());
    }

    /** The same, with what messages call the file. */
    static JsonFields read(Path file, String where) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new UserException(
                    "'%s' has more than %d bytes: it is not what this plugin writes.".formatted(where, MAX_BYTES));
        }
        return parse(Files.readString(file, StandardCharsets.UTF_8), where);
    }

    /** Reads a text of one JSON object. */
    static JsonFields parse(String json, String where) {
        try (var reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(MAX_DEPTH);
            var element = value(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("something follows its end");
            }
            if (element instanceof JsonObject object) {
                return new JsonFields(object, "'" + where + "'");
            }
            throw new JsonParseException("it is not a JSON object");
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new UserException(
                    "'%s' is not the JSON this plugin writes: %s%n  It is damaged; get or build it again."
                            .formatted(where, e.getMessage()),
                    e);
        }
    }

    /** Pretty, keys in the order given, a newline at the end, no HTML escapes. */
    static String write(JsonObject object) {
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(object)
                + "\n";
    }

    /** Must be one that this version reads. */
    void schema(int known) {
        int schema = number("schema");
        if (schema != known) {
            throw new UserException(
                    "%s has schema %d, this version of the plugin reads %d.%n  Use the plugin version that wrote it, or build it again."
                            .formatted(where, schema, known));
        }
    }

    boolean has(String name) {
        return object.has(name);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "is missing"));
    }

    Optional<String> optionalText(String name) {
        return get(name).map(element -> text(element, name));
    }

    int number(String name) {
        var element = get(name).orElseThrow(() -> wrong(name, "is missing"));
        if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
            var number = element.getAsString();
            if (number.matches("[0-9]{1,9}")) {
                return Integer.parseInt(number);
            }
        }
        throw wrong(name, "is no small number");
    }

    boolean flag(String name) {
        return flag(get(name).orElseThrow(() -> wrong(name, "is missing")), name);
    }

    JsonFields object(String name) {
        return fields(get(name).orElseThrow(() -> wrong(name, "is missing")), name);
    }

    <T> List<T> list(String name, Function<JsonFields, T> reader) {
        var result = new ArrayList<T>();
        var elements = array(name);
        for (int i = 0; i < elements.size(); i++) {
            var fields = fields(elements.get(i), name + "[" + i + "]");
            result.add(reader.apply(fields));
            fields.end();
        }
        return result;
    }

    List<String> texts(String name) {
        var result = new ArrayList<String>();
        array(name).forEach(element -> result.add(text(element, name)));
        return result;
    }

    Map<String, String> textMap(String name) {
        return map(name, this::text);
    }

    /** As {@link #textMap}; empty where there is none. */
    Map<String, String> optionalTextMap(String name) {
        return object.has(name) ? textMap(name) : Map.of();
    }

    Map<String, Boolean> flagMap(String name) {
        return map(name, this::flag);
    }

    Map<String, List<String>> textsMap(String name) {
        var inner = object(name);
        var result = new LinkedHashMap<String, List<String>>();
        inner.object.keySet().forEach(key -> result.put(key, inner.texts(key)));
        return result;
    }

    /** Refuses fields that nobody asked for. */
    void end() {
        for (var key : object.keySet()) {
            if (!asked.contains(key)) {
                throw wrong(key, "is unknown");
            }
        }
    }

    /** What is wrong with a field's value, for rules the reader of it checks. */
    UserException wrong(String name, String what) {
        return new UserException(
                "%s: field '%s' %s.%n  It is damaged or not written by this plugin; get or build it again."
                        .formatted(where, name, what));
    }

    private <T> Map<String, T> map(String name, BiFunction<JsonElement, String, T> reader) {
        var inner = object(name);
        var result = new LinkedHashMap<String, T>();
        inner.object
                .entrySet()
                .forEach(entry ->
                        result.put(entry.getKey(), reader.apply(entry.getValue(), name + "." + entry.getKey())));
        return result;
    }

    private Optional<JsonElement> get(String name) {
        asked.add(name);
        return Optional.ofNullable(object.get(name));
    }

    private JsonArray array(String name) {
        var element = get(name).orElseThrow(() -> wrong(name, "is missing"));
        if (element instanceof JsonArray array) {
            return array;
        }
        throw wrong(name, "is no list");
    }

    private JsonFields fields(JsonElement element, String name) {
        if (element instanceof JsonObject inner) {
            return new JsonFields(inner, where + ": in '" + name + "'");
        }
        throw wrong(name, "is no object");
    }

    private String text(JsonElement element, String name) {
        if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()) {
            return element.getAsString();
        }
        throw wrong(name, "is no text");
    }

    private boolean flag(JsonElement element, String name) {
        if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isBoolean()) {
            return element.getAsBoolean();
        }
        throw wrong(name, "is neither true nor false");
    }

    /** Reads a value; unlike Gson's own reader it refuses a key that comes twice. */
    private static JsonElement value(JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                var object = new JsonObject();
                reader.beginObject();
                while (reader.hasNext()) {
                    var name = reader.nextName();
                    if (object.has(name)) {
                        throw new JsonParseException("the key '" + name + "' comes twice");
                    }
                    object.add(name, value(reader));
                }
                reader.endObject();
                return object;
            }
            case BEGIN_ARRAY -> {
                var array = new JsonArray();
                reader.beginArray();
                while (reader.hasNext()) {
                    array.add(value(reader));
                }
                reader.endArray();
                return array;
            }
            case STRING -> {
                return new JsonPrimitive(reader.nextString());
            }
            case NUMBER -> {
                return new JsonPrimitive(new BigDecimal(reader.nextString()));
            }
            case BOOLEAN -> {
                return new JsonPrimitive(reader.nextBoolean());
            }
            default -> throw new JsonParseException("unexpected " + reader.peek());
        }
    }
}
