package io.dispatcher.agents.selection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All addresses in the rotation and whose turn it is. Thread-safe by one lock held for well under a microsecond in the usual case; a turn is
 * taken exactly once per {@link #take}. Turns survive changes of membership: the next turn goes to the address that would have had it, or
 * to its successor.
 */
public final class AddressPool {
    /** Distinct kinds of request (label sets, pins) whose turns are remembered; the eldest is forgotten beyond. */
    private static final int MAX_ROTATIONS = 1_000;

    private final RandomGenerator random;
    private final int queueBound;
    private final Map<Key, Candidates> rotations = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Candidates> eldest) {
            return size() > MAX_ROTATIONS;
        }
    };
    private List<PooledAddress> members = List.of();
    private LabelMatcher matcher = (address, key) -> true;
    private double nextDraw;

    /** @param queueBound requests in flight or queued on one address from which on it loses its turn */
    public AddressPool(RandomGenerator random, int queueBound) {
        this.random = random;
        this.queueBound = queueBound;
        this.nextDraw = random.nextDouble();
    }

    /** An empty one with the same bound. */
    public synchronized AddressPool another() {
        return new AddressPool(random, queueBound);
    }

    /**
     * The membership from now on, in rotation order.
     *
     * @param labelsOf says whether an address's agent carries all labels
     */
    public synchronized void replace(List<PooledAddress> addresses, LabelMatcher labelsOf) {
        members = List.copyOf(addresses);
        matcher = labelsOf;
        rotations.replaceAll((key, old) -> {
            List<PooledAddress> now = matching(key);
            return new Candidates(now, successor(old, now));
        });
    }

    /** Chooses and takes the turn; null if no member matches and has room in its queue. */
    public @Nullable PooledAddress take(Selection selection) {
        return take(selection, this::belowQueueBound);
    }

    /** Like {@link #take(Selection)} for an order that waits already: only agents that will come to it soon (ARCHITECTURE D4). */
    public @Nullable PooledAddress takeSoon(Selection selection) {
        return take(
                selection,
                address -> address.load().assigned() < 2 * address.load().credit());
    }

    private synchronized @Nullable PooledAddress take(Selection selection, Candidates.Room room) {
        Candidates candidates = candidates(selection);
        int index = index(candidates, selection, room);
        if (index < 0) {
            return null;
        }
        if (selection.strategy() == SelectionStrategy.RANDOM) {
            nextDraw = random.nextDouble();
        } else if (selection.strategy() != SelectionStrategy.STICKY) {
            candidates.turnTaken(index);
        }
        return candidates.addresses().get(index);
    }

    /** What {@link #take} would choose now; changes nothing. */
    public synchronized @Nullable PooledAddress peek(Selection selection) {
        Candidates candidates = candidates(selection);
        int index = index(candidates, selection, this::belowQueueBound);
        return index < 0 ? null : candidates.addresses().get(index);
    }

    /** The members that match, in the order their turns come. */
    public synchronized List<PooledAddress> matching(Selection selection) {
        Candidates candidates = candidates(selection);
        List<PooledAddress> ordered = new ArrayList<>(candidates.addresses());
        Collections.rotate(ordered, -candidates.next());
        return ordered;
    }

    public synchronized List<PooledAddress> members() {
        return members;
    }

    private boolean belowQueueBound(PooledAddress address) {
        return address.inFlight() < queueBound;
    }

    private int index(Candidates candidates, Selection selection, Candidates.Room room) {
        return switch (selection.strategy()) {
            case ROUND_ROBIN -> candidates.inTurn(room);
            case LEAST_IN_FLIGHT -> candidates.leastInFlight(room);
            case STICKY -> candidates.sticky(String.valueOf(selection.session()), room);
            case RANDOM -> drawn(candidates, room);
        };
    }

    private int drawn(Candidates candidates, Candidates.Room room) {
        int size = candidates.addresses().size();
        int start = (int) (nextDraw * size);
        for (int i = 0; i < size; i++) {
            int index = (start + i) % size;
            if (room.has(candidates.addresses().get(index))) {
                return index;
            }
        }
        return -1;
    }

    private Candidates candidates(Selection selection) {
        Key key = new Key(selection.agentId(), selection.sourceAddress(), selection.labels());
        Candidates known = rotations.get(key);
        if (known == null) {
            known = new Candidates(matching(key), 0);
            rotations.put(key, known);
        }
        return known;
    }

    private List<PooledAddress> matching(Key key) {
        return members.stream()
                .filter(member -> key.agentId == null || key.agentId.equals(member.agentId()))
                .filter(member -> key.sourceAddress == null || key.sourceAddress.equals(member.address()))
                .filter(member -> matcher.matches(member.agentId(), key.labels))
                .toList();
    }

    private static int successor(Candidates old, List<PooledAddress> now) {
        for (int i = 0; i < old.addresses().size(); i++) {
            PooledAddress turn =
                    old.addresses().get((old.next() + i) % old.addresses().size());
            int index = indexOf(now, turn);
            if (index >= 0) {
                return index;
            }
        }
        return 0;
    }

    private static int indexOf(List<PooledAddress> addresses, PooledAddress wanted) {
        for (int i = 0; i < addresses.size(); i++) {
            PooledAddress address = addresses.get(i);
            if (address.agentId().equals(wanted.agentId()) && Objects.equals(address.address(), wanted.address())) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the agent with this id carries all of these labels. */
    @FunctionalInterface
    public interface LabelMatcher {
        boolean matches(String agentId, Map<String, String> labels);
    }

    private record Key(@Nullable String agentId, @Nullable String sourceAddress, Map<String, String> labels) {}
}
