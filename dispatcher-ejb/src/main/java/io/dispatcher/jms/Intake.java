package io.dispatcher.jms;

import io.dispatcher.dispatch.StandIns;
import io.dispatcher.requests.KeyedMessages;
import io.dispatcher.requests.Requests;
import java.time.InstantSource;

/** What those who read requests share. */
record Intake(
        RequestReader reader,
        Requests requests,
        KeyedMessages keyed,
        StandIns standIns,
        LiveRequests live,
        PingRequests pings,
        ScenarioRequests scenarios,
        QueueStates queues,
        JmsFigures figures,
        InstantSource clock) {}
