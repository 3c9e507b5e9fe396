package io.dispatcher.agents.selection;

import java.util.concurrent.atomic.AtomicInteger;

/** How much one agent has to do, over all of its addresses. Thread-safe. */
public final class AgentLoad {
    private final AtomicInteger assigned = new AtomicInteger();
    private volatile int credit;

    /** Orders chosen for the agent and not yet answered, those waiting in its queue included. */
    public int assigned() {
        return assigned.get();
    }

    void change(int by) {
        assigned.addAndGet(by);
    }

    /** Orders the agent works on at once. */
    public int credit() {
        return credit;
    }

    public void credit(int credit) {
        this.credit = credit;
    }
}
