package io.dispatcher.requests;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What makes two requests of one caller the same.
 *
 * @param bodyHash SHA-256 of the body, hexadecimal: with another body the key is not to be used again
 */
public record IdempotencyKey(String key, String bodyHash) {
    /** Longest key. */
    public static final int MAX_LENGTH = 255;

    /** @throws IllegalArgumentException if the key is empty, too long or not visible ASCII; the message says what a key is */
    public static IdempotencyKey of(String key, byte[] body) {
        if (key.isEmpty() || key.length() > MAX_LENGTH || key.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f)) {
            throw new IllegalArgumentException("must be 1 to " + MAX_LENGTH + " visible ASCII characters");
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return new IdempotencyKey(key, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
