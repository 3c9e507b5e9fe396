package io.dispatcher.tunnel;

import io.dispatcher.agents.selection.Selection;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.protocol.BodyStreams;
import io.dispatcher.protocol.EndToEnd;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.Names;
import io.dispatcher.protocol.WorkOrder;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request at a tunnel's door.
 *
 * @param upstream as the caller wrote it
 * @param target path and query, as they came; begins with a slash
 * @param headers all, as they came
 * @param remote the caller's address
 */
public record TunnelRequest(
        String upstream, String method, String target, List<HeaderField> headers, String remote, String scheme) {
    static final String UPSTREAM_WAIT = "dispatcher-upstream-wait";
    static final String ACK_WAIT = "dispatcher-ack-wait";
    static final String REPLY_WAIT = "dispatcher-reply-wait";

    private static final double LONGEST_WAIT = 86_400;
    /** However short the wait for an agent: one that is there has room within this, or the request expires. */
    private static final double SHORTEST_TTL = 10;
    /** The agent gives up by itself a little after the node did. */
    private static final double AGENT_SLACK = 5;

    /** Between the caller and us. */
    private static final Set<String> OURS = Set.of(
            "dispatcher-authorization",
            "x-demo-token",
            UPSTREAM_WAIT,
            ACK_WAIT,
            REPLY_WAIT,
            "dispatcher-stream",
            "dispatcher-client-id",
            "dispatcher-client-req-id");

    public TunnelRequest {
        headers = List.copyOf(headers);
    }

    /**
     * As the dispatcher takes it.
     *
     * @param trace what the upstream is told of this hop
     * @param ids told to the upstream
     * @param body what goes with the order
     * @param streams for what does not
     * @throws InvalidRequestException naming what is wrong
     */
    public ExecuteRequest order(
            TunnelWaits defaults, ForwardedTrace trace, CallerIds ids, byte[] body, @Nullable BodyStreams streams)
            throws InvalidRequestException {
        if (!Names.isId(upstream)) {
            throw new InvalidRequestException("upstream", "'" + upstream + "' is no name of an upstream");
        }
        TunnelWaits usual = defaults.of(upstream);
        double upstreamWait = wait(UPSTREAM_WAIT, usual.upstream());
        double replyWait = wait(REPLY_WAIT, usual.reply());
        return new ExecuteRequest(
                uri(),
                method,
                forwarded(ids, trace),
                body,
                Math.min(LONGEST_WAIT, replyWait + AGENT_SLACK),
                Math.max(SHORTEST_TTL, upstreamWait),
                Selection.ofUpstream(upstream),
                false,
                true,
                Long.MAX_VALUE,
                false,
                upstreamWait,
                wait(ACK_WAIT, usual.ack()),
                replyWait,
                ExecuteRequest.USUAL_PRIORITY,
                streams);
    }

    private double wait(String header, double otherwise) throws InvalidRequestException {
        String text = first(header);
        if (text == null) {
            return otherwise;
        }
        try {
            double seconds = Double.parseDouble(text.strip());
            if (seconds >= 0 && seconds <= LONGEST_WAIT) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new InvalidRequestException(header, "must be seconds from 0 to " + (long) LONGEST_WAIT);
    }

    private @Nullable String first(String name) {
        for (HeaderField header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }

    private URI uri() throws InvalidRequestException {
        try {
            return new URI(WorkOrder.UPSTREAM + upstream + legal(target));
        } catch (URISyntaxException e) {
            throw new InvalidRequestException("path", "the path or query is not validly encoded");
        }
    }

    /** Percent-encodes what browsers send as it is though RFC 3986 does not allow it, like {@code |} and {@code "}. */
    private static String legal(String target) {
        StringBuilder legal = null;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            boolean illegal = c <= ' ' || c >= 0x7f || "\"<>\\^`{|}[]".indexOf(c) >= 0;
            if (illegal && legal == null) {
                legal = new StringBuilder(target.length() + 16).append(target, 0, i);
            }
            if (legal != null) {
                if (illegal) {
                    legal.append(String.format(Locale.ROOT, "%%%02X", (int) c & 0xff));
                } else {
                    legal.append(c);
                }
            }
        }
        return legal == null ? target : legal.toString();
    }

    /**
     * The protocol that the caller wants to go on in on this connection (RFC 9110, section 7.8), to be passed on. Null: none, or one that is only HTTP
     * again, by which a request would come in that nobody here has seen.
     */
    public @Nullable String upgrade() {
        String protocol = first("upgrade");
        boolean passes = protocol != null
                && !protocol.toLowerCase(Locale.ROOT).contains("h2c")
                && method.equals("GET")
                && first("transfer-encoding") == null
                && "0".equals(Objects.requireNonNullElse(first("content-length"), "0"))
                && EndToEnd.namedByConnection(headers).contains("upgrade");
        return passes ? protocol : null;
    }

    /** The header section without what was for this hop, and with its trace (RFC 9110, section 7.6; RFC 7239). */
    private List<HeaderField> forwarded(CallerIds ids, ForwardedTrace trace) {
        List<HeaderField> forwarded = EndToEnd.of(headers);
        forwarded.removeIf(header -> OURS.contains(header.name().toLowerCase(Locale.ROOT)));
        String upgrade = upgrade();
        if (upgrade != null) {
            forwarded.add(new HeaderField("Upgrade", upgrade));
        }
        trace.apply(forwarded, remote, scheme, first("host"));
        forwarded.addAll(ids.headers());
        return forwarded;
    }
}
