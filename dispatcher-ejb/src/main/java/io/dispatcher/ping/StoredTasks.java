package io.dispatcher.ping;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tasks whose events are kept on this node until 10 minutes after their end, or until others need the room: 64 MiB in all. Thread-safe. */
public final class StoredTasks {
    private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();
    private static final int MOST = 16;

    private final PingTasks tasks;
    private final PingTask.NanoSource nanos;
    private final Map<UUID, StoredTask> all = new ConcurrentHashMap<>();

    StoredTasks(PingTasks tasks, PingTask.NanoSource nanos) {
        this.tasks = tasks;
        this.nanos = nanos;
    }

    /** Begins one, unless it is refused. */
    public void begin(
            PingTaskRequest request, @Nullable String caller, Consumer<StoredTask> begun, Consumer<Failure> refused) {
        if (all.size() >= MOST) {
            all.values().stream().filter(task -> task.doneFor(0)).findAny().ifPresent(task -> all.remove(task.id()));
        }
        if (all.size() >= MOST) {
            refused.accept(new Failure(
                    FailureType.RATE_LIMITED,
                    MOST + " kept ping tasks are under way: delete one, or ask for the events as they come"));
            return;
        }
        AtomicReference<StoredTask> kept = new AtomicReference<>();
        PingTasks.Begun answer = tasks.begin(request, caller, task -> {
            StoredTask stored = new StoredTask(task, nanos);
            kept.set(stored);
            all.put(task.id(), stored);
            return stored;
        });
        if (answer instanceof PingTasks.Begun.Refused refusal) {
            refused.accept(refusal.failure());
        } else {
            begun.accept(kept.get());
        }
    }

    public @Nullable StoredTask find(UUID id) {
        return all.get(id);
    }

    /** Forgets what ended long ago; call about once a second. */
    void tick() {
        all.values().removeIf(task -> task.doneFor(KEPT_NANOS));
    }
}
