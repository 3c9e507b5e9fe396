package io.dispatcher.jms;

import io.dispatcher.requests.KeyedMessages;
import io.dispatcher.requests.Requests;
import java.time.InstantSource;

/** What those who read requests share. */
record Intake(
        RequestReader reader,
        Requests requests,
        KeyedMessages keyed,
        LiveRequests live,
        PingRequests pings,
        QueueStates queues,
        JmsFigures figures,
        InstantSource clock) {}
