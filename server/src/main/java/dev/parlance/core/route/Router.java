package dev.parlance.core.route;

import dev.parlance.core.engine.Engine;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.core.usage.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The map from the names that callers write to the models that answer.
///
/// A name is, in this order: a model's own id, the same with `.gguf` behind it, an exact alias, or
/// a name that a pattern alias matches (`*` stands for any characters; the first pattern given
/// wins). For some operations there are names that come before the aliases: `default` is another
/// model for embeddings than for a chat. Where two engines have the same id, the engine given first
/// wins.
///
/// All of it is fixed but one alias, [#DEFAULT], which an administrator may move to another model
/// while calls run: each call sees either the old one or the new one. Aliases of `default` move
/// along. Thread-safe.
public final class Router {
    /// The alias of the model that answers when nobody names one.
    public static final String DEFAULT = "default";

    private static final String FILE_SUFFIX = ".gguf";

    private final List<Engine> engines;
    private final Map<String, String> exact = new LinkedHashMap<>();
    private final Map<String, String> patterns = new LinkedHashMap<>();
    private final Map<Operation, Map<String, String>> usual;
    private volatile @Nullable String defaultId;

    /// A router over these engines.
    ///
    /// @param aliases from alias or pattern to model id, in order; that of [#DEFAULT] is where the
    ///   default begins
    public Router(List<? extends Engine> engines, Map<String, String> aliases) {
        this(engines, aliases, Map.of());
    }

    /// A router over these engines.
    ///
    /// @param aliases from alias or pattern to model id, in order
    /// @param usual for an operation, from names to model ids, before all aliases
    public Router(
            List<? extends Engine> engines,
            Map<String, String> aliases,
            Map<Operation, Map<String, String>> usual) {
        this.engines = List.copyOf(engines);
        this.usual = Map.copyOf(usual);
        aliases.forEach((alias, id) -> (alias.contains("*") ? patterns : exact).put(alias, id));
        defaultId = exact.remove(DEFAULT);
    }

    /// The model that answers to [#DEFAULT] now, if there is one.
    public Optional<Route> defaultRoute() {
        return find(defaultId);
    }

    /// Makes this model the default; `null` leaves none.
    public void makeDefault(@Nullable ModelId id) {
        defaultId = id == null ? null : id.value();
    }

    /// The route for this name.
    ///
    /// @throws ApiException `ModelNotFound` when there is none
    public Route resolve(ModelId name) {
        return find(name.value())
                .or(() -> find(withoutSuffix(name.value())))
                .or(() -> alias(name.value()).flatMap(this::find))
                .orElseThrow(() -> new ApiException(new ModelNotFound(name.value())));
    }

    /// The route for this name in a call of this kind.
    ///
    /// @throws ApiException `ModelNotFound` when there is none
    public Route resolve(ModelId name, Operation operation) {
        String id = usual.getOrDefault(operation, Map.of()).get(name.value());
        return find(name.value())
                .or(() -> Optional.ofNullable(id).flatMap(this::find))
                .orElseGet(() -> resolve(name));
    }

    /// All models, each id once, in order of engines.
    public List<ModelCard> models() {
        Map<ModelId, ModelCard> cards = new LinkedHashMap<>();
        for (Engine engine : engines) {
            engine.models().forEach(card -> cards.putIfAbsent(card.id(), card));
        }
        return new ArrayList<>(cards.values());
    }

    private static @Nullable String withoutSuffix(String name) {
        return name.endsWith(FILE_SUFFIX)
                ? name.substring(0, name.length() - FILE_SUFFIX.length())
                : null;
    }

    private Optional<Route> find(@Nullable String id) {
        if (id == null) {
            return Optional.empty();
        }
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
        String target = name.equals(DEFAULT) ? DEFAULT : exact.get(name);
        if (target == null) {
            target =
                    patterns.entrySet().stream()
                            .filter(entry -> matches(entry.getKey(), name))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse(null);
        }
        return Optional.ofNullable(DEFAULT.equals(target) ? defaultId : target);
    }

    /// True when `*` in the pattern can stand for what the name has there. Linear in practice and
    /// never worse than pattern times name: it backs up to the last star only.
    public static boolean matches(String pattern, String name) {
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
