package io.dispatcher.target.web;

import io.dispatcher.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;

/** How many may send a body to these routes at a time: each holds a thread of the server, and some send slowly. */
@ApplicationScoped
public class BodyPlaces {
    /** Of the server's threads. */
    private static final int PART = 4;

    private Semaphore places = new Semaphore(0);

    @Inject
    void settings(Settings settings) {
        places = new Semaphore(Math.max(1, settings.server().workerCount() / PART));
    }

    boolean take() {
        return places.tryAcquire();
    }

    void giveBack() {
        places.release();
    }
}
