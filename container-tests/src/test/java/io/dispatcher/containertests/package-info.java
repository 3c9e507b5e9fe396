/**
 * What only shows inside the container: the product's WAR and resource adapter on a Payara Micro as it is published, with tests that run in the
 * application.
 *
 * <p>Out of scope: what can be seen from outside ({@code system-tests}) or without a container.
 */
@NullMarked
package io.dispatcher.containertests;

import org.jspecify.annotations.NullMarked;
