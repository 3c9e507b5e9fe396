package io.dispatcher.mocks.rest;

import io.dispatcher.mocks.Mocks;
import io.dispatcher.playground.rest.PlaygroundPart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The first of them. */
@ApplicationScoped
public class MocksPart implements PlaygroundPart {
    @Inject
    private Mocks mocks;

    @Override
    public String name() {
        return "mocks";
    }

    @Override
    public Object state() {
        return mocks.all().stream().limit(MOST).toList();
    }
}
