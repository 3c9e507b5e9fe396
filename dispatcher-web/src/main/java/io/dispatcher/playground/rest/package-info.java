/**
 * What the lab's page shows at its start, in one answer. Features put their part into it by a bean of {@link io.dispatcher.playground.rest.PlaygroundPart};
 * may use {@code web}, {@code events} and {@code config}.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.playground.rest;
