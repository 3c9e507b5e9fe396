package io.dispatcher.requests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What dispatch calls for every request, given out without a proxy and before anything of this feature has started. */
@ApplicationScoped
public class RequestBeans {
    private final LateAnswers lateAnswers = new LateAnswers();

    @Produces
    @Singleton
    LateAnswers lateAnswers() {
        return lateAnswers;
    }
}
