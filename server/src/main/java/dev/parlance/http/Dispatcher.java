package dev.parlance.http;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.MethodNotAllowed;
import dev.parlance.core.problem.ApiProblem.NotFound;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.Unauthenticated;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Leads each request of one listener to its handler: host and origin, route, credential, context.
final class Dispatcher {
    private static final HeaderName PROFILE = HeaderNames.create("x-parlance-profile");
    private static final HeaderName STRICT = HeaderNames.create("x-parlance-strict");
    private static final HeaderName PREFLIGHT = HeaderNames.create("access-control-request-method");

    private final RouteTable table;
    private final RouteGroup fallback;
    private final Credentials credentials;
    private final OriginGuard guard;
    private final HttpSettings settings;
    private final CompatProfile profile;

    Dispatcher(
            RouteTable table,
            RouteGroup fallback,
            Credentials credentials,
            HttpSettings settings,
            Listener listener) {
        this.table = table;
        this.fallback = fallback;
        this.credentials = credentials;
        this.guard = new OriginGuard(listener, settings.allowedHosts(), settings.cors());
        this.settings = settings;
        this.profile = listener.profile();
    }

    /// Answers one request, problems included.
    ///
    /// @return the route that the request led to, or `null` when there was none
    @Nullable Route dispatch(Exchange exchange, boolean draining) {
        RouteTable.Entry entry = null;
        exchange.profile(announced(exchange));
        try {
            List<String> segments = Paths.segments(rawPath(exchange));
            String method = exchange.request().prologue().method().text();
            RouteTable.Match match = table.match(method, segments);
            entry = match.entry();
            admit(exchange, draining);
            if (guard.openPages()
                    && OpenPages.preflight(exchange, method, settings.cors().maxAge())) {
                return null;
            }
            if (entry == null) {
                unmatched(exchange, match, method);
                return null;
            }
            CallContext context = context(exchange, entry.route());
            exchange.dispositions(context.dispositions());
            String path = "/" + String.join("/", segments);
            entry.route()
                    .handler()
                    .handle(new HelidonCall(exchange, path, match.parameters(), context));
            Failures.finish(exchange, group(entry));
        } catch (ApiException e) {
            Failures.problem(exchange, group(entry), e);
        } catch (IOException e) {
            Failures.lost(exchange, group(entry), e);
        } catch (RuntimeException | Error e) {
            Failures.defect(exchange, group(entry), e);
        }
        return entry == null ? null : entry.route();
    }

    /// How problems on a path are said when nothing is known but the path.
    ProblemRenderer problems(String rawPath) {
        return group(rawPath).problems().under(profile);
    }

    /// The group that answers for a path; the first one where nobody else does.
    private RouteGroup group(String rawPath) {
        try {
            RouteTable.Match match = table.match("*", Paths.segments(rawPath));
            return match.allowed().isEmpty() ? fallback : match.allowed().getFirst().group();
        } catch (ApiException e) {
            return fallback;
        }
    }

    private RouteGroup group(RouteTable.@Nullable Entry entry) {
        return entry == null ? fallback : entry.group();
    }

    private static String rawPath(Exchange exchange) {
        return exchange.request().prologue().uriPath().rawPath();
    }

    private void admit(Exchange exchange, boolean draining) {
        ServerRequestHeaders headers = exchange.request().headers();
        String allowed =
                guard.check(
                        headers.get(HeaderNames.HOST).allValues(),
                        headers.first(HeaderNames.ORIGIN).orElse(null));
        if (allowed != null) {
            exchange.header("Access-Control-Allow-Origin", allowed);
            exchange.header(
                    "Access-Control-Expose-Headers", "x-request-id, " + DispositionHeader.NAME);
        }
        if (allowed != null && guard.openPages()) {
            OpenPages.admit(exchange);
        } else if (!settings.cors().allowedOrigins().isEmpty()) {
            exchange.header("Vary", "Origin");
        }
        if (draining) {
            throw new ApiException(
                    new Overloaded(
                            Duration.ofSeconds(5), "The server is shutting down; try again."));
        }
    }

    private void unmatched(Exchange exchange, RouteTable.Match match, String method) {
        if (match.allowed().isEmpty()) {
            Failures.problem(
                    exchange,
                    fallback,
                    new ApiException(
                            new NotFound(
                                    "Nothing is here for "
                                            + LogText.clean(method)
                                            + " on this path. Check the base URL.")));
            return;
        }
        List<String> allowed = allowed(match.allowed());
        if (method.equals("OPTIONS")) {
            exchange.header("Allow", String.join(", ", allowed));
            preflight(exchange, allowed);
            exchange.reply(new Reply(204, Map.of(), Reply.JSON, new byte[0]));
            return;
        }
        Failures.problem(
                exchange,
                match.allowed().getFirst().group(),
                new ApiException(new MethodNotAllowed(LogText.clean(method), allowed)));
    }

    private void preflight(Exchange exchange, List<String> allowed) {
        ServerRequestHeaders headers = exchange.request().headers();
        if (headers.contains(PREFLIGHT) && !settings.cors().allowedOrigins().isEmpty()) {
            CorsSettings cors = settings.cors();
            exchange.header("Access-Control-Allow-Methods", String.join(", ", allowed));
            exchange.header(
                    "Access-Control-Allow-Headers", String.join(", ", cors.allowedHeaders()));
            exchange.header("Access-Control-Max-Age", Long.toString(cors.maxAge().toSeconds()));
        }
    }

    private static List<String> allowed(List<RouteTable.Entry> entries) {
        TreeSet<String> methods = new TreeSet<>(List.of("OPTIONS"));
        for (RouteTable.Entry entry : entries) {
            methods.add(entry.route().method());
            if (entry.route().method().equals("GET")) {
                methods.add("HEAD");
            }
        }
        return List.copyOf(methods);
    }

    private CallContext context(Exchange exchange, Route route) {
        ServerRequestHeaders headers = exchange.request().headers();
        Caller caller =
                switch (route.access()) {
                    case OPEN -> credentials.open();
                    case KEY, ADMIN -> credentials.authenticate(headers);
                };
        CompatProfile spoken = profile(headers, caller);
        exchange.profile(spoken);
        switch (route.access()) {
            case OPEN -> {}
            case KEY -> ordinary(caller, spoken);
            case ADMIN -> {
                caller.require(Permission.ADMIN);
                if (guard.openPages()) {
                    OpenPages.administer(headers, caller);
                }
                caller = caller.administering();
            }
        }
        return new CallContext(
                caller,
                exchange.requestId(),
                Deadline.after(settings.callTimeout()),
                spoken,
                strict(headers) || caller.strict(),
                new Dispositions());
    }

    /// The profile of what fails before the caller is known.
    private CompatProfile announced(Exchange exchange) {
        return exchange.request()
                .headers()
                .first(PROFILE)
                .flatMap(CompatProfile::of)
                .orElse(profile);
    }

    /// Returns unless text-generation-webui would not know the key here: its admin key opens no
    /// ordinary route, whatever it does.
    private static void ordinary(Caller caller, CompatProfile profile) {
        if (profile.textgen() && !caller.permissions().contains(Permission.INFERENCE)) {
            throw new ApiException(
                    new Unauthenticated(
                            "This key is for the administration alone; send the API key."));
        }
    }

    private CompatProfile profile(ServerRequestHeaders headers, Caller caller) {
        if (headers.contains(PROFILE)) {
            String name = headers.get(PROFILE).get();
            return CompatProfile.of(name)
                    .orElseThrow(() ->
                            ApiException.invalid(
                                    "X-Parlance-Profile",
                                    "There is no compat profile '" + LogText.clean(name) + "'."));
        }
        return caller.profile() != null ? caller.profile() : profile;
    }

    private static boolean strict(ServerRequestHeaders headers) {
        if (!headers.contains(STRICT)) {
            return false;
        }
        return switch (headers.get(STRICT).get()) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw ApiException.invalid("X-Parlance-Strict", "Strict is 1 or 0.");
        };
    }
}
