package io.dispatcher.jms;

import io.dispatcher.requests.Requests;
import java.time.InstantSource;

/** What those who read requests share. */
record Intake(
        RequestReader reader,
        Requests requests,
        LiveRequests live,
        QueueStates queues,
        JmsFigures figures,
        InstantSource clock) {}
