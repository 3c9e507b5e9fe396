package io.dispatcher.targets.rest;

import io.dispatcher.playground.rest.PlaygroundPart;
import io.dispatcher.targets.Targets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;

/** The first of them. */
@ApplicationScoped
public class TargetsPart implements PlaygroundPart {
    @Inject
    private Targets targets;

    @Override
    public String name() {
        return "targets";
    }

    @Override
    public Object state() throws SQLException {
        return targets.all().stream().limit(MOST).map(Targets::shown).toList();
    }
}
