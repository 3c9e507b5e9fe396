package io.dispatcher.tunnel;

import io.dispatcher.agents.selection.Selection;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.protocol.BodyStreams;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.Names;
import io.dispatcher.protocol.WorkOrder;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
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

    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect");
    /** Between the caller and us. */
    private static final Set<String> OURS = Set.of(
            "dispatcher-authorization",
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
     * @param ids told to the upstream
     * @param body what goes with the order
     * @param streams for what does not
     * @throws InvalidRequestException naming what is wrong
     */
    public ExecuteRequest order(TunnelWaits defaults, CallerIds ids, byte[] body, @Nullable BodyStreams streams)
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
                forwarded(ids),
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
                && namedByConnection().contains("upgrade");
        return passes ? protocol : null;
    }

    /** The header section without what was for this hop, and with its trace (RFC 9110, section 7.6; RFC 7239). */
    private List<HeaderField> forwarded(CallerIds ids) {
        Set<String> named = namedByConnection();
        List<HeaderField> forwarded = new ArrayList<>(headers.size() + 4);
        for (HeaderField header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(name) && !OURS.contains(name) && !named.contains(name)) {
                forwarded.add(header);
            }
        }
        String upgrade = upgrade();
        if (upgrade != null) {
            forwarded.add(new HeaderField("Upgrade", upgrade));
        }
        String host = first("host");
        forwarded.add(new HeaderField(
                "Forwarded",
                "for=" + node(remote) + ";proto=" + scheme + (host == null ? "" : ";host=\"" + quoted(host) + "\"")));
        forwarded.add(new HeaderField("Via", "1.1 dispatcher"));
        forwarded.addAll(ids.headers());
        return forwarded;
    }

    private static String node(String address) {
        return address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private Set<String> namedByConnection() {
        Set<String> named = new HashSet<>();
        for (HeaderField header : headers) {
            if (header.name().equalsIgnoreCase("connection")) {
                for (String name : header.value().split(",")) {
                    named.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return named;
    }
}
