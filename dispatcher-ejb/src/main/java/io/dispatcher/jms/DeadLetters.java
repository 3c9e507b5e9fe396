package io.dispatcher.jms;

import io.dispatcher.broker.BrokerAddresses;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/** What could not be understood or delivered, as it is kept for people. */
final class DeadLetters {
    static final String QUEUE = BrokerAddresses.DEAD;
    static final String REASON = "dispatcher_reason";
    static final String WAS_FOR = "dispatcher_reply_to";

    /** What clients may set and brokers act on (schedule, duplicate id, group, …), or what told of the journey so far. */
    private static final String BROKERS_OWN = "_AMQ_";

    /** What tells our own messages from others': a client that sets more of it than the contract has pretends. */
    private static final String OURS = "dispatcher_";

    private static final Set<String> CONTRACT = Set.of(RequestReader.KIND, RequestReader.KEY);

    /** Of a body that is kept. */
    private static final int MOST_BYTES = 2 << 20;

    private DeadLetters() {}

    /** A copy that does nothing but lie there; without the body if that is too large. */
    static ClientMessage of(ClientMessage request, @Nullable String caller, String reason, ClientSession session) {
        boolean whole = RequestReader.size(request) <= MOST_BYTES;
        ClientMessage dead = session.createMessage(whole ? request.getType() : Message.DEFAULT_TYPE, true);
        dead.setUserID(request.getUserID());
        dead.setTimestamp(request.getTimestamp());
        dead.setPriority(request.getPriority());
        for (SimpleString name : request.getPropertyNames()) {
            if (clients(name.toString())) {
                dead.putObjectProperty(name, request.getObjectProperty(name));
            }
        }
        if (caller != null) {
            dead.putStringProperty(RequestReader.CALLER, caller);
        }
        if (whole) {
            dead.putStringProperty(REASON, reason);
            ActiveMQBuffer body = request.getBodyBuffer();
            body.resetReaderIndex();
            byte[] bytes = new byte[body.readableBytes()];
            body.readBytes(bytes);
            dead.getBodyBuffer().writeBytes(bytes);
        } else {
            dead.putStringProperty(
                    REASON, reason + " (its body of " + RequestReader.size(request) + " bytes was not kept)");
        }
        return dead;
    }

    private static boolean clients(String property) {
        return !property.startsWith(BROKERS_OWN) && (!property.startsWith(OURS) || CONTRACT.contains(property));
    }

    /** A reply that nobody can have. */
    static ClientMessage of(Reply reply, String reason, ClientSession session) {
        ClientMessage dead = reply.message(session);
        dead.setDurable(true);
        dead.putStringProperty(REASON, reason);
        dead.putStringProperty(WAS_FOR, reply.to().queue());
        return dead;
    }
}
