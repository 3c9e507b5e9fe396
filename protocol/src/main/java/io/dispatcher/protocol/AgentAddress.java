package io.dispatcher.protocol;

/**
 * A source address an agent can bind.
 *
 * @param address canonical text form (RFC 5952), no zone
 * @param family {@code ipv4} or {@code ipv6}
 * @param origin {@code detected}, {@code configured}, {@code prefix} or {@code default-route}
 */
public record AgentAddress(String address, String family, String origin) {}
