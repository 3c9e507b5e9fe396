package io.dispatcher.dispatch;

import io.dispatcher.protocol.WorkReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All dispatches this node has to do with, and the one place where they end: those it has accepted and not yet ended, and those in its agents'
 * queues whose outcome a message tells, until that is sent. Bounded by the admission limits and the agents' credits. Thread-safe.
 */
final class Dispatches {
    private final Map<String, Dispatch> open = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final Consumer<Dispatch.Ended> ended;
    private final LateReplies late;

    /**
     * @param ended told once of each dispatch that ends, by the thread that ended it
     * @param late told of each reply that ended none
     */
    Dispatches(LongSupplier nanos, Consumer<Dispatch.Ended> ended, LateReplies late) {
        this.nanos = nanos;
        this.ended = ended;
        this.late = late;
    }

    /** Takes replies that nobody waits for. */
    @FunctionalInterface
    interface LateReplies {
        void late(String agentId, WorkReply reply, byte[] body);
    }

    void add(Dispatch dispatch) {
        open.put(dispatch.orderId(), dispatch);
    }

    /** @return false if one with its id is known already: that one stands */
    boolean addIfNew(Dispatch dispatch) {
        return open.putIfAbsent(dispatch.orderId(), dispatch) == null;
    }

    /** The dispatch with this id while it is open; null also for those of another node or an earlier life. */
    @Nullable
    Dispatch find(String orderId) {
        return open.get(orderId);
    }

    /** It is nobody's affair here any more. */
    void forget(Dispatch dispatch) {
        open.remove(dispatch.orderId(), dispatch);
    }

    int size() {
        return open.size();
    }

    Iterable<Dispatch> all() {
        return open.values();
    }

    /** @return false if it had ended already: this outcome is not the one the caller got */
    boolean end(Dispatch dispatch, Outcome outcome) {
        return finish(dispatch.end(outcome, nanos.getAsLong()));
    }

    /** Another node tells how it ended. @return false if it is not open here, or goes on */
    boolean end(Dispatch dispatch, NodeReply reply, Outcome outcome) {
        return finish(dispatch.toldBy(reply, outcome, nanos.getAsLong()));
    }

    /** The broker did not take it, or cannot say that it did. */
    void refused(Dispatch dispatch, String reason) {
        finish(dispatch.refused(reason, nanos.getAsLong()));
    }

    /** A reply to a dispatch that is not open. */
    void late(String agentId, WorkReply reply, byte[] body) {
        late.late(agentId, reply, body);
    }

    /** Ends everything whose time is over. Cheap enough to call every few milliseconds. */
    void sweep() {
        long now = nanos.getAsLong();
        for (Dispatch dispatch : open.values()) {
            finish(dispatch.overdueEnd(now));
        }
    }

    private boolean finish(Dispatch.@Nullable Ended end) {
        if (end == null) {
            return false;
        }
        if (!end.dispatch().byMessage()) {
            forget(end.dispatch());
        }
        ended.accept(end);
        return true;
    }
}
