package io.dispatcher.icmp;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An address that one socket pings. All its pings share the wire's sequence numbers, so that address and sequence number name one probe: that is
 * all that errors and answers to tiny requests carry. Probes are remembered in a ring, from the oldest that matters to the next.
 */
final class Target {
    private static final int SEQUENCES = 1 << 16;
    /** Never more than half of all numbers, so that an old answer is not taken for a new one. */
    static final int MAX_WINDOW = SEQUENCES / 2;

    final InetAddress address;
    final long cookie;
    int pings;
    /** That all its pings together may have to remember. */
    int reserved;

    private @Nullable Probe[] ring = new @Nullable Probe[4];
    private long oldest;
    private long next;

    /** @param firstSequence anything: answers to an earlier use of the address shall not fit */
    Target(InetAddress address, long cookie, int firstSequence) {
        this.address = address;
        this.cookie = cookie;
        this.oldest = firstSequence;
        this.next = firstSequence;
    }

    /** Remembers a probe that is about to be sent and returns its sequence number on the wire. */
    int add(Probe probe) {
        forgetOld(probe.sentAt);
        if (next - oldest == ring.length) {
            grow();
        }
        ring[index(next)] = probe;
        return (int) (next++ & (SEQUENCES - 1));
    }

    /** Takes back the probe added last: it was not sent. */
    void takeBack() {
        next--;
        ring[index(next)] = null;
    }

    /** Null if the number is not in use. */
    @Nullable
    Probe find(int sequence) {
        long ago = (next - sequence) & (SEQUENCES - 1);
        long at = next - (ago == 0 ? SEQUENCES : ago);
        Probe probe = at >= oldest ? ring[index(at)] : null;
        return probe == null || probe.state == Probe.State.FORGOTTEN || probe.ping.ended() ? null : probe;
    }

    private void forgetOld(long now) {
        while (oldest < next) {
            Probe probe = ring[index(oldest)];
            boolean room = next - oldest < SEQUENCES - 1;
            if (probe != null && room && !probe.ping.forgets(probe, now)) {
                return;
            }
            if (probe != null) {
                probe.state = Probe.State.FORGOTTEN;
                ring[index(oldest)] = null;
            }
            oldest++;
        }
    }

    private void grow() {
        @Nullable Probe[] larger = Arrays.copyOf(ring, ring.length * 2);
        Arrays.fill(larger, null);
        for (long at = oldest; at < next; at++) {
            larger[(int) (at & (larger.length - 1))] = ring[index(at)];
        }
        ring = larger;
    }

    private int index(long at) {
        return (int) (at & (ring.length - 1));
    }
}
