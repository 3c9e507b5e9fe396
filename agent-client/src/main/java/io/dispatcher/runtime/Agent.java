package io.dispatcher.runtime;

import io.dispatcher.address.AddressBook;
import io.dispatcher.address.AddressProblem;
import io.dispatcher.address.RoutedPrefix;
import io.dispatcher.config.AgentSettings;
import io.dispatcher.config.StateDirectory;
import io.dispatcher.connection.Access;
import io.dispatcher.connection.Closed;
import io.dispatcher.connection.CoordinatorLink;
import io.dispatcher.connection.CoordinatorUrl;
import io.dispatcher.http.BodyMemory;
import io.dispatcher.http.HttpTransport;
import io.dispatcher.http.HttpWork;
import io.dispatcher.http.TargetResolver;
import io.dispatcher.icmp.work.PingWork;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.Inventory;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.tls.CertificateAuthorities;
import io.dispatcher.tunnel.NodeDoor;
import io.dispatcher.tunnel.UpstreamWork;
import io.dispatcher.work.MappedOrderMemory;
import io.dispatcher.work.OrderBook;
import io.dispatcher.work.PingBook;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A running agent: the composition of all its parts. */
public final class Agent implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Agent.class.getName());
    private static final long FINISH_MS = 25_000;
    private static final long CONFIRM_MS = 3_000;
    private static final long BODY_HEAP_BYTES = 8 * 1024 * 1024;
    private static final long LOOK_AROUND_MS = 3_000;
    /** By then it is ready, if a coordinator is there. */
    private static final long TRY_OUT_MS = 1_000;

    private final AgentSettings settings;
    private final String agentId;
    private final String instanceId = UUID.randomUUID().toString();
    private final AddressBook addresses;
    private final CoordinatorEndpoints coordinators;
    private final EgressPolicy policy;
    private final MappedOrderMemory memory;
    private final HttpTransport transport;
    private final TargetResolver resolver = new TargetResolver();
    private final Pings pings = Pings.open();
    private final ScheduledThreadPoolExecutor timer = timer();
    private final @Nullable UpstreamWork upstreams;
    private final OrderBook book;
    private final CoordinatorLink link;
    private final AtomicBoolean announced = new AtomicBoolean();

    /**
     * Puts an agent together; it does nothing before {@link #run}.
     *
     * @param onReady called once with the agent's id when the first coordinator has welcomed it
     * @throws IllegalArgumentException naming the setting that is wrong
     * @throws AddressProblem naming the address that cannot be used
     * @throws IOException if the state directory cannot be used
     */
    public Agent(AgentSettings settings, StateDirectory state, Consumer<String> onReady)
            throws AddressProblem, IOException {
        this.settings = settings;
        this.agentId = state.agentId();
        List<CoordinatorUrl> urls =
                settings.coordinatorUrls().stream().map(CoordinatorUrl::parse).toList();
        policy = new EgressPolicy(settings.allow(), settings.deny(), List.of());
        addresses = new AddressBook(
                settings.addresses(),
                settings.prefixes().stream().map(RoutedPrefix::parse).toList(),
                pings.capabilities());
        memory = MappedOrderMemory.open(state.directory(), settings.rememberedOrders());
        transport = new HttpTransport(new BodyMemory(BODY_HEAP_BYTES, state.directory()));
        coordinators = new CoordinatorEndpoints(urls);
        policy.protect(coordinators.literals());
        Access access = access(settings);
        UpstreamWork served = settings.upstreams().isEmpty()
                ? null
                : new UpstreamWork(settings.upstreams(), new Door(settings.tokenFile()), access.tls(), timer);
        upstreams = served;
        HttpWork requests = new HttpWork(transport, resolver, addresses::owned, policy, timer);
        book = new OrderBook(
                (order, body, answer) -> (served == null || WorkOrder.upstream(order.url()) == null ? requests : served)
                        .begin(order, body, answer),
                memory,
                settings.maxInFlight());
        // Not RandomGenerator.getDefault(): its module is not in every Java runtime.
        link = new CoordinatorLink(
                urls, access, this::hello, book, this::pingBook, timer, new SplittableRandom(), () -> {
                    if (!announced.getAndSet(true)) {
                        onReady.accept(agentId);
                    }
                });
    }

    private static Access access(AgentSettings settings) throws IOException {
        Path caFile = settings.caFile();
        return new Access(settings.tokenFile(), caFile == null ? null : CertificateAuthorities.trusting(caFile));
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "agent-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private PingBook pingBook() {
        return new PingBook(
                pings.engine() == null
                        ? null
                        : new PingWork(pings.engine(), resolver::resolve, addresses::owned, policy, timer));
    }

    private Hello hello() {
        return new Hello(
                agentId,
                instanceId,
                "dispatcher-agent",
                settings.labels(),
                inventory(),
                settings.maxInFlight(),
                book.known());
    }

    private Inventory inventory() {
        Inventory egress = addresses.inventory();
        if (settings.upstreams().isEmpty()) {
            return egress;
        }
        Set<String> capabilities = new TreeSet<>(egress.capabilities());
        capabilities.add("upstream");
        return new Inventory(
                egress.addresses(),
                egress.prefixes(),
                List.copyOf(capabilities),
                settings.upstreams().keySet().stream().sorted().toList());
    }

    /** Where the link is now. */
    private final class Door implements NodeDoor {
        private final @Nullable Path tokenFile;

        Door(@Nullable Path tokenFile) {
            this.tokenFile = tokenFile;
        }

        @Override
        public @Nullable String url() {
            CoordinatorUrl now = link.connected();
            return now == null ? null : now.base();
        }

        @Override
        public @Nullable String token() throws IOException {
            return tokenFile == null ? null : Files.readString(tokenFile).strip();
        }
    }

    /** Works until stopped or sent away; returns why. */
    public Closed run() throws InterruptedException {
        timer.scheduleWithFixedDelay(this::lookAround, 0, LOOK_AROUND_MS, TimeUnit.MILLISECONDS);
        timer.schedule(() -> pings.tryOut(resolver::resolve, timer), TRY_OUT_MS, TimeUnit.MILLISECONDS);
        return link.run();
    }

    private void lookAround() {
        try {
            policy.protect(coordinators.resolved());
            if (addresses.refresh()) {
                LOG.log(
                        Level.INFO,
                        "the addresses changed: {0}",
                        addresses.inventory().addresses().size());
                link.inventoryChanged(inventory());
            }
        } catch (RuntimeException e) {
            // A timer task that throws is never run again.
            LOG.log(Level.WARNING, "looking at the addresses failed", e);
        }
    }

    /** Takes no new orders, finishes those it has as long as that takes seconds, and ends {@link #run}. */
    public void drain() throws InterruptedException {
        link.drain();
        if (!book.awaitIdle(FINISH_MS)) {
            LOG.log(Level.WARNING, "stopping with {0} orders unfinished", book.inFlight());
        }
        book.awaitConfirmed(CONFIRM_MS);
        link.stop();
    }

    @Override
    public void close() throws IOException {
        link.stop();
        timer.shutdownNow();
        pings.close();
        resolver.close();
        transport.close();
        if (upstreams != null) {
            upstreams.close();
        }
        memory.close();
    }
}
