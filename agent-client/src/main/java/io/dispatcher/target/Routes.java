package io.dispatcher.target;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The target's table of routes, in the order they are tried. */
record Routes(List<Route> all, Counts counts) {
    static Routes of(@Nullable Path directory) {
        Counts counts = new Counts();
        PlainRoutes plain = new PlainRoutes();
        SlowRoutes slow = new SlowRoutes();
        ViewRoutes view = new ViewRoutes(counts);
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get("/", plain::hello));
        routes.add(Route.get("/stream", slow::stream));
        routes.add(Route.post("/submit", plain::submit));
        routes.add(Route.get("/static/test.html", plain::page));
        routes.add(Route.get("/echo/", plain::echo));
        routes.add(Route.get("/user-agent", plain::userAgent));
        routes.add(Route.get("/status/", plain::status));
        routes.add(Route.get("/bytes/", plain::random));
        routes.add(Route.get("/redirect/", plain::redirect));
        routes.add(Route.get("/delay/", slow::delay));
        routes.add(Route.get("/drip", slow::drip));
        routes.add(Route.get("/whoami", view::whoami));
        routes.add(Route.get("/counts", view::counts));
        routes.add(Route.post("/counts/reset", view::reset));
        if (directory != null) {
            FileRoutes files = new FileRoutes(directory);
            routes.add(new Route("/files/", Map.of("GET", files::read, "POST", files::store)));
        }
        return new Routes(List.copyOf(routes), counts);
    }
}
