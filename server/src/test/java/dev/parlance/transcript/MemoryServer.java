package dev.parlance.transcript;

import dev.parlance.core.access.Authenticator;
import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.http.Route;
import dev.parlance.http.RouteGroup;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The least of a server that a dialect needs, without sockets: routing, one credential, rendering
/// of problems before and after the first frame.
public final class MemoryServer {
    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)(\\+?)}");

    private final Authenticator authenticator;
    private final List<RouteGroup> groups;

    /// A server of these routes.
    public MemoryServer(Authenticator authenticator, List<RouteGroup> groups) {
        this.authenticator = authenticator;
        this.groups = groups;
    }

    /// Answers a request.
    public MemoryCall answer(RequestFile request) {
        MemoryCall call = new MemoryCall(request);
        answer(call);
        return call;
    }

    /// Answers a call, whose client may leave meanwhile.
    public void answer(MemoryCall call) {
        RouteGroup first = groups.getFirst();
        for (RouteGroup group : groups) {
            for (Route route : group.routes()) {
                Map<String, String> parameters = match(route, call.request());
                if (parameters != null) {
                    handle(group, route, call, parameters);
                    return;
                }
            }
        }
        call.fail(first.problems().under(profile(call)), new ApiProblem.NotFound("No such route."));
    }

    private void handle(
            RouteGroup group, Route route, MemoryCall call, Map<String, String> parameters) {
        try {
            CallContext context = context(call);
            call.begin(context, parameters);
            if (route.access() == Route.Access.ADMIN) {
                context.caller().require(Permission.ADMIN);
            }
            route.handler().handle(call);
        } catch (ApiException e) {
            call.fail(group.problems().under(profile(call)), e.problem());
        } catch (RuntimeException e) {
            call.fail(group.problems().under(profile(call)), new ApiProblem.Internal("00000000"));
        } catch (IOException e) {
            call.gone();
        }
    }

    private static CompatProfile profile(MemoryCall call) {
        return call.header("x-parlance-profile")
                .flatMap(CompatProfile::of)
                .orElse(CompatProfile.OPENAI);
    }

    private CallContext context(MemoryCall call) {
        String bearer = call.header("authorization").orElse("");
        Caller caller =
                authenticator.authenticate(
                        bearer.startsWith("Bearer ") ? bearer.substring(7) : null);
        boolean strict = caller.strict() || call.header("x-parlance-strict").orElse("").equals("1");
        return new CallContext(
                caller,
                "request",
                Deadline.after(Duration.ofMinutes(1)),
                profile(call),
                strict,
                new Dispositions());
    }

    private static Map<String, String> match(Route route, RequestFile request) {
        if (!route.method().equals(request.method())) {
            return null;
        }
        Matcher slots = SLOT.matcher(route.path());
        StringBuilder regex = new StringBuilder();
        Map<String, Integer> groups = new LinkedHashMap<>();
        int end = 0;
        while (slots.find()) {
            regex.append(Pattern.quote(route.path().substring(end, slots.start())));
            regex.append(slots.group(2).isEmpty() ? "([^/]+)" : "(.+)");
            groups.put(slots.group(1), groups.size() + 1);
            end = slots.end();
        }
        regex.append(Pattern.quote(route.path().substring(end)));
        Matcher path =
                Pattern.compile(regex.toString())
                        .matcher(request.target().replaceFirst("\\?.*", ""));
        if (!path.matches()) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        groups.forEach((name, index) ->
                parameters.put(name, URLDecoder.decode(path.group(index), StandardCharsets.UTF_8)));
        return parameters;
    }
}
