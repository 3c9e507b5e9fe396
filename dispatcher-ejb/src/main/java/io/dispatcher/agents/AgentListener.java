package io.dispatcher.agents;

/** Hears of changes that decide where orders go. Called in order, without locks held; must not block. */
public interface AgentListener {
    /** The agent is known from now on, connected or not: work may wait for it. Blocking is allowed here. */
    void registered(String agentId);

    /** The agent connected, resumed, or offers other addresses: it may be given orders. */
    void ready(String agentId);

    /** The agent takes no new orders: draining, disconnected or removed. */
    void unready(String agentId);

    /** The agent is connected with another node. */
    void elsewhere(String agentId);

    /** An operator asked, here, that it be given no new orders, or takes that back. */
    void drained(String agentId, boolean drained);

    /** The agent is no more; its queue may go. */
    void removed(String agentId);
}
