package io.dispatcher.dispatch;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One waiting room for whom any agent will do, and one for each upstream that was asked for or claimed. Thread-safe. */
final class WaitingRooms {
    /** Names are the callers' to choose, and each is a queue of the broker. */
    static final int MOST = 1_000;

    private final Map<String, WaitingRoom> rooms = new ConcurrentHashMap<>();
    private final OrderQueue queue;
    private final Dispatches dispatches;
    private final Function<String, WaitingRoom> furnished;

    /** @param furnished a room at this place */
    WaitingRooms(OrderQueue queue, Dispatches dispatches, Function<String, WaitingRoom> furnished) {
        this.queue = queue;
        this.dispatches = dispatches;
        this.furnished = furnished;
        rooms.put(OrderQueue.UNASSIGNED, furnished.apply(OrderQueue.UNASSIGNED));
    }

    /** Makes the place where orders can wait; blocking when it is a new one. @return false if there are too many */
    boolean open(String place) {
        if (rooms.containsKey(place)) {
            return true;
        }
        if (rooms.size() > MOST) {
            return false;
        }
        queue.create(place);
        rooms.computeIfAbsent(place, furnished);
        return true;
    }

    /** The upstreams that were asked for or claimed. */
    Set<String> upstreams() {
        Set<String> names = new TreeSet<>();
        for (String place : rooms.keySet()) {
            if (place.startsWith(OrderQueue.UPSTREAM)) {
                names.add(place.substring(OrderQueue.UPSTREAM.length()));
            }
        }
        return names;
    }

    /** A durable order with these labels came to wait there. */
    void waits(String place, @Nullable String labels) {
        WaitingRoom room = rooms.get(place);
        if (room != null) {
            room.waits(labels);
        }
    }

    /** Agents, room at agents or orders changed, or time has passed: look who can be served. */
    void look() {
        Set<String> places = new HashSet<>();
        for (Dispatch dispatch : dispatches.all()) {
            String place = dispatch.unassigned() ? dispatch.queue() : null;
            if (place != null) {
                places.add(place);
            }
        }
        rooms.forEach((place, room) -> room.look(places.contains(place)));
    }
}
