package io.dispatcher.protocol;

import java.util.regex.Pattern;

/** The one form of ids and names of agents, nodes, upstreams and labels. */
public final class Names {
    public static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** Stands where an agent's id would for what a coordinator does itself; no agent has it. */
    public static final String COORDINATOR = "coordinator";

    private Names() {}

    public static boolean isAgentId(String text) {
        return isId(text) && !text.equals(COORDINATOR);
    }

    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
