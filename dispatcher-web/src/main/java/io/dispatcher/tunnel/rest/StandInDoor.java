package io.dispatcher.tunnel.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers requests to upstreams that are away; whoever can implements this. */
public interface StandInDoor {
    /**
     * @param target path and query, as they came
     * @return false: nothing is answered, and nothing was read
     */
    boolean answer(HttpServletRequest request, HttpServletResponse response, String upstream, String target)
            throws IOException;
}
