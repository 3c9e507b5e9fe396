package io.dispatcher.queues;

import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.queues.jms.BrokerLetterBox;
import io.dispatcher.queues.jms.BrokerQueueList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The views of queues in the container. */
@ApplicationScoped
public class QueuesStart {

    @Produces
    @Singleton
    LetterBox letters(BrokerConnection broker, @Any Instance<LetterListener> listeners) {
        return new ToldLetterBox(new BrokerLetterBox(broker), listeners.stream().toList());
    }

    @Produces
    @Singleton
    QueueList queues(BrokerConnection broker) {
        return new BrokerQueueList(broker);
    }
}
