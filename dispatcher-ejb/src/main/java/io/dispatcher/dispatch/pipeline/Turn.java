package io.dispatcher.dispatch.pipeline;

/** Whether a decision is meant. */
public enum Turn {
    /** It will be carried out: limits are charged, the turn in the rotation is taken. */
    TAKE,
    /** Explain only: nothing changes. */
    PEEK
}
