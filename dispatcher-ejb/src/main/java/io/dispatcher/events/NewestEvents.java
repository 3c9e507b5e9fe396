package io.dispatcher.events;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** The newest events as frames of server-sent events, made once for all who follow. For one thread. */
final class NewestEvents {
    /**
     * @param number of the event
     * @param bytes a whole frame
     */
    record Frame(long number, byte[] bytes) {
        static Frame of(Event event) {
            return new Frame(event.number(), frame(Long.toString(event.number()), event.type(), event.json()));
        }

        /** Numbers that are missing. */
        static Frame gap(long from, long to) {
            return new Frame(to, frame(Long.toString(to), "gap", "{\"from\":" + from + ",\"to\":" + to + "}"));
        }

        private static byte[] frame(String id, String type, String data) {
            return ("id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final int most;
    /** Everything after this number is here. */
    private long start;

    private long last;

    NewestEvents(long last, int most) {
        this.start = last;
        this.last = last;
        this.most = most;
    }

    long last() {
        return last;
    }

    /** @return whether there may be more at once */
    boolean add(List<Event> events, int asked) {
        for (Event event : events) {
            frames.add(Frame.of(event));
            last = event.number();
        }
        while (frames.size() > most) {
            start = frames.remove().number();
        }
        return events.size() == asked;
    }

    /** Whether all after this number is here. */
    boolean covers(long number) {
        return number >= start;
    }

    /** Those after this number, the newest last; to be used before more are added. */
    Iterator<Frame> after(long number) {
        if (number >= last) {
            return List.<Frame>of().iterator();
        }
        return frames.stream().filter(frame -> frame.number() > number).iterator();
    }
}
