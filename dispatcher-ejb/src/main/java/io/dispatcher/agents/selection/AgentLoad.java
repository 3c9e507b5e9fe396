package io.dispatcher.agents.selection;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much one agent has to do, over all of its addresses. Of an agent of another node that is what its node told last and what this one has given
 * it since. Thread-safe.
 */
public final class AgentLoad {
    private static final int HERE = -1;

    private final AtomicInteger assigned = new AtomicInteger();
    private final AtomicInteger givenSince = new AtomicInteger();
    private volatile int credit;
    private volatile int told = HERE;

    /** Orders chosen for the agent and not yet answered, those waiting in its queue included. */
    public int assigned() {
        int elsewhere = told;
        return elsewhere == HERE ? assigned.get() : elsewhere + givenSince.get();
    }

    void change(int by) {
        assigned.addAndGet(by);
        if (by > 0) {
            givenSince.addAndGet(by);
        }
    }

    /** Orders the agent works on at once. */
    public int credit() {
        return credit;
    }

    public void credit(int credit) {
        this.credit = credit;
    }

    /** This node has the agent and knows its load itself. */
    public void here() {
        told = HERE;
    }

    /** Another node has the agent and tells. */
    public void elsewhere(int toldLoad, int toldCredit) {
        told = toldLoad;
        credit = toldCredit;
        givenSince.set(0);
    }
}
