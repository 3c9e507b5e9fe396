package io.dispatcher.runtime;

import io.dispatcher.address.AddressBook;
import io.dispatcher.config.AgentSettings;
import io.dispatcher.config.StateDirectory;
import io.dispatcher.connection.Closed;
import io.dispatcher.connection.CoordinatorLink;
import io.dispatcher.connection.CoordinatorUrl;
import io.dispatcher.http.HttpTransport;
import io.dispatcher.http.HttpWork;
import io.dispatcher.http.TargetResolver;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.Inventory;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.protocol.egress.Endpoint;
import io.dispatcher.work.OrderBook;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A running agent. */
public final class Agent implements AutoCloseable {
    private static final long DRAIN_MS = 25_000;

    private final StateDirectory state;
    private final HttpTransport transport = new HttpTransport();
    private final TargetResolver resolver = new TargetResolver();
    private final ScheduledThreadPoolExecutor timer;
    private final OrderBook book;
    private final CoordinatorLink link;

    /**
     * Puts an agent together; it does nothing before {@link #run}.
     *
     * @param onReady called once with the agent's id when the first coordinator has welcomed it
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public Agent(AgentSettings settings, StateDirectory state, Consumer<String> onReady) {
        this.state = state;
        List<CoordinatorUrl> urls =
                settings.coordinatorUrls().stream().map(CoordinatorUrl::parse).toList();
        AddressBook addresses = new AddressBook(settings.addresses());
        EgressPolicy policy = new EgressPolicy(settings.allow(), settings.deny(), endpoints(urls));
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "agent-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        book = new OrderBook(
                new HttpWork(transport, resolver, addresses::owned, policy, timer), settings.maxInFlight());
        String instance = UUID.randomUUID().toString();
        Inventory inventory = new Inventory(addresses.addresses(), List.of(), List.of("http"), List.of());
        AtomicBoolean first = new AtomicBoolean(true);
        link = new CoordinatorLink(
                urls,
                settings.tokenFile(),
                () -> new Hello(
                        state.agentId(),
                        instance,
                        "dispatcher-agent",
                        settings.labels(),
                        inventory,
                        settings.maxInFlight(),
                        book.known()),
                book,
                timer,
                RandomGenerator.getDefault(),
                () -> {
                    if (first.getAndSet(false)) {
                        onReady.accept(state.agentId());
                    }
                });
    }

    private static List<Endpoint> endpoints(List<CoordinatorUrl> urls) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (CoordinatorUrl url : urls) {
            try {
                for (InetAddress address : InetAddress.getAllByName(url.socket().getHost())) {
                    endpoints.add(new Endpoint(address, url.port()));
                }
            } catch (UnknownHostException e) {
                // Not there yet; what cannot be resolved cannot be protected, nor reached.
                continue;
            }
        }
        return endpoints;
    }

    /** Works until stopped or sent away; returns why. */
    public Closed run() throws InterruptedException {
        return link.run();
    }

    /** Takes no new orders, finishes those it has, and ends {@link #run}. */
    public void drain() throws InterruptedException {
        link.drain();
        book.awaitQuiet(DRAIN_MS);
        link.stop();
    }

    @Override
    public void close() throws Exception {
        link.stop();
        timer.shutdownNow();
        resolver.close();
        transport.close();
        state.close();
    }
}
