package io.dispatcher.broker;

import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Says on messages that came by AMQP who sent them: Artemis does so only for its own protocol, and an AMQP client could set the property itself.
 * Thread-safe.
 */
final class SenderStamp implements ActiveMQServerMessagePlugin {
    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue) {
        if (!(message instanceof ICoreMessage)) {
            String user = session.getValidatedUser();
            message.setBrokerProperty(
                    Message.HDR_VALIDATED_USER, SimpleString.of(user == null ? BrokerDoor.ANYBODY : user));
        }
    }
}
