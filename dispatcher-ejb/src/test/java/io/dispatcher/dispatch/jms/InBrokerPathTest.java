package io.dispatcher.dispatch.jms;

/** Orders inside the broker's process. */
class InBrokerPathTest extends OrderQueueContract {
    InBrokerPathTest() {
        super(78, true);
    }
}
