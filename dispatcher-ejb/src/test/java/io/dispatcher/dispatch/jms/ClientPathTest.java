package io.dispatcher.dispatch.jms;

/** Orders over a client session, as with an external broker. */
class ClientPathTest extends OrderQueueContract {
    ClientPathTest() {
        super(77, false);
    }
}
