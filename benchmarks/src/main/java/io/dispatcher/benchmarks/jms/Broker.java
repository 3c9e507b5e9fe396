package io.dispatcher.benchmarks.jms;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** How clients reach the broker: Artemis' own client with its defaults. */
final class Broker {
    private Broker() {}

    /** With a confirmation window: without one an asynchronous send is told complete before the broker has it. */
    static ConnectionFactory at(int port) {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port + "?confirmationWindowSize=1048576");
    }
}
