package dev.parlance.engine.scripted;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.problem.ApiException;
import dev.parlance.wire.Yaml;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the rehearsal engine says and when: the models it plays and the rules by which they answer.
///
/// @param models at least one, each id once
/// @param rules in order; the first that matches answers, and where none does the echo answers
public record Script(List<ScriptedModel> models, List<Rule> rules) {
    private static final Script ECHO = new Script(List.of(ScriptedModel.of("scripted")), List.of());

    public Script {
        models = List.copyOf(models);
        rules = List.copyOf(rules);
        if (models.isEmpty()) {
            throw new ScriptException("models: name at least one model");
        }
        Set<Object> ids = new HashSet<>();
        for (ScriptedModel model : models) {
            if (!ids.add(model.id())) {
                throw new ScriptException("models: the id '" + model.id() + "' is there twice");
            }
        }
    }

    /// The script of one model, `scripted`, that echoes.
    public static Script echo() {
        return ECHO;
    }

    /// The script in this YAML text; docs/engine-scripted.md says what may be in it.
    ///
    /// @throws ScriptException with the place or the path of the key that is wrong
    public static Script parse(String yaml) {
        try {
            return read(Yaml.parse(yaml));
        } catch (ApiException e) {
            throw new ScriptException(e.problem().message());
        }
    }

    /// The script in this parsed document.
    ///
    /// @throws ScriptException with the path of the key that is wrong
    public static Script read(JsonValue document) {
        return ScriptReader.read(document);
    }
}
