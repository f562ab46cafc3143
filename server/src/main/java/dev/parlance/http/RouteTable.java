package dev.parlance.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All routes of a server, compiled into a tree of path segments. Immutable once built.
final class RouteTable {

    /// A route with its group and the names of what its pattern captures, in order.
    record Entry(Route route, RouteGroup group, List<String> names) {}

    /// What a path led to. `entry` is `null` when no route has the method; `allowed` then lists the
    /// methods that exist there, and is empty when the path is not known at all.
    record Match(@Nullable Entry entry, Map<String, String> parameters, List<Entry> allowed) {}

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final Map<String, Entry> here = new LinkedHashMap<>();
        final Map<String, Entry> rest = new LinkedHashMap<>();
        @Nullable Node single;
    }

    private final Node root = new Node();
    private final Set<String> open = new TreeSet<>();

    /// A table of these groups' routes.
    ///
    /// @throws IllegalArgumentException when two routes answer the same requests, or for a pattern
    ///   that is no pattern
    RouteTable(List<RouteGroup> groups) {
        for (RouteGroup group : groups) {
            for (Route route : group.routes()) {
                add(group, route);
            }
        }
    }

    /// The routes without credentials as `GET /health`, sorted.
    List<String> openRoutes() {
        return List.copyOf(open);
    }

    /// The route for this method and these decoded segments. Of several the most literal wins, and
    /// a `HEAD` falls back on `GET`.
    Match match(String method, List<String> segments) {
        Search search = new Search(method, segments);
        search.visit(root, 0);
        return search.result();
    }

    private void add(RouteGroup group, Route route) {
        List<String> names = new ArrayList<>();
        Node node = root;
        boolean rest = false;
        for (String segment : Paths.segments(route.path())) {
            if (rest) {
                throw new IllegalArgumentException("'{name+}' comes last: " + route.path());
            }
            if (!segment.startsWith("{")) {
                node = node.literals.computeIfAbsent(segment, _ -> new Node());
                continue;
            }
            rest = segment.endsWith("+}");
            names.add(segment.substring(1, segment.length() - (rest ? 2 : 1)));
            if (!rest) {
                if (node.single == null) {
                    node.single = new Node();
                }
                node = node.single;
            }
        }
        Entry entry = new Entry(route, group, List.copyOf(names));
        Entry other = (rest ? node.rest : node.here).putIfAbsent(route.method(), entry);
        if (other != null) {
            throw new IllegalArgumentException(
                    "two routes for "
                            + route.method()
                            + " "
                            + route.path()
                            + ": in "
                            + other.group().name()
                            + " and "
                            + group.name());
        }
        if (route.access() == Route.Access.OPEN) {
            open.add(route.method() + " " + route.path());
        }
    }

    /// One walk through the tree, from the most literal branch to the least.
    private static final class Search {
        private final String method;
        private final List<String> segments;
        private final List<String> captured = new ArrayList<>(2);
        private final List<Entry> allowed = new ArrayList<>(2);
        private @Nullable Match found;

        Search(String method, List<String> segments) {
            this.method = method;
            this.segments = segments;
        }

        Match result() {
            return found != null ? found : new Match(null, Map.of(), allowed);
        }

        void visit(Node node, int depth) {
            if (depth == segments.size()) {
                consider(node.here);
                return;
            }
            String segment = segments.get(depth);
            Node literal = node.literals.get(segment);
            if (literal != null) {
                visit(literal, depth + 1);
            }
            if (found == null && node.single != null && !segment.isEmpty()) {
                captured.add(segment);
                visit(node.single, depth + 1);
                captured.removeLast();
            }
            if (found == null && !node.rest.isEmpty()) {
                String rest = String.join("/", segments.subList(depth, segments.size()));
                if (!rest.isEmpty()) {
                    captured.add(rest);
                    consider(node.rest);
                    captured.removeLast();
                }
            }
        }

        private void consider(Map<String, Entry> entries) {
            Entry entry = entries.get(method);
            if (entry == null && method.equals("HEAD")) {
                entry = entries.get("GET");
            }
            if (entry == null) {
                allowed.addAll(entries.values());
                return;
            }
            Map<String, String> parameters = HashMap.newHashMap(captured.size());
            for (int i = 0; i < captured.size(); i++) {
                parameters.put(entry.names().get(i), captured.get(i));
            }
            found = new Match(entry, parameters, List.of());
        }
    }
}
