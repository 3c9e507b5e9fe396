package io.dispatcher.jms;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.broker.BrokerDoor;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.Submission;
import io.dispatcher.ping.PingTaskParser;
import io.dispatcher.ping.PingTaskRequest;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.requests.IdempotencyKey;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageImpl;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.jspecify.annotations.Nullable;

/** Messages to requests. Every message is hostile until it comes out of here. Thread-safe. */
final class RequestReader {
    static final String KIND = "dispatcher_kind";
    static final String KEY = "dispatcher_idempotency_key";
    /** Whose request it is, on a message that a coordinator put back; on any other it says nothing. */
    static final String CALLER = "dispatcher_caller";

    /** Set by the broker's converter on every message of that protocol. */
    private static final String CAME_BY_AMQP = "JMS_AMQP_ORIGINAL_ENCODING";

    private static final String PING = "ping";
    private static final String SCENARIO = "scenario";
    private static final double LEAST_SECONDS = 0.001;
    private static final double MOST_SECONDS = 86_400;
    private static final int MOST_TRACE_STATE = 512;
    /** W3C Trace Context, version 00 and whatever later ones begin with. */
    private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]*");

    private final ExecuteRequestParser parser;
    private final int maxBytes;
    private final boolean stamped;
    private final String node;
    private final InstantSource clock;

    /**
     * @param maxBytes of the JSON
     * @param stamped whether the broker says of AMQP messages too who sent them: a broker of its own does not
     * @param node the broker's user that coordinators are
     */
    RequestReader(ExecuteRequestParser parser, int maxBytes, boolean stamped, String node, InstantSource clock) {
        this.parser = parser;
        this.maxBytes = maxBytes;
        this.stamped = stamped;
        this.node = node;
        this.clock = clock;
    }

    /** Whether it asks for pings. */
    static boolean isPing(ClientMessage message) {
        return PING.equals(text(message, KIND));
    }

    /** Whether it asks for the run of a scenario. */
    static boolean isScenario(ClientMessage message) {
        return SCENARIO.equals(text(message, KIND));
    }

    /** The wish to run one, as it came. @throws InvalidRequestException saying what does not fit */
    byte[] readScenario(ClientMessage message) throws InvalidRequestException {
        if (text(message, KEY) != null) {
            throw new InvalidRequestException(KEY, "is not for scenarios");
        }
        return json(message);
    }

    /** @throws InvalidRequestException saying what does not fit */
    PingTaskRequest readPing(ClientMessage message) throws InvalidRequestException {
        if (text(message, KEY) != null) {
            throw new InvalidRequestException(KEY, "is not for pings: they may be done again");
        }
        return PingTaskParser.parse(json(message));
    }

    /** @throws InvalidRequestException saying what does not fit */
    IncomingRequest read(ClientMessage message, @Nullable ReplyTo replyTo) throws InvalidRequestException {
        byte[] json = json(message);
        IdempotencyKey key = key(message, json);
        Submission asked =
                parser.submission(json, kind(message), message.isDurable() || replyTo == null || key != null);
        ExecuteRequest request = asked.request()
                .with(ttl(message, json, asked.request()), message.getPriority(), trace(message, asked.request()));
        return new IncomingRequest(
                new Submission(request, asked.kind(), asked.async(), asked.callback()),
                !asked.async(),
                key,
                replyTo,
                caller(message));
    }

    private static @Nullable IdempotencyKey key(ClientMessage message, byte[] json) throws InvalidRequestException {
        String key = text(message, KEY);
        try {
            return key == null ? null : IdempotencyKey.of(key, json);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(KEY, String.valueOf(e.getMessage()));
        }
    }

    private static DispatchKind kind(ClientMessage message) throws InvalidRequestException {
        String kind = text(message, KIND);
        if (kind != null && !kind.equals("execute") && !kind.equals("tunnel")) {
            String named = kind.length() > 40 ? kind.substring(0, 40) + "…" : kind;
            throw new InvalidRequestException(KIND, "\"" + named + "\" is none of execute, ping, tunnel and scenario");
        }
        return "tunnel".equals(kind) ? DispatchKind.TUNNEL : DispatchKind.EXECUTE;
    }

    private byte[] json(ClientMessage message) throws InvalidRequestException {
        if (message.getType() != Message.TEXT_TYPE) {
            throw new InvalidRequestException("", "the message must be a TextMessage, and is " + type(message));
        }
        // Not read at all: a broker's large message can be larger than this memory. UTF-16 takes two bytes for one.
        if (size(message) > 2L * maxBytes + Integer.BYTES) {
            throw tooLarge();
        }
        ByteBuffer bytes = utf8(message);
        if (bytes.remaining() > maxBytes) {
            throw tooLarge();
        }
        byte[] json = new byte[bytes.remaining()];
        bytes.get(json);
        return json;
    }

    private InvalidRequestException tooLarge() {
        return InvalidRequestException.tooLarge("the text is larger than " + maxBytes + " bytes");
    }

    static long size(ClientMessage message) {
        return message instanceof ClientLargeMessageImpl large ? large.getLargeMessageSize() : message.getBodySize();
    }

    private static ByteBuffer utf8(ClientMessage message) throws InvalidRequestException {
        try {
            SimpleString text = TextMessageUtil.readBodyText(message.getBodyBuffer());
            if (text == null) {
                throw new InvalidRequestException("", "the message has no text");
            }
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.toString()));
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException("", "the text has half a surrogate pair in it");
        } catch (RuntimeException e) {
            // The body is whatever a client wrote.
            throw new InvalidRequestException("", "the body is not the text it says it is");
        }
    }

    private static String type(ClientMessage message) {
        return switch (message.getType()) {
            case Message.BYTES_TYPE -> "a BytesMessage";
            case Message.MAP_TYPE -> "a MapMessage";
            case Message.OBJECT_TYPE -> "an ObjectMessage";
            case Message.STREAM_TYPE -> "a StreamMessage";
            default -> "one without a body";
        };
    }

    /** The message's own end bounds what is asked for, and stands for it where nothing is. */
    private double ttl(ClientMessage message, byte[] json, ExecuteRequest request) throws InvalidRequestException {
        if (message.getExpiration() == 0) {
            return request.ttl();
        }
        double left = (message.getExpiration() - clock.millis()) / 1000.0;
        JsonNode asked = ExecuteRequestParser.tree(json).get("ttl");
        double most = asked == null || asked.isNull() ? MOST_SECONDS : request.ttl();
        return Math.max(LEAST_SECONDS, Math.min(left, most));
    }

    /** As headers of the request that is made; what it brings itself stands, what is malformed is left out as the standard wants it. */
    private static List<HeaderField> trace(ClientMessage message, ExecuteRequest request) {
        List<HeaderField> trace = new ArrayList<>(2);
        String parent = text(message, "traceparent");
        if (parent == null
                || !TRACE_PARENT.matcher(parent).matches()
                || request.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase("traceparent"))) {
            return trace;
        }
        trace.add(new HeaderField("traceparent", parent));
        String state = text(message, "tracestate");
        if (state != null
                && state.length() <= MOST_TRACE_STATE
                && VISIBLE.matcher(state).matches()) {
            trace.add(new HeaderField("tracestate", state));
        }
        return trace;
    }

    /** The sender; null if anybody may send, or it cannot be known. */
    @Nullable
    String caller(ClientMessage message) {
        boolean trusted = stamped || !message.containsProperty(CAME_BY_AMQP);
        String user = message.getValidatedUserID();
        if (user == null || !trusted || user.equals(BrokerDoor.ANYBODY)) {
            return null;
        }
        return user.equals(node) ? text(message, CALLER) : user;
    }

    private static @Nullable String text(ClientMessage message, String property) {
        Object value = message.getObjectProperty(property);
        return value == null ? null : value.toString();
    }
}
