package io.dispatcher.connection;

import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.Inventory;
import io.dispatcher.protocol.Welcome;
import io.dispatcher.protocol.Wire;
import io.dispatcher.work.OrderBook;
import io.dispatcher.work.PingBook;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one session with one of several coordinators, for as long as the agent runs: the first URL that answers is used, the next one is
 * tried after a failure. Logs when it is connected and when it no longer is, not each try.
 */
public final class CoordinatorLink {
    private static final Logger LOG = System.getLogger(CoordinatorLink.class.getName());
    private static final long FIRST_BACKOFF_MS = 200;
    private static final long CAP_BACKOFF_MS = 15_000;
    private static final long WELCOME_MS = 10_000;
    private static final long GOODBYE_MS = 1_000;
    private static final long STABLE_MS = 10_000;
    private static final int ID_IN_USE_TRIES = 8;

    private final List<CoordinatorUrl> urls;
    private final Introduction introduction;
    private final OrderBook book;
    private final Supplier<PingBook> pings;
    private final ScheduledExecutorService timer;
    private final Runnable onReady;
    private final SocketConnector sockets;
    private final Backoff backoff;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private int idInUse;
    private volatile @Nullable Channel channel;
    private volatile @Nullable CoordinatorUrl connected;
    private boolean wasConnected = true;
    private boolean welcomedOnce;

    /**
     * A link that is not yet running.
     *
     * @param pings makes a book for each session
     * @param onReady called each time a coordinator has welcomed this agent
     */
    public CoordinatorLink(
            List<CoordinatorUrl> urls,
            Access access,
            Introduction introduction,
            OrderBook book,
            Supplier<PingBook> pings,
            ScheduledExecutorService timer,
            RandomGenerator random,
            Runnable onReady) {
        this(
                urls,
                access,
                introduction,
                book,
                pings,
                timer,
                new Backoff(FIRST_BACKOFF_MS, CAP_BACKOFF_MS, random),
                onReady);
    }

    CoordinatorLink(
            List<CoordinatorUrl> urls,
            Access access,
            Introduction introduction,
            OrderBook book,
            Supplier<PingBook> pings,
            ScheduledExecutorService timer,
            Backoff backoff,
            Runnable onReady) {
        this.urls = List.copyOf(urls);
        this.introduction = introduction;
        this.book = book;
        this.pings = pings;
        this.timer = timer;
        this.onReady = onReady;
        this.sockets = new SocketConnector(access, CoordinatorLink::daemon);
        this.backoff = backoff;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "agent-writer");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Connects and connects again until {@link #stop} or a coordinator says that there is no use.
     *
     * @return why it ended
     */
    public Closed run() throws InterruptedException {
        int turn = 0;
        while (!stopped()) {
            CoordinatorUrl url = urls.get(turn % urls.size());
            Closed cause = session(url);
            if (!stopped() && (!worthRetrying(cause) || idTaken(cause))) {
                return cause;
            }
            turn++;
            if (stopping.await(backoff.nextMs(), TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return new Closed(CloseCode.NORMAL, "stopped");
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    // Who was let in once and is not any more may be given another token: its file is read at each try.
    private boolean worthRetrying(Closed cause) {
        return cause.worthRetrying() || (welcomedOnce && cause.code() == CloseCode.NO_TOKEN);
    }

    // A node may still hold our last session for a while after a cut; somebody else holds the id for ever.
    private boolean idTaken(Closed cause) {
        idInUse = cause.code() == CloseCode.ID_IN_USE ? idInUse + 1 : 0;
        return idInUse >= ID_IN_USE_TRIES;
    }

    private Closed session(CoordinatorUrl url) throws InterruptedException {
        Channel opened = new Channel(book, pings.get());
        channel = opened;
        sockets.connect(url, opened);
        Hello hello = introduction.hello();
        opened.outbox().control(Frame.of(FrameType.HELLO, 0, Wire.write(hello)));
        Welcome welcome = await(opened);
        if (welcome == null) {
            Closed cause = opened.closed().join();
            lost(url, cause);
            return cause;
        }
        Inventory now = introduction.hello().inventory();
        if (!now.equals(hello.inventory())) {
            inventoryChanged(now);
        }
        return serve(url, opened, welcome);
    }

    private static @Nullable Welcome await(Channel opened) throws InterruptedException {
        try {
            CompletableFuture.anyOf(opened.welcomed(), opened.closed()).get(WELCOME_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            opened.end(new Closed(null, "no WELCOME within " + WELCOME_MS + " ms"));
        } catch (ExecutionException e) {
            opened.end(new Closed(null, String.valueOf(e.getMessage())));
        }
        return opened.welcomed().getNow(null);
    }

    private Closed serve(CoordinatorUrl url, Channel opened, Welcome welcome) throws InterruptedException {
        long since = System.nanoTime();
        int heartbeatMs = welcome.heartbeatMs();
        ScheduledFuture<?> beats = timer.scheduleAtFixedRate(
                () -> opened.beat(heartbeatMs), heartbeatMs, heartbeatMs, TimeUnit.MILLISECONDS);
        LOG.log(Level.INFO, "connected to {0} (node {1})", url.text(), welcome.node());
        wasConnected = true;
        welcomedOnce = true;
        connected = url;
        onReady.run();
        try {
            Closed cause = opened.closed().get();
            if (System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(STABLE_MS)) {
                backoff.reset();
            }
            lost(url, cause);
            return cause;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            connected = null;
            beats.cancel(false);
        }
    }

    private void lost(CoordinatorUrl url, Closed cause) {
        if (wasConnected && !stopped() && worthRetrying(cause)) {
            String how = cause.code() == CloseCode.NO_TOKEN ? " with what the token file has by then" : "";
            LOG.log(Level.WARNING, "no connection to {0}: {1}; trying again{2}", url.text(), cause.reason(), how);
        }
        wasConnected = false;
    }

    /** The coordinator this agent is connected with; null while it is with none. */
    public @Nullable CoordinatorUrl connected() {
        return connected;
    }

    /** Tells the node that the addresses changed. */
    public void inventoryChanged(Inventory inventory) {
        control(Frame.of(FrameType.INVENTORY, 0, Wire.write(inventory)));
    }

    /** Asks the node for no more orders. */
    public void drain() {
        control(Frame.bare(FrameType.DRAIN, 0, 0));
    }

    private void control(Frame frame) {
        Channel current = channel;
        if (current != null && current.welcomed().isDone()) {
            current.outbox().control(frame);
        }
    }

    /** Ends the session, if there is one, and {@link #run}; waits a moment for the goodbye to be sent. */
    public void stop() {
        stopping.countDown();
        Channel current = channel;
        if (current == null) {
            return;
        }
        current.end(new Closed(CloseCode.NORMAL, "the agent stops"));
        if (current.welcomed().isDone()) {
            current.gone()
                    .completeOnTimeout(null, GOODBYE_MS, TimeUnit.MILLISECONDS)
                    .join();
        }
    }
}
