package io.dispatcher.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Paths that are not the product's own but may be answered all the same, by whoever implements this. Asked before any servlet or resource. */
public interface OpenPaths {
    /** Header: whoever sends it wants one of these paths or nothing; a target that passes on what it is asked must not be a way to the API. */
    String ONLY = "Dispatcher-Mocks";

    /** Also a method that HTTP does not know may be answered there. */
    boolean takesAnyMethod(String path);

    /**
     * Whoever asks may be answered.
     *
     * @param path decoded, without dot segments
     * @return false: nothing is answered, and nothing was read
     */
    boolean answer(HttpServletRequest request, HttpServletResponse response, String path) throws IOException;
}
