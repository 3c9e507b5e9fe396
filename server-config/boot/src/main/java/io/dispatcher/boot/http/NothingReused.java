package io.dispatcher.boot.http;

import org.glassfish.grizzly.ThreadCache;

/**
 * Has Grizzly make a new object for each request where it would take a used one. It resumes a request once too often when the
 * caller goes at the moment of the answer: by then the objects of that request serve another caller's, which is ended half
 * way, with anybody's bytes. Used objects that nobody takes up again can be resumed as often as one likes.
 */
public final class NothingReused {
    private static final String[] OF_A_REQUEST = {
        "org.glassfish.grizzly.filterchain.FilterChainContext",
        "org.glassfish.grizzly.http.HttpServerFilter$ServerHttpRequestImpl",
        "org.glassfish.grizzly.http.HttpResponsePacketImpl",
        "org.glassfish.grizzly.http.server.Request",
    };

    private NothingReused() {}

    /** To be called before the first of these classes is used: who asks first for a cache says its size. */
    public static void arrange() {
        for (String name : OF_A_REQUEST) {
            if (ThreadCache.obtainIndex(name, Object.class, 0).getSize() != 0) {
                throw new IllegalStateException(name + " is in use already");
            }
        }
    }
}
