package io.dispatcher.dispatch;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can go wrong, once: the same for REST, JMS, tunnel and metrics. The tag is the last part of the problem type and the
 * {@code error_type} label.
 */
public enum FailureType {
    INVALID_REQUEST("invalid-request", 400, Source.CLIENT, "The request is not valid"),
    UNAUTHORIZED("unauthorized", 401, Source.CLIENT, "A token is needed"),
    FORBIDDEN("forbidden", 403, Source.CLIENT, "The token's role does not allow this"),
    NOT_FOUND("not-found", 404, Source.CLIENT, "There is no such thing"),
    FEATURE_DISABLED("feature-disabled", 404, Source.CLIENT, "This feature is switched off"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, Source.CLIENT, "This method is not allowed here"),
    NOT_ACCEPTABLE("not-acceptable", 406, Source.CLIENT, "No representation fits the Accept header"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, Source.CLIENT, "This content type is not understood here"),
    RESERVED_PATH("reserved-path", 409, Source.CLIENT, "The path is reserved"),
    LIMIT_REACHED("limit-reached", 409, Source.CLIENT, "The number limit is reached"),
    CONFLICT("conflict", 409, Source.CLIENT, "It exists already"),
    PAYLOAD_TOO_LARGE("payload-too-large", 413, Source.CLIENT, "The request is too large"),
    IDEMPOTENCY_CONFLICT("idempotency-conflict", 422, Source.CLIENT, "The key was used with another request"),
    IDEMPOTENCY_IN_PROGRESS("idempotency-in-progress", 409, Source.CLIENT, "The first request still runs"),
    RATE_LIMITED("rate-limited", 429, Source.POLICY, "Too many requests"),
    EGRESS_DENIED("egress-denied", 403, Source.POLICY, "The egress policy refuses this address"),
    NO_MATCHING_AGENT("no-matching-agent", 422, Source.CLIENT, "No agent of that kind was ever registered"),
    NO_AGENT_AVAILABLE("no-agent-available", 503, Source.AGENT, "No matching agent was connected in time"),
    UNKNOWN_UPSTREAM("unknown-upstream", 404, Source.CLIENT, "No agent ever claimed this upstream"),
    NO_UPSTREAM("no-upstream", 503, Source.AGENT, "No agent that claims the upstream was connected in time"),
    EXPIRED("expired", 504, Source.QUEUE, "No agent had room in time"),
    ACK_TIMEOUT("ack-timeout", 504, Source.AGENT, "The agent did not acknowledge in time"),
    REPLY_TIMEOUT("reply-timeout", 504, Source.AGENT, "The agent did not answer in time"),
    NOT_IMPLEMENTED("not-implemented", 501, Source.CLIENT, "This method is not known here"),
    AGENT_LOST("agent-lost", 502, Source.AGENT, "The agent was lost after it may have begun: the outcome is unknown"),
    TARGET_DNS("target-dns", 502, Source.RESOLVER, "The target's name did not resolve"),
    TARGET_CONNECT("target-connect", 502, Source.TARGET, "The target could not be connected to"),
    TARGET_TLS("target-tls", 502, Source.TARGET, "TLS with the target failed"),
    TARGET_IO("target-io", 502, Source.TARGET, "The exchange with the target broke"),
    TARGET_TIMEOUT("target-timeout", 504, Source.TARGET, "The target took longer than the timeout"),
    UPSTREAM_CONNECT("upstream-connect", 502, Source.UPSTREAM, "The upstream could not be connected to"),
    UPSTREAM_IO("upstream-io", 502, Source.UPSTREAM, "The exchange with the upstream broke"),
    UPSTREAM_TIMEOUT("upstream-timeout", 504, Source.UPSTREAM, "The upstream did not answer in time"),
    UNAVAILABLE("unavailable", 503, Source.QUEUE, "The broker or the database is away or full"),
    DRAINING("draining", 503, Source.INTERNAL, "The coordinator is shutting down"),
    CANCELLED("cancelled", 409, Source.CLIENT, "The request was cancelled"),
    INTERNAL("internal", 500, Source.INTERNAL, "Something went wrong on our side");

    /** Where a failure arose, as {@code failure_source} tells. */
    public enum Source {
        CLIENT,
        POLICY,
        QUEUE,
        AGENT,
        RESOLVER,
        TARGET,
        UPSTREAM,
        INTERNAL
    }

    private static final Map<String, FailureType> BY_TAG = new HashMap<>();

    static {
        for (FailureType type : values()) {
            BY_TAG.put(type.tag, type);
        }
    }

    private final String tag;
    private final int httpStatus;
    private final Source source;
    private final String title;

    FailureType(String tag, int httpStatus, Source source, String title) {
        this.tag = tag;
        this.httpStatus = httpStatus;
        this.source = source;
        this.title = title;
    }

    /** Last part of the problem type; metric label. */
    public String tag() {
        return tag;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public Source source() {
        return source;
    }

    /** Short, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** True where a later try may succeed, so that the answer carries {@code Retry-After}. */
    public boolean retryable() {
        return httpStatus == 503 || httpStatus == 429;
    }

    /** The type with this tag, or null. */
    public static @Nullable FailureType of(String tag) {
        return BY_TAG.get(tag);
    }
}
