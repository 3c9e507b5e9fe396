package io.dispatcher.agents.selection;

import java.util.List;

/**
 * The addresses that match one kind of request, in rotation order, with the place of the next turn. Not thread-safe: {@link AddressPool}
 * guards it.
 */
final class Candidates {
    private final List<PooledAddress> addresses;
    private int next;

    /** @param next index of the address whose turn it is */
    Candidates(List<PooledAddress> addresses, int next) {
        this.addresses = addresses;
        this.next = addresses.isEmpty() ? 0 : next % addresses.size();
    }

    List<PooledAddress> addresses() {
        return addresses;
    }

    /** The address whose turn it is and that has room; -1 if none has. */
    int inTurn(Room room) {
        for (int i = 0; i < addresses.size(); i++) {
            int index = (next + i) % addresses.size();
            if (room.has(addresses.get(index))) {
                return index;
            }
        }
        return -1;
    }

    int leastInFlight(Room room) {
        int best = -1;
        for (int i = 0; i < addresses.size(); i++) {
            int index = (next + i) % addresses.size();
            PooledAddress candidate = addresses.get(index);
            if (room.has(candidate)
                    && (best < 0 || candidate.inFlight() < addresses.get(best).inFlight())) {
                best = index;
            }
        }
        return best;
    }

    /** Rendezvous hashing: each session prefers the addresses in an order of its own. */
    int sticky(String session, Room room) {
        int best = -1;
        long bestWeight = 0;
        for (int i = 0; i < addresses.size(); i++) {
            PooledAddress candidate = addresses.get(i);
            long weight = weight(session, candidate);
            if (room.has(candidate) && (best < 0 || weight > bestWeight)) {
                best = i;
                bestWeight = weight;
            }
        }
        return best;
    }

    void turnTaken(int index) {
        next = (index + 1) % addresses.size();
    }

    /** The address the next turn would start from; null when empty. */
    int next() {
        return next;
    }

    private static long weight(String session, PooledAddress candidate) {
        long hash = 31L * (31L * session.hashCode() + candidate.agentId().hashCode())
                + String.valueOf(candidate.address()).hashCode();
        // Finaliser of SplitMix64: spreads the poor bits of String.hashCode.
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    /** Whether an address can be given one more. */
    @FunctionalInterface
    interface Room {
        boolean has(PooledAddress address);
    }
}
