package io.dispatcher.tunnel.rest;

import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.tunnel.ForwardedTrace;
import io.dispatcher.tunnel.TunnelStreams;
import io.dispatcher.tunnel.TunnelWaits;
import io.dispatcher.web.exchange.CallerWatch;
import org.jspecify.annotations.Nullable;

/**
 * What every exchange needs, and the operator decided.
 *
 * @param ownUrl where agents reach this node, wherever they are connected, without a slash at its end; null: only its own do
 */
record TunnelParts(
        Dispatcher dispatcher,
        OpenStreams streams,
        CallerWatch callers,
        Uploads uploads,
        Downloads downloads,
        Handshakes handshakes,
        TunnelStreams moving,
        TunnelWaits waits,
        ForwardedTrace trace,
        @Nullable String ownUrl) {}
