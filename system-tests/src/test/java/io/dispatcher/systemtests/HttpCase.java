package io.dispatcher.systemtests;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bytes on a connection, and what RFC 9112 and 9110 want of a server that gets them.
 *
 * @param name what is said, for people
 * @param bytes as ISO 8859-1; <code>{p}</code> stands for the path of a service that echoes, where it is behind the door
 * @param statuses what may be answered, the first answer's; none: the connection is just closed
 * @param effect what may come of it
 * @param contains what the answer must contain
 */
record HttpCase(String name, String bytes, Map<Door, Set<Integer>> statuses, Effect effect, String contains) {

    /** A way in. */
    enum Door {
        /** {@code /t/} at the coordinator. */
        COORDINATOR,
        /** The same over TLS. */
        COORDINATOR_TLS,
        /** {@code dispatcher tunnel}. */
        CLIENT,
        /** A port of {@code --proxy}: the same server as the client's. */
        PROXY
    }

    /** What comes of a case. */
    enum Effect {
        /** One refusal, the connection closed, nothing seen behind the door. */
        REFUSED,
        /** The connection closed, after a refusal or without a word; behind the door at most a request that broke off. */
        BROKEN_OFF,
        /** As many answers as asked for, in order. */
        ANSWERED
    }

    static HttpCase refused(String name, String bytes, Integer... statuses) {
        return new HttpCase(name, bytes, everywhere(Set.of(statuses)), Effect.REFUSED, "");
    }

    static HttpCase brokenOff(String name, String bytes) {
        return new HttpCase(name, bytes, everywhere(Set.of(400)), Effect.BROKEN_OFF, "");
    }

    static HttpCase answered(String name, String bytes, int status, String contains) {
        return new HttpCase(name, bytes, everywhere(Set.of(status)), Effect.ANSWERED, contains);
    }

    /** The same, but for the doors that Jetty keeps. */
    HttpCase atJetty(Integer... other) {
        Map<Door, Set<Integer>> all = new EnumMap<>(statuses);
        all.put(Door.CLIENT, Set.of(other));
        all.put(Door.PROXY, Set.of(other));
        return new HttpCase(name, bytes, all, effect, contains);
    }

    private static Map<Door, Set<Integer>> everywhere(Set<Integer> statuses) {
        Map<Door, Set<Integer>> all = new EnumMap<>(Door.class);
        List.of(Door.values()).forEach(door -> all.put(door, statuses));
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
