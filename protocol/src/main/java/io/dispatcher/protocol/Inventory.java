package io.dispatcher.protocol;

import java.util.List;

/**
 * What an agent can offer now; sent whole in HELLO and in INVENTORY.
 *
 * @param addresses those in the rotation, in the agent's order
 * @param prefixes routed prefixes ({@code 2001:db8::/64}) of which any address may be named as source address
 * @param capabilities subset of {@code http, icmp, icmp6, ipv4, ipv6, upstream, prefix}, probed at start
 * @param upstreams names this agent claims
 */
public record Inventory(
        List<AgentAddress> addresses, List<String> prefixes, List<String> capabilities, List<String> upstreams) {
    public Inventory {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
        capabilities = List.copyOf(capabilities);
        upstreams = List.copyOf(upstreams);
    }
}
