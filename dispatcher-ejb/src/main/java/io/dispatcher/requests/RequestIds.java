package io.dispatcher.requests;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ids of durable requests: UUIDv7 (RFC 9562, section 5.7) whose last 24 bits are a keyed hash of the others. So an id that was minted here is told
 * from any other without looking it up, and is never "unknown" while nobody has heard how its request ended. Thread-safe.
 */
final class RequestIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final long HASH_BITS = 0xff_ffffL;

    private final ThreadLocal<Mac> macs;

    /** @param secret the same on all nodes of one database, for ever */
    RequestIds(byte[] secret) {
        SecretKeySpec key = new SecretKeySpec(secret, ALGORITHM);
        macs = ThreadLocal.withInitial(() -> mac(key));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    UUID next() {
        UUID fresh = UuidCreator.getTimeOrderedEpochFast();
        UUID random = UuidCreator.getRandomBasedFast();
        // The library counts up within a millisecond in the bits the hash takes: those above are drawn anew.
        long low = 0x8000_0000_0000_0000L | (random.getLeastSignificantBits() & 0x3fff_ffff_ff00_0000L);
        return new UUID(fresh.getMostSignificantBits(), low | hash(fresh.getMostSignificantBits(), low));
    }

    boolean minted(UUID id) {
        long low = id.getLeastSignificantBits();
        return id.version() == 7 && (low & HASH_BITS) == hash(id.getMostSignificantBits(), low & ~HASH_BITS);
    }

    /** When it was minted. */
    static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    private long hash(long high, long low) {
        byte[] hash = macs.get()
                .doFinal(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
        return ByteBuffer.wrap(hash).getLong() & HASH_BITS;
    }
}
