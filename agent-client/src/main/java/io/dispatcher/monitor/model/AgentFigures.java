package io.dispatcher.monitor.model;

/** What the addresses of one agent did together. */
public record AgentFigures(long requests, long errors, double perSecond) {
    static final AgentFigures NONE = new AgentFigures(0, 0, 0);
}
