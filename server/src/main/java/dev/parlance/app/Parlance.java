package dev.parlance.app;

import dev.parlance.cli.RunningServer;
import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.cli.StartException;
import dev.parlance.config.Config;
import dev.parlance.console.Console;
import dev.parlance.core.access.Authenticator;
import dev.parlance.core.engine.Engine;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.route.Router;
import dev.parlance.core.schedule.Admission;
import dev.parlance.core.store.Ledger;
import dev.parlance.dialect.openai.OpenAiDialect;
import dev.parlance.dialect.openai.OpenAiProblems;
import dev.parlance.dialect.openai.Stamps;
import dev.parlance.http.HttpServer;
import dev.parlance.http.HttpStartException;
import dev.parlance.http.ListenerAddress;
import dev.parlance.http.RouteGroup;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// A running Parlance: every part, made here by constructors and closed in reverse order.
public final class Parlance implements RunningServer {
    private final Config config;
    private final Engines engines;
    private final Optional<ModelCard> model;
    private final HttpServer http;

    private Parlance(Config config, Engines engines, Optional<ModelCard> model, HttpServer http) {
        this.config = config;
        this.engines = engines;
        this.model = model;
        this.http = http;
    }

    /// Starts everything that this configuration describes.
    ///
    /// @throws StartException with what to do, when a part cannot start; nothing is left running
    public static Parlance start(Config config, Mode mode) {
        ModelChoice choice = ModelChoice.of(config.models(), BuiltinModel.find());
        Engines engines = Engines.start(config, mode, choice);
        try {
            Optional<ModelCard> model = engines.pick(choice, mode);
            Router router = new Router(engines.all(), choice.aliases(model));
            Admission admission = new Admission(Wiring.admission(config.limits()));
            Ledger ledger = new CallLog(_ -> {});
            Gateway gateway = new Gateway(router, admission, ledger, Clock.systemUTC());
            List<RouteGroup> groups =
                    List.of(
                            OpenAiDialect.routes(gateway, Stamps.system()),
                            Console.routes(OpenAiProblems.INSTANCE));
            HttpServer http =
                    HttpServer.start(
                            Wiring.http(config), new Authenticator(config.apiKeys()), groups);
            return new Parlance(config, engines, model, http);
        } catch (HttpStartException e) {
            engines.close();
            throw new StartException(e.getMessage() + " (flags: --host, --port)", e);
        } catch (RuntimeException e) {
            engines.close();
            throw e;
        }
    }

    @Override
    public List<String> urls() {
        return http.addresses().stream().map(ListenerAddress::url).toList();
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
    public boolean wantsKey() {
        return !config.apiKeys().isEmpty();
    }

    @Override
    public void close() {
        http.close();
        engines.close();
    }

    /// The engines, for tests that look inside.
    List<Engine> engines() {
        return engines.all();
    }
}
