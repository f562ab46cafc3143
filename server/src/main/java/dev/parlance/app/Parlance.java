package dev.parlance.app;

import dev.parlance.cli.RunningServer;
import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.cli.StartException;
import dev.parlance.config.Config;
import dev.parlance.console.Console;
import dev.parlance.core.access.Authenticator;
import dev.parlance.core.access.Caller;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.route.Route;
import dev.parlance.core.route.Router;
import dev.parlance.core.schedule.Admission;
import dev.parlance.core.store.Ledger;
import dev.parlance.core.store.UsageBook;
import dev.parlance.dialect.openai.ModelLifeRoutes;
import dev.parlance.dialect.openai.OpenAiDialect;
import dev.parlance.dialect.openai.OpenAiProblems;
import dev.parlance.dialect.openai.Prompts;
import dev.parlance.dialect.openai.Stamps;
import dev.parlance.dialect.textgen.TextgenDialect;
import dev.parlance.http.HttpServer;
import dev.parlance.http.HttpStartException;
import dev.parlance.http.ListenerAddress;
import dev.parlance.http.RouteGroup;
import dev.parlance.store.prompt.PromptFiles;
import dev.parlance.telemetry.Metrics;
import dev.parlance.telemetry.OperationsRoutes;
import dev.parlance.telemetry.Readiness;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A running Parlance: every part, made here by constructors and closed in reverse order.
public final class Parlance implements RunningServer {
    private final Config config;
    private final Engines engines;
    private final Metrics metrics;
    private final UsageBook usage;
    private final Optional<ModelCard> model;
    private final HttpServer http;

    private Parlance(
            Config config,
            Engines engines,
            Metrics metrics,
            UsageBook usage,
            Optional<ModelCard> model,
            HttpServer http) {
        this.config = config;
        this.engines = engines;
        this.metrics = metrics;
        this.usage = usage;
        this.model = model;
        this.http = http;
    }

    /// Starts everything that this configuration describes.
    ///
    /// @throws StartException with what to do, when a part cannot start; nothing is left running
    public static Parlance start(Config config, Mode mode) {
        ModelChoice choice =
                ModelChoice.of(config.models(), BuiltinModel.findOrUnpack(config.dataDir()));
        Metrics metrics = new Metrics();
        UsageBook usage = UsageBooks.open(config.dataDir());
        Engines engines;
        try {
            engines = Engines.start(config, mode, choice, metrics.engines());
        } catch (RuntimeException e) {
            metrics.close();
            usage.close();
            throw e;
        }
        try {
            Optional<ModelCard> model = engines.pick(choice, mode);
            EmbeddingChoice embedding = new EmbeddingChoice(config.embeddings(), choice.aliases());
            Router router =
                    new Router(
                            engines.all(), choice.aliases(model), embedding.usual(engines.cards()));
            Admission admission = new Admission(Wiring.admission(config.limits()));
            Ledger ledger =
                    new CallLog(entry -> {
                        metrics.record(entry);
                        usage.record(entry);
                    });
            Gateway gateway = new Gateway(router, admission, ledger, Clock.systemUTC());
            Supplier<Readiness> readiness = () -> readiness(router);
            List<RouteGroup> groups =
                    List.of(
                            OpenAiDialect.routes(
                                    gateway,
                                    Stamps.system(),
                                    prompts(config),
                                    config.textgenDefaults()),
                            ModelLifeRoutes.of(gateway),
                            TextgenDialect.routes(gateway, usage, InstantSource.system()),
                            OperationsRoutes.of(metrics, readiness, config.metricsOpen()),
                            Console.routes(OpenAiProblems.INSTANCE));
            Authenticator authenticator =
                    new Authenticator(config.apiKeys(), config.guests() ? Caller.GUEST : null);
            HttpServer http = HttpServer.start(Wiring.http(config), authenticator, groups, metrics);
            return new Parlance(config, engines, metrics, usage, model, http);
        } catch (HttpStartException e) {
            metrics.close();
            usage.close();
            engines.close();
            throw new StartException(e.getMessage() + " (flags: --host, --port)", e);
        } catch (RuntimeException e) {
            metrics.close();
            usage.close();
            engines.close();
            throw e;
        }
    }

    private static Prompts prompts(Config config) {
        return new Prompts(
                PromptFiles.of(config.prompts().folder()),
                config.prompts().explicitOverPreset(),
                Clock.system(ZoneId.systemDefault()));
    }

    @Override
    public List<String> urls() {
        return http.addresses().stream().map(ListenerAddress::url).toList();
    }

    /// The routes that want no key, as `METHOD pattern`; a test holds the published list.
    List<String> openRoutes() {
        return http.openRoutes();
    }

    @Override
    public String model() {
        if (model.isEmpty()) {
            return "none yet: put a .gguf file into "
                    + config.models().folders().getFirst()
                    + " or give --model FILE.gguf";
        }
        String id = model.get().id().value();
        return switch (id) {
            case BuiltinModel.ID ->
                    id + " (built in, a small demonstration; --model FILE.gguf serves your own)";
            default -> id + " (engine " + model.get().engine() + ")";
        };
    }

    @Override
    public Optional<String> library() {
        return engines.library();
    }

    @Override
    public Optional<Loading> loading() {
        return engines.all().stream()
                .flatMap(engine -> engine.models().stream())
                .filter(card -> card.state() == ModelState.LOADING)
                .map(card -> new Loading(card.id().value(), card.progress()))
                .findFirst();
    }

    @Override
    public boolean wantsKey() {
        return !config.apiKeys().isEmpty() && !config.guests();
    }

    @Override
    public void close() {
        http.close();
        metrics.close();
        engines.close();
        usage.close();
    }

    /// Not ready while the default model is being loaded, or cannot be. One that waits for its
    /// first use is as ready as it was meant to be.
    private static Readiness readiness(Router router) {
        Optional<ModelCard> model = router.defaultRoute().map(Route::card);
        if (model.isEmpty()) {
            return Readiness.notReady("There is no model.");
        }
        ModelId id = model.get().id();
        return switch (model.get().state()) {
            case AVAILABLE, READY -> Readiness.READY;
            case LOADING -> Readiness.notReady("The model " + id + " is being loaded.");
            case FAILED -> Readiness.notReady("The model " + id + " could not be loaded.");
        };
    }
}
