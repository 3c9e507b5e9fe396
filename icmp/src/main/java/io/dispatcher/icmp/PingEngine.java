package io.dispatcher.icmp;

import io.dispatcher.icmp.linux.LinuxNetwork;
import io.dispatcher.icmp.linux.SocketAccess;
import io.dispatcher.icmp.network.EchoNetwork;
import io.dispatcher.icmp.network.TimeSource;
import io.dispatcher.icmp.packet.Family;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pings any number of addresses, up to its limits, on one thread of its own. Its methods may be called by any thread, also by listeners. */
public final class PingEngine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PingEngine.class.getName());
    private static final long CLOSE_MILLIS = 5_000;

    private final EchoNetwork network;
    private final Prober prober;
    private final PingLimits limits;
    private final PingCapabilities capabilities;
    /** As many as there are pings, and their cancels. */
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicLong probes = new AtomicLong();
    private final AtomicLong ids = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;
    /** Guarded by {@link #commands}: no command is taken any more. */
    private boolean ended;

    PingEngine(EchoNetwork network, Prober prober, PingLimits limits, PingCapabilities capabilities) {
        this.network = network;
        this.prober = prober;
        this.limits = limits;
        this.capabilities = capabilities;
        this.thread = new Thread(this::work, "ping");
        thread.setDaemon(true);
    }

    /** With {@link PingLimits#DEFAULT}. */
    public static PingEngine open() throws IOException {
        return open(PingLimits.DEFAULT);
    }

    /**
     * Opens an engine, also where no ping is permitted: {@link #capabilities} says so, and so does each ping.
     *
     * @throws IOException if native calls do not work in this process; the message says why and what helps
     */
    public static PingEngine open(PingLimits limits) throws IOException {
        LinuxNetwork network = LinuxNetwork.create();
        RandomGenerator random = new SecureRandom();
        PingEngine engine = new PingEngine(
                network, new Prober(network, TimeSource.SYSTEM, random), limits, capabilities(network.access()));
        engine.thread.start();
        return engine;
    }

    private static PingCapabilities capabilities(SocketAccess access) {
        String problems = Stream.of(Family.values())
                .filter(family -> !access.usable(family))
                .map(access::problem)
                .distinct()
                .collect(Collectors.joining("; "));
        return new PingCapabilities(way(access.v4()), way(access.v6()), problems.isEmpty() ? null : problems);
    }

    private static PingCapabilities.@Nullable Way way(SocketAccess.Mode mode) {
        return switch (mode) {
            case DATAGRAM -> PingCapabilities.Way.DATAGRAM;
            case RAW -> PingCapabilities.Way.RAW;
            case DENIED, ABSENT -> null;
        };
    }

    public PingCapabilities capabilities() {
        return capabilities;
    }

    /**
     * Begins a ping. What keeps a ping from being sent at all (a source address that is not here, no permission) is told to the listener, as
     * an error and the summary.
     *
     * @throws PingRefusedException if the engine is full or closed; the listener hears nothing then
     */
    public PingHandle ping(PingRequest request, PingListener listener) {
        long reservation = admit(request);
        Ping ping = new Ping(ids.incrementAndGet(), request, listener, ended -> {
            prober.release(ended);
            free(reservation);
        });
        if (!tell(() -> prober.begin(ping))) {
            free(reservation);
            throw closed();
        }
        return () -> tell(ping::end);
    }

    private static PingRefusedException closed() {
        return new PingRefusedException("the ping engine is closed");
    }

    private long admit(PingRequest request) {
        long reservation = Ping.reservation(request);
        if (reservation > Target.MAX_WINDOW) {
            throw new PingRefusedException(
                    "too many probes under way at once: lengthen the interval, shorten the timeout");
        }
        if (closing) {
            throw closed();
        }
        if (pings.incrementAndGet() > limits.pings()) {
            pings.decrementAndGet();
            throw new PingRefusedException("more than " + limits.pings() + " pings at once");
        }
        if (probes.addAndGet(reservation) > limits.probes()) {
            free(reservation);
            throw new PingRefusedException("more than " + limits.probes() + " probes under way at once");
        }
        return reservation;
    }

    private void free(long reservation) {
        probes.addAndGet(-reservation);
        pings.decrementAndGet();
    }

    /** False: nobody will do it any more. */
    private boolean tell(Runnable command) {
        synchronized (commands) {
            if (ended) {
                return false;
            }
            commands.add(command);
        }
        if (Thread.currentThread() != thread) {
            network.wakeUp();
        }
        return true;
    }

    private void work() {
        String error = null;
        try {
            while (!closing) {
                runCommands();
                prober.run(commands.isEmpty());
            }
        } catch (IOException | RuntimeException e) {
            error = "the ping engine failed: " + e.getMessage();
            LOG.log(System.Logger.Level.ERROR, "the ping engine ends", e);
        } finally {
            closing = true;
            synchronized (commands) {
                ended = true;
            }
            runCommands();
            prober.endAll(error);
            network.close();
        }
    }

    private void runCommands() {
        for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
            next.run();
        }
    }

    /** Ends all pings with their summaries. */
    @Override
    public void close() {
        closing = true;
        network.wakeUp();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
