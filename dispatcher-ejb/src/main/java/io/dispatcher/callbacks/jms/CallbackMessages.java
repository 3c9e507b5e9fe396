package io.dispatcher.callbacks.jms;

import io.dispatcher.callbacks.Callback;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/** A callback as a message: the body as it is posted, all else as properties. */
final class CallbackMessages {
    private static final String REQUEST_ID = "dispatcher_request_id";
    private static final String URL = "dispatcher_callback_url";

    private static final String TRIES = "dispatcher_tries";
    private static final String PUT_OFF = "dispatcher_put_off";
    private static final String SINCE = "dispatcher_since";

    private CallbackMessages() {}

    static ClientMessage write(ClientSession session, Callback callback) {
        ClientMessage message = fresh(session, callback);
        message.putIntProperty(TRIES, callback.tries());
        message.putIntProperty(PUT_OFF, callback.putOff());
        message.putLongProperty(SINCE, callback.since().toEpochMilli());
        return message;
    }

    /** Without tries and age: as a dead letter, which may be told once more from the beginning. */
    static ClientMessage fresh(ClientSession session, Callback callback) {
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        message.putStringProperty(REQUEST_ID, callback.requestId());
        message.putStringProperty(URL, callback.url().toString());
        message.getBodyBuffer().writeBytes(callback.body());
        return message;
    }

    /** @throws IllegalArgumentException if it is none */
    static Callback read(ClientMessage message, Instant now) {
        ActiveMQBuffer buffer = message.getBodyBuffer();
        byte[] body = new byte[buffer.readableBytes()];
        buffer.readBytes(body);
        return new Callback(
                String.valueOf(message.getStringProperty(REQUEST_ID)),
                url(message.getStringProperty(URL)),
                body,
                number(message, TRIES),
                number(message, PUT_OFF),
                message.containsProperty(SINCE) ? Instant.ofEpochMilli(message.getLongProperty(SINCE)) : now);
    }

    /** @throws IllegalArgumentException if nothing can be posted there */
    static URI url(@Nullable String text) {
        URI url = text == null ? null : URI.create(text);
        if (url == null
                || url.getHost() == null
                || !String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT).matches("https?")) {
            throw new IllegalArgumentException("its URL is not one of http or https with a host");
        }
        return url;
    }

    private static int number(ClientMessage message, String property) {
        return message.containsProperty(property) ? message.getIntProperty(property) : 0;
    }
}
