package dev.parlance.http;

import java.util.List;

/// The routes of one dialect with the renderer for what goes wrong on them.
///
/// The first group that a server is given also answers for paths that nobody has.
///
/// @param name short and lower-case, for logs: `openai`
/// @param problems how problems look to this dialect's clients
/// @param routes its routes; no two groups may share a method and pattern
public record RouteGroup(String name, ProblemRenderer problems, List<Route> routes) {
    public RouteGroup {
        routes = List.copyOf(routes);
    }
}
