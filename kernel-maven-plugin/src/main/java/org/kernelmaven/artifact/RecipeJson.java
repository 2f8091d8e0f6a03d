package org.kernelmaven.artifact;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kernelmaven.artifact.Recipe.LayerSpec;
import org.kernelmaven.artifact.Recipe.OptionSpec;
import org.kernelmaven.artifact.Recipe.PatchSpec;
import org.kernelmaven.artifact.Recipe.SourceSpec;

/** {@code recipe.json}. */
final class RecipeJson {

    private static final int SCHEMA = 1;

    private RecipeJson() {}

    static String write(Recipe recipe) {
        var json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        var source = new JsonObject();
        source.addProperty("kind", recipe.source().kind());
        var values = new JsonObject();
        recipe.source().values().forEach((key, texts) -> values.add(key, array(texts)));
        source.add("values", values);
        json.add("source", source);
        var base = new JsonObject();
        recipe.base().target().ifPresent(target -> base.addProperty("target", target));
        json.add("base", base);
        var flags = new JsonObject();
        new TreeMap<>(recipe.flags()).forEach(flags::addProperty);
        json.add("flags", flags);
        json.add("makeFlags", array(recipe.makeFlags()));
        json.add("features", flags(recipe.features()));
        var patches = new JsonArray();
        recipe.patches().forEach(patch -> patches.add(patch(patch)));
        json.add("patches", patches);
        var layers = new JsonArray();
        recipe.layers().forEach(layer -> {
            var object = new JsonObject();
            object.addProperty("origin", layer.origin());
            object.add("options", options(layer.options()));
            layers.add(object);
        });
        json.add("layers", layers);
        return JsonFields.write(json);
    }

    static Recipe read(JsonFields json) {
        json.schema(SCHEMA);
        var source = json.object("source");
        var base = json.object("base");
        var recipe = new Recipe(
                new SourceSpec(source.text("kind"), source.textsMap("values")),
                json.list("patches", RecipeJson::patch),
                json.list("layers", layer -> new LayerSpec(layer.text("origin"), options(layer, "options"))),
                new Recipe.Base(base.optionalText("target")),
                json.textMap("flags"),
                json.texts("makeFlags"),
                json.flagMap("features"));
        source.end();
        base.end();
        json.end();
        return recipe;
    }

    private static JsonObject patch(PatchSpec patch) {
        var object = new JsonObject();
        object.addProperty("name", patch.name());
        object.addProperty("strip", patch.strip());
        patch.sha256().ifPresent(digest -> object.addProperty("sha256", digest));
        return object;
    }

    private static PatchSpec patch(JsonFields json) {
        try {
            return new PatchSpec(json.text("name"), json.number("strip"), json.optionalText("sha256"));
        } catch (IllegalArgumentException e) {
            throw json.wrong("patches", "is wrong: " + e.getMessage());
        }
    }

    private static JsonArray options(List<OptionSpec> options) {
        var array = new JsonArray();
        options.forEach(option -> {
            var object = new JsonObject();
            object.addProperty("name", option.name());
            object.addProperty("value", option.value());
            if (option.optional()) {
                object.addProperty("optional", true);
            }
            if (option.forced()) {
                object.addProperty("forced", true);
            }
            option.when().ifPresent(when -> object.addProperty("when", when));
            if (!option.arch().isEmpty()) {
                object.add("arch", array(option.arch()));
            }
            array.add(object);
        });
        return array;
    }

    private static List<OptionSpec> options(JsonFields json, String name) {
        return json.list(
                name,
                option -> new OptionSpec(
                        option.text("name"),
                        option.text("value"),
                        option.has("optional") && option.flag("optional"),
                        option.has("forced") && option.flag("forced"),
                        option.optionalText("when"),
                        option.has("arch") ? option.texts("arch") : List.of()));
    }

    private static JsonObject flags(Map<String, Boolean> flags) {
        var object = new JsonObject();
        new TreeMap<>(flags).forEach(object::addProperty);
        return object;
    }

    private static JsonArray array(List<String> texts) {
        var array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
