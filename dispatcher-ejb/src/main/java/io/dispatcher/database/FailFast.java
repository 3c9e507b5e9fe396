package io.dispatcher.database;

import org.eclipse.persistence.config.SessionCustomizer;
import org.eclipse.persistence.sessions.Session;

/** JPA asks a lost database once: its own retries (3, five seconds apart) would keep callers waiting for what the pool already knows. */
public final class FailFast implements SessionCustomizer {
    @Override
    public void customize(Session session) {
        session.getLogin().setQueryRetryAttemptCount(0);
        session.getLogin().setConnectionHealthValidatedOnError(false);
    }
}
