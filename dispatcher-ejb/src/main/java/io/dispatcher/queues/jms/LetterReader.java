package io.dispatcher.queues.jms;

import io.dispatcher.dispatch.OrderView;
import io.dispatcher.dispatch.jms.StoredNote;
import io.dispatcher.messaging.DeadLetter;
import io.dispatcher.queues.Letter;
import io.dispatcher.queues.LetterId;
import io.dispatcher.queues.WholeLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/** Messages of anybody, shown in bounded space; nothing in them is trusted. */
final class LetterReader {
    private static final String INTERNAL = "_AMQ_";
    private static final String ORDER = "dispatcher_order";
    private static final String REQUEST = "dispatcher_request_id";
    private static final String CALLBACK = "dispatcher_callback_url";
    /** The broker's divert of expired messages. */
    private static final String COPIED = "expired-copy";

    private static final String OUTCOMES = "dispatcher.outcomes";

    private static final int SHORT = 500;
    private static final int PROPERTY = 10_000;
    private static final int PROPERTIES = 200;
    private static final int BODY = 1 << 20;
    /** What is read into memory at all. */
    static final int READ_AT_MOST = 128 << 20;

    private LetterReader() {}

    static LetterId id(ClientMessage message) {
        return new LetterId(message.getTimestamp(), message.getMessageID());
    }

    static Letter letter(ClientMessage message) {
        String order = text(message, ORDER);
        String request = text(message, REQUEST);
        return new Letter(
                id(message),
                time(message),
                place(message),
                text(message, DeadLetter.REASON),
                type(message),
                request == null ? order : request,
                message.getBodySize());
    }

    private static String type(ClientMessage message) {
        if (message.containsProperty(CALLBACK)) {
            return "callback";
        }
        if (!message.containsProperty(ORDER)) {
            return "message";
        }
        return OUTCOMES.equals(origin(message)) ? "outcome" : "order";
    }

    private static Instant time(ClientMessage message) {
        Object noted = message.getObjectProperty(SimpleString.of(DeadLetter.TIME));
        Object expired = message.getObjectProperty(Message.HDR_ACTUAL_EXPIRY_TIME);
        long millis =
                noted instanceof Long dead ? dead : expired instanceof Long ended ? ended : message.getTimestamp();
        return Instant.ofEpochMilli(millis);
    }

    /**
     * The queue it died in: as the broker or we ourselves noted it. The address stands for the queue where there was none; it alone could be a sender's own
     * word.
     */
    static @Nullable String origin(ClientMessage message) {
        Object queue = message.getObjectProperty(Message.HDR_ORIGINAL_QUEUE);
        Object from = queue == null ? message.getObjectProperty(Message.HDR_ORIGINAL_ADDRESS) : queue;
        return from == null ? null : from.toString();
    }

    /** The same for people. The copies of what expired do not tell: the broker notes the copying there. */
    private static @Nullable String place(ClientMessage message) {
        String origin = origin(message);
        return origin == null || origin.equals(COPIED) ? null : shortened(origin, SHORT);
    }

    private static @Nullable String text(ClientMessage message, String property) {
        Object value = message.getObjectProperty(SimpleString.of(property));
        return value == null ? null : shortened(value.toString(), SHORT);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    static WholeLetter whole(ClientMessage message) {
        OrderView order = null;
        byte[] bytes = bytes(message);
        String text = null;
        if (bytes != null && StoredNote.isOne(message)) {
            try {
                StoredNote note = StoredNote.read(message);
                order = OrderView.of(note.metadata(), note.ticket());
                bytes = note.body();
            } catch (IndexOutOfBoundsException e) {
                // it only says that it is one
            }
        }
        boolean truncated = bytes == null || bytes.length > BODY;
        if (bytes != null) {
            byte[] shown = truncated ? Arrays.copyOf(bytes, BODY) : bytes;
            text = message.getType() == Message.TEXT_TYPE ? jmsText(message) : strict(shown);
            bytes = text == null ? shown : null;
        }
        return new WholeLetter(
                letter(message),
                message.isDurable(),
                message.getPriority(),
                properties(message),
                text == null ? null : shortened(text, BODY),
                bytes,
                truncated,
                order);
    }

    /** Null if there are too many. */
    private static byte @Nullable [] bytes(ClientMessage message) {
        if (message.getBodySize() > READ_AT_MOST) {
            return null;
        }
        ActiveMQBuffer buffer = message.getBodyBuffer();
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static @Nullable String jmsText(ClientMessage message) {
        try {
            ActiveMQBuffer buffer = message.getBodyBuffer();
            buffer.resetReaderIndex();
            SimpleString text = buffer.readNullableSimpleString();
            return text == null ? "" : text.toString();
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static @Nullable String strict(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static Map<String, Object> properties(ClientMessage message) {
        Map<String, Object> shown = new TreeMap<>();
        for (SimpleString name : message.getPropertyNames()) {
            Object value = message.getObjectProperty(name);
            if (value != null && !name.toString().startsWith(INTERNAL) && shown.size() < PROPERTIES) {
                shown.put(shortened(name.toString(), SHORT), property(value));
            }
        }
        return shown;
    }

    private static Object property(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        String text = value instanceof byte[] bytes
                ? Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.min(bytes.length, PROPERTY)))
                : value.toString();
        return shortened(text, PROPERTY);
    }
}
