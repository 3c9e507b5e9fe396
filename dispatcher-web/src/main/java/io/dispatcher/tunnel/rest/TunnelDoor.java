package io.dispatcher.tunnel.rest;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.StandIns;
import io.dispatcher.security.Caller;
import io.dispatcher.tunnel.ForwardedTrace;
import io.dispatcher.tunnel.Maintenance;
import io.dispatcher.tunnel.TunnelStreams;
import io.dispatcher.tunnel.TunnelWaits;
import io.dispatcher.web.Problems;
import io.dispatcher.web.exchange.CallerWatch;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;

/** Where requests to upstreams come in, whichever server heard them. Thread-safe. */
@ApplicationScoped
public class TunnelDoor {
    @Inject
    private Dispatcher dispatcher;

    @Inject
    private OpenStreams streams;

    @Inject
    private CallerWatch callers;

    @Inject
    private Uploads uploads;

    @Inject
    private Downloads downloads;

    @Inject
    private Handshakes handshakes;

    @Inject
    private TunnelStreams moving;

    @Inject
    private Maintenance maintenance;

    @Inject
    private StandIns standIns;

    @Inject
    private StandInDoor insteadOf;

    @Inject
    private Settings settings;

    private TunnelParts parts;

    @PostConstruct
    void start() {
        URI own = settings.advertiseUrl();
        parts = new TunnelParts(
                dispatcher,
                streams,
                callers,
                uploads,
                downloads,
                handshakes,
                moving,
                TunnelWaits.of(settings.waits()),
                ForwardedTrace.of(settings.forwarded()),
                own == null ? null : own.toString().replaceAll("/+$", ""));
    }

    /**
     * Takes the request; it is answered later, from other threads.
     *
     * @param upstream as the caller wrote it
     * @param target path and query, as they came; begins with a slash
     */
    public void enter(
            HttpServletRequest request, HttpServletResponse response, Caller caller, String upstream, String target)
            throws IOException {
        if (standIns.needed(upstream) && insteadOf.answer(request, response, upstream, target)) {
            return;
        }
        Instant since = maintenance.since(upstream);
        if (since != null) {
            Problems.write(
                    response,
                    new Failure(FailureType.NO_UPSTREAM, "upstream " + upstream + " is in maintenance since " + since),
                    null);
            return;
        }
        new TunnelExchange(parts, request, response, caller).begin(upstream, target);
    }
}
