package io.dispatcher.web.exchange;

import io.dispatcher.dispatch.BodyRoom;
import org.jspecify.annotations.Nullable;

/** The memory that one request's body takes. One thread takes it, any may leave it. */
final class RequestRoom {
    /** Of a request's body while it is dispatched: as it came, parsed, in the broker, on its way to the agent. */
    private static final int COPIES = 5;

    private final BodyRoom room;
    private volatile BodyRoom.@Nullable Place place;
    private volatile boolean left;

    RequestRoom(BodyRoom room) {
        this.room = room;
    }

    /**
     * Takes room for so much of the body altogether.
     *
     * @return false if there is not enough
     */
    boolean take(long bytes) {
        BodyRoom.Place had = place;
        if (had != null) {
            return had.tryGrow(bytes * COPIES);
        }
        BodyRoom.Place taken = room.tryOccupy(bytes * COPIES);
        place = taken;
        if (left) {
            leave();
        }
        return taken != null;
    }

    void leave() {
        left = true;
        BodyRoom.Place taken = place;
        if (taken != null) {
            taken.leave();
        }
    }
}
