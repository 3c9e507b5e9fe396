package io.dispatcher.monitor;

import io.dispatcher.api.ApiClient;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Desk;
import io.dispatcher.monitor.model.Key;
import io.dispatcher.monitor.model.Sample;
import io.dispatcher.monitor.tty.Tty;
import io.dispatcher.monitor.view.Picture;
import io.dispatcher.monitor.view.Screen;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jline.terminal.Size;
import org.jspecify.annotations.Nullable;

/** The monitor while it runs. One thread runs it; any other may stop it. */
public final class Monitor {
    private static final Duration CLOCK = Duration.ofSeconds(1);

    private final ApiClient api;
    private final Board board;
    private final Duration interval;
    private final Duration refresh;
    private final Screen screen;
    private final Desk desk = new Desk();
    private final Inbox inbox = new Inbox();
    private volatile boolean ended;

    /**
     * @param coordinator its address as the user knows it
     * @param interval from question to question
     * @param refresh from drawing to drawing at least
     */
    public Monitor(
            ApiClient api, String coordinator, Duration interval, Duration refresh, boolean colour, boolean unicode) {
        this.api = api;
        this.board = new Board(coordinator, Instant.now());
        this.interval = interval;
        this.refresh = refresh;
        this.screen = new Screen(colour, unicode);
    }

    /** Ends a run under way, or the next one at once. */
    public void stop() {
        ended = true;
        inbox.offer(() -> {});
    }

    /**
     * Takes over the terminal until the user has had enough; false if the terminal cannot be drawn on. {@code first} is
     * what the coordinator answered before.
     */
    public boolean run(Sample first) throws IOException, InterruptedException {
        board.polled(first);
        try (Tty tty = Tty.open(() -> inbox.offer(() -> {}), this::stop)) {
            if (tty == null) {
                return false;
            }
            try (Watch watch = new Watch(api, board, inbox, interval);
                    ApiActions actions = new ApiActions(api, desk, inbox, watch, tty::clear, this::stop)) {
                watch.start();
                keys(tty, new Controller(board, desk, screen, actions));
                loop(tty);
            }
        }
        return true;
    }

    private void keys(Tty tty, Controller controller) {
        Thread reading = new Thread(() -> read(tty, controller), "top-keys");
        reading.setDaemon(true);
        reading.start();
    }

    private void read(Tty tty, Controller controller) {
        try {
            for (Key key = tty.read(); key != null; key = tty.read()) {
                Key pressed = key;
                inbox.put(() -> controller.pressed(pressed, tty.size().getRows()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // There will be no key any more.
        stop();
    }

    private void loop(Tty tty) throws InterruptedException {
        long drawn = System.nanoTime() - refresh.toNanos();
        boolean changed = true;
        while (!ended) {
            Duration since = Duration.ofNanos(System.nanoTime() - drawn);
            if (since.compareTo(changed ? refresh : CLOCK) >= 0) {
                draw(tty);
                drawn = System.nanoTime();
                changed = false;
                continue;
            }
            changed |= changed(inbox.take((changed ? refresh : CLOCK).minus(since)));
        }
    }

    // What has come by now is drawn as one.
    private boolean changed(@Nullable Runnable first) {
        for (Runnable change = first; change != null && !ended; change = inbox.next()) {
            change.run();
        }
        return first != null;
    }

    private void draw(Tty tty) {
        Size size = tty.size();
        Picture picture = screen.picture(board, desk, Instant.now(), size.getColumns(), size.getRows());
        tty.draw(picture.lines(), picture.cursor(), size);
    }
}
