/**
 * Scenarios: requests in steps with assertions, faults by seed, and reports of their runs, stored and bounded. May use {@code agents}, {@code dispatch},
 * {@code proxy} and {@code targets} (which make the requests), {@code matching}, {@code history} (what is secret), {@code config}, {@code database}. Out of
 * scope: how reports look for people (web, command line).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.scenarios;
