/**
 * The terminal monitor's state as lines of a screen of a given size.
 *
 * <p>Purpose: pure functions from state to styled lines, tested without a terminal. Allowed dependencies: {@code model},
 * {@code io.dispatcher.view} for how values look, JLine's styled strings. Out of scope: the terminal itself, keys.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.monitor.view;
