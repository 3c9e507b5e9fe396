package io.dispatcher.boot.http;

import java.util.Set;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.Header;

/** Says on each answer how long its connection is kept, and for how many requests more. Thread-safe. */
final class AnswerFields {
    private static final Attribute<Integer> REQUESTS =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(AnswerFields.class.getName() + ".requests");

    /** After these Grizzly closes the connection. */
    private static final Set<Integer> CLOSING = Set.of(400, 408, 411, 413, 414, 417, 500, 501, 503, 505);

    private final String timeout;
    /** 0: any number. */
    private final int most;

    /** @param seconds as the option says them */
    AnswerFields(String seconds, int most) {
        this.timeout = "timeout=" + Math.max(1, Math.round(Double.parseDouble(seconds)));
        this.most = most;
    }

    /** A request came. */
    void count(Connection<?> connection) {
        if (most > 0) {
            Integer before = REQUESTS.get(connection);
            REQUESTS.set(connection, before == null ? 1 : before + 1);
        }
    }

    /** If it is the beginning of an answer. */
    void addTo(Connection<?> connection, Object message) {
        if (message instanceof HttpPacket packet
                && packet.getHttpHeader() instanceof HttpResponsePacket response
                && !response.isCommitted()
                && response.getStatus() >= 200) {
            addKept(connection, response);
        }
    }

    private void addKept(Connection<?> connection, HttpResponsePacket response) {
        if (response.getRequest().getProtocol() == Protocol.HTTP_2_0
                || CLOSING.contains(response.getStatus())
                || !response.getProcessingState().isKeepAlive()
                || response.getHeaders().getValue(Header.Connection) != null) {
            return;
        }
        Integer asked = most > 0 ? REQUESTS.get(connection) : null;
        int left = asked == null ? 0 : most - asked;
        if (most > 0 && left <= 0) {
            return;
        }
        response.setHeader(Header.Connection, "keep-alive");
        response.setHeader(Header.KeepAlive, most > 0 ? timeout + ", max=" + left : timeout);
    }
}
