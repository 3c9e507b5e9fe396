package io.dispatcher.proxy.rest;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.answer.ExecuteAnswer;
import io.dispatcher.proxy.Proxy;
import io.dispatcher.security.Caller;
import io.dispatcher.targets.Target;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.SecurityFilter;
import io.dispatcher.web.exchange.AsyncExchange;
import io.dispatcher.web.exchange.BodyLimits;
import io.dispatcher.web.exchange.CallerWatch;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code POST /api/proxy/request}: one request to a named target. */
@WebServlet(urlPatterns = "/api/proxy/request", asyncSupported = true)
public class ProxyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    /** JSON around the body, and base64 makes a third more of it. */
    private static final int ENVELOPE = 512 * 1024;

    @Inject
    private transient Proxy proxy;

    @Inject
    private transient Settings settings;

    @Inject
    private transient CallerWatch callers;

    @Inject
    private transient BodyLimits limits;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request, List.of());
        AsyncExchange.start(request, response, limits, settings.limits().maxBodyBytes() * 2 + ENVELOPE, this::send);
    }

    private void send(AsyncExchange exchange, byte[] json) {
        Caller caller = (Caller) exchange.request().getAttribute(SecurityFilter.CALLER);
        Proxy.Begun begun;
        try {
            begun = proxy.begin(json, caller.name(), (target, story) -> answer(exchange, target, story));
        } catch (SQLException e) {
            exchange.problem(new Failure(FailureType.UNAVAILABLE, "targets cannot be read now"), null);
            return;
        }
        if (begun instanceof Proxy.Begun.Refused refused) {
            exchange.problem(refused.failure(), null);
        } else if (begun instanceof Proxy.Begun.Sent sent) {
            Runnable takeBack = () -> sent.cancel().accept("the caller went away");
            exchange.whenGone(takeBack);
            exchange.whenOver(callers.watch(exchange.request(), exchange::over, takeBack));
        }
    }

    private void answer(AsyncExchange exchange, Target target, DispatchRecord story) {
        Failure failure = story.failure();
        if (failure != null) {
            exchange.problem(failure, story.requestId().toString());
            return;
        }
        Map<String, String> more = new TreeMap<>();
        more.put("target_id", target.id());
        more.put("via", target.via().tag());
        exchange.answerMade(200, "application/json", ExecuteAnswer.json(story, more));
    }
}
