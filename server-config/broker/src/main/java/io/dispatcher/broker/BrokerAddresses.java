package io.dispatcher.broker;

/** Names of the addresses that exist from the start, and the prefixes of those made at run time. */
public final class BrokerAddresses {

    /** Every address of this product starts so; nothing under it is created by use. */
    public static final String ROOT = "dispatcher.";

    /** Anycast: requests from other systems. */
    public static final String REQUESTS = "dispatcher.requests";

    /** Multicast: the public event log. */
    public static final String EVENTS = "dispatcher.events";

    /** Anycast, exclusive consumer: events of all nodes before they are numbered. */
    public static final String EVENTS_IN = "dispatcher.events.in";

    /** Anycast ring: a public copy of what expired. */
    public static final String EXPIRED = "dispatcher.expired";

    /** Anycast: every expired message comes here; its consumer ends the order. */
    public static final String EXPIRY = "dispatcher.expiry";

    /** Anycast: what could not be routed, understood or delivered. */
    public static final String DEAD = "dispatcher.dead";

    /** Anycast: orders that nobody was ready for. */
    public static final String UNASSIGNED = "dispatcher.unassigned";

    /** Anycast: outcomes of durable orders. */
    public static final String OUTCOMES = "dispatcher.outcomes";

    /** Anycast: callbacks to be made. */
    public static final String CALLBACKS = "dispatcher.callbacks";

    /** Multicast: the nodes' presence, every second. */
    public static final String PRESENCE = "dispatcher.presence";

    /** Multicast: cancel, drain, token and policy changes. */
    public static final String CONTROL = "dispatcher.control";

    /** Prefix of the queue of one agent; the agent's id follows. */
    public static final String AGENT_PREFIX = "dispatcher.agent.";

    /** Prefix of the queue of one upstream; its name follows. */
    public static final String UPSTREAM_PREFIX = "dispatcher.upstream.";

    /** Prefix of the reply queue of one node; the node's name follows. */
    public static final String REPLIES_PREFIX = "dispatcher.replies.";

    /** Prefix of reply queues that other systems own; made by use. */
    public static final String CLIENT_REPLY_PREFIX = "reply.";

    private BrokerAddresses() {}
}
