package io.dispatcher.scenarios.rest;

import io.dispatcher.playground.rest.PlaygroundPart;
import io.dispatcher.scenarios.Scenarios;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;

/** The first of them. */
@ApplicationScoped
public class ScenariosPart implements PlaygroundPart {
    @Inject
    private Scenarios scenarios;

    @Override
    public String name() {
        return "scenarios";
    }

    @Override
    public Object state() throws SQLException {
        return scenarios.all().stream().limit(MOST).map(Scenarios::shown).toList();
    }
}
