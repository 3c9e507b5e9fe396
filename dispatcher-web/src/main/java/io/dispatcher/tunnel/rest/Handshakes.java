package io.dispatcher.tunnel.rest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;

/** Places for requests that ask for another protocol: each holds a thread of the container until it is answered. Thread-safe. */
@ApplicationScoped
public class Handshakes {
    private static final int MOST = 32;

    private final Semaphore places = new Semaphore(MOST);

    /** @return false: there is no place */
    boolean begin() {
        return places.tryAcquire();
    }

    void end() {
        places.release();
    }
}
