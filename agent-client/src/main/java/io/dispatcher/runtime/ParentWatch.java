package io.dispatcher.runtime;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends this process, in order, when another has ended: a part of a demo must not outlive a demo that was killed. Does nothing for a process
 * that is no demo's part.
 */
public final class ParentWatch {
    /** Set by the demo: the id of its process. */
    private static final String VARIABLE = "DISPATCHER_ENDS_WITH";

    private static final int PARENT_GONE = 3;

    private ParentWatch() {}

    /** Begins to watch, if {@code environment} names a process. */
    public static void start(Map<String, String> environment) {
        start(environment.get(VARIABLE), () -> System.exit(PARENT_GONE));
    }

    /** {@code gone}: run once, in another thread or at once if the process is gone already. */
    static void start(@Nullable String pid, Runnable gone) {
        if (pid == null || !pid.matches("[0-9]{1,18}")) {
            return;
        }
        Optional<ProcessHandle> parent = ProcessHandle.of(Long.parseLong(pid));
        if (parent.isEmpty()) {
            gone.run();
            return;
        }
        // Not in the thread of the JDK that waits for processes: what it runs may take long.
        parent.get().onExit().thenRun(() -> new Thread(gone, "parent-gone").start());
    }
}
