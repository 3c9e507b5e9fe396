package io.dispatcher.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Makes and hashes token secrets. 256 random bits need no salt and no slow hash. JDK only. */
public final class TokenSecret {
    /** Lets scanners and people recognise one. */
    public static final String PREFIX = "dsp_";

    private static final int BYTES = 32;
    private static final int MAX_LENGTH = 200;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(TokenSecret::sha256);

    private TokenSecret() {}

    public static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A new token's public id. */
    public static String randomId() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return "tok-" + HexFormat.of().formatHex(bytes);
    }

    /** SHA-256 in hex; of the empty text for one too long to be ours. */
    public static String hash(String secret) {
        String bounded = secret.length() > MAX_LENGTH ? "" : secret;
        return HexFormat.of().formatHex(SHA256.get().digest(bounded.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
