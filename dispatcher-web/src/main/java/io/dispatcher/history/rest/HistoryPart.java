package io.dispatcher.history.rest;

import io.dispatcher.history.History;
import io.dispatcher.history.HistoryQuery;
import io.dispatcher.playground.rest.PlaygroundPart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The newest records. */
@ApplicationScoped
public class HistoryPart implements PlaygroundPart {
    private static final int NEWEST = 50;

    @Inject
    private History history;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public Object state() {
        return HistoryList.of(history.list(HistoryQuery.newest(NEWEST))).items();
    }
}
