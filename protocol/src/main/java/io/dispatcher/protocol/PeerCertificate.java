package io.dispatcher.protocol;

/**
 * The certificate that a target showed.
 *
 * @param subject distinguished name (RFC 2253), cut to {@value #LONGEST_NAME} characters; so is the issuer
 * @param notBeforeMs since the epoch; so is the end
 */
public record PeerCertificate(String subject, String issuer, long notBeforeMs, long notAfterMs) {
    public static final int LONGEST_NAME = 512;
}
