package dev.parlance.console;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.NotFound;
import dev.parlance.http.HttpCall;
import dev.parlance.http.ProblemRenderer;
import dev.parlance.http.Route;
import dev.parlance.http.Route.Access;
import dev.parlance.http.RouteGroup;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// The routes for browsers: `/`, `/docs` and `/openapi.json`. They need no key, since they tell
/// nothing but what is in the published source, and load nothing from elsewhere.
///
/// Files are looked up by name in a fixed table: what a browser asks for never becomes a path.
public final class Console {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String PAGES = "/dev/parlance/console/";
    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/";
    private static final String SWAGGER_UI_POM =
            "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private final Asset landing = Asset.of(PAGES + "landing.html", HTML);
    private final Asset docs = Asset.of(PAGES + "docs.html", HTML);
    private final Asset openapi = Asset.of(PAGES + "openapi.json", "application/json");
    private final Map<String, Asset> files;

    private Console() {
        String library = SWAGGER_UI + libraryVersion() + "/";
        this.files =
                Map.of(
                        "landing.js", Asset.of(PAGES + "landing.js", SCRIPT),
                        "landing.css", Asset.of(PAGES + "landing.css", STYLE),
                        "docs.js", Asset.of(PAGES + "docs.js", SCRIPT),
                        "swagger-ui.css", Asset.of(library + "swagger-ui.css", STYLE),
                        "swagger-ui-bundle.js", Asset.of(library + "swagger-ui-bundle.js", SCRIPT),
                        "favicon-32x32.png", Asset.of(library + "favicon-32x32.png", "image/png"));
    }

    /// The group `console`.
    ///
    /// @param problems how its few problems (no such file) look
    /// @throws IllegalStateException when the pages are not on the class path
    public static RouteGroup routes(ProblemRenderer problems) {
        Console console = new Console();
        return new RouteGroup(
                "console",
                problems,
                List.of(
                        open("/", console.landing::answer),
                        open("/docs", console.docs::answer),
                        open("/docs/{file+}", console::file),
                        open("/openapi.json", console.openapi::answer)));
    }

    private void file(HttpCall call) {
        Asset file = files.get(call.pathParameter("file"));
        if (file == null) {
            throw new ApiException(new NotFound("There is no such page; the manual is at /docs."));
        }
        file.answer(call);
    }

    private static Route open(String path, Route.Handler handler) {
        return new Route("GET", path, Access.OPEN, handler);
    }

    private static String libraryVersion() {
        Properties pom = new Properties();
        try {
            pom.load(
                    new StringReader(
                            new String(Asset.bytes(SWAGGER_UI_POM), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pom.getProperty("version");
    }
}
