package io.dispatcher.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.EventFollower;
import io.dispatcher.api.Unreachable;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Link;
import io.dispatcher.monitor.model.Sample;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps the board as the coordinator is: asks it at intervals, and follows its events in between. Two threads of its own. */
final class Watch implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** Events from before, for a list that does not begin empty. */
    private static final long EARLIER = 200;

    private final ApiClient api;
    private final Board board;
    private final Inbox inbox;
    private final Duration interval;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread asking = new Thread(this::ask, "top-asking");
    private final Thread following = new Thread(this::follow, "top-following");
    private volatile @Nullable EventFollower follower;
    private volatile boolean eventsCome;
    private volatile boolean historyWanted = true;
    private volatile String whyNoEvents = "";

    Watch(ApiClient api, Board board, Inbox inbox, Duration interval) {
        this.api = api;
        this.board = board;
        this.inbox = inbox;
        this.interval = interval;
        asking.setDaemon(true);
        following.setDaemon(true);
    }

    void start() {
        following.start();
        asking.start();
    }

    /** Asks at once. */
    void now() {
        wanted.release();
    }

    private void ask() {
        Coordinator coordinator = new Coordinator(api);
        try {
            while (true) {
                askOnce(coordinator);
                if (wanted.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askOnce(Coordinator coordinator) throws InterruptedException {
        try {
            // What ended between the last answer and the events' beginning is only in the history.
            boolean history = historyWanted || !eventsCome;
            historyWanted = false;
            Sample sample = coordinator.sample(history);
            String why = whyNoEvents;
            Link.State state = eventsCome || why.isEmpty() ? Link.State.LIVE : Link.State.WITHOUT_EVENTS;
            inbox.put(() -> {
                board.polled(sample);
                board.link(state, Instant.now(), why);
            });
        } catch (ApiProblem e) {
            lost(e.line());
        } catch (Unreachable e) {
            lost(shortened(e));
        }
    }

    private void lost(String why) throws InterruptedException {
        historyWanted = true;
        inbox.put(() -> board.link(Link.State.LOST, Instant.now(), why));
    }

    // The rest of the message says where it is and how to start one, which is of no use here.
    private static String shortened(Unreachable e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf("): ");
        return end < 0 ? message : message.substring(message.lastIndexOf('(', end) + 1, end);
    }

    private void follow() {
        try {
            while (true) {
                followOnce();
                eventsCome = false;
                TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void followOnce() throws InterruptedException {
        try {
            EventFollower current = follower;
            if (current == null) {
                current = new EventFollower(api, Math.max(0, EventFollower.last(api) - EARLIER));
                follower = current;
            }
            current.follow(new Taker());
            whyNoEvents = "the stream ended";
        } catch (ApiProblem e) {
            whyNoEvents = e.line();
        } catch (Unreachable e) {
            whyNoEvents = shortened(e);
        } catch (IOException e) {
            whyNoEvents = String.valueOf(e.getMessage());
        }
    }

    private final class Taker implements EventFollower.Reader {
        @Override
        public void opened() {
            eventsCome = true;
            historyWanted = true;
            now();
        }

        @Override
        public void event(JsonNode event) throws InterruptedException {
            inbox.put(() -> board.happened(event));
        }

        @Override
        public void gap(JsonNode gap) {
            historyWanted = true;
        }
    }

    @Override
    public void close() {
        asking.interrupt();
        following.interrupt();
        EventFollower current = follower;
        if (current != null) {
            current.close();
        }
    }
}
