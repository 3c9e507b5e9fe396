package io.dispatcher.callbacks;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What receivers verify callbacks with, as Standard Webhooks writes and uses it. Immutable. */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    /** Sizes that the specification recommends. */
    private static final int LEAST_BYTES = 24;

    private static final int MOST_BYTES = 64;

    private final byte[] key;

    /** @throws IllegalArgumentException for less than 24 or more than 64 bytes */
    WebhookSecret(byte[] key) {
        if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "has " + key.length + " bytes and must have " + LEAST_BYTES + " to " + MOST_BYTES);
        }
        this.key = key.clone();
    }

    /** @throws IllegalArgumentException saying what is wrong with the text, without showing it */
    static WebhookSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("does not begin with " + PREFIX);
        }
        try {
            return new WebhookSecret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            String known = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(known.startsWith("has ") ? known : "is not base64 after " + PREFIX);
        }
    }

    /** For those who may know it. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** The value of {@code webhook-signature}. */
    String signature(String id, long epochSeconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + epochSeconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
