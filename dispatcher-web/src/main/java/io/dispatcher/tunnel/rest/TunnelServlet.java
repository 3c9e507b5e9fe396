package io.dispatcher.tunnel.rest;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.tunnel.TunnelWaits;
import io.dispatcher.web.exchange.CallerWatch;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /t/{upstream}/…}: any method, to the upstream of that name. */
@WebServlet(urlPatterns = "/t/*", asyncSupported = true)
public class TunnelServlet extends HttpServlet {
    @Inject
    private Dispatcher dispatcher;

    @Inject
    private OpenStreams streams;

    @Inject
    private CallerWatch callers;

    @Inject
    private Uploads uploads;

    @Inject
    private Settings settings;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        new TunnelExchange(request, response, dispatcher, streams, callers, uploads)
                .begin(TunnelWaits.of(settings.waits()), settings.advertiseUrl());
    }
}
