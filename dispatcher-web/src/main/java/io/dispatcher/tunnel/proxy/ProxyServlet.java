package io.dispatcher.tunnel.proxy;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.security.Caller;
import io.dispatcher.security.Role;
import io.dispatcher.security.Tokens;
import io.dispatcher.tunnel.rest.TunnelDoor;
import io.dispatcher.web.Loopback;
import io.dispatcher.web.Problems;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** Every request, to the upstream of its port. From this machine without a token, unless the operator wants one: who uses the port need not know what it is. */
final class ProxyServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String TOKEN = "Dispatcher-Authorization";
    private static final String BEARER = "Bearer ";
    private static final Failure NO_TOKEN =
            new Failure(FailureType.UNAUTHORIZED, "Send an operator's token as Dispatcher-Authorization: Bearer.");

    private final transient TunnelDoor door;
    private final transient Tokens tokens;
    private final boolean tokenRequired;

    ProxyServlet(TunnelDoor door, Tokens tokens, boolean tokenRequired) {
        this.door = door;
        this.tokens = tokens;
        this.tokenRequired = tokenRequired;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = caller(request);
        if (caller == null || !caller.may(Role.OPERATOR)) {
            Problems.write(response, NO_TOKEN, null);
            return;
        }
        String upstream = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnector()
                .getName();
        String query = request.getQueryString();
        door.enter(request, response, caller, upstream, request.getRequestURI() + (query == null ? "" : "?" + query));
    }

    private @Nullable Caller caller(HttpServletRequest request) {
        String header = request.getHeader(TOKEN);
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return tokens.check(header.substring(BEARER.length()).strip());
        }
        return header == null && !tokenRequired && Loopback.is(request.getLocalAddr()) ? Caller.OPEN : null;
    }
}
