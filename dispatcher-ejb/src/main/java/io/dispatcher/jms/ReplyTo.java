package io.dispatcher.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.dispatch.InvalidRequestException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.FilterConstants;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.jspecify.annotations.Nullable;

/**
 * Where the answer to a request goes and what it says there about the request.
 *
 * @param queue a temporary queue or one of {@value BrokerAddresses#CLIENT_REPLY_PREFIX}
 * @param correlation a string or bytes, as the requester's client wrote it; null if there was nothing to go by
 */
record ReplyTo(String queue, @Nullable Object correlation) {
    private static final String QUEUE = "jms_reply_to";
    private static final String CORRELATION = "jms_correlation";
    private static final String CORRELATION_BYTES = "jms_correlation_bytes";

    /** Every client names temporary queues so. */
    private static final Pattern TEMPORARY =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final Pattern OWNED = Pattern.compile("reply\\.[A-Za-z0-9._-]{1,200}");
    private static final String KIND_OF_DESTINATION = "^(temp-)?queue://";

    /**
     * @return null if the request asks for no answer
     * @throws InvalidRequestException if it asks for it where none may go
     */
    static @Nullable ReplyTo of(ClientMessage request) throws InvalidRequestException {
        Object asked = request.getObjectProperty(MessageUtil.REPLYTO_HEADER_NAME);
        if (asked == null) {
            return null;
        }
        String queue = asked.toString().replaceFirst(KIND_OF_DESTINATION, "");
        if (!TEMPORARY.matcher(queue).matches() && !OWNED.matcher(queue).matches()) {
            throw new InvalidRequestException("JMSReplyTo", "must be a temporary queue or a queue named reply.NAME");
        }
        return new ReplyTo(queue, correlation(request));
    }

    private static @Nullable Object correlation(ClientMessage request) {
        Object given = request.getCorrelationID();
        if (given instanceof byte[]) {
            return given;
        }
        return given != null ? given.toString() : messageId(request);
    }

    /** As the requester's client tells it: one that speaks AMQP has its own form. */
    private static @Nullable String messageId(ICoreMessage request) {
        Object amqp = request.getObjectProperty(SimpleString.of(FilterConstants.NATIVE_MESSAGE_ID));
        if (amqp != null) {
            return amqp.toString();
        }
        return request.getUserID() == null ? null : "ID:" + request.getUserID();
    }

    /** It goes with its connection; any other is made by use. */
    boolean temporary() {
        return TEMPORARY.matcher(queue).matches();
    }

    /** What {@link #of(Map)} reads. */
    Map<String, String> notices() {
        Map<String, String> notices = new HashMap<>();
        notices.put(QUEUE, queue);
        if (correlation instanceof byte[] bytes) {
            notices.put(CORRELATION_BYTES, Base64.getEncoder().encodeToString(bytes));
        } else if (correlation != null) {
            notices.put(CORRELATION, correlation.toString());
        }
        return notices;
    }

    /** @return null if there is nothing about a reply among them */
    static @Nullable ReplyTo of(Map<String, String> notices) {
        String queue = notices.get(QUEUE);
        if (queue == null) {
            return null;
        }
        String bytes = notices.get(CORRELATION_BYTES);
        return new ReplyTo(
                queue,
                bytes == null ? notices.get(CORRELATION) : Base64.getDecoder().decode(bytes));
    }
}
