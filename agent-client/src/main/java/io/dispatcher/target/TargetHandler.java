package io.dispatcher.target;

import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Finds the route; unknown methods are 501, known ones a route does not have 405, unknown paths 404. */
final class TargetHandler extends Handler.Abstract.NonBlocking {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final List<Route> routes;
    private final Counts counts;
    private final @Nullable MockPort mocks;

    /** @param mocks asked for what there is no route for; null: nobody is */
    TargetHandler(Routes routes, @Nullable MockPort mocks) {
        this.mocks = mocks;
        this.routes = routes.all();
        this.counts = routes.counts();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String method = request.getMethod();
        String path = request.getHttpURI().getDecodedPath();
        String requested = path == null ? "" : path;
        counts.saw(request, requested);
        if (!METHODS.contains(method)) {
            unknownMethod(exchange(request, response, callback, ""));
            return true;
        }
        for (Route route : routes) {
            if (route.matches(requested)) {
                answer(
                        route,
                        exchange(
                                request,
                                response,
                                callback,
                                requested.substring(route.path().length())));
                return true;
            }
        }
        unrouted(exchange(request, response, callback, ""), requested);
        return true;
    }

    private static Exchange exchange(Request request, Response response, Callback callback, String rest) {
        return new Exchange(request, response, callback, rest);
    }

    private static void answer(Route route, Exchange exchange) throws Exception {
        Route.Action action = route.action(exchange.request().getMethod());
        if (action != null) {
            action.answer(exchange);
            return;
        }
        exchange.response().getHeaders().put(HttpHeader.ALLOW, route.allowed());
        if (exchange.request().getMethod().equals("OPTIONS")) {
            exchange.empty(204);
        } else {
            exchange.text(405, "this path takes " + route.allowed() + "\n");
        }
    }

    private void unknownMethod(Exchange exchange) {
        if (mocks != null) {
            mocks.answer(exchange);
        } else {
            exchange.text(501, "this method is not implemented\n");
        }
    }

    private void unrouted(Exchange exchange, String path) {
        if (path.equals("*") && exchange.request().getMethod().equals("OPTIONS")) {
            exchange.response().getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, OPTIONS, POST");
            exchange.empty(204);
        } else if (mocks != null) {
            mocks.answer(exchange);
        } else {
            exchange.text(404, "nothing here\n");
        }
    }
}
