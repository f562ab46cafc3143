package dev.parlance.core.route;

import dev.parlance.core.engine.Engine;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The map from the names that callers write to the models that answer.
///
/// A name is, in this order: a model's own id, an exact alias, or a name that a pattern alias
/// matches (`*` stands for any characters; the first pattern given wins). Where two engines have
/// the same id, the engine given first wins. Immutable, thread-safe.
public final class Router {
    private final List<Engine> engines;
    private final Map<String, String> exact = new LinkedHashMap<>();
    private final Map<String, String> patterns = new LinkedHashMap<>();

    /// A router over these engines.
    ///
    /// @param aliases from alias or pattern to model id, in order
    public Router(List<? extends Engine> engines, Map<String, String> aliases) {
        this.engines = List.copyOf(engines);
        aliases.forEach((alias, id) -> (alias.contains("*") ? patterns : exact).put(alias, id));
    }

    /// The route for this name.
    ///
    /// @throws ApiException `ModelNotFound` when there is none
    public Route resolve(ModelId name) {
        return find(name.value())
                .or(() -> alias(name.value()).flatMap(this::find))
                .orElseThrow(() -> new ApiException(new ModelNotFound(name.value())));
    }

    /// All models, each id once, in order of engines.
    public List<ModelCard> models() {
        Map<ModelId, ModelCard> cards = new LinkedHashMap<>();
        for (Engine engine : engines) {
            engine.models().forEach(card -> cards.putIfAbsent(card.id(), card));
        }
        return new ArrayList<>(cards.values());
    }

    private Optional<Route> find(String id) {
        for (Engine engine : engines) {
            for (ModelCard card : engine.models()) {
                if (card.id().value().equals(id)) {
                    return Optional.of(new Route(card, engine));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> alias(String name) {
        String target = exact.get(name);
        if (target != null) {
            return Optional.of(target);
        }
        return patterns.entrySet().stream()
                .filter(entry -> matches(entry.getKey(), name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// True when `*` in the pattern can stand for what the name has there. Linear in practice and
    /// never worse than pattern times name: it backs up to the last star only.
    static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int mark = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
