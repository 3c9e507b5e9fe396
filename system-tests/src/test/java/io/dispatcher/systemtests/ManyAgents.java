package io.dispatcher.systemtests;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A crowd on the agents' channel, each with a connection, addresses and heartbeats of its own; it takes no work. */
final class ManyAgents implements AutoCloseable {
    private static final int HEARTBEAT_SECONDS = 4;

    private final List<AgentByHand> agents = new ArrayList<>();
    private final ScheduledExecutorService hearts = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "hearts");
        thread.setDaemon(true);
        return thread;
    });

    /** Connects them all: {@code crowd-0} with {@code 10.0.0.0} to {@code 10.0.0.9}, and so on. */
    ManyAgents(String url, String token, int count, int addressesEach) throws Exception {
        hearts.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < count; i++) {
            AgentByHand agent = AgentByHand.connect(url, AgentByHand.SUBPROTOCOL, token);
            agent.hello("crowd-" + i, addresses(i, addressesEach)).answer();
            synchronized (agents) {
                agents.add(agent);
            }
        }
    }

    private static List<String> addresses(int agent, int each) {
        return IntStream.range(agent * each, (agent + 1) * each)
                .mapToObj(i -> "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255))
                .toList();
    }

    private void beat() {
        synchronized (agents) {
            agents.forEach(AgentByHand::heartbeat);
        }
    }

    @Override
    public void close() {
        hearts.shutdownNow();
        synchronized (agents) {
            agents.forEach(AgentByHand::abort);
        }
    }
}
