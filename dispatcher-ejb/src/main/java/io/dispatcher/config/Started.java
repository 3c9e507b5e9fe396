package io.dispatcher.config;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Whether the application has started. Whoever may be called before, such as a health check, asks here first: touching a bean of the start while
 * it is under way can lock both for ever. Thread-safe.
 */
@ApplicationScoped
public class Started {
    private volatile boolean yet;

    public void set(boolean started) {
        yet = started;
    }

    public boolean yet() {
        return yet;
    }
}
