package io.dispatcher.protocol;

/** Headers that name a tunnelled request and its hops. */
public final class TunnelIds {
    /** Who asks. */
    public static final String CLIENT_ID = "Dispatcher-Client-Id";
    /** The client's own id of the request. */
    public static final String CLIENT_REQ_ID = "Dispatcher-Client-Req-Id";
    /** The coordinator's: the {@code request_id} of the history. */
    public static final String BROKER_REQ_ID = "Dispatcher-Broker-Req-Id";
    /** That of the agent that had it. */
    public static final String UPSTREAM_REQ_ID = "Dispatcher-Upstream-Req-Id";

    private TunnelIds() {}
}
