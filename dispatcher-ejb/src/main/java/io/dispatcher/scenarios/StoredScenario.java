package io.dispatcher.scenarios;

import io.dispatcher.scenarios.engine.Scenario;

/** A scenario with its id. */
public record StoredScenario(String id, Scenario scenario) {}
