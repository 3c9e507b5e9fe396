/**
 * Requests that go in: to an upstream by its name, through an agent that claims it. What a tunnel's door got becomes a dispatch here.
 *
 * <p>May use {@code dispatch}, {@code agents} and {@code config}. Out of scope: doors (web), how bodies travel (web and {@code protocol}).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.tunnel;
