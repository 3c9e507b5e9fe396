package io.dispatcher.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Everything the demo has started, ended in the reverse order of its start. Thread-safe. */
final class Children {
    private record Started(Child child, int wave) {}

    private final Duration bound;
    private final List<Started> started = new ArrayList<>();
    private boolean closed;

    /** {@code bound}: how long parts may take to end before they are killed. */
    Children(Duration bound) {
        this.bound = bound;
    }

    /** Starts a part unless the end has come; those of one {@code wave} end together, higher waves first. */
    synchronized Child start(Launcher launcher, Part part, int wave) throws DemoFailure {
        if (closed) {
            throw new DemoFailure("the demo is being stopped", null);
        }
        Child child = launcher.start(part);
        started.add(new Started(child, wave));
        return child;
    }

    /** Waits until one of them ends, and returns it. */
    Child awaitFirstEnd() {
        CompletableFuture<?>[] ends;
        synchronized (this) {
            ends = started.stream().map(part -> part.child().onEnd()).toArray(CompletableFuture[]::new);
        }
        return (Child) CompletableFuture.anyOf(ends).join();
    }

    /** One that has ended by itself, if any has. */
    synchronized Optional<Child> ended() {
        return started.stream()
                .map(Started::child)
                .filter(child -> !child.isAlive())
                .findFirst();
    }

    /** Ends all, and starts none from now on; may be called again. */
    synchronized void stop() {
        closed = true;
        List<Integer> waves = started.stream()
                .map(Started::wave)
                .distinct()
                .sorted((a, b) -> b - a)
                .toList();
        for (int wave : waves) {
            List<Child> together = started.stream()
                    .filter(part -> part.wave() == wave)
                    .map(Started::child)
                    .toList();
            together.forEach(Child::terminate);
            long deadline = System.nanoTime() + bound.toNanos();
            together.forEach(child -> child.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        }
        started.clear();
    }
}
