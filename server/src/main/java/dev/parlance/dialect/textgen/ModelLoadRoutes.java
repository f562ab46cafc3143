package dev.parlance.dialect.textgen;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Forbidden;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Route;
import dev.parlance.http.Route.Access;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loading and unloading: what is loaded becomes the default of every dialect. A load that fails
/// leaves the model from before. Thread-safe.
final class ModelLoadRoutes {
    /// The header with why a load failed, which the original's body has no room for.
    static final String REASON = "X-Parlance-Reason";

    private static final Logger LOG = LoggerFactory.getLogger(ModelLoadRoutes.class);
    private static final String LATER = "templates are chosen request by request";
    private static final int MAX_REASON = 500;

    private final Gateway gateway;

    private ModelLoadRoutes(Gateway gateway) {
        this.gateway = gateway;
    }

    static List<Route> of(Gateway gateway) {
        ModelLoadRoutes routes = new ModelLoadRoutes(gateway);
        return List.of(
                new Route("POST", "/v1/internal/model/load", Access.ADMIN, routes::load),
                new Route("POST", "/v1/internal/model/unload", Access.ADMIN, routes::unload));
    }

    private void load(HttpCall call) {
        CallContext context = call.context();
        Body body = Body.of(call);
        String name = body.text("model_name");
        LoadOptions options = LoadArguments.read(body.object("args"), context.dispositions());
        ignore(body, context, "instruction_template");
        ignore(body, context, "instruction_template_str");
        Body settings = body.object("settings");
        settings.reportUnread(context.dispositions(), "send it with requests");
        body.reportUnread(context.dispositions(), "unknown field");
        ModelId model = find(gateway, context, name);
        context.enforceStrict();
        try {
            gateway.operator().switchTo(context, model, options);
            Answers.ok(call);
        } catch (ApiException e) {
            failed(call, "Failed to load the model.", 500, e);
        }
    }

    private static void ignore(Body body, CallContext context, String name) {
        String text = body.optionalText(name);
        if (text != null && !text.isEmpty()) {
            context.dispositions().ignored(name, LATER);
        }
    }

    /// Answers with the original's words; why, is in a header and in the log.
    static void failed(HttpCall call, String words, int status, ApiException e) {
        if (e.problem() instanceof Forbidden) {
            throw e;
        }
        LOG.warn("request {}: {} {}", call.context().requestId(), words, e.getMessage());
        String reason = e.problem().message().replaceAll("[^ -~]", "?");
        call.header(REASON, reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        call.reply(TextgenProblems.detail(status, words));
    }

    /// The model of this name: an id, an alias, or a file below a model folder, with or without its
    /// suffix and the number of its part.
    ///
    /// @throws ApiException `ModelNotFound`; `InvalidRequest` for a name that leads elsewhere
    static ModelId find(Gateway gateway, CallContext context, String name) {
        String path = name.replace('\\', '/');
        if (path.isBlank() || path.length() > ModelId.MAX_LENGTH) {
            throw invalid("has 1 to " + ModelId.MAX_LENGTH + " characters");
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw invalid("has no control characters");
        }
        if (List.of(path.split("/", -1)).contains("..") || path.startsWith("/")) {
            throw invalid("names a model below a model folder, without '..' or a '/' before it");
        }
        String stem = path.replaceFirst("(?i)(-\\d{5}-of-\\d{5})?\\.gguf$", "");
        Optional<ModelCard> card =
                gateway.models(context).stream()
                        .filter(c -> c.id().value().equals(path) || c.id().value().equals(stem))
                        .findFirst();
        return card.map(ModelCard::id).orElseGet(() -> new ModelId(path));
    }

    private static ApiException invalid(String what) {
        return ApiException.invalid("model_name", "'model_name' " + what + ".");
    }

    /// The body plays no part.
    private void unload(HttpCall call) {
        gateway.operator().unloadDefault(call.context());
        Answers.ok(call);
    }
}
