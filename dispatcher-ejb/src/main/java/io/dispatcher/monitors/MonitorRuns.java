package io.dispatcher.monitors;

import io.dispatcher.monitors.CheckResult.Place;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Begins what is due and sees it through. {@link #look} is called by one thread at a time and may block; checks end on any thread and their results are stored
 * by the executor.
 */
final class MonitorRuns {
    private static final System.Logger LOG = System.getLogger(MonitorRuns.class.getName());
    /** Runs at a time on this node. */
    static final int MOST_RUNS = 64;
    /** Beyond its own times a run may wait for queues, names and results. */
    private static final long GRACE_MS = 45_000;

    private final DueRuns due;
    private final MonitorStore monitors;
    private final RunStore runs;
    private final Function<MonitorSpec, List<Places.Chosen>> places;
    private final Checker pings;
    private final Checker exchanges;
    private final InstantSource clock;
    private final Executor storing;
    private final BooleanSupplier draining;
    private final List<MonitorListener> listeners;
    private final AtomicInteger open = new AtomicInteger();
    private boolean failing;

    /**
     * @param places from where a run goes out
     * @param storing may be handed a task of each run that goes on
     * @param draining begin nothing any more
     */
    MonitorRuns(
            DueRuns due,
            MonitorStore monitors,
            RunStore runs,
            Function<MonitorSpec, List<Places.Chosen>> places,
            Checker pings,
            Checker exchanges,
            InstantSource clock,
            Executor storing,
            BooleanSupplier draining,
            List<MonitorListener> listeners) {
        this.due = due;
        this.monitors = monitors;
        this.runs = runs;
        this.places = places;
        this.pings = pings;
        this.exchanges = exchanges;
        this.clock = clock;
        this.storing = storing;
        this.draining = draining;
        this.listeners = listeners;
    }

    /** Begins what is due, as much as may go on at a time; call often. */
    void look() {
        int room = MOST_RUNS - open.get();
        if (room <= 0 || draining.getAsBoolean()) {
            return;
        }
        try {
            for (DueRuns.Due next : due.due(clock.millis(), room)) {
                begin(next);
            }
            failing = false;
        } catch (SQLException e) {
            if (!failing) {
                LOG.log(Level.WARNING, "monitors wait for the database: {0}", e.getMessage());
            }
            failing = true;
        }
    }

    private void begin(DueRuns.Due next) throws SQLException {
        long now = clock.millis();
        MonitorSpec spec = monitors.spec(next.id(), next.definition());
        if (spec == null) {
            due.skip(next, now + GRACE_MS);
            return;
        }
        Schedule schedule = Schedule.of(next.id(), spec.intervalMs());
        if (schedule.missed(next.nextRun(), now)) {
            due.skip(next, schedule.next(now));
            return;
        }
        List<Places.Chosen> chosen = places.apply(spec);
        UUID run = due.claim(next, schedule.next(now), now + spec.check().longestMs() + GRACE_MS, now);
        if (run != null) {
            open.incrementAndGet();
            new Run(run, next.id(), spec, next.caller()).begin(chosen);
        }
    }

    /** Under way on this node. */
    int open() {
        return open.get();
    }

    /** One run: a check from each place. */
    private final class Run {
        private final UUID id;
        private final String monitorId;
        private final MonitorSpec spec;
        private final @Nullable String caller;
        private final List<CheckResult> results = new ArrayList<>();
        private int awaited;

        Run(UUID id, String monitorId, MonitorSpec spec, @Nullable String caller) {
            this.id = id;
            this.monitorId = monitorId;
            this.spec = spec;
            this.caller = caller;
        }

        void begin(List<Places.Chosen> chosen) {
            // One more, so that it does not end while its checks begin.
            synchronized (this) {
                awaited = chosen.size() + 1;
            }
            for (Places.Chosen one : chosen) {
                if (one.away() == null) {
                    check(one.place());
                } else {
                    ended(CheckResult.unknown(one.place(), one.away()));
                }
            }
            ended(null);
        }

        private void check(Place place) {
            try {
                (spec.http() ? exchanges : pings).check(spec, place, caller, this::ended);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a check could not be begun", e);
                ended(CheckResult.unknown(place, "our own fault: the server's log says what"));
            }
        }

        private void ended(@Nullable CheckResult result) {
            boolean last;
            synchronized (this) {
                if (result != null) {
                    results.add(result);
                }
                last = --awaited == 0;
            }
            if (last) {
                storing.execute(this::store);
            }
        }

        private void store() {
            try {
                runs.end(new RunStore.Run(id, monitorId, spec, clock.instant(), List.copyOf(results)))
                        .ifPresent(this::tell);
            } catch (SQLException | RuntimeException e) {
                LOG.log(Level.WARNING, "results of monitor {0} are lost: {1}", spec.name(), e.getMessage());
            } finally {
                open.decrementAndGet();
            }
        }

        private void tell(List<RunStore.Change> changes) {
            MonitorListener.Subject subject = new MonitorListener.Subject(monitorId, spec.name());
            for (MonitorListener listener : listeners) {
                results.forEach(
                        result -> listener.checked(subject, result.verdict().state()));
                changes.forEach(change -> listener.stateChanged(subject, told(change)));
            }
        }
    }

    private static MonitorListener.Change told(RunStore.Change change) {
        Place place = change.place();
        return new MonitorListener.Change(
                place == null ? null : place.agentId(),
                place == null ? null : place.address(),
                change.from(),
                change.to(),
                change.reason());
    }
}
