package io.dispatcher.protocol;

/**
 * An exchange that got no answer.
 *
 * @param type last part of the problem type: {@code target-dns}, {@code target-connect}, {@code target-tls}, {@code target-io},
 *     {@code target-timeout}, {@code egress-denied}, {@code expired}, {@code agent-lost}, {@code internal}
 * @param detail one sentence for people, free of secrets
 */
public record WorkFailure(String type, String detail) {}
