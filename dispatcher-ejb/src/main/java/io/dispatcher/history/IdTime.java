package io.dispatcher.history;

import java.time.Instant;
import java.util.UUID;

/** Times as bounds of UUIDv7 ids. */
public final class IdTime {
    private IdTime() {}

    /** The least id of that millisecond; of the epoch for times before it. */
    public static UUID least(Instant time) {
        long ms = Math.max(0, time.toEpochMilli()) & 0xFFFF_FFFF_FFFFL;
        return new UUID((ms << 16) | 0x7000L, 0x8000_0000_0000_0000L);
    }

    /** Whether it is a UUIDv7 that was minted within so many milliseconds of now, before or after. */
    static boolean within(UUID id, long ms) {
        return id.version() == 7 && Math.abs((id.getMostSignificantBits() >>> 16) - System.currentTimeMillis()) <= ms;
    }
}
