package io.dispatcher.monitor.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the user is. For one thread. */
public final class Desk {
    private static final int DEEPEST = 8;

    private final Map<Tab, Place> places = new EnumMap<>(Tab.class);
    private final Deque<Overlay> overlays = new ArrayDeque<>();
    private Tab tab = Tab.AGENTS;
    private @Nullable TextField search;
    private String notice = "";
    private boolean noticeIsBad;
    private @Nullable List<JsonNode> frozen;

    public Desk() {
        for (Tab each : Tab.values()) {
            places.put(each, new Place());
        }
    }

    public Tab tab() {
        return tab;
    }

    public void tab(Tab next) {
        tab = next;
    }

    /** In the list that is shown. */
    public Place place() {
        return place(tab);
    }

    public Place place(Tab of) {
        return Objects.requireNonNull(places.get(of));
    }

    /** What lies on top, null where the list itself does. */
    public @Nullable Overlay overlay() {
        return overlays.peek();
    }

    public void open(Overlay overlay) {
        if (overlays.size() < DEEPEST) {
            overlays.push(overlay);
        }
    }

    public void close() {
        overlays.poll();
    }

    /** The filter that is being written, null when none is. */
    public @Nullable TextField search() {
        return search;
    }

    public void search(@Nullable TextField field) {
        search = field;
    }

    public String notice() {
        return notice;
    }

    public boolean noticeIsBad() {
        return noticeIsBad;
    }

    /** A line for the user until the next key; empty takes it away. */
    public void notice(String text, boolean bad) {
        notice = text;
        noticeIsBad = bad;
    }

    /** The requests as they were when the list was told to stand still, null while it moves. */
    public @Nullable List<JsonNode> frozen() {
        return frozen;
    }

    public void freeze(@Nullable List<JsonNode> requests) {
        frozen = requests;
    }
}
