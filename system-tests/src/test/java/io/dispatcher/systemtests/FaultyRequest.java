package io.dispatcher.systemtests;

import io.dispatcher.systemtests.HttpPeer.Received;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A request that follows a plan, and what its caller and the upstream saw of it. Thread-safe. */
final class FaultyRequest {
    private static final long ANSWERS = 1L << 40;

    private final FaultPlan plan;
    private final String id;
    private final long key;
    private final List<String> visits = new CopyOnWriteArrayList<>();
    private final List<String> wrongs = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> arrived = new CompletableFuture<>();
    private volatile boolean struck;
    private volatile boolean answering;
    private volatile String outcome = "";
    private volatile long begunNanos;
    private volatile long endedNanos;

    /** @param tried how often the plan was followed before */
    FaultyRequest(FaultPlan plan, long seed, int tried) {
        this.plan = plan;
        id = "f-" + plan.number() + "-" + tried;
        key = new Random(seed + 31L * plan.number() + tried).nextLong();
    }

    FaultPlan plan() {
        return plan;
    }

    /** Names it to all. */
    String id() {
        return id;
    }

    SeededBody upload() {
        return new SeededBody(key);
    }

    SeededBody answer() {
        return new SeededBody(key ^ ANSWERS);
    }

    /** For what the plan leaves open, on either way. */
    Random random() {
        return new Random(key);
    }

    /** It came to the upstream by this agent. */
    void visited(String agent) {
        visits.add(agent);
    }

    List<String> visits() {
        return visits;
    }

    void uploaded(Received upload) {
        if (!upload.exact()) {
            wrongs.add("bytes of the request that are not its own came to the upstream");
        }
        boolean all = upload.bytes() == plan.upload().size();
        if (upload.whole() && !all) {
            wrongs.add("the upstream took " + upload.bytes() + " bytes for the whole request");
        }
    }

    /** What somebody saw and nobody may. */
    void wrong(String what) {
        wrongs.add(what);
    }

    List<String> wrongs() {
        return wrongs;
    }

    /** The upstream has all of it, and does not answer. */
    CompletableFuture<Void> arrived() {
        return arrived;
    }

    /** Its fault is happening. @return false: it has before */
    synchronized boolean strike() {
        boolean first = !struck;
        struck = true;
        return first;
    }

    boolean struck() {
        return struck;
    }

    void answering() {
        answering = true;
    }

    /** Whether the upstream had begun to answer. */
    boolean wasAnswering() {
        return answering;
    }

    void begun() {
        begunNanos = System.nanoTime();
    }

    /** @param how {@code 200}, status and problem, {@code cut}, {@code closed}, {@code hung} or {@code gone} */
    void ended(String how) {
        endedNanos = System.nanoTime();
        outcome = how;
    }

    String outcome() {
        return outcome;
    }

    long begunNanos() {
        return begunNanos;
    }

    long endedNanos() {
        return endedNanos;
    }

    @Override
    public String toString() {
        return "%s: %s after %d ms, at the upstream by %s %s, %s"
                .formatted(id, outcome, (endedNanos - begunNanos) / 1_000_000, visits, wrongs, plan);
    }
}
